"""Answers for what AWS would decide: plausible values of computed attributes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import arns
from .checks import JSON_OBJECTS
from .values import UNKNOWN, known_strings, mapped

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]

A_DAY = "2024-01-01T00:00:00Z"

_ALWAYS = dict.fromkeys(JSON_OBJECTS, "{}") | {"resource_record_type": "CNAME"}


@dataclass(frozen=True)
class Account:
    """Where the provider is configured to work, and the tags that it adds to everything."""

    account: str = "123456789012"
    region: str = "eu-west-1"
    default_tags: Mapping[str, Any] = field(default_factory=dict)

    def texts(self, value: Mapping[str, Any]) -> dict[str, str]:
        """The known texts of a resource, and the account and region that its ARN is made of."""
        return {"account": self.account, "region": self.region} | known_strings(value)


def filled(type_name: str, block: Json, value: Json, account: Account) -> Json:
    """A resource or data source in which everything unknown has become a plausible value."""
    known = account.texts(value)
    for name in _order(type_name):
        if value.get(name) is UNKNOWN:
            known[name] = _text(type_name, name, known)
    for name, schema in block.get("attributes", {}).items():
        if value.get(name) is UNKNOWN and schema["type"] == "string" and name not in known:
            known[name] = _text(type_name, name, known)
    decided = {
        name: known[name] if item is UNKNOWN and name in known else item
        for name, item in value.items()
    }
    result: Json = mapped(block, decided, _fill_in(known))
    return result


def _order(type_name: str) -> tuple[str, ...]:
    """Names first, for ARNs are made of them; `id` and `arn` in the order of who needs whom."""
    last = ("arn", "id") if arns.arn_is_id(type_name) else ("id", "arn")
    return ("name", "bucket", "version", "key_id", "zone_id", *last)


def _fill_in(known: Mapping[str, str]) -> Any:
    def fill(name: str, schema: Json, item: Any) -> Any:
        if item is UNKNOWN and schema.get("optional") and isinstance(schema["type"], list):
            return {} if schema["type"][0] == "map" else []
        return _fill(name, schema["type"], item, known)

    return fill


def _fill(name: str, kind: Any, item: Any, known: Mapping[str, str]) -> Any:
    """An attribute's value with its unknown parts made up according to its type."""
    if item is UNKNOWN:
        return _made(name, kind, known)
    if isinstance(item, list):
        return [_fill(name, kind[1], one, known) for one in item]
    if isinstance(item, dict) and kind[0] == "object":
        return {key: _fill(key, kind[1][key], one, known) for key, one in item.items()}
    if isinstance(item, dict):
        return {key: _fill(key, kind[1], one, known) for key, one in item.items()}
    return item


def _made(name: str, kind: Any, known: Mapping[str, str]) -> Any:
    match kind:
        case "string":
            return _text("", name, known)
        case "number" | "bool":
            return {"number": 1, "bool": False}[kind]
        case ["object", members]:
            return {key: _made(key, inner, known) for key, inner in members.items()}
        case ["list" | "set", ["object", _] as inner]:
            return [_made(name, inner, known)]
        case _:
            return {} if kind[0] == "map" else []


def _text(type_name: str, name: str, known: Mapping[str, str]) -> str:
    if (type_name, name) in arns.TEXTS:
        return arns.text(arns.TEXTS[type_name, name], known)
    if name == "id" and type_name:
        return arns.identifier(type_name, known)
    if name == "arn" or name.endswith("_arn"):
        return arns.arn(type_name, known, name)
    if name in {"name", "bucket"} and type_name:
        return known.get(f"{name}_prefix", "terraform-") + secrets.token_hex(8)
    return _plain(name, known)


def _plain(name: str, known: Mapping[str, str]) -> str:
    if name in {"account_id", "owner_id", "registry_id"}:
        return known["account"]
    if name in _ALWAYS:
        return _ALWAYS[name]
    if name.endswith(("_date", "_time", "_at", "_timestamp")):
        return A_DAY
    return f"fake-{name.replace('_', '-')}-{secrets.token_hex(4)}"
