"""`snowops privacy`: what passes, why, what changed, and the proof that nothing else does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli.options import EnvironmentName, Json, Settings, complete_environment

app = typer.Typer(help="Explain, compare and prove what passes.", no_args_is_help=True)

_Environment = Annotated[
    str | None,
    typer.Option(
        "--environment",
        "-e",
        metavar="ENV",
        help="Whose allowlist; unset: environments/allowlist.yaml.",
        autocompletion=complete_environment,
    ),
]


@app.command(epilog="Example: snowops privacy check")
def check(context: typer.Context) -> int:
    """Check the allowlists of all environments; exit 3 where one names what may never pass."""
    from toolkit.adapters.allowlist_files import load_allowlist
    from toolkit.adapters.environment_files import environment_names, load
    from toolkit.cli.screen import data

    settings: Settings = context.obj
    folder = settings.environments
    names = environment_names(folder)
    files = {load(folder, name).environment.lambda_.allowlist for name in names}
    for file in sorted(files or {"allowlist.yaml"}):
        allowlist = load_allowlist(folder / file)
        paths = sum(len(entry.paths) for entry in allowlist.schemas)
        data().print(
            f"{file}: ok, {len(allowlist.columns)} of 131 columns pass, "
            f"{paths} properties of {len(allowlist.schemas)} schemas"
        )
    return 0


@app.command(
    epilog="Examples: snowops privacy explain user_id · "
    "snowops privacy explain com.gitlab/gitlab_standard/jsonschema/1-1-7:plan"
)
def explain(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="COLUMN|SCHEMA[:PATH]", help="A column, schema or property.")
    ],
    environment: _Environment = None,
    as_json: Json = False,
) -> int:
    """Say what happens to a column or property, and why."""
    from toolkit.cli.privacy_views import explanation_view
    from toolkit.cli.privacy_wiring import rules_source
    from toolkit.cli.screen import data, print_json
    from toolkit.domain.allowlist.explanation import explain as explain_one

    settings: Settings = context.obj
    source = rules_source(settings, environment)
    found = explain_one(source.allowlist, what, source.narrow_columns)
    if as_json:
        print_json(
            [
                {"what": item.what, "treatment": item.treatment, "reason": item.reason}
                for item in found
            ]
        )
    else:
        data().print(explanation_view(found))
    return 0


@app.command(epilog="Example: snowops privacy diff origin/main")
def diff(
    context: typer.Context,
    revision: Annotated[str, typer.Argument(metavar="REV", help="A git revision to compare with.")],
    environment: _Environment = None,
    as_json: Json = False,
) -> int:
    """Show what the allowlist lets through that it did not at REV, and the other way round."""
    from dataclasses import asdict

    from toolkit.cli.privacy_views import change_view
    from toolkit.cli.privacy_wiring import rules_at, rules_source
    from toolkit.cli.screen import data, print_json
    from toolkit.domain.allowlist.comparison import compare_rules

    settings: Settings = context.obj
    source = rules_source(settings, environment)
    change = compare_rules(rules_at(source, revision), source.rules)
    if as_json:
        print_json({"schema": "snowops.privacy.diff/v1", **asdict(change)})
    else:
        data().print(change_view(change, revision))
    return 0


@app.command(epilog="Example: snowops privacy prove prod --report proof.json")
def prove(
    context: typer.Context,
    environment: EnvironmentName,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the report here as JSON.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Send marked events through ENV's packaged function and search all that comes out.

    Exit 3 where a mark, or an unkeyed hash or encoding of one, appears anywhere it may not.
    """
    from toolkit.cli.privacy_views import proof_json, proof_view
    from toolkit.cli.proving import prove_packaged
    from toolkit.cli.screen import data, print_json
    from toolkit.cli.writing import write_json

    settings: Settings = context.obj
    proof = prove_packaged(settings, environment)
    if report is not None:
        write_json(report, proof_json(proof))
    if as_json:
        print_json(proof_json(proof))
    else:
        data().print(proof_view(proof))
    return 0 if proof.holds else 3
