"""Records before and after the function, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from toolkit.domain.record_difference import attribute_pairs
from toolkit.domain.transformation import Transformed
from toolkit.workflows.replaying import Replay
from toolkit.workflows.sending import Delivered

_WIDEST = 400


def difference_view(number: int, transformed: Transformed) -> RenderableType:
    """What one record was and what it became: the attributes that changed, and those that stay."""
    title = Text(f"record {number}: {transformed.result}", style="bold")
    if transformed.result != "Ok":
        return Group(
            title, Text("  unchanged, to the error prefix" if _failed(transformed) else "")
        )
    table = Table("attribute", "before", "after", box=None, pad_edge=True)
    kept = 0
    for name, before, after in attribute_pairs(transformed):
        if before == after:
            kept += 1
            continue
        table.add_row(Text(name), Text(_cut(before), style="dim"), Text(_cut(after)))
    return Group(title, table, Text(f"  {kept} attributes kept as they were", style="dim"))


def summary_view(replay: Replay) -> RenderableType:
    """Counts and throughput of a replay."""
    counts = ", ".join(f"{count} {result}" for result, count in sorted(replay.results.items()))
    per_second = replay.records / replay.seconds if replay.seconds else 0
    growth = replay.bytes_out / replay.bytes_in if replay.bytes_in else 0
    return Text(
        f"{replay.records} records: {counts or 'none'}; {per_second:,.0f} records/s, "
        f"{replay.bytes_in / 1e6:.1f} MB in, x{growth:.2f} out ({replay.codec})"
    )


def summary_json(replay: Replay) -> dict[str, Any]:
    """The same for machines."""
    return {
        "schema": "snowops.replay/v1",
        "records": replay.records,
        "results": dict(replay.results),
        "bytes_in": replay.bytes_in,
        "bytes_out": replay.bytes_out,
        "seconds": round(replay.seconds, 3),
        "codec": replay.codec,
    }


def differences_json(shown: Sequence[Transformed]) -> list[dict[str, Any]]:
    """Records before and after for machines: every attribute that either side fills."""
    return [
        {
            "result": transformed.result,
            "attributes": [
                {"name": name, "before": before, "after": after}
                for name, before, after in attribute_pairs(transformed)
                if transformed.result == "Ok"
            ],
        }
        for transformed in shown
    ]


def delivered_view(
    path: str, records: Sequence[bytes], delivered: Sequence[Delivered]
) -> RenderableType:
    """The objects that records became, and the first of them beside what was sent."""
    table = Table("object", "records", box=None)
    for item in delivered:
        table.add_row(Text(item.key), str(len(item.lines)))
    count = sum(len(item.lines) for item in delivered)
    head = Text(f"{len(records)} records sent to {path}, {count} in S3", style="bold green")
    return Group(head, table)


def _failed(transformed: Transformed) -> bool:
    return transformed.result == "ProcessingFailed"


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}... ({len(text)} characters)"
