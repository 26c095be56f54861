"""Jobs that run `snowops ci note`, as processes of their own, with GitLab's variables."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.gitlab_api.api import IID, PROJECT, TOKEN
from tests.gitlab_api.server import Server
from tests.unit.environment.changed import ENVIRONMENTS
from toolkit.adapters.review_file import write_review
from toolkit.domain.review.model import Review

ROOT = Path(__file__).parents[2]


@dataclass
class Checkout:
    """A job's checkout of an operations repository, after the job that plans."""

    folder: Path
    gitlab: Server

    def __post_init__(self) -> None:
        shutil.copytree(ENVIRONMENTS, self.folder / "environments")

    def planned(self, review: Review, job: int = 1) -> None:
        """What the job that plans has left."""
        left = self.folder / "build/ci" / review.environment
        write_review(left / "review.json", review)
        url = f"{self.gitlab.gitlab.url}/acme/operations/-/jobs/{job}"
        (left / "job.json").write_text(json.dumps({"id": job, "url": url}))

    def edit(self, name: str, more: str) -> None:
        file = self.folder / "environments" / name
        file.write_text(file.read_text() + more)

    def starts(self, *words: str, **variables: str) -> subprocess.Popen[str]:
        """A job that shows the plan of `prod`."""
        url = self.gitlab.gitlab.url
        known = {
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "200",
            "NO_PROXY": "127.0.0.1",
            "CI": "true",
            "CI_JOB_ID": "99",
            "CI_JOB_TOKEN": "glcbt-of-the-job",
            "CI_API_V4_URL": f"{url}/api/v4",
            "CI_SERVER_URL": url,
            "CI_PROJECT_ID": str(PROJECT),
            "CI_PROJECT_URL": f"{url}/acme/operations",
            "CI_PIPELINE_ID": "1000",
            "CI_MERGE_REQUEST_IID": str(IID),
            "CI_MERGE_REQUEST_PROJECT_ID": str(PROJECT),
            "GITLAB_TOKEN": TOKEN,
        }
        return subprocess.Popen(
            [sys.executable, "-m", "toolkit", "ci", "note", "prod", *words],
            cwd=self.folder,
            env={**known, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def notes(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """The same, to its end."""
        return ended(self.starts(*words, **variables))


def ended(job: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """A job at its end; it has told nobody its token."""
    out, err = job.communicate(timeout=120)
    assert TOKEN not in out + err
    assert "Traceback" not in err, err
    return subprocess.CompletedProcess(job.args, job.returncode, out, err)


def said(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The JSON of a job that did what it should."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]
