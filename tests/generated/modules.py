"""What a module's README says of its inputs and outputs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hcl2

from tests.generated.parts import table, with_part

MODULES = Path(__file__).parents[2] / "templates" / "modules"


def module_names() -> list[str]:
    """Every module's folder."""
    return sorted(path.name for path in MODULES.iterdir() if path.is_dir())


def readme(text: str, module: str) -> str:
    """The README with its generated parts."""
    folder = MODULES / module
    inputs = [
        (f"`{name}`", _text(body["description"]), "" if "default" in body else "yes")
        for name, body in _blocks(folder / "variables.tf", "variable")
    ]
    outputs = {
        f"`{name}`": _text(body["description"])
        for name, body in _blocks(folder / "outputs.tf", "output")
    }
    text = with_part(text, "inputs", table(("input", "what it is", "required"), inputs))
    return with_part(text, "outputs", table(("output", "what it is"), outputs.items()))


def _blocks(path: Path, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for block in hcl2.loads(path.read_text()).get(kind, []):
        for name, body in block.items():
            if not name.startswith("__"):
                yield _text(name), body


def _text(value: str) -> str:
    return value.strip('"')
