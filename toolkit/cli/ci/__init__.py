"""`snowops ci`: what a pipeline runs on merge requests and on the default branch."""

from __future__ import annotations

import typer

from toolkit.cli.ci import affected, apply, note, pipeline, plan, report

app = typer.Typer(
    help="What a GitLab pipeline runs: tell what a change affects, plan, report, note, apply.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

for command in (affected, pipeline, plan, report, note, apply):
    command.register(app)
