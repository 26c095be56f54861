"""`snowops artifact`: what is in a zip, and what runs in production."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli.options import EnvironmentName, Json, Settings

app = typer.Typer(
    help="Compare artifacts, and verify what runs.", no_args_is_help=True, rich_markup_mode=None
)

_EXIT = {"match": 0, "unknown": 1, "mismatch": 3}


@app.command(
    "why-different", epilog="Example: snowops artifact why-different build/artifacts/A.zip B.zip"
)
def why_different(
    a: Annotated[Path, typer.Argument(metavar="A.zip", help="One zip.")],
    b: Annotated[Path, typer.Argument(metavar="B.zip", help="The other.")],
    as_json: Json = False,
) -> int:
    """Name the entries in which two zips differ, and the cause of each."""
    from toolkit.adapters.zip_files import read_entries, same_bytes
    from toolkit.cli.artifact_views import differences_json, differences_view
    from toolkit.cli.screen import data, print_json
    from toolkit.domain.artifact_difference import differences

    found = differences(read_entries(a), read_entries(b), same_bytes=same_bytes(a, b))
    if as_json:
        print_json(differences_json(found))
    else:
        data().print(differences_view(found))
    return 0


@app.command(epilog="Examples: snowops artifact verify prod · snowops artifact verify prod --json")
def verify(context: typer.Context, environment: EnvironmentName, as_json: Json = False) -> int:
    """Compare ENV's deployed functions with a rebuild of the commit that they name.

    Exit 0: they match. Exit 3: something else runs. Exit 1: it cannot be known.
    """
    from toolkit.adapters.functions import Functions
    from toolkit.adapters.rebuilding import Rebuilding
    from toolkit.adapters.source_files import TOOLKIT
    from toolkit.cli.artifact_views import verifications_json, verifications_view
    from toolkit.cli.packaging import installed_version
    from toolkit.cli.screen import data, print_json
    from toolkit.cli.services import Services
    from toolkit.domain.deployed_function import function_names, overall
    from toolkit.workflows import artifact_verification

    settings: Settings = context.obj
    with Services(settings) as services:
        loaded = services.environment(environment).environment
        now = loaded.lambda_.narrow_columns
        request = artifact_verification.VerificationRequest(
            functions=function_names(loaded.prefix),
            narrow_columns=(now, "hash" if now == "empty" else "empty"),
        )
        functions = Functions(services.client(loaded, "lambda"))
        rebuild = Rebuilding(TOOLKIT.parent, settings.project, environment, installed_version())
        found = artifact_verification.verify(request, functions, rebuild)
    if as_json:
        print_json(verifications_json(environment, found))
    else:
        data().print(verifications_view(found))
    return _EXIT[overall(found)]
