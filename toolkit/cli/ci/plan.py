"""`snowops ci plan ENV`: plans in a pipeline, and leaves everything that the next jobs need."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from toolkit.cli.allowing import Expires, allowances, lifetime
from toolkit.cli.options import ArtifactDigest, EnvironmentName

# As variables of a pipeline that somebody starts by hand: its jobs' command lines are written.
Allow = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID@ADDRESS",
        envvar="SNOWOPS_ALLOW",
        help="Let this one finding pass; needs --reason; repeatable.",
    ),
]
Reason = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT", envvar="SNOWOPS_REASON", help="Why the findings of --allow may pass."
    ),
]
AcceptPrivacyChange = Annotated[
    str | None,
    typer.Option(
        metavar="REASON",
        envvar="SNOWOPS_ACCEPT_PRIVACY_CHANGE",
        help="Why more than today may pass unpseudonymized.",
    ),
]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Example: snowops ci plan staging")(plan)


def plan(
    context: typer.Context,
    environment: EnvironmentName,
    expires: Expires = "24h",
    artifact: ArtifactDigest = None,
    allow: Allow = None,
    reason: Reason = None,
    accept_privacy_change: AcceptPrivacyChange = None,
) -> int:
    """Plan ENV and write bundle, review and reports into build/ci/ENV, also where it fails."""
    from toolkit.adapters.review_file import write_review
    from toolkit.cli.ci.files import CiFiles
    from toolkit.cli.ci.sections import section
    from toolkit.cli.review import raise_what_stops
    from toolkit.cli.review_views import review_view
    from toolkit.cli.reviewing import Request, reviewed
    from toolkit.cli.screen import data

    files = CiFiles.of(context.obj, environment)
    files.clear()
    files.write_job(os.environ)
    request = Request(
        environment,
        allowed=allowances(allow, reason, accept_privacy_change),
        artifact=artifact,
        out=files.bundle,
        lifetime=lifetime(expires),
    )
    with section(f"plan_{environment}", f"Planning {environment}", os.environ):
        done = reviewed(context.obj, request)
    write_review(files.review, done.review)
    files.write_reports(done.review)
    if done.review.failure is None:
        data().print(review_view(done.review))
    raise_what_stops(done.review, done.error)
    return 0
