"""Frozen days begin before they end."""

from __future__ import annotations

from toolkit.domain.environment.model import Environment
from toolkit.domain.environment.rules.breach import Breaches, RuleBreach


def freezes_have_days(environment: Environment) -> Breaches:
    """A freeze that ends before it begins would freeze nothing."""
    for index, freeze in enumerate(environment.guardrails.freeze):
        if freeze.to < freeze.from_:
            yield RuleBreach(
                ("guardrails", "freeze", index, "to"),
                f"{freeze.to} is before {freeze.from_}",
                "`from` and `to` are the first and the last frozen day",
            )
