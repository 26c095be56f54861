"""Delivery loses nothing and shows nothing to the wrong reader."""

from __future__ import annotations

from toolkit.domain.environment.model import Environment
from toolkit.domain.environment.rules.breach import Breaches, RuleBreach

# 6 MiB answer / (4/3 for base64 * 2.86, the largest growth of an event measured with the strictest
# allowlist and 64-character pseudonyms): see docs/performance.md.
_LARGEST_PROCESSING_BUFFER_MB = 1.5

# Processor parameters that equal Firehose's defaults are dropped on read by the AWS provider, so
# every later plan would show a change (hashicorp/terraform-provider-aws 9827, 33014).
_FIREHOSE_DEFAULT_BUFFERS_MB = (1.0, 3.0)
_FIREHOSE_DEFAULT_INTERVAL = 60


def answer_fits_lambda(environment: Environment) -> Breaches:
    """The Lambda's answer stays below its limit, and no plan shows a change for ever."""
    size = environment.firehose.processing_buffer_mb
    if size > _LARGEST_PROCESSING_BUFFER_MB:
        yield RuleBreach(
            ("firehose", "processing_buffer_mb"),
            f"{size} MB of events grow past the 6 MB that a Lambda may answer",
            f"use at most {_LARGEST_PROCESSING_BUFFER_MB}",
        )
    if size in _FIREHOSE_DEFAULT_BUFFERS_MB:
        yield RuleBreach(
            ("firehose", "processing_buffer_mb"),
            f"{size:g} MB is a default, which the AWS provider drops on read: "
            "every plan would show a change",
            "use a neighbouring value, such as 0.9",
        )
    if environment.firehose.processing_buffer_seconds == _FIREHOSE_DEFAULT_INTERVAL:
        yield RuleBreach(
            ("firehose", "processing_buffer_seconds"),
            "60 seconds is a default, which the AWS provider drops on read: "
            "every plan would show a change",
            "use 59 or 61",
        )


def errors_stay_apart(environment: Environment) -> Breaches:
    """No prefix lies inside another: untransformed records must never be loaded."""
    prefixes = environment.storage.prefixes.model_dump()
    names = list(prefixes)
    for first in names:
        for second in names:
            if first < second and _overlap(prefixes[first], prefixes[second]):
                about = "errors" if "errors" in (first, second) else first
                other = second if about == first else first
                yield RuleBreach(
                    ("storage", "prefixes", about),
                    f"prefix '{prefixes[about]}' ({about}) overlaps '{prefixes[other]}' ({other})",
                    "make them siblings: whatever loads one must never see the other",
                )


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
