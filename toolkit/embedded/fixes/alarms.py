"""CloudWatch: alarms made of other alarms."""

from __future__ import annotations

from moto.cloudwatch.responses import CloudWatchResponse


def install() -> None:
    """Put the fix into moto.

    Symptom (moto 5.2.5): `PutCompositeAlarm` is not implemented (HTTP 500). PutMetricAlarm
    already stores an alarm's rule.
    """
    put = CloudWatchResponse.put_metric_alarm
    CloudWatchResponse.put_composite_alarm = put  # type: ignore[attr-defined]
