"""What the jobs of one environment hand to each other: the files in `build/ci/ENV/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.cli.options import Settings
from toolkit.domain.ci.pipeline import FOLDER
from toolkit.domain.review.model import Review


@dataclass(frozen=True)
class PlanJob:
    """The job that planned, as GitLab knows it."""

    id: int = 0
    url: str = ""


@dataclass(frozen=True)
class CiFiles:
    """Where they are."""

    folder: Path

    @classmethod
    def of(cls, settings: Settings, environment: str) -> CiFiles:
        """Those of an environment."""
        return cls(settings.project / FOLDER / environment)

    @property
    def bundle(self) -> Path:
        """The sealed plan."""
        return self.folder / "plan.bundle"

    @property
    def review(self) -> Path:
        """What a reviewer has to know."""
        return self.folder / "review.json"

    def clear(self) -> None:
        """Makes the folder, without what an earlier run left: it is no result of this one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for file in self.folder.iterdir():
            file.unlink()

    def write_job(self, variables: Mapping[str, str]) -> None:
        """Writes which of GitLab's jobs this is; nothing outside GitLab."""
        if variables.get("CI_JOB_URL"):
            self._write("job.json", {"id": variables["CI_JOB_ID"], "url": variables["CI_JOB_URL"]})

    def job(self) -> PlanJob:
        """The job that wrote these files; one without an id where nobody knows."""
        try:
            found = json.loads((self.folder / "job.json").read_text(encoding="utf-8"))
            return PlanJob(int(found["id"]), str(found["url"]))
        except (OSError, ValueError, KeyError, TypeError):
            return PlanJob()

    def write_reports(self, review: Review) -> dict[str, int]:
        """Writes what GitLab reads of a review, and returns the widget's counts."""
        from toolkit.domain.review.code_quality import code_quality
        from toolkit.domain.review.widget import widget

        counts = widget(review)
        self._write("terraform.json", counts)
        self._write("code-quality.json", code_quality(review))
        return counts

    def _write(self, name: str, value: Any) -> None:
        from toolkit.adapters.whole_file import FOR_EVERYBODY, write_whole

        text = json.dumps(value, indent=2) + "\n"
        write_whole(self.folder / name, text.encode(), FOR_EVERYBODY)
