"""Options that let findings pass, and how long a sealed plan lives."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.errors import WrongOptions

if TYPE_CHECKING:
    from toolkit.domain.guardrails.finding import Allowance

Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow", metavar="ID@ADDRESS", help="Let this one finding pass; needs --reason."
    ),
]
Reason = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Why the findings of --allow may pass.")
]
AcceptPrivacyChange = Annotated[
    str | None,
    typer.Option(metavar="REASON", help="Why more than today may pass unpseudonymized."),
]
Expires = Annotated[
    str, typer.Option(metavar="TIME", help="How long the sealed plan is good: 90m, 24h, 3d.")
]

_TIME = re.compile(r"([1-9][0-9]{0,4})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_LONGEST = timedelta(days=14)


def allowances(
    allow: list[str] | None, reason: str | None, accept_privacy_change: str | None
) -> tuple[Allowance, ...]:
    """What the command line lets pass; raises WrongOptions where a reason or a rule is missing."""
    from toolkit.domain.guardrails.allowlist import ACCEPTED_BY_REASON
    from toolkit.domain.guardrails.finding import Allowance

    if allow and not (reason or "").strip():
        raise WrongOptions("--allow needs a --reason", hint="it is kept with the plan")
    if reason is not None and not allow:
        raise WrongOptions(
            "--reason is of --allow, and nothing is allowed",
            hint="--accept-privacy-change takes its own reason",
        )
    found = [_allowance(each, (reason or "").strip()) for each in allow or ()]
    if accept_privacy_change is not None:
        if not accept_privacy_change.strip():
            raise WrongOptions("--accept-privacy-change needs a reason")
        found += [Allowance(rule, "*", accept_privacy_change) for rule in ACCEPTED_BY_REASON]
    return tuple(found)


def lifetime(text: str) -> timedelta:
    """`24h` as a time span of at most 14 days; raises WrongOptions."""
    match = _TIME.fullmatch(text.strip())
    span = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None
    if span is None or span > _LONGEST:
        raise WrongOptions(
            f"'{text}' is not a time for --expires",
            hint="a number and m, h or d, such as 24h; at most 14d",
        )
    return span


def _allowance(text: str, reason: str) -> Allowance:
    from toolkit.domain.guardrails.finding import Allowance
    from toolkit.domain.guardrails.judge import RULE_IDS

    rule, _, address = text.partition("@")
    if rule not in RULE_IDS or not address or address == "*":
        raise WrongOptions(
            f"'{text}' names no finding",
            hint="copy ID@ADDRESS from the plan; `snowops guardrails list` names the rules",
        )
    return Allowance(rule, address, reason)
