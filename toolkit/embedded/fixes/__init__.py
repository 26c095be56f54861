"""What moto 5.2.5 gets wrong for this pipeline, put right service by service."""

from __future__ import annotations

from toolkit.embedded.fixes import (
    alarms,
    buckets,
    metric_filters,
    queues,
    scaling,
    secrets,
    services,
    shards,
    stack,
    stack_functions,
    versions,
)

_SERVICES = (
    alarms,
    buckets,
    metric_filters,
    queues,
    scaling,
    secrets,
    services,
    shards,
    stack,
    stack_functions,
    versions,
)


def install() -> None:
    """Put every fix into the moto of this process; once, before it serves."""
    for service in _SERVICES:
        service.install()
