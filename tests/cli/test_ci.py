"""`snowops ci`: what the jobs of a pipeline type, and what they leave."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.adapters.packaging.repository import Repository as Git
from tests.cli.conftest import Snowops
from tests.unit.ci.test_reports import FINDING, REVIEW
from tests.unit.environment.changed import ENVIRONMENTS
from tests.unit.seal.bundles import Desk
from toolkit.adapters.review_file import write_review
from toolkit.cli.ci.apply import check_digest, check_place
from toolkit.cli.ci.comparing import default_branches
from toolkit.cli.ci.pipeline import kind_of
from toolkit.cli.ci.sections import section
from toolkit.domain.review.model import Review
from toolkit.errors import ConfigError, Refused, StalePlan

MERGE_REQUEST = {
    "CI_PIPELINE_SOURCE": "merge_request_event",
    "CI_MERGE_REQUEST_IID": "7",
    "CI_DEFAULT_BRANCH": "main",
}
DEFAULT_BRANCH = {
    "CI_PIPELINE_SOURCE": "push",
    "CI_COMMIT_BRANCH": "main",
    "CI_DEFAULT_BRANCH": "main",
    "CI_COMMIT_REF_PROTECTED": "true",
}

OF_A_JOB = ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_JOB_URL", "CI_PIPELINE_ID", "GITLAB_CI")


@pytest.fixture(autouse=True)
def _nobodys_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in {*MERGE_REQUEST, *DEFAULT_BRANCH, *OF_A_JOB}:
        monkeypatch.delenv(name, raising=False)


class TestApplyingFrom:
    def test_the_default_branch_is_allowed(self) -> None:
        check_place("prod", protected=True, variables=DEFAULT_BRANCH)

    def test_a_machine_that_is_no_runner_is_allowed(self) -> None:
        check_place("prod", protected=True, variables={})

    @pytest.mark.parametrize(
        "variables",
        [MERGE_REQUEST, {**DEFAULT_BRANCH, "CI_COMMIT_BRANCH": "other"}],
        ids=["a merge request", "another branch"],
    )
    def test_anywhere_else_is_refused(self, variables: Mapping[str, str]) -> None:
        with pytest.raises(Refused, match="applied from the branch main alone"):
            check_place("staging", protected=False, variables=variables)

    def test_a_branch_that_anybody_may_push_to_is_refused_what_is_protected(self) -> None:
        open_branch = {**DEFAULT_BRANCH, "CI_COMMIT_REF_PROTECTED": "false"}

        check_place("staging", protected=False, variables=open_branch)
        with pytest.raises(Refused, match="prod is protected, and this branch is not"):
            check_place("prod", protected=True, variables=open_branch)


class TestTheReviewedDigest:
    MEANING = "1a5800fdff3a" + "0" * 52

    @pytest.fixture
    def bundle(self, tmp_path: Path) -> Path:
        desk = Desk(tmp_path)
        desk.around.engine.answer = desk.plan(self.MEANING)
        desk.seal()
        return desk.bundle

    @pytest.mark.parametrize("digest", [None, "", MEANING, MEANING[:12], MEANING.upper()])
    def test_the_plan_that_was_reviewed_passes(self, bundle: Path, digest: str | None) -> None:
        check_digest(bundle, "staging", digest)

    def test_another_plan_is_refused(self, bundle: Path) -> None:
        with pytest.raises(StalePlan, match="something else than the one that was reviewed"):
            check_digest(bundle, "staging", "f" * 64)

    def test_a_few_digits_are_not_enough(self, bundle: Path) -> None:
        with pytest.raises(ConfigError, match="too short"):
            check_digest(bundle, "staging", self.MEANING[:11])

    def test_no_plan_at_all_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="there is no"):
            check_digest(tmp_path / "plan.bundle", "staging", None)


def test_what_is_not_there_cannot_be_applied(project: Path, snowops: Snowops) -> None:
    shown = snowops("ci", "apply", "staging")

    assert shown.code == 1
    assert "next: `snowops ci plan staging` makes it" in shown.err


def test_apply_refuses_before_it_looks_at_the_plan(
    project: Path, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in MERGE_REQUEST.items():
        monkeypatch.setenv(name, value)

    assert snowops("ci", "apply", "staging").code == 3


class TestReports:
    @pytest.fixture
    def review(self, project: Path) -> Review:
        review = Review(**{**vars(REVIEW), "findings": (FINDING,)})
        write_review(project / "build/ci/staging/review.json", review)
        return review

    @pytest.mark.usefixtures("review")
    def test_they_are_written_anew_and_the_counts_printed(
        self, project: Path, snowops: Snowops
    ) -> None:
        shown = snowops("ci", "report", "staging")

        assert shown.code == 0
        assert json.loads(shown.out) == {"create": 0, "update": 0, "delete": 0}
        folder = project / "build/ci/staging"
        assert json.loads((folder / "terraform.json").read_text()) == json.loads(shown.out)
        (found,) = json.loads((folder / "code-quality.json").read_text())
        assert found["location"]["path"] == "environments/base.yaml"

    def test_without_a_review_the_job_that_makes_it_is_named(
        self, project: Path, snowops: Snowops
    ) -> None:
        shown = snowops("ci", "report", "prod")

        assert shown.code == 1
        assert "snowops ci plan" in shown.err


@pytest.mark.parametrize(
    ("variables", "kind"),
    [
        (MERGE_REQUEST, "merge-request"),
        (DEFAULT_BRANCH, "default-branch"),
        ({**DEFAULT_BRANCH, "CI_PIPELINE_SOURCE": "schedule"}, "schedule"),
    ],
)
def test_gitlab_says_which_pipeline_it_is(variables: Mapping[str, str], kind: str) -> None:
    assert kind_of(variables) == kind


@pytest.mark.parametrize("variables", [{}, {**DEFAULT_BRANCH, "CI_COMMIT_BRANCH": "other"}])
def test_elsewhere_a_person_has_to_say_it(variables: Mapping[str, str]) -> None:
    with pytest.raises(ConfigError) as refused:
        kind_of(variables)

    assert "--kind" in refused.value.hint


def test_the_branch_that_gitlab_names_is_tried_first() -> None:
    assert default_branches({"CI_DEFAULT_BRANCH": "trunk"})[0] == "origin/trunk"
    assert default_branches({})[0] == "origin/HEAD"


def test_gitlab_folds_what_is_said_within_a_section(capsys: pytest.CaptureFixture[str]) -> None:
    with section("plan_staging", "Planning staging", {"GITLAB_CI": "true"}):
        pass

    start, end, _ = capsys.readouterr().err.split("\n")
    assert start.startswith("\x1b[0Ksection_start:")
    assert start.endswith(":plan_staging[collapsed=true]\r\x1b[0KPlanning staging")
    assert end.startswith("\x1b[0Ksection_end:")


def test_elsewhere_nothing_is_folded(capsys: pytest.CaptureFixture[str]) -> None:
    with section("plan_staging", "Planning staging", {}):
        pass

    assert capsys.readouterr().err == ""


@pytest.mark.embedded
class TestARepository:
    @pytest.fixture
    def git(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
        git = Git(tmp_path / "ops")
        shipped = {f"environments/{path.name}": path.read_text() for path in ENVIRONMENTS.glob("*")}
        git.commit(shipped)
        git.git("checkout", "--quiet", "-b", "branch")
        staging = shipped["environments/staging.yaml"].replace(
            "retention_days: 90", "retention_days: 9"
        )
        git.commit({"environments/staging.yaml": staging})
        monkeypatch.chdir(git.root)
        return git

    def test_what_is_affected_is_said_with_the_reason(self, git: Git, snowops: Snowops) -> None:
        shown = snowops("ci", "affected", "--base", "main")

        assert shown.code == 0
        assert [" ".join(line.split()) for line in shown.out.splitlines()] == [
            "local unaffected its values, templates and code are the same",
            "prod unaffected its values, templates and code are the same",
            "staging affected environments/staging.yaml: its values changed",
        ]

    def test_unset_the_base_is_where_the_branch_began(self, git: Git, snowops: Snowops) -> None:
        found = json.loads(snowops("ci", "affected", "--json").out)

        assert found["schema"] == "snowops.ci.affected/v1"
        assert found["base"] == git.git("rev-parse", "main")
        assert found["head"] == git.git("rev-parse", "HEAD")
        assert [each["state"] for each in found["environments"]] == [
            "unaffected",
            "unaffected",
            "affected",
        ]
        assert found["environments"][2]["reasons"] == [
            {
                "kind": "environment",
                "path": "environments/staging.yaml",
                "why": "its values changed",
            }
        ]

    def test_a_merge_request_says_where_it_began(
        self, git: Git, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", git.git("rev-parse", "HEAD"))

        shown = snowops("ci", "affected")

        assert " affected" not in shown.out

    def test_a_base_that_cannot_be_had_is_said(self, git: Git, snowops: Snowops) -> None:
        shown = snowops("ci", "affected", "--base", "0" * 40)

        assert shown.code == 0
        assert "compared with no commit: it cannot be had" in shown.err
        assert shown.out.count(" affected ") == 3

    def test_its_child_pipeline_is_written(self, git: Git, snowops: Snowops) -> None:
        words = ["--kind", "merge-request", "--base", "main", "--out", "jobs.yml"]
        shown = snowops("ci", "pipeline", *words)

        assert (shown.code, shown.out) == (0, "")
        written = YAML(typ="safe").load((git.root / "jobs.yml").read_text())
        assert list(written) == ["include", "stages", "plan staging", "note staging"]

    def test_its_notes_know_the_pipeline_that_it_is_a_child_of(
        self, git: Git, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CI_PIPELINE_ID", "1042")

        shown = snowops("ci", "pipeline", "--kind", "merge-request", "--base", "main")

        written = YAML(typ="safe").load(shown.out)
        assert written["note staging"]["script"] == ["snowops ci note staging --pipeline 1042"]

    def test_the_same_commits_make_the_same_pipeline(self, git: Git, snowops: Snowops) -> None:
        words = ["ci", "pipeline", "--kind", "merge-request", "--base", "main"]

        assert snowops(*words).out == snowops(*words).out

    def test_the_embedded_aws_ends_with_its_job_and_is_not_applied(
        self, git: Git, snowops: Snowops
    ) -> None:
        usual = snowops("ci", "pipeline", "--kind", "default-branch")
        asked = snowops("ci", "pipeline", "--kind", "default-branch", "--embedded")

        assert "apply local" not in usual.out
        assert "apply staging" in usual.out
        assert "apply local" in asked.out

    def test_a_schedule_looks_at_every_real_environment(self, git: Git, snowops: Snowops) -> None:
        written = YAML(typ="safe").load(snowops("ci", "pipeline", "--kind", "schedule").out)

        assert list(written) == ["include", "stages", "drift prod", "drift staging"]

    def test_environments_below_the_root_are_refused(self, git: Git, snowops: Snowops) -> None:
        git.git("mv", "environments", "below")
        (git.root / "ops").mkdir()
        git.git("mv", "below", "ops/environments")

        shown = snowops("-C", "ops", "ci", "pipeline", "--kind", "schedule")

        assert shown.code == 1
        assert "environments/ is below ops" in shown.err

    def test_a_plan_that_cannot_be_made_leaves_its_reason_and_no_bundle(
        self, git: Git, snowops: Snowops
    ) -> None:
        folder = git.root / "build/ci/local"
        folder.mkdir(parents=True)
        (folder / "plan.bundle").write_text("of an earlier run")

        shown = snowops("--terraform", "/nonexistent", "ci", "plan", "local")

        assert shown.code == 1
        assert "there is no Terraform at" in shown.err
        left = {path.name for path in folder.iterdir()}
        assert left == {"code-quality.json", "review.json", "terraform.json"}
        review = json.loads((folder / "review.json").read_text())
        assert "there is no Terraform at" in review["failure"]["summary"]
        assert json.loads((folder / "terraform.json").read_text()) == {}

    def test_a_secret_of_the_job_is_in_nothing_that_it_says_or_leaves(
        self, git: Git, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DB_PASSWORD", "correct-horse-battery")

        shown = snowops("--terraform", "/nonexistent/correct-horse-battery", "ci", "plan", "local")

        assert "there is no Terraform at '/nonexistent/(masked)'" in shown.err
        left = [path.read_text() for path in (git.root / "build/ci/local").iterdir()]
        assert len(left) == 3
        assert "correct-horse" not in "".join((shown.out, shown.err, *left))
