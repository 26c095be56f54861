"""S3 objects that Firehose writes: lines, gzipped or not."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import Any

from toolkit.adapters.aws import speaking

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Bucket:
    """One bucket; `client` is boto3's."""

    client: Any
    name: str

    def keys(self, prefix: str) -> frozenset[str]:
        """Keys of the objects below a prefix."""
        with speaking(f"list bucket {self.name}"):
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.name, Prefix=prefix
            )
            return frozenset(item["Key"] for page in pages for item in page.get("Contents", ()))

    def lines(self, key: str) -> list[bytes]:
        """The lines of an object, without their newlines; a lone carriage return ends none."""
        with speaking(f"read object {key}"):
            content: bytes = self.client.get_object(Bucket=self.name, Key=key)["Body"].read()
        text = gzip.decompress(content) if content[:2] == _GZIP else content
        return [line for line in text.split(b"\n") if line]
