"""`snowops guardrails`: the rules by which every plan is judged."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli.options import Json

app = typer.Typer(
    help="List and explain the rules by which plans are judged.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list", epilog="Example: snowops guardrails list --json")
def list_rules(as_json: Json = False) -> int:
    """List every rule with its severity."""
    from toolkit.cli.findings_views import rules_json, rules_view
    from toolkit.cli.screen import data, print_json
    from toolkit.domain.guardrails.judge import RULES

    if as_json:
        print_json(rules_json(RULES))
    else:
        data().print(rules_view(RULES))
    return 0


@app.command(epilog="Example: snowops guardrails explain DATA-STREAM-REPLACED")
def explain(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a rule.")],
) -> int:
    """Say why a rule is there, what to do, and how to let a finding pass."""
    from difflib import get_close_matches

    from toolkit.cli.findings_views import rule_view
    from toolkit.cli.screen import data
    from toolkit.domain.guardrails.judge import RULES
    from toolkit.errors import ConfigError

    rules = {rule.id: rule for rule in RULES}
    wanted = rule_id.partition("@")[0].upper()
    if wanted not in rules:
        near = get_close_matches(wanted, rules, n=1)
        hint = f"did you mean {near[0]}?" if near else "`snowops guardrails list` names them all"
        raise ConfigError(f"there is no rule '{rule_id}'", hint=hint)
    data().print(rule_view(rules[wanted]))
    return 0
