"""A plan's configuration -> what runs programs of its own when the plan is made or applied.

Source: Terraform documentation, "JSON Output Format", configuration representation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.domain.plan import Command


def commands(raw: dict[str, Any]) -> tuple[Command, ...]:
    """Every provisioner and every data source that is a program; a command's own words stay out."""
    found = dict.fromkeys(_of_a_module(raw.get("configuration", {}).get("root_module", {}), ""))
    return tuple(found)


def _of_a_module(module: dict[str, Any], prefix: str) -> Iterator[Command]:
    for resource in module.get("resources", ()):
        address = f"{prefix}{resource['address']}"
        for provisioner in resource.get("provisioners", ()):
            yield Command(address, f"provisioner {provisioner['type']}")
        if (resource["mode"], resource["type"]) == ("data", "external"):
            yield Command(address, "data source external")
    for name, call in module.get("module_calls", {}).items():
        yield from _of_a_module(call.get("module", {}), f"{prefix}module.{name}.")
