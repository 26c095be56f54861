"""The jobs of an operations repository, run for real: shells, Terraform, the embedded AWS."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.gitlab_api.api import TOKEN
from tests.gitlab_api.server import Server
from tests.gitlab_ci.runner import HERE, Repository
from toolkit.adapters.bundle_file import read_bundle
from toolkit.domain.review.history import history_of, marker
from toolkit.embedded import engine, provider_mirror

real = [
    pytest.mark.terraform,
    pytest.mark.embedded,
    pytest.mark.xdist_group("gitlab-ci"),
    pytest.mark.skipif(
        not (engine.available() and provider_mirror.available()),
        reason="the embedded Terraform and provider exist for Linux x86-64 only",
    ),
]
FREEZE = """
guardrails:
  freeze:
    - { from: 2020-01-01, to: 2999-12-31, reason: an eternal freeze }
"""


def merge_request(repository: Repository) -> subprocess.CompletedProcess[str]:
    """The pipeline of a merge request from HEAD into main, each job in a folder of its own."""
    repository.variables |= {
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": repository.git("rev-parse", "main"),
    }
    source = ["--variable", "CI_PIPELINE_SOURCE=merge_request_event"]
    return repository.run(*source, "--unset-variable=CI_COMMIT_BRANCH", "--shell-isolation")


def failed_jobs(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The jobs that failed, those of the child pipeline too; its exit code says nothing of them."""
    assert " PASS  affected" in done.stdout, done.stdout
    lines = [line for line in done.stdout.splitlines() if line.startswith(" FAIL ")]
    return [line.removeprefix(" FAIL ").strip() for line in lines]


def read(file: Path) -> Any:
    return json.loads(file.read_text())


def as_gitlab_counts(repository: Repository, job: str) -> dict[str, int]:
    """GitLab's documented count, over what Terraform itself says of the job's plan."""
    build = repository.build(job)
    terraform = engine.ensure_shim(Path(repository.variables["XDG_CACHE_HOME"]) / "snowops")
    shown = subprocess.run(
        [str(terraform), "show", "-json", str(build / ".snowops/plans/local.plan")],
        cwd=build / "build/local",
        capture_output=True,
        text=True,
        check=True,
    )
    changes = json.loads(shown.stdout)["resource_changes"]
    actions = [action for change in changes for action in change["change"]["actions"]]
    return {name: actions.count(name) for name in ("create", "update", "delete")}


class TestAMergeRequest:
    pytestmark = real

    def test_what_it_affects_is_planned_and_nothing_else(self, repository: Repository) -> None:
        repository.git("checkout", "--quiet", "-b", "longer")
        repository.edit("environments/local.yaml", "retention_days: 7", "retention_days: 8")
        repository.commit("Keep events for a day longer")

        done = merge_request(repository)

        assert done.returncode == 0, done.stdout
        assert "environments/local.yaml: its values changed" in done.stdout
        assert failed_jobs(done) == []
        assert "plan staging" not in done.stdout
        left = repository.artifacts("plan local") / "build/ci/local"
        assert read(left / "terraform.json") == as_gitlab_counts(repository, "plan local")
        assert read(left / "terraform.json")["create"] > 100
        assert read(left / "code-quality.json") == []
        review = read(left / "review.json")
        assert read_bundle(left / "plan.bundle").statement.meaning == review["meaning"]
        assert review["commit"] == repository.git("rev-parse", "HEAD")
        assert f"digest that apply demands: {review['meaning']}" in done.stdout

    def test_a_refused_plan_fails_its_job_and_says_where(self, repository: Repository) -> None:
        repository.git("checkout", "--quiet", "-b", "frozen")
        file = repository.folder / "environments/local.yaml"
        file.write_text(file.read_text() + FREEZE)
        repository.commit("Freeze")

        done = merge_request(repository)

        assert failed_jobs(done) == ["plan local"]
        left = repository.artifacts("plan local") / "build/ci/local"
        (found,) = read(left / "code-quality.json")
        assert found["check_name"] == "SAFETY-FREEZE"
        assert found["location"]["path"] == "environments/local.yaml"
        line = file.read_text().splitlines()[found["location"]["lines"]["begin"] - 1]
        assert "an eternal freeze" in line
        assert not (left / "plan.bundle").exists()

    def test_with_a_token_its_plan_stands_in_one_note(
        self, repository: Repository, gitlab: Server
    ) -> None:
        repository.variables |= {
            "CI_SERVER_URL": gitlab.gitlab.url,
            "GITLAB_TOKEN": TOKEN,
            "NO_PROXY": "127.0.0.1",
        }
        repository.git("checkout", "--quiet", "-b", "longer")
        repository.edit("environments/local.yaml", "retention_days: 7", "retention_days: 8")
        planned = repository.commit("Keep events for a day longer")

        done = merge_request(repository)

        assert failed_jobs(done) == []
        (note,) = gitlab.gitlab.notes.values()
        meaning = read(repository.artifacts("plan local") / "build/ci/local/review.json")["meaning"]
        assert note["body"].startswith(f"{marker('local')}\n")
        assert [(each.meaning, each.commit) for each in history_of(note["body"])] == [
            (meaning, planned)
        ]
        job = read(repository.artifacts("plan local") / "build/ci/local/job.json")
        assert f"({job['url']})" in note["body"]
        assert f"/-/merge_requests/7#note_{note['id']}" in done.stdout

        repository.edit("environments/local.yaml", "retention_days: 8", "retention_days: 9")
        file = repository.folder / "environments/local.yaml"
        file.write_text(file.read_text() + FREEZE)
        repository.commit("Keep them for another day, and freeze")

        again = merge_request(repository)

        assert failed_jobs(again) == ["plan local"]
        (edited,) = gitlab.gitlab.notes.values()
        assert edited["id"] == note["id"]
        assert "refused" in edited["body"]
        assert "SAFETY-FREEZE" in edited["body"]
        assert [each.commit == planned for each in history_of(edited["body"])] == [False, True]
        assert TOKEN not in done.stdout + again.stdout

    def test_a_comment_plans_nothing(self, repository: Repository) -> None:
        repository.git("checkout", "--quiet", "-b", "comment")
        file = repository.folder / "environments/base.yaml"
        file.write_text(file.read_text() + "\n# Nothing else.\n")
        repository.commit("Say nothing")

        done = merge_request(repository)

        assert failed_jobs(done) == []
        assert "nothing to plan: no environment is affected" in done.stdout
        assert "plan local" not in done.stdout


class TestTheDefaultBranch:
    pytestmark = real

    def test_it_is_planned_applied_by_hand_and_looked_after(self, repository: Repository) -> None:
        # Jobs share one folder here: the embedded AWS belongs to it.
        repository.variables["SNOWOPS_CI_EMBEDDED"] = "true"
        for name in ("staging", "prod"):
            (repository.folder / f"environments/{name}.yaml").unlink()
        repository.commit("Keep only what needs no account")

        waiting = repository.run()

        assert failed_jobs(waiting) == []
        assert (repository.folder / "build/ci/local/plan.bundle").is_file()
        assert repository.snowops("plan", "local", "--detailed-exitcode").returncode == 2

        applied = repository.run("--manual", "apply local")

        assert failed_jobs(applied) == []
        after = repository.snowops("plan", "local", "--detailed-exitcode")
        assert after.returncode == 0, after.stdout

        schedule = ["--variable", "CI_PIPELINE_SOURCE=schedule"]
        drift = repository.run(*schedule)

        assert failed_jobs(drift) == []
        assert "snowops drift local" in drift.stdout
        assert "local: no drift." in drift.stdout


def test_the_lock_names_no_address() -> None:
    lock = (HERE / "package-lock.json").read_text()

    assert "://" not in lock
    assert all("integrity" in each for each in list(json.loads(lock)["packages"].values())[1:])
