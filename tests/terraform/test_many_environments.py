"""Many environments are rendered in one run, each as itself."""

from __future__ import annotations

from pathlib import Path

from benchmarks.render import environments
from tests.terraform.trees import TEMPLATES
from toolkit.adapters.environment_files import load
from toolkit.rendering.render import render

COUNT = 30


def test_each_of_many_environments_renders_to_its_own_values(tmp_path: Path) -> None:
    names = environments(COUNT, tmp_path)

    trees = {name: render(load(tmp_path, name).environment, TEMPLATES) for name in names}

    assert len({tree.digest for tree in trees.values()}) == COUNT
    for name, tree in trees.items():
        assert f"acme-{name}-events" in tree.files["terraform.tfvars.json"]


def test_rendering_others_in_between_changes_nothing(tmp_path: Path) -> None:
    first, *others = environments(3, tmp_path)
    alone = render(load(tmp_path, first).environment, TEMPLATES)

    for name in others:
        render(load(tmp_path, name).environment, TEMPLATES)

    assert render(load(tmp_path, first).environment, TEMPLATES).digest == alone.digest
