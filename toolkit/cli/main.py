"""The `snowops` command: its subcommands, and the one place where errors are shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from toolkit.cli import apply as apply_command
from toolkit.cli import (
    artifact,
    bootstrap,
    ci,
    destroy,
    doctor,
    drift,
    env,
    guardrails,
    init,
    local,
    output,
    package,
    plan,
    privacy,
    render,
    replay,
    review,
    roles,
    salt,
    unlock,
    version,
)
from toolkit.cli.options import Settings
from toolkit.errors import SnowopsError

EXIT_USAGE = 64
EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="snowops",
    help="Operate a pseudonymizing Snowplow pipeline on AWS.",
    epilog="Everybody's first command: snowops plan staging",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


@app.callback()
def common(
    context: typer.Context,
    project: Annotated[
        Path | None,
        typer.Option(
            "-C",
            "--project",
            metavar="DIR",
            envvar="SNOWOPS_PROJECT",
            help="Operations repository; unset: the nearest folder upwards with environments/.",
        ),
    ] = None,
    terraform: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            envvar="SNOWOPS_TERRAFORM",
            help="Terraform or OpenTofu to use, or 'embedded'; unset: PATH, then the embedded one.",
        ),
    ] = None,
) -> None:
    """Options that every command knows."""
    context.obj = Settings(project, terraform)


for command in (
    plan,
    review,
    apply_command,
    destroy,
    drift,
    output,
    render,
    package,
    replay,
    roles,
    init,
    bootstrap,
    unlock,
    doctor,
    version,
):
    command.register(app)
app.add_typer(env.app, name="env")
app.add_typer(guardrails.app, name="guardrails")
app.add_typer(privacy.app, name="privacy")
app.add_typer(artifact.app, name="artifact")
app.add_typer(salt.app, name="salt")
app.add_typer(ci.app, name="ci")
app.add_typer(local.app, name="local")


@cache
def commands() -> Any:
    """The tree of commands; Typer builds it anew from every signature, which takes a while."""
    return typer.main.get_command(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits with the design's codes."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit code; shows every error that is not a bug."""
    from toolkit.cli.errors import show_error, show_usage_error

    try:
        words = list(arguments) or ["--help"]
        result = commands()(words, prog_name="snowops", standalone_mode=False)
        sys.stdout.flush()
    except SnowopsError as error:
        show_error(error)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _leave_pipe()
        return 1
    except Exception as error:
        if not show_usage_error(error):
            raise
        return EXIT_USAGE
    return result if isinstance(result, int) else 0


def _leave_pipe() -> None:
    """Lets nothing more be written to a reader that has gone, not even by the interpreter."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
