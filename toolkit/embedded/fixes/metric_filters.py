"""CloudWatch Logs: putting a metric filter again replaces it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.logs.metric_filters import MetricFilters

from toolkit.embedded.fixes.patch import around

if TYPE_CHECKING:
    from collections.abc import Callable


def install() -> None:
    """Put the fix into moto."""
    around(MetricFilters, "add_filter", add_filter)


def add_filter(
    original: Callable[..., None],
    filters: MetricFilters,
    name: str,
    pattern: str,
    group: str,
    transformations: Any,
) -> None:
    """Symptom (moto 5.2.5): a changed pattern adds a second filter of the same name."""
    filters.metric_filters = [
        known
        for known in filters.metric_filters
        if (known["filterName"], known["logGroupName"]) != (name, group)
    ]
    original(filters, name, pattern, group, transformations)
