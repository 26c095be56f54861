"""How many tasks autoscaling may run."""

from __future__ import annotations

from toolkit.domain.environment import Environment
from toolkit.domain.plan import Change


def bounds(change: Change, environment: Environment) -> tuple[int, int] | None:
    """The least and the most tasks of an app's service; None where it is none of ours."""
    if change.type != "aws_ecs_service":
        return None
    app = {"collectors": environment.collectors, "enrichers": environment.enrichers}.get(
        change.stage
    )
    return (app.min_tasks, app.max_tasks) if app else None


def count(value: str | None) -> int | None:
    """How many tasks an attribute says; None where it says no number."""
    return int(value) if value is not None and value.isdecimal() else None
