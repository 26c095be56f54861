"""Whether what a seal vouches for is for here and now."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from toolkit.domain.environment import Environment
from toolkit.domain.seal.statement import Statement
from toolkit.errors import StalePlan


def check_place(file: Path, statement: Statement, environment: Environment) -> None:
    """Raises StalePlan where it was sealed for elsewhere."""
    for what, sealed, expected in (
        ("environment", statement.environment, environment.name),
        ("AWS account", statement.account, environment.aws.account_id),
        ("region", statement.region, environment.aws.region),
    ):
        if sealed != expected:
            raise StalePlan(
                f"{file} was sealed for {what} {sealed}, not for {expected}",
                hint=f"make a plan for {environment.name}",
            )


def check_time(file: Path, statement: Statement, now: datetime) -> None:
    """Raises StalePlan where its time is over, or has not come."""
    if statement.is_ahead(now):
        raise StalePlan(
            f"{file} was sealed at {statement.created}, which is still to come: a clock is wrong",
            hint="set this machine's clock; if it is right, make a new plan",
        )
    if statement.has_expired(now):
        raise StalePlan(f"{file} expired at {statement.expires}", hint="make a new plan")


def way_back(commit: str) -> str:
    """What brings back the inputs of a plan that was made from a commit."""
    if commit == "none":
        return "make a new plan"
    clean = commit.removesuffix("-dirty")
    if clean != commit:
        return f"make a new plan: this one is of commit {clean} and changes that are in no commit"
    return f"check out commit {commit}, or make a new plan"
