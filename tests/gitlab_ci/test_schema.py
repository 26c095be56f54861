"""Every pipeline file is valid by the schema that GitLab publishes for its own editor."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner
from ruamel.yaml import YAML

from toolkit.adapters.yaml_text import yaml_text
from toolkit.domain.ci.affected import Verdict
from toolkit.domain.ci.pipeline import (
    Lifetime,
    Pipeline,
    Target,
    on_default_branch,
    on_merge_request,
    on_schedule,
)

ROOT = Path(__file__).resolve().parents[2]
DAY = Lifetime("24h", timedelta(days=1))
TARGETS = [Target("staging", protected=False), Target("no", protected=False), Target("prod", True)]


def complaints(file: Path) -> str:
    """What the schema says against a file; empty where it is valid."""
    # check-jsonschema carries the schema, so nothing is fetched.
    words = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", str(file)]
    done = CliRunner().invoke(check_jsonschema, words)
    return "" if done.exit_code == 0 else done.output


@pytest.mark.parametrize(
    "file",
    [
        ".gitlab-ci.yml",
        "templates/repository/gitlab-ci.yml",
        "templates/repository/gitlab-snowops.yml",
    ],
)
def test_what_we_keep_is_valid(file: str) -> None:
    assert complaints(ROOT / file) == ""


def child_pipelines() -> dict[str, Pipeline]:
    affected = [Verdict(each.name, "affected") for each in TARGETS]
    return {
        "merge request": on_merge_request(affected, DAY),
        "one affected": on_merge_request(affected[:1], DAY),
        "one removed": on_merge_request([Verdict("old", "removed")], DAY),
        "nothing affected": on_merge_request([Verdict("prod", "unaffected")], DAY),
        "default branch": on_default_branch(TARGETS, DAY),
        "protected alone": on_default_branch(TARGETS[-1:], DAY),
        "nothing to apply": on_default_branch([], DAY),
        "schedule": on_schedule(TARGETS),
        "nothing to look at": on_schedule([]),
    }


@pytest.mark.parametrize("name", child_pipelines())
def test_what_we_write_is_valid(name: str, tmp_path: Path) -> None:
    file = tmp_path / "pipeline.yml"
    file.write_text(yaml_text(child_pipelines()[name]))

    assert complaints(file) == ""


def test_the_schema_refuses_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "pipeline.yml"
    file.write_text(yaml_text({"plan": {"script": ["true"], "artifacts": {"public": "no"}}}))

    assert "'no' is not of type 'boolean'" in complaints(file)


def test_what_jobs_extend_is_laid_down() -> None:
    laid = (ROOT / "templates/repository/gitlab-snowops.yml").read_text()
    extended = {
        job["extends"]
        for pipeline in child_pipelines().values()
        for job in pipeline.values()
        if isinstance(job, dict) and "extends" in job
    }

    assert extended == {".snowops-plan", ".snowops-note", ".snowops-apply", ".snowops-drift"}
    assert [name for name in sorted(extended) if f"\n{name}:\n" not in laid] == []


def test_what_a_person_starts_a_pipeline_with_reaches_its_jobs() -> None:
    """GitLab hands such variables to a child pipeline only where it is asked to."""
    laid = YAML(typ="safe").load(ROOT / "templates/repository/gitlab-ci.yml")

    assert laid["environments"]["trigger"]["forward"] == {"pipeline_variables": True}


def test_the_release_that_is_laid_down_is_this_one() -> None:
    release = next(
        line.split('"')[1]
        for line in (ROOT / "pyproject.toml").read_text().splitlines()
        if line.startswith("version = ")
    )

    pinned = (ROOT / "templates/repository/requirements.txt").read_text().splitlines()[-1]
    assert pinned == f"snowops[local]=={release}"
