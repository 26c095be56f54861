"""Wires `local send`: stream and bucket of the embedded AWS, and how long to wait."""

from __future__ import annotations

import time
from collections.abc import Sequence

from toolkit.cli.options import Settings
from toolkit.cli.services import Services
from toolkit.domain.progress import StepStarted
from toolkit.workflows.sending import Delivered, Patience, check_embedded, send

_PAUSE_SECONDS = 0.5
_LOOKS = 120


def send_to_embedded(
    settings: Settings, name: str, path: str, records: Sequence[bytes]
) -> tuple[Delivered, ...]:
    """Sends records into a stream of an embedded environment and waits for their objects."""
    with Services(settings) as services:
        environment = services.environment(name).environment
        # Before boto3 is loaded, let alone a real account spoken to.
        check_embedded(environment)
        from toolkit.adapters.kinesis import Stream
        from toolkit.adapters.objects import Bucket

        services.progress.report(StepStarted(f"send {len(records)} records to {path}"))
        stream = Stream(services.client(environment, "kinesis"), f"{environment.prefix}-{path}")
        bucket = Bucket(services.client(environment, "s3"), environment.storage.bucket)
        patience = Patience(lambda: time.sleep(_PAUSE_SECONDS), _LOOKS)
        return send(environment, path, records, stream, bucket, patience)
