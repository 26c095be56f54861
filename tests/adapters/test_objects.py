from __future__ import annotations

import gzip
import io
from dataclasses import dataclass
from typing import Any, Self

import pytest
from botocore.exceptions import ClientError

from toolkit.adapters.objects import Bucket
from toolkit.errors import ServiceError


@dataclass
class S3:
    """Stands for boto3's client, with two objects on a page."""

    objects: dict[str, bytes]

    def get_paginator(self, name: str) -> Self:
        assert name == "list_objects_v2"
        return self

    def paginate(self, *, Bucket: str, Prefix: str) -> list[dict[str, Any]]:  # noqa: N803
        found = [{"Key": key} for key in self.objects if key.startswith(Prefix)]
        pages: list[dict[str, Any]]
        pages = [{"Contents": found[at : at + 2]} for at in range(0, len(found), 2)]
        return pages or [{}]

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: N803
        if Key not in self.objects:
            raise ClientError({"Error": {"Code": "NoSuchKey", "Message": ""}}, "GetObject")
        return {"Body": io.BytesIO(self.objects[Key])}


def bucket(**objects: bytes) -> Bucket:
    return Bucket(S3(objects), "events")


def test_keys_of_all_pages_are_found() -> None:
    found = bucket(a1=b"", a2=b"", a3=b"", b1=b"").keys("a")

    assert found == {"a1", "a2", "a3"}


def test_an_empty_prefix_has_no_keys() -> None:
    assert bucket(a1=b"").keys("b") == frozenset()


@pytest.mark.parametrize(
    "content",
    [
        b"one\ntwo\n",
        b"one\ntwo",
        gzip.compress(b"one\ntwo\n"),
        gzip.compress(b"one\n") + gzip.compress(b"two\n"),
    ],
    ids=["plain", "without a last newline", "gzipped", "gzipped in two parts"],
)
def test_lines_are_read(content: bytes) -> None:
    assert bucket(a=content).lines("a") == [b"one", b"two"]


def test_a_carriage_return_within_a_value_ends_no_line() -> None:
    assert bucket(a=b"one\rtwo\n").lines("a") == [b"one\rtwo"]


def test_an_object_that_is_gone_is_named() -> None:
    with pytest.raises(ServiceError, match="read object output/1"):
        bucket().lines("output/1")
