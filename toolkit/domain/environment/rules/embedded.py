"""The embedded AWS is reached with what it can serve."""

from __future__ import annotations

from toolkit.domain.environment.model import Environment
from toolkit.domain.environment.rules.breach import Breaches, RuleBreach

# The account that moto answers with.
EMBEDDED_ACCOUNT = "123456789012"


def embedded_is_local(environment: Environment) -> Breaches:
    """The embedded AWS has one account, runs provider 3.39 and keeps no state of its own."""
    if not environment.embedded:
        return
    if environment.aws.account_id != EMBEDDED_ACCOUNT:
        yield RuleBreach(
            ("aws", "account_id"),
            f"the embedded AWS is account {EMBEDDED_ACCOUNT}",
            f'write account_id: "{EMBEDDED_ACCOUNT}"',
        )
    if environment.terraform.provider != "aws3":
        yield RuleBreach(
            ("terraform", "provider"),
            "the embedded AWS is driven by provider generation aws3",
            "write `provider: aws3`",
        )
    if environment.terraform.backend.type != "local":
        yield RuleBreach(
            ("terraform", "backend", "type"),
            "the state of an embedded environment stays on this machine",
            "write `backend: { type: local }` in an environment that does not inherit another one",
        )
