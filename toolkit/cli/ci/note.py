"""`snowops ci note ENV`: shows a plan on its merge request, in one note that stays in its place."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.cli.options import DryRun, EnvironmentName, Json, Settings
from toolkit.errors import ConfigError

if TYPE_CHECKING:
    from toolkit.cli.ci.files import CiFiles, PlanJob
    from toolkit.domain.environment import Environment
    from toolkit.domain.review.model import Review
    from toolkit.rendering.note import Links
    from toolkit.workflows.noting import Noted

_DEEDS = {
    "created": "the note is new",
    "edited": "the note was edited",
    "unchanged": "the note is as it should be",
    "outdated": "the note shows the plan of a newer pipeline, and stays as it is",
}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops ci note staging · snowops ci note staging --dry-run",
    )(note)


def note(
    context: typer.Context,
    environment: EnvironmentName,
    pipeline: Annotated[
        int,
        typer.Option(
            metavar="ID",
            envvar="CI_PIPELINE_ID",
            help="The merge request's pipeline; the note of a newer one stays as it is.",
        ),
    ] = 0,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> int:
    """Show build/ci/ENV/review.json on the merge request, in the one note of ENV."""
    from toolkit.adapters.environment_files import load
    from toolkit.cli.ci.files import CiFiles
    from toolkit.cli.ci.merge_request import reached
    from toolkit.cli.screen import talk
    from toolkit.domain.review.standing import STAMP_LENGTH, Run
    from toolkit.rendering.markdown.budget import LIMIT
    from toolkit.rendering.note import render_note
    from toolkit.workflows.noting import note as stand

    settings: Settings = context.obj
    loaded = load(settings.environments, environment).environment
    files = CiFiles.of(settings, environment)
    review, job = _review(files, loaded, os.environ), files.job()
    links = links_of(review, job, os.environ)

    def render(review: Review, earlier: tuple[Any, ...]) -> str:
        return render_note(review, earlier, links=links, limit=LIMIT - STAMP_LENGTH)

    if dry_run:
        sys.stdout.write(f"{render(review, ())}\n")
        return 0
    run = Run.of(review, pipeline, job.id)
    resets = loaded.review.reset_approvals
    there = reached(os.environ)
    talk().print(f"write the note of {environment} ...", style="dim", markup=False)
    noted = stand(review, run, there, render, resets=resets)
    _show(environment, noted, as_json=as_json)
    return 0


def links_of(review: Review, job: PlanJob, variables: Mapping[str, str]) -> Links:
    """Where the plan's job, its files and its commit are; only what is known for sure."""
    from toolkit.domain.ci.pipeline import FOLDER
    from toolkit.rendering.note import Links

    project = variables.get("CI_PROJECT_URL")
    committed = project and review.commit.isalnum() and review.commit != "none"
    return Links(
        job=job.url or variables.get("CI_PIPELINE_URL", ""),
        artifact=f"{job.url}/artifacts/browse/{FOLDER}/{review.environment}/" if job.url else "",
        commit=f"{project}/-/commit/{review.commit}" if committed else "",
    )


def lost(environment: Environment, variables: Mapping[str, str]) -> Review:
    """What is said where the job that plans left nothing: the last plan is not this commit's."""
    from toolkit.domain.review.model import Failure, Review

    words = "the job that plans has left no review: it was ended, or its artifact was not kept"
    return Review(
        environment=environment.name,
        account=environment.aws.account_id,
        region=environment.aws.region,
        protected=environment.protected,
        commit=variables.get("CI_COMMIT_SHA", "none"),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        command=f"snowops plan {environment.name}",
        failure=Failure(words, hint="read the job's log, and run it again"),
    )


def _review(files: CiFiles, environment: Environment, variables: Mapping[str, str]) -> Review:
    """The review that the plan's job left. Raises ConfigError outside a job where there is none."""
    from toolkit.adapters.review_file import read_review

    if not files.review.exists() and variables.get("CI_JOB_ID"):
        return lost(environment, variables)
    review = read_review(files.review)
    if review.environment != environment.name:
        raise ConfigError(
            f"{files.review} is of another environment than {environment.name}",
            hint=f"make it anew with `snowops ci plan {environment.name}`",
        )
    return review


def _show(environment: str, noted: Noted, *, as_json: bool) -> None:
    """What became of the note, and its URL."""
    from toolkit.cli.screen import data, print_json, talk

    if noted.approvals == "not allowed":
        talk().print(
            "warning: GitLab has not ended the approvals of the earlier plan: it lets project and "
            "group tokens with the role Developer, as long as nothing is merged",
            style="yellow",
            soft_wrap=True,
        )
    if as_json:
        print_json(
            {
                "schema": "snowops.ci.note/v1",
                "environment": environment,
                "action": noted.action,
                "url": noted.url,
                "approvals": noted.approvals,
            }
        )
        return
    talk().print(f"{environment}: {_DEEDS[noted.action]}", markup=False)
    if noted.approvals == "reset":
        talk().print("approvals of the earlier plan have ended")
    data().print(noted.url, markup=False)
