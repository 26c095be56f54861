"""Kinesis: no record is lost between threads, and resharding moves none."""

from __future__ import annotations

from collections import OrderedDict
from threading import RLock
from typing import TYPE_CHECKING, Any

from moto.kinesis.models import KinesisBackend, Stream

from toolkit.embedded.fixes.patch import around

if TYPE_CHECKING:
    from collections.abc import Callable

_ONE_AT_A_TIME = RLock()
_REQUESTS = ("get_records", "list_shards", "put_record", "put_records", "update_shard_count")


def install() -> None:
    """Put the fixes into moto."""
    for name in _REQUESTS:
        around(KinesisBackend, name, one_at_a_time)
    around(Stream, "get_shard_for_key", open_shard)
    around(Stream, "split_shard", keep_records)
    around(Stream, "merge_shards", keep_records)


def one_at_a_time(original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Symptom (moto 5.2.5): of records put by two threads at once, some overwrite others.

    And GetRecords answers 500 while another request puts.
    """
    with _ONE_AT_A_TIME:
        return original(*args, **kwargs)


def open_shard(original: Callable[..., Any], stream: Stream, *keys: str) -> Any:
    """Symptom (moto 5.2.5): after a split all records still go to the closed shard."""
    shards = stream.shards
    stream.shards = {name: shard for name, shard in shards.items() if shard.is_open}
    try:
        return original(stream, *keys)
    finally:
        stream.shards = shards


def keep_records(original: Callable[..., Any], stream: Stream, *shard_ids: str) -> Any:
    """Symptom (moto 5.2.5): after a merge of shards every record is read once more.

    moto puts the records of a closed shard into its children, as new ones; Kinesis keeps them
    readable where they are.
    """
    closing = [stream.shards[name] for name in shard_ids if name in stream.shards]
    kept = [shard.records for shard in closing]
    for shard in closing:
        shard.records = OrderedDict()
    try:
        return original(stream, *shard_ids)
    finally:
        for shard, records in zip(closing, kept, strict=True):
            shard.records = records
