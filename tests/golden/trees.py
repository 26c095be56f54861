"""The tree of each shipped environment in each dialect that its rules allow, as one text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.unit.environment.changed import ENVIRONMENTS, changed
from toolkit.adapters.environment_files import environment_names
from toolkit.cli.shipped import templates
from toolkit.domain.environment import Environment, broken_rules
from toolkit.domain.tree import Tree
from toolkit.rendering.render import render

FOLDER = Path(__file__).parent
DIALECTS = ("aws3", "aws6")


def cases() -> Iterator[tuple[str, Environment]]:
    """Environments by the name of their golden file, `<environment>.<dialect>`."""
    for name in environment_names(ENVIRONMENTS):
        for dialect in DIALECTS:
            environment = changed(name, {"terraform.provider": dialect})
            if not broken_rules(environment):
                yield f"{name}.{dialect}", environment


def golden_file(case: str) -> Path:
    """Where a case is kept."""
    return FOLDER / f"{case}.txt"


def text(tree: Tree) -> str:
    """Every file of a tree under a line with its path."""
    return "".join(f"=== {path}\n{tree.files[path]}\n" for path in sorted(tree.files))


def rendered(environment: Environment) -> str:
    """The text of an environment's tree."""
    return text(render(environment, templates()))
