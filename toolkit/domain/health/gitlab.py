"""Judges the token with which a pipeline writes on merge requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from toolkit.domain.health.check import Result, failed, passed, skipped, warned

SCOPE = "api"
_SOON = timedelta(days=14)
MAKE_ONE = (
    "make a project access token with scope `api`, and set it as the masked variable GITLAB_TOKEN"
)
"""What to do where there is no good one."""


@dataclass(frozen=True)
class Token:
    """What GitLab says about a token, without the token."""

    name: str
    scopes: tuple[str, ...]
    active: bool
    expires: date | None


def unset() -> Result:
    """No token."""
    return skipped("GITLAB_TOKEN is not set: only the notes of a pipeline need it")


def homeless() -> Result:
    """A token of nobody knows which server, and so sent to none."""
    return warned(
        "GITLAB_TOKEN is set, and not which GitLab it is for: it was sent nowhere",
        "set CI_SERVER_URL, as jobs have it, to look at the token here",
    )


def judged(found: Token | None, today: date) -> Result:
    """A token; None where GitLab does not know it."""
    if found is None:
        return failed("GitLab does not accept GITLAB_TOKEN: wrong, revoked or expired", MAKE_ONE)
    if not found.active:
        return failed(f"the token '{found.name}' is revoked or has expired", MAKE_ONE)
    if SCOPE not in found.scopes:
        others = f", but {', '.join(found.scopes)}" if found.scopes else ""
        return failed(f"the token '{found.name}' has not the scope `api`{others}", MAKE_ONE)
    if found.expires is not None and found.expires - today <= _SOON:
        return warned(f"the token '{found.name}' expires on {found.expires}", MAKE_ONE)
    until = f" until {found.expires}" if found.expires else ""
    return passed(f"the token '{found.name}' may write on merge requests{until}")
