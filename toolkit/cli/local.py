"""`snowops local`: the embedded AWS on this machine."""

from __future__ import annotations

import typer

from toolkit.cli.options import Json, Settings

app = typer.Typer(help="Run the embedded AWS on this machine.", no_args_is_help=True)


@app.command(epilog="Example: snowops local up")
def up(context: typer.Context) -> int:
    """Start the embedded AWS; nothing happens where it runs."""
    from toolkit.cli.screen import data, talk
    from toolkit.embedded import server

    settings: Settings = context.obj
    aws = server.up(settings.project, report=lambda text: talk().print(text, style="dim"))
    data().print(f"{aws.endpoint}  pid {aws.pid}  log {aws.log}")
    return 0


@app.command(epilog="Example: snowops local status --json")
def status(context: typer.Context, as_json: Json = False) -> int:
    """Say whether the embedded AWS runs, and where; exit 1 where it does not."""
    from toolkit.cli.screen import data, print_json
    from toolkit.embedded import server

    settings: Settings = context.obj
    aws = server.status(settings.project)
    if as_json:
        print_json(
            {"running": False}
            if aws is None
            else {"running": True, "pid": aws.pid, "endpoint": aws.endpoint, "log": str(aws.log)}
        )
    elif aws is None:
        data().print("not running; start it with `snowops local up`")
    else:
        data().print(f"{aws.endpoint}  pid {aws.pid}  since {aws.started}")
    return 0 if aws else 1


@app.command(epilog="Example: snowops local down")
def down(context: typer.Context) -> int:
    """Stop the embedded AWS; it forgets everything it held."""
    from toolkit.cli.screen import data
    from toolkit.embedded import server

    settings: Settings = context.obj
    stopped = server.down(settings.project)
    data().print("stopped" if stopped else "was not running")
    return 0


@app.command(epilog="Example: snowops local reset")
def reset(context: typer.Context) -> int:
    """Empty the embedded AWS and set the states of what it held aside."""
    from toolkit.cli.embedding import state_folder
    from toolkit.cli.screen import data
    from toolkit.embedded import server

    settings: Settings = context.obj
    server.reset(settings.project)
    aws = server.status(settings.project)
    if aws is not None:
        for state in state_folder(settings.project, aws).glob("*.tfstate"):
            state.replace(state.with_suffix(".tfstate.reset"))
    data().print("empty")
    return 0
