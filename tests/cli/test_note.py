"""`snowops ci note` without a GitLab: what it would write, and what it has to be told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Snowops
from tests.reviews import COMMIT, change, review
from toolkit.adapters.review_file import write_review
from toolkit.cli.ci.files import CiFiles, PlanJob
from toolkit.cli.ci.merge_request import Place, place
from toolkit.cli.ci.note import links_of
from toolkit.domain.review.history import marker
from toolkit.errors import ConfigError
from toolkit.rendering.note import Links

TOKEN = "glpat-tHiSiSaSeCrEt"
JOB = {
    "CI_API_V4_URL": "https://gitlab.example.com/api/v4",
    "CI_SERVER_URL": "https://gitlab.example.com",
    "CI_PROJECT_ID": "12",
    "CI_MERGE_REQUEST_IID": "7",
    "CI_JOB_TOKEN": "glcbt-of-the-job",
    "GITLAB_TOKEN": TOKEN,
}


@pytest.fixture(autouse=True)
def _nobodys_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    more = ("CI_JOB_ID", "CI_JOB_URL", "CI_PIPELINE_ID", "CI_PIPELINE_URL", "CI_PROJECT_URL")
    for name in (*JOB, *more, "CI_MERGE_REQUEST_PROJECT_ID", "CI_COMMIT_SHA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def planned(project: Path) -> CiFiles:
    files = CiFiles(project / "build/ci/prod")
    write_review(files.review, review(change()))
    return files


@pytest.mark.usefixtures("planned")
def test_a_dry_run_shows_the_markdown_and_asks_nobody(snowops: Snowops) -> None:
    shown = snowops("ci", "note", "prod", "--dry-run")

    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(f"{marker('prod')}\n")
    assert "1 to change" in shown.out


@pytest.mark.usefixtures("planned")
def test_outside_a_merge_request_it_says_so(snowops: Snowops) -> None:
    shown = snowops("ci", "note", "prod")

    assert (shown.code, shown.out) == (1, "")
    assert "this is no job of a merge request" in shown.err
    assert "--dry-run" in shown.err


def test_without_a_review_the_command_that_makes_it_is_named(
    project: Path, snowops: Snowops
) -> None:
    shown = snowops("ci", "note", "prod", "--dry-run")

    assert shown.code == 1
    assert "snowops ci plan" in shown.err


def test_a_review_of_another_environment_is_refused(project: Path, snowops: Snowops) -> None:
    files = CiFiles(project / "build/ci/staging")
    write_review(files.review, review(change()))

    shown = snowops("ci", "note", "staging", "--dry-run")

    assert shown.code == 1
    assert "is of another environment than staging" in shown.err


class TestTheMergeRequest:
    def test_gitlabs_variables_say_which_it_is(self) -> None:
        found = place(JOB)

        assert found == Place("https://gitlab.example.com", "12", 7, TOKEN)
        assert TOKEN not in repr(found)

    def test_with_forks_it_is_of_another_project(self) -> None:
        assert place({**JOB, "CI_MERGE_REQUEST_PROJECT_ID": "3"}).project == "3"

    @pytest.mark.parametrize(
        ("variables", "url"),
        [
            ({"CI_API_V4_URL": "https://a.example/gitlab/api/v4"}, "https://a.example/gitlab"),
            ({"CI_API_V4_URL": ""}, "https://gitlab.example.com"),
        ],
    )
    def test_gitlab_says_where_it_is(self, variables: dict[str, str], url: str) -> None:
        assert place({**JOB, **variables}).url == url

    @pytest.mark.parametrize("missing", ["CI_MERGE_REQUEST_IID", "CI_PROJECT_ID"])
    def test_there_is_none_without(self, missing: str) -> None:
        with pytest.raises(ConfigError, match="no job of a merge request"):
            place({**JOB, missing: ""})

    @pytest.mark.parametrize(
        ("variables", "words"),
        [
            ({"GITLAB_TOKEN": ""}, "GITLAB_TOKEN is not set, and GitLab's job tokens cannot write"),
            ({"GITLAB_TOKEN": "glcbt-of-the-job"}, "GITLAB_TOKEN is the job's own, and GitLab's"),
            ({"GITLAB_TOKEN": "", "CI_JOB_TOKEN": ""}, "GITLAB_TOKEN is not set, and notes need"),
        ],
        ids=["a job token", "a job token by another name", "none"],
    )
    def test_a_job_token_is_not_enough(self, variables: dict[str, str], words: str) -> None:
        with pytest.raises(ConfigError, match=words) as refused:
            place({**JOB, **variables})

        assert "project access token with scope `api`" in refused.value.hint
        assert "glcbt" not in refused.value.summary

    @pytest.mark.parametrize("token", [f"{TOKEN}\n", f" {TOKEN}", f"{TOKEN}\N{SNOWMAN}"])
    def test_what_no_header_can_hold_is_no_token(self, token: str) -> None:
        with pytest.raises(ConfigError, match="GITLAB_TOKEN holds what no token holds") as refused:
            place({**JOB, "GITLAB_TOKEN": token})

        assert TOKEN not in refused.value.summary


class TestLinks:
    def test_lead_to_the_plan_and_its_commit(self) -> None:
        job = PlanJob(5, "https://gitlab.example.com/a/b/-/jobs/5")

        links = links_of(review(), job, {"CI_PROJECT_URL": "https://gitlab.example.com/a/b"})

        assert links == Links(
            job="https://gitlab.example.com/a/b/-/jobs/5",
            artifact="https://gitlab.example.com/a/b/-/jobs/5/artifacts/browse/build/ci/prod/",
            commit=f"https://gitlab.example.com/a/b/-/commit/{COMMIT}",
        )

    @pytest.mark.parametrize("commit", ["none", f"{COMMIT}-dirty"])
    def test_to_what_is_no_commit_there_are_none(self, commit: str) -> None:
        variables = {"CI_PROJECT_URL": "https://gitlab.example.com/a/b"}

        assert links_of(replace(review(), commit=commit), PlanJob(), variables) == Links()


class TestTheJobThatPlanned:
    def test_is_handed_on(self, tmp_path: Path) -> None:
        files = CiFiles(tmp_path)

        files.write_job({"CI_JOB_ID": "5", "CI_JOB_URL": "https://gitlab.example.com/jobs/5"})

        assert files.job() == PlanJob(5, "https://gitlab.example.com/jobs/5")

    def test_is_not_written_outside_gitlab(self, tmp_path: Path) -> None:
        CiFiles(tmp_path).write_job({})

        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"id": "x", "url": "y"})])
    def test_is_not_known_where_it_is_not_said(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "job.json").write_text(text)

        assert CiFiles(tmp_path).job() == PlanJob()
