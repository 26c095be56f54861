"""`snowops replay ENV FILE`: your events through the packaged function, on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from toolkit.cli.options import EnvironmentName, Json, Settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops replay staging events.tsv --diff · "
        "snowops replay prod bad_rows.ndjson --out transformed.ndjson",
    )(replay)


def replay(
    context: typer.Context,
    environment: EnvironmentName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One event or bad row a line.")],
    diff: Annotated[bool, typer.Option("--diff", help="Show records before and after.")] = False,
    limit: Annotated[
        int, typer.Option(min=1, help="How many records --diff shows at the most.")
    ] = 10,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the transformed lines here.")
    ] = None,
    kind: Annotated[
        Literal["enriched", "bad"] | None, typer.Option(help="Unset: as the first record looks.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Run local records through ENV's packaged function, under a salt made for this run alone."""
    from toolkit.cli.records import first_record, read_records
    from toolkit.cli.replay_views import (
        difference_view,
        differences_json,
        summary_json,
        summary_view,
    )
    from toolkit.cli.replaying import Taken, replay_packaged
    from toolkit.cli.screen import data, print_json, talk
    from toolkit.domain.transformation import kind_of

    settings: Settings = context.obj
    taken = Taken(limit if diff else 0, out)
    with taken:
        chosen = kind or kind_of(first_record(file))
        result = replay_packaged(settings, environment, chosen, read_records(file), taken)
    if as_json:
        shown = {"differences": differences_json(taken.shown)} if diff else {}
        print_json({**summary_json(result), **shown})
        return 0
    for number, transformed in enumerate(taken.shown, start=1):
        data().print(difference_view(number, transformed))
    talk().print(summary_view(result))
    return 0
