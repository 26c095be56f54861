"""What the roles of an environment are granted, statement by statement."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.scan.least_privilege.rules import listed
from tests.scan.subjects import Subject

NEEDS: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("needs.toml").read_text()
)


@dataclass(frozen=True, order=True)
class Grant:
    """One statement of one role's policy."""

    role: str
    """Without the environment's prefix; the three of Firehose are one."""
    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]


def grants(subject: Subject) -> Iterator[Grant]:
    """Every statement of every role's inline policy."""
    names = {
        resource["values"]["id"]: resource["values"]["name"]
        for resource in subject.resources()
        if resource["type"] == "aws_iam_role"
    }
    for resource in subject.resources():
        if resource["type"] == "aws_iam_role_policy":
            role = resource["values"]["role"]
            yield from _statements(subject, resource, names.get(role, role))


def _statements(subject: Subject, resource: dict[str, Any], role: str) -> Iterator[Grant]:
    short = re.sub(r"^snowplow-(staging|prod)-", "", role)
    for policy in subject.policies():
        if policy.address == resource["address"]:
            for statement in policy.document["Statement"]:
                yield Grant(
                    "firehose" if short.startswith("firehose-") else short,
                    statement["Sid"],
                    tuple(listed(statement, "Action")),
                    tuple(listed(statement, "Resource")),
                )


def unneeded(found: list[Grant]) -> list[str]:
    """Statements and actions that nobody has said a need for."""
    return [
        f"{grant.role} {grant.sid}: {action}"
        for grant in found
        for action in grant.actions
        if action not in NEEDS.get(grant.role, {}).get(grant.sid, {}).get("actions", [])
    ]


def unserved(found: list[Grant]) -> list[str]:
    """Needs that no statement serves."""
    served = {(grant.role, grant.sid, action) for grant in found for action in grant.actions}
    return [
        f"{role} {sid}: {action}"
        for role, needs in NEEDS.items()
        for sid, need in needs.items()
        for action in need["actions"]
        if (role, sid, action) not in served
    ]
