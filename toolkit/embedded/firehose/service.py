"""The thread that keeps every delivery stream going; idle, it costs nothing."""

from __future__ import annotations

import logging
from functools import cache
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from toolkit.embedded.firehose import settings
from toolkit.embedded.firehose.delivery import Delivery
from toolkit.embedded.firehose.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from toolkit.embedded.firehose.settings import Settings

_LOG = logging.getLogger("snowops.firehose")
_RETRY_SECONDS = 1.0


class Firehose:
    """All delivery streams behind one AWS endpoint.

    It learns that there is something to read through `wake`, which costs the caller nothing.
    """

    def __init__(self, endpoint: str, longest_wait: float) -> None:
        self._endpoint = endpoint
        self._longest_wait = longest_wait
        self._news = Event()
        self._regions: set[str] = set()
        self._deliveries: dict[tuple[str, datetime], Delivery] = {}

    def start(self) -> None:
        """Deliver in the background until this process ends."""
        Thread(target=self._run, name="firehose", daemon=True).start()

    def wake(self, region: str) -> None:
        """Say that a stream of `region` has new records."""
        self._regions.add(region)
        self._news.set()

    def _run(self) -> None:
        wait: float | None = None
        while True:
            self._news.wait(wait)
            self._news.clear()
            try:
                wait = self.advance()
            except Exception as error:  # noqa: BLE001 - a reset in between, for one
                _LOG.warning("%s", error)
                wait = _RETRY_SECONDS

    def advance(self) -> float | None:
        """Let each delivery stream do what is due; seconds until the next thing is."""
        known, waits = {}, []
        for found in self._found():
            key = (found.arn, found.created)
            delivery = self._deliveries.get(key) or self._new(found)
            delivery.settings = found
            known[key] = delivery
        self._deliveries = known
        for delivery in known.values():
            try:
                waits.append(delivery.advance())
            except Exception as error:  # noqa: BLE001 - one stream's trouble is not the others'
                _LOG.warning("%s: %s", delivery.settings.name, error)
                waits.append(_RETRY_SECONDS)
        return min((wait for wait in waits if wait is not None), default=None)

    def _found(self) -> Iterator[Settings]:
        for region in sorted(self._regions):
            firehose = self._client("firehose", region)
            for name in firehose.list_delivery_streams()["DeliveryStreamNames"]:
                answer = firehose.describe_delivery_stream(DeliveryStreamName=name)
                description = answer["DeliveryStreamDescription"]
                found = settings.read(description, longest_wait=self._longest_wait)
                if found is not None:
                    yield found

    def _new(self, found: Settings) -> Delivery:
        def client(service: str) -> Any:
            return self._client(service, found.region)

        source = Source(client("kinesis"), found.source_arn, found.created)
        return Delivery(found, source, client)

    @cache  # noqa: B019 - one Firehose lives as long as its process
    def _client(self, service: str, region: str) -> Any:
        import boto3
        from botocore.config import Config

        # A function may take its five minutes; a proxy has no business with loopback.
        config = Config(
            proxies={},
            read_timeout=330,
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path"},
        )
        client: Any = boto3.client  # typed per service, and this is any of four
        return client(
            service,
            region_name=region,
            endpoint_url=self._endpoint,
            aws_access_key_id="local",
            aws_secret_access_key="local",  # noqa: S106
            config=config,
        )
