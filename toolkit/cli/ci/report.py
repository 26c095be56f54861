"""`snowops ci report ENV`: what GitLab's merge request shows of a plan."""

from __future__ import annotations

import typer

from toolkit.cli.options import EnvironmentName


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Example: snowops ci report staging")(report)


def report(context: typer.Context, environment: EnvironmentName) -> int:
    """Write GitLab's reports anew from build/ci/ENV/review.json, and print the widget's counts."""
    from toolkit.adapters.review_file import read_review
    from toolkit.cli.ci.files import CiFiles
    from toolkit.cli.screen import print_json

    files = CiFiles.of(context.obj, environment)
    print_json(files.write_reports(read_review(files.review)))
    return 0
