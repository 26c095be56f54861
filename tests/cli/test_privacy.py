"""`snowops privacy`: check, explain, diff."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Snowops

GITLAB = "com.gitlab/gitlab_standard/jsonschema/1-1-7"


def allowlist(project: Path) -> Path:
    return project / "environments" / "allowlist.yaml"


def edit(project: Path, old: str, new: str) -> None:
    file = allowlist(project)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_check_counts_what_passes(project: Path, snowops: Snowops) -> None:
    shown = snowops("privacy", "check")

    assert shown.code == 0
    assert shown.out.startswith("allowlist.yaml: ok, 4")
    assert "of 131 columns pass" in shown.out


def test_check_refuses_what_may_never_pass_with_its_line(project: Path, snowops: Snowops) -> None:
    edit(project, "columns:\n", "columns:\n  user_id: { reason: for joins }\n")
    line = (
        allowlist(project)
        .read_text(encoding="utf-8")
        .splitlines()
        .index("  user_id: { reason: for joins }")
    )

    shown = snowops("privacy", "check")

    assert shown.code == 3
    assert f"allowlist.yaml:{line + 1}:3" in shown.err
    assert "user_id may never pass" in shown.err


def test_check_tells_a_typo_apart_from_a_refusal(project: Path, snowops: Snowops) -> None:
    edit(project, "  app_id:", "  app_idd:")

    shown = snowops("privacy", "check")

    assert shown.code == 1
    assert "did you mean 'app_id'?" in shown.err


def test_check_looks_at_the_allowlist_of_every_environment(project: Path, snowops: Snowops) -> None:
    own = project / "environments" / "own.yaml"
    own.write_text("columns:\n  user_ipaddress: {}\n", encoding="utf-8")
    staging = project / "environments" / "staging.yaml"
    text = staging.read_text(encoding="utf-8")
    staging.write_text(text.replace("lambda:\n", "lambda:\n  allowlist: own.yaml\n"), "utf-8")

    shown = snowops("privacy", "check")

    assert shown.code == 3
    assert "own.yaml:2:3" in shown.err


@pytest.mark.parametrize(
    ("what", "treatment"),
    [
        ("app_id", "passes untouched"),
        ("user_id", "pseudonymized"),
        ("se_value", "emptied"),
        ("contexts", "property by property"),
        (f"{GITLAB}:plan", "passes untouched"),
        (f"iglu:{GITLAB}:google_analytics_id", "pseudonymized"),
        ("com.example/unknown/jsonschema/1-0-0:plan", "pseudonymized"),
        ("com.gitlab/gitlab_standard/jsonschema/2-0-0:plan", "pseudonymized"),
    ],
)
def test_explain_says_what_happens(
    what: str, treatment: str, project: Path, snowops: Snowops
) -> None:
    shown = snowops("privacy", "explain", what)

    assert shown.code == 0
    assert treatment in shown.out


def test_explain_gives_the_reason_to_machines(project: Path, snowops: Snowops) -> None:
    shown = snowops("privacy", "explain", "user_id", "--json")

    (found,) = json.loads(shown.out)
    assert found["treatment"] == "hash"
    assert "never allowed" in found["reason"]


def test_explain_lists_what_passes_in_a_schema(project: Path, snowops: Snowops) -> None:
    shown = snowops("privacy", "explain", GITLAB, "--json")

    found = {item["what"]: item["treatment"] for item in json.loads(shown.out)}
    assert found[f"{GITLAB}:plan"] == "keep"
    assert found[f"{GITLAB}:feature_enabled_by_namespace_ids[]"] == "keep"
    assert found[f"{GITLAB}: everything else"] == "hash"


def test_explain_shows_brackets_in_a_reason_as_they_are(project: Path, snowops: Snowops) -> None:
    edit(project, '"names the application, not its user"', '"see [red]the note[/red]"')

    shown = snowops("privacy", "explain", "app_id")

    assert "see [red]the note[/red]" in shown.out


def test_explain_makes_up_no_reason_for_what_passes(project: Path, snowops: Snowops) -> None:
    edit(project, "plan: { reason: one of a few subscription plans }", "plan: {}")

    shown = snowops("privacy", "explain", f"{GITLAB}:plan", "--json")

    assert json.loads(shown.out) == [{"what": f"{GITLAB}:plan", "treatment": "keep", "reason": ""}]


def test_explain_knows_the_nearest_column(project: Path, snowops: Snowops) -> None:
    shown = snowops("privacy", "explain", "user_ID")

    assert shown.code == 1
    assert "did you mean 'user_id'?" in shown.err


@pytest.mark.parametrize(("environment", "treatment"), [("staging", "empty"), ("prod", "hash")])
def test_explain_knows_how_an_environment_treats_narrow_columns(
    environment: str, treatment: str, project: Path, snowops: Snowops
) -> None:
    prod = project / "environments" / "prod.yaml"
    text = prod.read_text(encoding="utf-8")
    prod.write_text(text.replace("lambda:\n", "lambda:\n  narrow_columns: hash\n"), "utf-8")

    shown = snowops("privacy", "explain", "geo_zipcode", "-e", environment, "--json")

    assert json.loads(shown.out)[0]["treatment"] == treatment


@pytest.fixture
def committed(project: Path) -> Path:
    """The project as a git repository with one commit."""
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-qm", "first"],
    ):
        subprocess.run(["git", "-C", str(project), *arguments], check=True)
    return project


@pytest.mark.embedded
def test_diff_says_that_nothing_changed(committed: Path, snowops: Snowops) -> None:
    shown = snowops("privacy", "diff", "HEAD")

    assert shown.code == 0
    assert "the same attributes pass as at HEAD" in shown.out


@pytest.mark.embedded
def test_diff_shows_what_passes_now_and_what_no_longer_does(
    committed: Path, snowops: Snowops
) -> None:
    edit(committed, "  app_id:", "  useragent:")
    edit(committed, "      plan:", "      extra:")

    shown = snowops("privacy", "diff", "HEAD")

    pattern = "com.gitlab/gitlab_standard/jsonschema/1-*-*"
    assert shown.out.splitlines() == [
        "+ useragent",
        f"+ {pattern}:extra",
        "- app_id",
        f"- {pattern}:plan",
        "2 pass now, 2 no more",
    ]


@pytest.mark.embedded
def test_diff_speaks_to_machines(committed: Path, snowops: Snowops) -> None:
    edit(committed, "  app_id:", "  useragent:")

    shown = snowops("privacy", "diff", "HEAD", "-e", "staging", "--json")

    assert json.loads(shown.out) == {
        "schema": "snowops.privacy.diff/v1",
        "passes_now": ["useragent"],
        "passes_no_more": ["app_id"],
        "treated_otherwise": [],
    }


@pytest.mark.embedded
def test_diff_of_another_order_and_other_reasons_is_none(committed: Path, snowops: Snowops) -> None:
    edit(committed, "  app_id:", "  platform_: {}\n  app_id:")
    edit(committed, "  platform_: {}\n", "")
    edit(committed, "reason: when Enrich ran", "reason: another one")

    assert "the same attributes" in snowops("privacy", "diff", "HEAD").out


@pytest.mark.embedded
@pytest.mark.parametrize("revision", ["no-such-branch", "--output=written"])
def test_diff_with_no_revision_is_an_error_and_writes_nothing(
    revision: str, committed: Path, snowops: Snowops
) -> None:
    shown = snowops("privacy", "diff", "--", revision)

    assert shown.code == 1
    assert "git show failed" in shown.err
    assert not list(committed.rglob("written*"))
