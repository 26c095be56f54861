"""`snowops salt`: the keyring that makes pseudonyms unguessable."""

from __future__ import annotations

import typer

from toolkit.cli.options import EnvironmentName, Json, Settings

app = typer.Typer(help="Look after the salt.", no_args_is_help=True)


@app.callback()
def common() -> None:
    """Look after the salt."""


@app.command(epilog="Example: snowops salt init staging")
def init(context: typer.Context, environment: EnvironmentName, as_json: Json = False) -> int:
    """Make ENV's first salt; a keyring that exists is left alone."""
    import os
    from datetime import UTC, datetime
    from getpass import getuser

    from toolkit.adapters.secrets import SecretsManager
    from toolkit.cli.screen import data, print_json
    from toolkit.cli.services import Services
    from toolkit.workflows.salting import Source, init_salt

    settings: Settings = context.obj
    with Services(settings) as services:
        loaded = services.environment(environment).environment
        secrets = SecretsManager(services.client(loaded, "secretsmanager"))
        source = Source(os.urandom, lambda: datetime.now(UTC), getuser)
        made = init_salt(loaded, secrets, source)
    if as_json:
        print_json({"schema": "snowops.salt.init/v1", "secret": made.secret, "id": made.entry_id})
    elif made.entry_id is None:
        data().print(f"{made.secret} has a keyring already; nothing was changed")
    else:
        data().print(f"{made.secret}: first entry {made.entry_id}")
    return 0
