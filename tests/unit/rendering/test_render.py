"""Rendering: the same input, the same bytes, wherever it happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.environment.changed import changed
from toolkit import errors
from toolkit.cli.shipped import templates
from toolkit.domain.environment import section_names
from toolkit.rendering.dialect import dialect
from toolkit.rendering.render import VARIABLES_FILE, render
from toolkit.rendering.templates import render_file, template_files

SHIPPED = ["local", "prod", "staging"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Templates of our own: a root and one module with twins."""
    for name, text in {
        "root/main.tf": 'name = "<% environment.name %>"\n',
        "root/outputs.tf": '#% if environment.protected\noutput "x" {}\n#% endif\n',
        "modules/lake/main.tf": "shared\n",
        "modules/lake/bucket.aws3.tf": "three\n",
        "modules/lake/bucket.aws6.tf": "six\n",
        "modules/lake/app.hocon.tftpl": "<% stays %> ${as_it_is}\n",
        "modules/lake/README.md": "not rendered\n",
        "modules/lake/tests/lake.tf": "not rendered either\n",
        "repository/README.md": "nor this\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.mark.parametrize("name", SHIPPED)
def test_twice_gives_the_same_bytes(name: str) -> None:
    environment = changed(name, {})

    first, second = render(environment, templates()), render(environment, templates())

    assert first.files == second.files
    assert list(first.files) == list(second.files)
    assert first.digest == second.digest


@pytest.mark.embedded
def test_the_digest_does_not_depend_on_the_machine(tmp_path: Path) -> None:
    program = (
        "from tests.unit.environment.changed import changed\n"
        "from toolkit.cli.shipped import templates\n"
        "from toolkit.rendering.render import render\n"
        "print(render(changed('prod', {}), templates()).digest)\n"
    )
    surroundings = [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "TZ": "Asia/Kathmandu"},
    ]
    root = Path(__file__).parents[3]

    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PATH": os.defpath, "PYTHONPATH": str(root), **around},
            cwd=cwd,
            umask=umask,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for around, cwd, umask in zip(surroundings, [tmp_path, root], [0o077, 0o000], strict=True)
    }

    assert digests == {render(changed("prod", {}), templates()).digest}


@pytest.mark.parametrize("name", SHIPPED)
def test_values_travel_as_one_object_for_each_section(name: str) -> None:
    environment = changed(name, {})

    variables = json.loads(render(environment, templates()).files[VARIABLES_FILE])

    assert set(variables) >= {*section_names(), "environment"}
    assert variables["environment"]["prefix"] == f"snowplow-{name}"
    assert variables["aws"]["account_id"] == environment.aws.account_id
    assert variables["lambda"]["memory_mb"] == environment.lambda_.memory_mb


def test_a_tree_holds_the_root_at_its_top_and_modules_below(folder: Path) -> None:
    tree = render(changed("prod", {}), folder)

    assert set(tree.files) == {
        "main.tf",
        "outputs.tf",
        "modules/lake/main.tf",
        "modules/lake/bucket.tf",
        "modules/lake/app.hocon.tftpl",
        VARIABLES_FILE,
    }
    assert tree.files["main.tf"] == 'name = "prod"\n'


@pytest.mark.parametrize(("provider", "text"), [("aws3", "three\n"), ("aws6", "six\n")])
def test_of_twins_the_dialect_s_own_is_taken(folder: Path, provider: str, text: str) -> None:
    tree = render(changed("prod", {"terraform.provider": provider}), folder)

    assert tree.files["modules/lake/bucket.tf"] == text


def test_a_file_of_which_nothing_is_left_is_left_out(folder: Path) -> None:
    tree = render(changed("staging", {"protected": False}), folder)

    assert "outputs.tf" not in tree.files


def test_what_is_for_terraform_to_fill_in_stays_as_it_is(folder: Path) -> None:
    tree = render(changed("prod", {}), folder)

    assert tree.files["modules/lake/app.hocon.tftpl"] == "<% stays %> ${as_it_is}\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param('x = "<% enviroment.name %>"\n', "enviroment", id="a name that is none"),
        pytest.param('x = "<% environment.nmae %>"\n', "nmae", id="a field that is none"),
        pytest.param("a\n#% if aws.x\n", r"broken\.tf:2|broken\.tf", id="a branch without an end"),
        pytest.param("a\nb\n#% fi\n", r"broken\.tf:3", id="a mark that is none"),
    ],
)
def test_a_broken_template_is_ours_to_mend(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "broken.tf").write_text(text)

    with pytest.raises(errors.TemplateError, match=sentence) as refusal:
        render(changed("prod", {}), tmp_path)

    assert "root/broken.tf" in refusal.value.summary
    assert "not of your environment" in refusal.value.hint


def test_terraform_s_own_braces_and_percents_pass(tmp_path: Path) -> None:
    text = 'a = "${b}"\nc = "%{ if d }e%{ endif }"\nf = "{{ g }}"\n# {% h %} {# i #}\n## j\n'
    (tmp_path / "main.tf").write_text(text)

    assert render_file(tmp_path, "main.tf") == text


def test_values_are_not_escaped_for_html(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('a = "<% value %>"\n')

    assert render_file(tmp_path, "main.tf", value="<&>") == 'a = "<&>"\n'


@pytest.mark.parametrize("generation", ["aws3", "aws6"])
def test_every_template_is_known_by_its_place(generation: str) -> None:
    found = list(template_files(templates(), dialect(generation)))  # type: ignore[arg-type]

    targets = [target for _, target in found]
    assert len(targets) == len(set(targets))
    assert not any(".aws" in target for target in targets)
    assert all((templates() / name).is_file() for name, _ in found)


def test_only_the_dialect_knows_provider_versions() -> None:
    versions = {dialect("aws3").provider_version, dialect("aws6").provider_version}

    holding = [
        name
        for name, _ in template_files(templates(), dialect("aws6"))
        if any(version in (templates() / name).read_text(encoding="utf-8") for version in versions)
    ]

    assert versions == {"3.39.0", "~> 6.0"}
    assert holding == []
