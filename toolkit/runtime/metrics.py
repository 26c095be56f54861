"""One line of embedded metric format per invocation: metrics without a call to CloudWatch."""

from __future__ import annotations

import json
from dataclasses import dataclass

from .counts import Counts

NAMESPACE = "Snowops/Pseudonymizer"
"""CloudWatch namespace of every metric here."""

DIMENSION = "FunctionName"
"""The only dimension; function names hold the environment and the path."""


@dataclass(frozen=True)
class Invocation:
    """Facts of an invocation that are no counts: who, when, how long, how much."""

    function_name: str
    timestamp_ms: int
    duration_ms: float
    response_bytes: int


def metric_line(invocation: Invocation, counts: Counts) -> str:
    """The line of an invocation.

    It holds numbers, ids of salts and classes of exceptions, never a value of an event (CloudWatch
    user guide, "Specification: embedded metric format").
    """
    values = _values(invocation, counts)
    listed = [{"Name": name, "Unit": unit} for name, (unit, _) in values.items()]
    directive = {"Namespace": NAMESPACE, "Dimensions": [[DIMENSION]], "Metrics": listed}
    line: dict[str, object] = {
        "_aws": {"Timestamp": invocation.timestamp_ms, "CloudWatchMetrics": [directive]},
        DIMENSION: invocation.function_name,
        "SaltIds": sorted(counts.salt_ids),
        "Errors": dict(counts.errors),
    }
    line |= {name: value for name, (_, value) in values.items()}
    return json.dumps(line, separators=(",", ":"))


def _values(invocation: Invocation, counts: Counts) -> dict[str, tuple[str, float]]:
    values = {
        "RecordsOk": ("Count", counts.ok),
        "RecordsDropped": ("Count", counts.dropped),
        "RecordsFailed": ("Count", counts.failed),
        "RecordsOverBudget": ("Count", counts.over_budget),
        "RecordsUnexpected": ("Count", counts.unexpected),
        "Events": ("Count", counts.lines),
        "ColumnsEmptied": ("Count", counts.columns_emptied),
        "UnknownSchemas": ("Count", counts.unknown_schemas),
        "UnparsedJson": ("Count", counts.unparsed_json),
        "ResponseBytes": ("Bytes", invocation.response_bytes),
        "Duration": ("Milliseconds", round(invocation.duration_ms, 3)),
    }
    if counts.lines:
        per_thousand = 1000 * invocation.duration_ms / counts.lines
        values["DurationPerThousandEvents"] = ("Milliseconds", round(per_thousand, 3))
    return values
