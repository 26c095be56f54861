"""`snowops local`: the embedded AWS on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from toolkit.cli.options import EnvironmentName, Json, Settings

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


@app.command(
    epilog="Examples: snowops local send local events.tsv · "
    "snowops local send local bad_rows.ndjson --stream raw-bad"
)
def send(
    context: typer.Context,
    environment: EnvironmentName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One event or bad row a line.")],
    stream: Annotated[
        Literal["enriched-good", "enriched-bad", "raw-bad"] | None,
        typer.Option(help="Unset: enriched-good for events, enriched-bad for failed ones."),
    ] = None,
) -> int:
    """Send records through the embedded pipeline and show the objects they become."""
    from toolkit.cli.records import first_record, read_records
    from toolkit.cli.replay_views import delivered_view
    from toolkit.cli.screen import data
    from toolkit.cli.sending import send_to_embedded
    from toolkit.domain.transformation import kind_of

    settings: Settings = context.obj
    path = stream or (
        "enriched-good" if kind_of(first_record(file)) == "enriched" else "enriched-bad"
    )
    records = list(read_records(file))
    delivered = send_to_embedded(settings, environment, path, records)
    data().print(delivered_view(path, records, delivered))
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
