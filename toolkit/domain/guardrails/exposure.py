"""Privacy rule: an environment variable is no place for a secret."""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.values import block, blocks, document, text
from toolkit.domain.plan import Facts

_SECRET = Rule(
    id="PRIVACY-SECRET-IN-ENVIRONMENT",
    severity="critical",
    title="An environment variable looks like a secret",
    why="Whoever may describe the function or the task reads it, and so does the Terraform state.",
    fix="Keep it in Secrets Manager and hand over its ARN.",
)
RULES = (_SECRET,)

_FORMS = re.compile(
    r"\b(AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(gh[pousr]|github_pat|glpat|xox[abprs]|sk_live|npm)[-_][A-Za-z0-9_-]{16,}"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\."
    r"|://[^/\s:@]+:[^/\s@]{3,}@"
)
_NAME = re.compile(
    r"(secret|passw(or)?d|passphrase|token|api_?key|access_?key|private_?key|salt|credential)",
    re.IGNORECASE,
)
# A name that ends so says where a secret is, or something about it.
_REFERENCE = re.compile(
    r"(_(id|arn|name|seconds|path|file|url|uri|region|version|ttl|header|enabled))$", re.IGNORECASE
)
# `key = "value"` in a configuration that a variable carries.
_ASSIGNED = re.compile(
    r"""["']?([A-Za-z_]*(?:password|secret[A-Za-z]*|token|apikey|accesskey))["']?\s*[:=]\s*"""
    r"""["']([^"'\s]+)["']""",
    re.IGNORECASE,
)
_HARMLESS = ("default", "iam", "env", "true", "false", "none", "null", "")


def secrets_in_environments(case: Case) -> Iterator[Finding]:
    """Variables of functions and tasks that look like secrets; values are never repeated."""
    for change, after in case.planned(
        "aws_lambda_function", "aws_cloudformation_stack", "aws_ecs_task_definition"
    ):
        for place, name, value in _variables(after):
            if _is_secret(name, value):
                sentence = f"{place}variable {name} looks like a secret"
                yield Finding(_SECRET, change.address, sentence)


def _variables(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Place, name and value of each variable and argument that the plan knows."""
    yield from _pairs("", block(facts.get("environment")).get("variables"))
    stack = document(facts.get("template_body"))
    for resource in (stack.get("Resources", {}) if isinstance(stack, dict) else {}).values():
        settings = resource.get("Properties", {}).get("Environment", {})
        yield from _pairs("", settings.get("Variables"))
    for container in blocks(document(facts.get("container_definitions"))):
        place = f"container {text(container.get('name'))}: "
        for pair in blocks(container.get("environment")):
            yield place, text(pair.get("name")), text(pair.get("value"))
        arguments = container.get("command")
        for index, argument in enumerate(arguments if isinstance(arguments, list) else ()):
            yield place, f"argument {index + 1}", text(argument)


def _pairs(place: str, variables: Any) -> Iterator[tuple[str, str, str]]:
    for name, value in (variables if isinstance(variables, dict) else {}).items():
        yield place, name, text(value)


def _is_secret(name: str, value: str) -> bool:
    if not value or value.startswith("arn:"):
        return False
    inner = _decoded(value)
    if inner is not None:
        return _holds_secret(inner)
    named = _NAME.search(name) is not None and _REFERENCE.search(name) is None
    return _holds_secret(value) or (named and not _is_harmless(value)) or _is_random(value)


def _holds_secret(value: str) -> bool:
    return _FORMS.search(value) is not None or any(
        not _is_harmless(found) for _, found in _ASSIGNED.findall(value)
    )


def _is_harmless(value: str) -> bool:
    """A number, a switch, a reference to another place, or a placeholder."""
    return (
        value.lower() in _HARMLESS
        or value.startswith(("arn:", "${", "alias/"))
        or value.replace(".", "").isdigit()
    )


def _decoded(value: str) -> str | None:
    """The text that a base64 value carries; None where it carries none."""
    try:
        found = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    return found if "\n" in found or (len(found) >= 8 and found.isprintable()) else None


def _is_random(value: str) -> bool:
    """A long word without structure: hex digits, or letters of both cases and digits mixed."""
    if re.fullmatch(r"[0-9a-fA-F]{32,}", value):
        return len(set(value)) > 8
    mixed = re.search(r"[a-z]", value) and re.search(r"[A-Z]", value) and re.search(r"[0-9]", value)
    word = re.fullmatch(r"[A-Za-z0-9+/=_]{32,}", value)
    return bool(mixed and word and _entropy(value) > 4.0)


def _entropy(value: str) -> float:
    """Bits per character."""
    shares = [count / len(value) for count in Counter(value).values()]
    return -sum(share * math.log2(share) for share in shares)
