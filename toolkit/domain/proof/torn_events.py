"""Records that are not even base64, and what has to become of them: nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.domain.proof.marks import Marks


def torn_event(marks: Marks) -> dict[str, Any]:
    """An event of Firehose whose records' data cannot be read."""
    data = [
        f"{marks.word('data that is no base64')}!",
        f"{marks.word('data with a letter too many')}abcde",
        {"value": marks.word("data that is an object")},
        marks.number("data that is a number"),
        None,
    ]
    return {
        "invocationId": "torn",
        "records": [{"recordId": str(index), "data": each} for index, each in enumerate(data)],
    }


def torn_faults(event: Mapping[str, Any], value: Mapping[str, Any] | None) -> Iterator[str]:
    """What is wrong with the answer: each record must have failed, with its data or without."""
    answers = (value or {}).get("records")
    if not isinstance(answers, list) or len(answers) != len(event["records"]):
        yield "was not answered record by record"
        return
    for record, answer in zip(event["records"], answers, strict=True):
        unchanged = {**record, "result": "ProcessingFailed"}
        bare = {"recordId": record["recordId"], "result": "ProcessingFailed"}
        if answer not in (unchanged, bare):
            yield f"record {record['recordId']} did not come back as it was"
