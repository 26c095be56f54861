"""Puts the needs of an environment's resources into policies that AWS takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.domain.environment import Environment
from toolkit.domain.roles.applications import APPLICATIONS
from toolkit.domain.roles.keeping import ALSO_COVERED, KEEPING
from toolkit.domain.roles.need import Need
from toolkit.domain.roles.networking import NETWORKING
from toolkit.domain.roles.state import (
    Statement,
    artifact_statements,
    seal_statements,
    state_statements,
    statement,
)
from toolkit.errors import TemplateError

NEEDS: tuple[Need, ...] = (*NETWORKING, *APPLICATIONS, *KEEPING)

# Characters of a managed policy without white space (IAM quotas).
_LARGEST_POLICY = 6144


@dataclass(frozen=True)
class Roles:
    """Policies of the role that plans and of the role that applies; each fits a managed policy."""

    plan: tuple[dict[str, Any], ...]
    apply: tuple[dict[str, Any], ...]


def roles(environment: Environment, types: Iterable[str]) -> Roles:
    """The policies for an environment whose tree holds resources of these types.

    The plan role changes nothing but the state's lock. Raises TemplateError for a type whose calls
    nobody has written down.
    """
    wanted = frozenset(types)
    needs = [need for need in NEEDS if wanted.intersection(need.types)]
    unknown = wanted - {kind for need in NEEDS for kind in need.types} - set(ALSO_COVERED)
    if unknown:
        raise TemplateError(
            f"nobody has written down what these resource types need: {', '.join(sorted(unknown))}",
            hint="add them to toolkit/domain/roles",
        )
    reading = [filled(one, environment) for need in needs for one in _reading(need)]
    changing = [filled(one, environment) for need in needs for one in _changing(need)]
    return Roles(
        plan=_documents(
            [
                *state_statements(environment, writes=False),
                *artifact_statements(environment, writes=False),
                *seal_statements(environment, verifies=False),
                *reading,
            ]
        ),
        apply=_documents(
            [
                *state_statements(environment, writes=True),
                *artifact_statements(environment, writes=True),
                *seal_statements(environment, verifies=True),
                *reading,
                *changing,
            ]
        ),
    )


def filled(one: Statement, environment: Environment) -> Statement:
    """A statement about this environment's resources."""
    values = {
        "account": environment.aws.account_id,
        "bucket": environment.storage.bucket,
        "environment": environment.name,
        "prefix": environment.prefix,
        "region": environment.aws.region,
        "zone": environment.collectors.zone_id or "*",
    }
    return {name: _filled(value, values) for name, value in one.items()}


def _filled(value: Any, values: dict[str, str]) -> Any:
    if isinstance(value, str):
        return value.format(**values)
    if isinstance(value, dict):
        return {name: _filled(below, values) for name, below in value.items()}
    return [_filled(item, values) for item in value]


def _reading(need: Need) -> Iterator[Statement]:
    if need.read:
        yield statement(f"Read{need.sid}", list(need.read), list(need.on))
    if need.look:
        yield statement(f"Find{need.sid}", list(need.look), ["*"])


def _changing(need: Need) -> Iterator[Statement]:
    if need.change:
        yield statement(f"Change{need.sid}", list(need.change), list(need.on), need.when)
    if need.make:
        yield statement(f"Make{need.sid}", list(need.make), ["*"])


def _documents(statements: Iterable[Statement]) -> tuple[dict[str, Any], ...]:
    documents: list[dict[str, Any]] = []
    for one in statements:
        grown = _document([*(documents[-1]["Statement"] if documents else []), one])
        if documents and len(json.dumps(grown, separators=(",", ":"))) <= _LARGEST_POLICY:
            documents[-1] = grown
        else:
            documents.append(_document([one]))
    return tuple(documents)


def _document(statements: list[Statement]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statements}
