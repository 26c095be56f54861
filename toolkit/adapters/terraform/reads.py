"""A plan's data sources -> the few that rules judge: those whose answers are secret.

What is read while planning lies in `prior_state`, what is read while applying in
`resource_changes` (Terraform documentation, "JSON Output Format").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.domain.plan import Change, Withheld

_SECRET = "aws_secretsmanager_secret_version"  # noqa: S105


def reads(raw: dict[str, Any]) -> tuple[Change, ...]:
    """Data sources that read a secret, with the name of the secret and nothing else of it."""
    state = raw.get("prior_state", {}).get("values", {}).get("root_module", {})
    found = {
        item["address"]: values
        for item, values in (*_now(state), *_later(raw.get("resource_changes", ())))
        if item.get("mode") == "data" and item["type"] == _SECRET
    }
    return tuple(_read(address, values) for address, values in found.items())


def _now(module: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for item in module.get("resources", ()):
        yield item, item.get("values") or {}
    for child in module.get("child_modules", ()):
        yield from _now(child)


def _later(items: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for item in items:
        yield item, item["change"].get("after") or {}


def _read(address: str, values: dict[str, Any]) -> Change:
    facts = {"secret_id": values.get("secret_id", Withheld.UNKNOWN)}
    return Change(address, _SECRET, "read", ("read",), before=facts, after=facts)
