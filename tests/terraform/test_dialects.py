"""Both provider generations plan the same pipeline for every environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terraform.dialects.differences import (
    SAID_ANOTHER_WAY,
    SAID_BY_AWS6_ALONE,
    canonical,
    differences,
)
from tests.terraform.dialects.mocked import Planned, planned
from tests.terraform.dialects.translation import TRANSLATIONS, translated
from tests.terraform.trees import (
    ENVIRONMENTS,
    Terraform,
    environment_of,
    mirror_of,
    write_tree,
)
from toolkit.adapters.environment_files import environment_names
from toolkit.rendering.dialect import Generation


@pytest.mark.terraform
@pytest.mark.parametrize("name", environment_names(ENVIRONMENTS))
def test_both_generations_plan_the_same(name: str, terraform: Terraform, tmp_path: Path) -> None:
    aws3 = planned_by("aws3", name, terraform, tmp_path / "aws3")
    aws6 = planned_by("aws6", name, terraform, tmp_path / "aws6")

    found = list(differences(translated(aws3), aws6))

    assert len(aws6) > 80
    assert [one for one in found if one[:2] not in SAID_BY_AWS6_ALONE] == []
    assert {one[:2] for one in found} == set(SAID_BY_AWS6_ALONE)


def planned_by(generation: Generation, name: str, terraform: Terraform, folder: Path) -> Planned:
    folder.mkdir()
    write_tree(environment_of(name, generation), folder)
    (folder / "backend.tf").unlink(missing_ok=True)
    terraform.init(folder, mirror_of(generation))
    return planned(terraform, folder)


def test_every_translation_is_explained() -> None:
    assert set(TRANSLATIONS) == set(SAID_ANOTHER_WAY)


@pytest.mark.parametrize(
    ("aws3", "aws6"),
    [
        ({"name": "one"}, {"name": "two"}),
        ({"name": "one"}, {"name": "one", "more": True}),
        ({"nested": [{"on": True}]}, {"nested": [{"on": False}]}),
        ({"policy": "{}"}, {"policy": '{"a": 1}'}),
    ],
)
def test_another_value_is_a_difference(aws3: dict[str, object], aws6: dict[str, object]) -> None:
    kind = {"type": "aws_one"}

    found = list(differences({"aws_one.a": kind | aws3}, {"aws_one.a": kind | aws6}))

    assert len(found) == 1


def test_a_resource_of_one_generation_alone_is_a_difference() -> None:
    found = list(differences({"aws_one.a": {"type": "aws_one"}}, {}))

    assert found == [("aws_one", None, "aws_one.a", "only in aws3")]


def test_emptiness_and_the_type_of_a_number_are_no_difference() -> None:
    said = {"a": "30", "b": [{"c": None, "d": []}], "e": True}
    otherwise = {"a": 30, "e": True}

    assert canonical(said) == canonical(otherwise | {"b": []})
    assert canonical({"e": True}) != canonical({"e": 1})
