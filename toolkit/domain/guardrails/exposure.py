"""Privacy rules: where neither a secret nor an event belongs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.functions import settings_of
from toolkit.domain.guardrails.secrecy import is_secret, names_secret
from toolkit.domain.guardrails.values import blocks, document, text, words
from toolkit.domain.plan import Facts, Withheld

_SECRET = Rule(
    id="PRIVACY-SECRET-IN-ENVIRONMENT",
    severity="critical",
    title="An environment variable looks like a secret",
    why="Whoever may describe the function or the task reads it, and so does the Terraform state.",
    fix="Keep it in Secrets Manager and hand over its ARN.",
)
_KEYRING = Rule(
    id="PRIVACY-KEYRING-IN-STATE",
    severity="critical",
    title="Terraform would write or read the keyring",
    why="The salts would be in the state and in every plan, and with them every pseudonym can be "
    "guessed; where Terraform writes, those in use would be overwritten.",
    fix="Take the secret's version out of the templates: `snowops salt` writes it, functions read.",
)
_PLAIN = Rule(
    id="PRIVACY-PLAIN-HTTP",
    severity="critical",
    title="Events would travel through the internet in clear",
    why="Whoever is on the way reads every event before it is pseudonymized.",
    fix="Let port 80 redirect to HTTPS, as modules/collectors does, and nothing else.",
)
RULES = (_SECRET, _KEYRING, _PLAIN)

# Attributes that hold variables, by type.
_HOLDERS = {
    "aws_lambda_function": ("environment",),
    "aws_cloudformation_stack": ("template_body",),
    "aws_ecs_task_definition": ("container_definitions",),
}


def secrets_in_environments(case: Case) -> Iterator[Finding]:
    """Variables of functions and tasks that look like secrets; values are never repeated."""
    for change, after in case.planned(*_HOLDERS):
        for name in _HOLDERS[change.type]:
            if after.get(name) is Withheld.SENSITIVE:
                sentence = f"{name} is marked as sensitive, so there is a secret in it"
                yield Finding(_SECRET, change.address, sentence)
            elif after.get(name) is Withheld.UNKNOWN and change.before is not None:
                sentence = f"{name} is known only after apply, so nobody can see what is in it"
                yield Finding(_SECRET, change.address, sentence)
        for place, name, value in _variables(after):
            if _is_secret(name, value):
                sentence = f"{place}variable {name} looks like a secret"
                yield Finding(_SECRET, change.address, sentence)


def written_keyrings(case: Case) -> Iterator[Finding]:
    """Versions of the keyring's secret, also as data; an unknown one goes by its module."""
    ours = f":secret:{case.environment.prefix}-salt-"
    kind = "aws_secretsmanager_secret_version"
    read = ((change, change.after or {}) for change in case.plan.reads if change.type == kind)
    for change, after in (*case.planned(kind), *read):
        secret = text(after.get("secret_id"))
        if ours in secret or (not secret and change.stage == "salt"):
            does = "reads" if change.action == "read" else "writes"
            yield Finding(_KEYRING, change.address, f"it {does} the keyring")


def plain_listeners(case: Case) -> Iterator[Finding]:
    """Listeners that pass on what was sent without TLS."""
    for change, after in case.planned("aws_lb_listener"):
        if after.get("protocol") in ("HTTPS", "TLS"):
            continue
        for action in blocks(after.get("default_action")):
            if action.get("type") not in ("redirect", "fixed-response"):
                sentence = f"it passes on what arrives by {text(after.get('protocol')) or 'HTTP'}"
                yield Finding(_PLAIN, change.address, sentence)


def _is_secret(name: str, value: Any) -> bool:
    """Whether a value looks like a secret, or is hidden as one, or computed under its name."""
    if isinstance(value, str):
        return is_secret(name, value)
    return value is Withheld.SENSITIVE or (value is not None and names_secret(name))


def _variables(facts: Facts) -> Iterator[tuple[str, str, Any]]:
    """Place, name and value of each variable and argument that the plan knows."""
    for settings in settings_of(facts):
        if settings.variables is Withheld.SENSITIVE:
            yield "every ", "", settings.variables
        yield from _pairs("", settings.variables)
    for container in blocks(document(facts.get("container_definitions"))):
        place = f"container {text(container.get('name'))}: "
        for pair in blocks(container.get("environment")):
            yield place, text(pair.get("name")), text(pair.get("value"))
        for index, argument in enumerate(_arguments(container)):
            yield place, f"argument {index + 1}", argument


def _arguments(container: dict[str, Any]) -> list[str]:
    return [*words(container.get("entryPoint")), *words(container.get("command"))]


def _pairs(place: str, variables: Any) -> Iterator[tuple[str, str, Any]]:
    for name, value in (variables if isinstance(variables, dict) else {}).items():
        yield place, name, value
