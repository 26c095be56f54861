"""Reading a Kinesis stream from the moment its delivery stream was created."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.embedded.firehose.records import Record

if TYPE_CHECKING:
    from datetime import datetime

_RECORDS_PER_CALL = 2000


class Source:
    """A position in each shard of one stream."""

    def __init__(self, kinesis: Any, stream_arn: str, since: datetime) -> None:
        self._kinesis = kinesis
        self._stream = stream_arn.rpartition("/")[2]
        self._since = since
        self._iterators: dict[str, str] = {}

    def read(self) -> list[Record]:
        """The next records of a shard; none when every shard has been read to its end."""
        for shard in self._kinesis.list_shards(StreamName=self._stream)["Shards"]:
            if page := self._page(shard["ShardId"]):
                return page
        return []

    def _page(self, shard_id: str) -> list[Record]:
        position = self._iterators.get(shard_id) or self._beginning(shard_id)
        page = self._kinesis.get_records(ShardIterator=position, Limit=_RECORDS_PER_CALL)
        self._iterators[shard_id] = page["NextShardIterator"]
        return [
            Record(
                data=record["Data"],
                arrived_ms=int(record["ApproximateArrivalTimestamp"].timestamp() * 1000),
                shard_id=shard_id,
                partition_key=record["PartitionKey"],
                sequence_number=record["SequenceNumber"],
            )
            for record in page["Records"]
        ]

    def _beginning(self, shard_id: str) -> str:
        answer = self._kinesis.get_shard_iterator(
            StreamName=self._stream,
            ShardId=shard_id,
            ShardIteratorType="AT_TIMESTAMP",
            Timestamp=self._since,
        )
        return str(answer["ShardIterator"])
