"""What an environment says about its guardrails: findings let pass for a while, frozen days."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from toolkit.domain.environment.section import Section


def _day(value: Any) -> Any:
    """YAML reads an unquoted day as a date; a quoted one is as good."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise ValueError(f"'{value}' is not a day such as 2026-12-31") from error


Day = Annotated[date, BeforeValidator(_day)]
_RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z]+(-[A-Z]+)+$")]


class Waiver(Section):
    """A finding that somebody answers for until a day."""

    id: _RuleId
    """Rule, as `snowops guardrails list` names it."""
    address: str = Field(min_length=1)
    """Address of the finding, exactly."""
    owner: str = Field(min_length=1)
    """Who answers for it."""
    reason: str = Field(min_length=1)
    """Why it may stand."""
    expires: Day
    """Last day (UTC) on which it holds; after it the waiver is a finding itself."""


class Freeze(Section):
    """Days on which nothing is changed."""

    from_: Day = Field(alias="from")
    """First day (UTC)."""
    to: Day
    """Last day (UTC)."""
    reason: str = Field(min_length=1)
    """Why, such as `year-end reporting`."""


class Guardrails(Section):
    """Exceptions from the rules that plans are judged by, and days without changes."""

    waivers: list[Waiver] = []
    """Findings that are let pass for a while."""
    freeze: list[Freeze] = []
    """Days on which every change is refused."""
