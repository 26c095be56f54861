"""Wires the privacy commands: whose allowlist, now and at a git revision."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.adapters.allowlist_files import load_allowlist, parse_allowlist
from toolkit.adapters.environment_files import load
from toolkit.adapters.git import git
from toolkit.cli.options import Settings
from toolkit.domain.allowlist import Allowlist, NarrowColumns, compile_rules


@dataclass(frozen=True)
class RulesSource:
    """An allowlist file and how its environment treats narrow columns."""

    file: Path
    allowlist: Allowlist
    narrow_columns: NarrowColumns

    @property
    def rules(self) -> dict[str, Any]:
        """The compiled rules."""
        return compile_rules(self.allowlist, self.narrow_columns)


def rules_source(settings: Settings, name: str | None) -> RulesSource:
    """The allowlist of an environment, or the one beside the environments."""
    folder = settings.environments
    if name is None:
        file = folder / "allowlist.yaml"
        return RulesSource(file, load_allowlist(file), "empty")
    function = load(folder, name).environment.lambda_
    file = folder / function.allowlist
    return RulesSource(file, load_allowlist(file), function.narrow_columns)


def rules_at(source: RulesSource, revision: str) -> dict[str, Any]:
    """The compiled rules of the same file at a git revision."""
    text = git(
        source.file.parent, "show", "--end-of-options", f"{revision}:./{source.file.name}"
    ).decode()
    return compile_rules(parse_allowlist(text, source.file), source.narrow_columns)
