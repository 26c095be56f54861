"""The function as one writes it first: a dict of columns, `json`, and `hmac.new` for each value.

It has the same rules and gives the same bytes; only how it gets there differs.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from toolkit.runtime.fields import NAMES

_URI = re.compile(r"iglu:([\w.-]+)/([\w-]+)/[\w-]+/(\d+)-(\d+)-(\d+)")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


class Straightforward:
    """Answers Firehose's events for enriched records, one salt for all."""

    def __init__(self, rules: Mapping[str, Any], salt_id: str, salt: bytes) -> None:
        self.columns = rules["columns"]
        self.schemas = rules["schemas"]
        self.salt_id = salt_id
        self.salt = salt
        self.known: dict[str, set[str]] = {}

    def answer(self, event: Mapping[str, Any]) -> dict[str, Any]:
        return {"records": [self.record(record) for record in event["records"]]}

    def record(self, record: Mapping[str, Any]) -> dict[str, str]:
        text = base64.b64decode(record["data"]).decode("utf-8")
        values = text.split("\t")
        if len(values) != len(NAMES):
            return {"recordId": record["recordId"], "result": "ProcessingFailed"}
        event = dict(zip(NAMES, values, strict=True))
        out = {name: self.column(name, value) for name, value in event.items()}
        line = "\t".join(out.values()) + "\n"
        data = base64.b64encode(line.encode("utf-8")).decode("ascii")
        return {"recordId": record["recordId"], "result": "Ok", "data": data}

    def column(self, name: str, value: str) -> str:
        treatment = self.columns[name]
        if name == "etl_tags":
            stamp = f"salt={self.salt_id}"
            return f"{stamp},{self.pseudonym(value)}" if value else stamp
        if treatment == "keep" or value == "":
            return value
        if treatment == "empty":
            return ""
        return self.json(value) if treatment == "json" else self.pseudonym(value)

    def pseudonym(self, value: str) -> str:
        return hmac.new(self.salt, value.encode("utf-8"), "sha256").hexdigest()

    def json(self, text: str) -> str:
        document = json.loads(text)
        data = document["data"]
        if isinstance(data, list):
            document["data"] = [self.described(item) for item in data]
        else:
            document["data"] = self.described(data)
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"))

    def described(self, item: dict[str, Any]) -> dict[str, Any]:
        schema = item["schema"]
        if schema not in self.known:
            self.known[schema] = self.allowed(schema)
        allowed = self.known[schema]
        return {"schema": schema, "data": self.value(item["data"], "", allowed)}

    def allowed(self, schema: str) -> set[str]:
        match = _URI.fullmatch(schema)
        if match is None:
            return set()
        vendor, name, *version = match.groups()
        found = set()
        for rule in self.schemas:
            wanted = rule["version"].split("-")
            fits = all(w in ("*", v) for w, v in zip(wanted, version, strict=True))
            if rule["vendor"] == vendor and rule["name"] == name and fits:
                found.update(rule["paths"])
        return found

    def value(self, value: Any, path: str, allowed: set[str]) -> Any:
        if isinstance(value, dict):
            return {
                self.key(key, path, allowed): self.value(
                    item, f"{path}.{key}" if path else key, allowed
                )
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [self.value(item, f"{path}[]", allowed) for item in value]
        if value is None or value == "" or path in allowed:
            return value
        if isinstance(value, bool):
            return None
        return self.pseudonym(value if isinstance(value, str) else repr(value))

    def key(self, key: str, path: str, allowed: set[str]) -> str:
        inner = f"{path}.{key}" if path else key
        named = _NAME.fullmatch(key) and sum(map(str.isdigit, key)) <= 3
        known = any(
            allow == inner or allow.startswith((f"{inner}.", f"{inner}[")) for allow in allowed
        )
        return key if named or known else self.pseudonym(key)
