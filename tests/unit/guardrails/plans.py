"""Small plans, and what judging needs beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tests.unit.environment.changed import changed
from toolkit.domain.environment import Environment
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Allowance, Finding
from toolkit.domain.guardrails.judge import judge
from toolkit.domain.plan import Action, Change, Plan
from toolkit.domain.position import Position, Positions

TODAY = date(2026, 1, 15)
FILE = Path("/ops/environments/staging.yaml")
STREAM = 'module.streams.aws_kinesis_stream.this["raw_good"]'
SHRUNK = Change(
    STREAM,
    "aws_kinesis_stream",
    "update",
    ("update",),
    before={"shard_count": 4, "kms_key_id": "key"},
    after={"shard_count": 2, "kms_key_id": "key"},
)


def resource(
    kind: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    address: str = "",
    action: Action = "update",
) -> Change:
    """A resource as the adapter hands it over."""
    return Change(address or f"{kind}.this", kind, action, (action,), before=before, after=after)


def environment(**values: Any) -> Environment:
    """The staging environment with other values."""
    return changed("staging", values)


def findings(
    *changes: Change,
    of: Environment | None = None,
    allowed: tuple[Allowance, ...] = (),
    lines: Mapping[tuple[str | int, ...], int] | None = None,
    **more: Any,
) -> tuple[Finding, ...]:
    """What a plan of these changes has."""
    staging = of or environment()
    values = {path: Position(FILE, line, 3) for path, line in (lines or {}).items()}
    loaded = LoadedEnvironment(staging, Positions(Position(FILE, 1, 1), {}, values))
    return judge(Case(Plan("1.15.5", changes), staging, TODAY, **more), loaded, allowed)


def ids(found: tuple[Finding, ...]) -> set[str]:
    """Rules of findings."""
    return {each.rule.id for each in found}
