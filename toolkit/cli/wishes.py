"""What a person asks apply or destroy for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.journal import Verb
from toolkit.domain.lost import is_address
from toolkit.domain.plan import Import, PlanOptions
from toolkit.errors import WrongOptions

# The keys of an address may hold an equals sign themselves.
_IMPORT = re.compile(r"((?:[^=\[]|\[[^\]]*\])+)=(.+)")


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line."""

    environment: str
    verb: Verb
    options: PlanOptions
    yes: bool
    confirmed: str | None
    saved_plan: Path | None = None
    artifact: str | None = None
    allowed: tuple[Allowance, ...] = ()
    resume: bool = False


def read_import(text: str) -> Import:
    """What `--import ADDRESS=ID` names; raises WrongOptions."""
    found = _IMPORT.fullmatch(text)
    if found is None or not is_address(found.group(1)):
        raise WrongOptions(
            f"'{text}' names nothing to import",
            hint="give --import 'ADDRESS=ID', such as 'module.network.aws_vpc.this=vpc-0a1b'",
        )
    return Import(found.group(1), found.group(2))
