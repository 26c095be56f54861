"""Parts that tests of the runtime are put together from: rules, a keyring, Firehose's events."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any

from tests.events.generator import compact, line
from toolkit.runtime import codecs
from toolkit.runtime.fields import FIELDS, NAMES, POSITIONS
from toolkit.runtime.function import Function, build
from toolkit.runtime.pseudonyms import Hmac
from toolkit.runtime.rules import Rules, parse
from toolkit.runtime.settings import Settings

SALT = bytes(range(32))
NEW_SALT = bytes(range(100, 132))
NOW = 1_772_366_400.0
KEPT = ("app_id", "collector_tstamp", "event_id", "page_urlport")
WEB_PAGE = "iglu:com.snowplowanalytics.snowplow/web_page/jsonschema/1-0-0"
CONTEXTS = "iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-0"
SHOP = "iglu:com.example/order/jsonschema/1-2-3"
SHOP_PATHS = ("status", "total", "paid", "ids[]", "items[].sku", "buyer.country", "items[].price")


def entry(name: str, salt: bytes, active_from: str = "2026-01-01T00:00:00Z") -> dict[str, str]:
    encoded = base64.b64encode(salt).decode()
    return {"id": name, "salt": encoded, "active_from": active_from, "created_by": "somebody"}


def keyring_text(*entries: Mapping[str, str]) -> str:
    return json.dumps({"entries": list(entries) or [entry("first", SALT)]})


def rules(kept: Iterable[str] = KEPT, narrow: str = "empty") -> Rules:
    """Rules that keep a few columns, the id of a page view and some paths of an order."""
    allowed = set(kept)
    columns = {
        field.name: "json"
        if field.type == "json"
        else "keep"
        if field.name in allowed
        else "hash"
        if field.holds_pseudonym
        else narrow
        if field.type == "string"
        else "empty"
        for field in FIELDS
    }
    snowplow = {"vendor": "com.snowplowanalytics.snowplow", "name": "web_page"}
    schemas = [
        {**snowplow, "version": "1-*-*", "paths": ["id"]},
        {"vendor": "com.example", "name": "order", "version": "1-2-*", "paths": [*SHOP_PATHS]},
    ]
    return parse({"version": 1, "columns": columns, "schemas": schemas}, "digest-of-rules")


class Invoked:
    """A function built of real parts; the keyring's text and the lines it writes are at hand."""

    def __init__(
        self,
        kind: str = "enriched",
        keyring: str = "",
        codec: codecs.Codec | None = None,
        with_rules: Rules | None = None,
    ) -> None:
        self.keyring = keyring or keyring_text()
        self.now = NOW
        self.fetched = 0
        self.emitted: list[str] = []
        settings = Settings("arn:of:secret", 300, kind, "staging-enriched-good")
        self.function: Function = build(
            settings, with_rules or rules(), self._fetch, self.emitted.append, codec, self._clock
        )

    def _fetch(self) -> str:
        self.fetched += 1
        return self.keyring

    def _clock(self) -> float:
        return self.now

    def answers(self, *records: bytes) -> list[dict[str, str]]:
        """The answers to records with ids 0, 1, 2, ..."""
        return list(self.function.answer(firehose_event(records))["records"])

    def data(self, record: bytes) -> bytes:
        """The transformed bytes of a record that is answered Ok."""
        (answer,) = self.answers(record)
        assert answer["result"] == "Ok"
        return base64.b64decode(answer["data"])

    def columns(self, **columns: str) -> dict[str, str]:
        """What becomes of an event, by column."""
        text = self.data(line({"collector_tstamp": "2026-03-01 12:00:00.000", **columns})).decode()
        return dict(zip(NAMES, text.removesuffix("\n").split("\t"), strict=True))

    def context(self, schema: str, data: Any) -> Any:
        """What becomes of the data of one context."""
        document = {"schema": CONTEXTS, "data": [{"schema": schema, "data": data}]}
        (item,) = json.loads(self.columns(contexts=compact(document))["contexts"])["data"]
        assert item["schema"] == schema
        return item["data"]

    def metrics(self) -> dict[str, Any]:
        """The values of the last line of metrics."""
        values: dict[str, Any] = json.loads(self.emitted[-1])
        return values


def firehose_event(records: Iterable[bytes], arrival: int = int(NOW * 1000)) -> dict[str, Any]:
    """An event as Firehose sends it."""
    return {
        "invocationId": "11111111-2222-4333-8444-555555555555",
        "deliveryStreamArn": "arn:aws:firehose:eu-central-1:111122223333:deliverystream/x",
        "region": "eu-central-1",
        "records": [
            {
                "recordId": str(number),
                "approximateArrivalTimestamp": arrival,
                "data": base64.b64encode(record).decode(),
            }
            for number, record in enumerate(records)
        ],
    }


def pseudonym(value: str, salt: bytes = SALT) -> str:
    """The pseudonym that a value should get."""
    return Hmac(salt).of(value.encode())


def position(name: str) -> int:
    return POSITIONS[name]
