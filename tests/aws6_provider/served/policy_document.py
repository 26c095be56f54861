"""Renders `aws_iam_policy_document` to the JSON that the provider writes."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

Json = dict[str, Any]

VERSION = "2012-10-17"


class DocumentRefused(Exception):
    """The provider would not render this document."""


def render(config: Json) -> tuple[str, str]:
    """The indented and the minified JSON of a policy document."""
    written = [_statement(item) for item in config.get("statement") or []]
    sources = _documents(config.get("source_policy_documents"))
    overrides = _documents(config.get("override_policy_documents"))
    statements = [one for source in sources for one in _listed(source.get("Statement"))] + written
    _refuse_repeated(statements)
    for override in overrides:
        statements = _overridden(statements, _listed(override.get("Statement")))
    policy_id = {"Id": config["policy_id"]} if config.get("policy_id") else {}
    version = config.get("version")
    document = {
        "Version": version if isinstance(version, str) else VERSION,
        **policy_id,
        "Statement": statements,
    }
    return json.dumps(document, indent=2), json.dumps(document, separators=(",", ":"))


def _statement(item: Json) -> Json:
    effect = item.get("effect")
    parts = {
        "Sid": item.get("sid"),
        "Effect": effect if isinstance(effect, str) else "Allow",
        "Action": _texts(item.get("actions")),
        "NotAction": _texts(item.get("not_actions")),
        "Resource": _texts(item.get("resources")),
        "NotResource": _texts(item.get("not_resources")),
        "Principal": _principals(item.get("principals")),
        "NotPrincipal": _principals(item.get("not_principals")),
        "Condition": _conditions(item.get("condition")),
    }
    return {name: part for name, part in parts.items() if part}


def _texts(values: list[str] | None) -> str | list[str] | None:
    """One text alone, several as a list in the provider's descending order."""
    texts = sorted((_variables(value) for value in values or []), reverse=True)
    return texts[0] if len(texts) == 1 else texts or None


def _variables(text: str) -> str:
    """IAM's own variables are written `&{...}`, for `${...}` is Terraform's."""
    return text.replace("&{", "${")


def _principals(principals: list[Json] | None) -> Any:
    by_type: dict[str, list[str]] = defaultdict(list)
    for principal in principals or []:
        by_type[principal["type"]] += principal["identifiers"]
    if dict(by_type) == {"*": ["*"]}:
        return "*"
    return {kind: _texts(identifiers) for kind, identifiers in sorted(by_type.items())}


def _conditions(conditions: list[Json] | None) -> Json:
    tests: dict[str, Json] = defaultdict(dict)
    for condition in conditions or []:
        values = [_variables(value) for value in condition["values"]]
        tests[condition["test"]][condition["variable"]] = values[0] if len(values) == 1 else values
    return {test: tests[test] for test in sorted(tests)}


def _documents(texts: list[str] | None) -> list[Json]:
    try:
        return [json.loads(text) for text in texts or [] if text]
    except json.JSONDecodeError as error:
        raise DocumentRefused(f"A policy document to merge is invalid JSON: {error}") from error


def _refuse_repeated(statements: list[Json]) -> None:
    names = [one["Sid"] for one in statements if one.get("Sid")]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise DocumentRefused(f"duplicate Sid ({', '.join(repeated)})")


def _listed(statements: Any) -> list[Json]:
    return statements if isinstance(statements, list) else [statements] if statements else []


def _overridden(statements: list[Json], overrides: list[Json]) -> list[Json]:
    """The statements with those replaced whose Sid an override repeats, and the rest added."""
    replaced = {one["Sid"]: one for one in overrides if one.get("Sid")}
    kept = [replaced.pop(one.get("Sid", ""), one) for one in statements]
    added = [one for one in overrides if not one.get("Sid") or one["Sid"] in replaced]
    return kept + added
