"""Real events and failures, where a copy of them lies beside the checkout."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest

from tests.unit.runtime.parts import Invoked, pseudonym
from toolkit.runtime.fields import NAMES

_BESIDE = Path(__file__).resolve().parents[4] / "shared" / "data"
FOLDER = Path(os.environ.get("SNOWOPS_SAMPLE_DATA", _BESIDE))

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="no sample data beside the checkout")


def lines(name: str) -> list[bytes]:
    return [text for text in (FOLDER / name).read_bytes().split(b"\n") if text]


def test_real_events_are_transformed_column_by_column() -> None:
    events = lines("enriched_good.tsv")

    answers = Invoked().answers(*events)

    for event, answer in zip(events, answers, strict=True):
        before = dict(zip(NAMES, event.decode().split("\t"), strict=True))
        text = base64.b64decode(answer["data"]).decode().removesuffix("\n")
        after = dict(zip(NAMES, text.split("\t"), strict=True))
        assert after["event_id"] == before["event_id"]
        assert after["collector_tstamp"] == before["collector_tstamp"]
        for name in ("user_id", "user_ipaddress", "page_url", "useragent"):
            assert after[name] == (pseudonym(before[name]) if before[name] else "")


def test_of_malformed_events_those_of_another_width_fail() -> None:
    events = lines("enriched_malformed.tsv")

    answers = Invoked().answers(*events)

    for event, answer in zip(events, answers, strict=True):
        expected = "Ok" if event.count(b"\t") == 130 else "ProcessingFailed"
        assert answer["result"] == expected


@pytest.mark.parametrize("name", ["bad_rows.ndjson", "bad_rows_synthetic.ndjson"])
def test_real_bad_rows_lose_every_payload(name: str) -> None:
    rows = lines(name)

    answers = Invoked("bad").answers(*rows)

    for row, answer in zip(rows, answers, strict=True):
        before, after = json.loads(row), json.loads(base64.b64decode(answer["data"]))
        assert after.get("schema") == before.get("schema")
        payload = before.get("data", {}).get("payload", before.get("line"))
        if isinstance(payload, str):
            assert pseudonym(payload) in (after.get("data", {}).get("payload"), after.get("line"))
        elif payload:
            for secret in ("ipAddress", "useragent", "networkUserId", "userId"):
                value = payload.get("raw", payload).get(secret)
                assert not value or f'"{value}"' not in json.dumps(after, ensure_ascii=False)
