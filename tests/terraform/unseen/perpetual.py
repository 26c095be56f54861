"""Values that the real provider never reads back as they were written: a change in every plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.terraform.unseen.reading import at

# Dropped on read where they equal Firehose's default (hashicorp/terraform-provider-aws 9827, 19936,
# 33014; 35137 changed the size's default from 3 to 1).
_DEFAULTS = {
    "BufferSizeInMBs": {"1", "1.0", "3", "3.0"},
    "BufferIntervalInSeconds": {"60"},
    "NumberOfRetries": {"3"},
}
_TOGETHER = {"BufferSizeInMBs", "BufferIntervalInSeconds"}


def perpetual_differences(kind: str, values: dict[str, Any]) -> Iterator[str]:
    """Arguments that would show as a change for ever, each as a sentence."""
    if kind == "aws_kinesis_firehose_delivery_stream":
        for processor in at(values, "extended_s3_configuration.processing_configuration"):
            yield from _processor(processor)
    if kind == "aws_appautoscaling_policy":
        bounds = ("metric_interval_lower_bound", "metric_interval_upper_bound")
        for name in bounds:
            for bound in at(values, f"step_scaling_policy_configuration.step_adjustment.{name}"):
                if bound and abs(float(bound)) >= 1_000_000:
                    yield f"{name} {bound} is read back as a power of ten"
    if kind == "aws_kms_alias" and str(values.get("target_key_id") or "").startswith("arn:"):
        yield "target_key_id is read back as the key's id, not its ARN"


def _processor(processing: dict[str, Any]) -> Iterator[str]:
    for processor in processing.get("processors") or []:
        parameters = {
            parameter["parameter_name"]: parameter.get("parameter_value")
            for parameter in processor.get("parameters") or []
        }
        for name, value in parameters.items():
            if value in _DEFAULTS.get(name, ()):
                yield f"{name} {value} is a default, which is dropped on read"
        if len(_TOGETHER & set(parameters)) == 1:
            yield f"{' and '.join(sorted(_TOGETHER))} must be given together"
