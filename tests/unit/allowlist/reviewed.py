"""The allowlist that the project ships."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from toolkit.domain.allowlist import Allowlist, read

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "environments" / "allowlist.yaml"


@cache
def reviewed() -> Allowlist:
    allowlist, wrong = read(YAML(typ="safe").load(FILE.read_text(encoding="utf-8")))
    assert allowlist is not None
    assert wrong == ()
    return allowlist
