"""Where moto tells the Firehose of new records, and refuses what Firehose would refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.firehose.exceptions import InvalidArgumentException
from moto.firehose.models import FirehoseBackend
from moto.kinesis.models import KinesisBackend

from toolkit.embedded.fixes.patch import around

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.embedded.firehose.service import Firehose


def install(firehose: Firehose) -> None:
    """Connect the moto of this process with `firehose`."""

    def put(original: Callable[..., Any], streams: KinesisBackend, *args: Any, **kw: Any) -> Any:
        answer = original(streams, *args, **kw)
        firehose.wake(streams.region_name)
        return answer

    around(KinesisBackend, "put_record", put)
    around(KinesisBackend, "put_records", put)
    around(FirehoseBackend, "put_record_batch", refuse_direct_put)


def refuse_direct_put(
    original: Callable[..., Any], streams: FirehoseBackend, name: str, records: Any
) -> Any:
    """Symptom (moto 5.2.5): PutRecord is accepted by a delivery stream that reads from Kinesis."""
    stream = streams.delivery_streams.get(name)
    if stream is not None and stream.delivery_stream_type == "KinesisStreamAsSource":
        raise InvalidArgumentException(
            "This operation is not permitted on KinesisStreamAsSource delivery stream type."
        )
    return original(streams, name, records)
