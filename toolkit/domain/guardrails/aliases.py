"""Which version of a function an alias sends its traffic to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.functions import CODE, functions, of_type, resources
from toolkit.domain.guardrails.values import text
from toolkit.domain.plan import Change, Facts

_Resources = dict[str, dict[str, Any]]


def wrong_aliases(case: Case) -> Iterator[tuple[Change, str]]:
    """Aliases of the pipeline that send traffic to another version than the plan publishes."""
    for change, after in case.planned("aws_lambda_alias"):
        if case.is_ours(text(after.get("function_name")).rpartition(":")[2]):
            for sentence in _of_a_resource(case, after):
                yield change, sentence
    for change, after in case.planned("aws_cloudformation_stack"):
        if case.is_ours(text(after.get("name"))):
            for sentence in _of_a_stack(change, resources(after)):
                yield change, sentence


def _of_a_resource(case: Case, after: Facts) -> Iterator[str]:
    name = text(after.get("function_name")).rpartition(":")[2]
    versions = [
        each.settings.get("Version")
        for each in functions(case)
        if each.name == name and each.settings.get("Version") is not None
    ]
    pointed = after.get("function_version")
    if versions and pointed not in (*versions, "$LATEST"):
        yield f"its alias stays at version {text(pointed) or 'that nobody can see'}"
    if after.get("routing_config"):
        yield "its alias sends part of the traffic to another version"


def _of_a_stack(change: Change, found: _Resources) -> Iterator[str]:
    before = resources(change.before or {})
    for alias in of_type("Alias", found).values():
        pointed = alias.get("FunctionVersion")
        reference = pointed.get("Fn::GetAtt") if isinstance(pointed, dict) else None
        version = reference[0] if isinstance(reference, list) else text(reference).partition(".")[0]
        if version not in of_type("Version", found):
            yield "its alias names a version that the stack does not publish"
        elif version in before and _code(before) != _code(found):
            yield "its alias stays at the version that is there"
        if alias.get("RoutingConfig"):
            yield "its alias sends part of the traffic to another version"


def _code(found: _Resources) -> list[list[Any]]:
    """What decides what a stack's functions do."""
    functions_ = of_type("Function", found).values()
    return [[each.get(word) for word in ("Code", *CODE.values())] for each in functions_]
