"""Firehose's answer: every record once, in order, within what Lambda can return."""

from __future__ import annotations

import json
from collections.abc import Iterable

LARGEST = 6_291_556
"""Bytes of JSON that a synchronous invocation can return; one more is an error of the whole."""

Answer = dict[str, str]

# As the Lambda runtime writes it: {"records": [{"recordId": "1", "result": "Ok", "data": "eA=="}]}
_AROUND = len('{"records": []}')
_BETWEEN = len(", ")
_FAILED = len('{"recordId": , "result": "ProcessingFailed"}')
_OK = len("Ok") - len("ProcessingFailed")
_DROPPED = len("Dropped") - len("ProcessingFailed")
_DATA = len(', "data": ""')


class Response:
    """Collects answers and knows to the byte how long they will be as JSON.

    Room for an answer without data is set aside for every record beforehand, so data may be
    refused to a record but an answer never is.
    """

    def __init__(self, record_ids: Iterable[str], limit: int = LARGEST) -> None:
        lengths = [_length(record_id) + _FAILED + _BETWEEN for record_id in record_ids]
        self.size = _AROUND + sum(lengths) - (_BETWEEN if lengths else 0)
        self._limit = limit
        self._answers: list[Answer] = []
        self._failed: list[tuple[Answer, str]] = []

    def ok(self, record_id: str, data: str) -> bool:
        """Answers with transformed data; False, and no answer, where that is too long."""
        size = self.size + _OK + _DATA + len(data)
        if size > self._limit:
            return False
        self.size = size
        self._answers.append({"recordId": record_id, "result": "Ok", "data": data})
        return True

    def dropped(self, record_id: str) -> None:
        """Answers for a record that holds nothing."""
        self.size += _DROPPED
        self._answers.append({"recordId": record_id, "result": "Dropped"})

    def failed(self, record_id: str, original: str | None = None) -> None:
        """Answers that a record was not transformed: Firehose stores it as it came.

        `original` is its data if that is base64, so that its length is its length in JSON.
        """
        answer = {"recordId": record_id, "result": "ProcessingFailed"}
        self._answers.append(answer)
        if original is not None:
            self._failed.append((answer, original))

    def finished(self) -> dict[str, list[Answer]]:
        """The response, in which failed records carry their data unchanged while there is room."""
        for answer, original in self._failed:
            size = self.size + _DATA + len(original)
            if size <= self._limit:
                self.size = size
                answer["data"] = original
        return {"records": self._answers}


def _length(record_id: str) -> int:
    plain = record_id.isascii() and record_id.isalnum()
    return len(record_id) + 2 if plain else len(json.dumps(record_id))
