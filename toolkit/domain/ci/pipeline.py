"""The child pipeline: which jobs GitLab runs for which environments, as plain values.

What the jobs run in (image, credentials, caches) is not said here but in `.gitlab/snowops.yml` of
the repository, in hidden jobs that these extend.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from toolkit.domain.ci.affected import Verdict, removal

Job = dict[str, Any]
Pipeline = dict[str, Any]

JOBS_FILE = ".gitlab/snowops.yml"
FOLDER = "build/ci"
"""Where the jobs of an environment put their files, in a folder of its name."""


@dataclass(frozen=True)
class Target:
    """An environment that jobs are for."""

    name: str
    protected: bool


@dataclass(frozen=True)
class Lifetime:
    """How long a sealed plan is good, and so its artifact."""

    option: str
    """As `--expires` takes it."""
    span: timedelta


def on_merge_request(
    verdicts: Sequence[Verdict], lifetime: Lifetime, pipeline: int = 0
) -> Pipeline:
    """Plans every affected environment, and shows the plan where a token allows it.

    `pipeline` is GitLab's id of the merge request's own pipeline; 0 where nobody knows.
    """
    names = [verdict.name for verdict in verdicts if verdict.state == "affected"]
    removed = [verdict.name for verdict in verdicts if verdict.state == "removed"]
    jobs = {
        **{f"plan {name}": _plan(name, lifetime) for name in names},
        **{f"removed {name}": _removed(name) for name in removed},
        **{f"note {name}": _note(name, pipeline) for name in names},
    }
    return _pipeline(["plan", "note"], jobs, "nothing to plan: no environment is affected")


def on_default_branch(targets: Sequence[Target], lifetime: Lifetime) -> Pipeline:
    """Plans every environment and applies it when somebody says so, protected ones last.

    Every one: what an earlier merge left unapplied is still to be applied.
    """
    first = [target.name for target in targets if not target.protected]
    last = [target.name for target in targets if target.protected]
    jobs = {
        **{f"plan {name}": _plan(name, lifetime) for name in (*first, *last)},
        **{f"apply {name}": _apply(name) for name in first},
        **{f"apply {name}": _apply_protected(name, first) for name in last},
    }
    return _pipeline(["plan", "apply", "apply protected"], jobs, "there is no environment to apply")


def on_schedule(targets: Sequence[Target]) -> Pipeline:
    """Looks for what was changed by hand; what changes by itself fails no job."""
    jobs = {f"drift {target.name}": _drift(target.name) for target in targets}
    return _pipeline(["drift"], jobs, "there is no environment to look at")


def _pipeline(stages: Iterable[str], jobs: dict[str, Job], nothing: str) -> Pipeline:
    """The pipeline; GitLab refuses one without jobs, so one at least says why."""
    if not jobs:
        jobs = {"nothing to do": _saying(nothing)}
    used = [job["stage"] for job in jobs.values() if "stage" in job]
    kept = [stage for stage in stages if stage in used]
    head = {"stages": kept} if kept else {}
    return {"include": [{"local": JOBS_FILE}], **head, **jobs}


def _plan(name: str, lifetime: Lifetime) -> Job:
    folder = f"{FOLDER}/{name}"
    return {
        **_job(".snowops-plan", "plan", name),
        "script": [f"snowops ci plan {shlex.quote(name)} --expires {lifetime.option}"],
        "artifacts": {
            "name": f"plan-{name}",
            "when": "always",
            # A plan holds values that not every reader of the project may see.
            "access": "developer",
            "expire_in": _spelled(lifetime.span),
            "paths": [f"{folder}/"],
            "reports": {
                "terraform": f"{folder}/terraform.json",
                "codequality": f"{folder}/code-quality.json",
            },
        },
    }


def _note(name: str, pipeline: int) -> Job:
    """Shows what has become of the plan; one at a time, for GitLab cannot tell writers apart.

    Which plan is the newer one is said by the pipeline that a merge request starts: a child may
    start late.
    """
    newer = f" --pipeline {pipeline}" if pipeline else ""
    return {
        "extends": ".snowops-note",
        "stage": "note",
        "resource_group": f"{name}-note",
        "needs": [f"plan {name}"],
        "when": "always",
        "script": [f"snowops ci note {shlex.quote(name)}{newer}"],
    }


def _apply(name: str) -> Job:
    return {
        **_job(".snowops-apply", "apply", name),
        "needs": [f"plan {name}"],
        "when": "manual",
        # A gate: what needs this job waits for it.
        "allow_failure": False,
        "environment": {"name": name},
        "script": [f"snowops ci apply {shlex.quote(name)}"],
        # What it has made may be known nowhere else.
        "artifacts": {
            "name": f"apply-{name}",
            "when": "on_failure",
            "access": "developer",
            "expire_in": "1 week",
            "paths": [f".snowops/applies/{name}/"],
        },
    }


def _apply_protected(name: str, after: Sequence[str]) -> Job:
    """The same, after the others, and GitLab asks once more."""
    waits = [{"job": f"apply {other}", "artifacts": False} for other in after]
    return {
        **_apply(name),
        "stage": "apply protected",
        "needs": [f"plan {name}", *waits],
        "manual_confirmation": f"Apply the plan of {name}?",
    }


def _drift(name: str) -> Job:
    return {
        **_job(".snowops-drift", "drift", name),
        "script": [f"snowops drift {shlex.quote(name)}"],
    }


def _removed(name: str) -> Job:
    sentence = f"environments/{name}.yaml is gone; {removal(name)}"
    return {**_saying(sentence, "exit 1"), "stage": "plan", "allow_failure": True}


def _job(template: str, stage: str, name: str) -> Job:
    """What all jobs of an environment share: one at a time, as they share its state's lock."""
    return {
        "extends": template,
        "stage": stage,
        "variables": {"SNOWOPS_ENVIRONMENT": name},
        "resource_group": name,
    }


def _saying(sentence: str, *then: str) -> Job:
    return {
        "variables": {"GIT_STRATEGY": "none"},
        "script": [f"echo {shlex.quote(sentence)}", *then],
    }


def _spelled(span: timedelta) -> str:
    """`24 hours`: GitLab's own letters are ambiguous between minutes and months."""
    minutes = int(span.total_seconds() // 60)
    return f"{minutes // 60} hours" if minutes % 60 == 0 else f"{minutes} minutes"
