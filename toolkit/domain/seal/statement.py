"""What a seal vouches for: a plan, what it was made from, for whom, by whom, until when."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.plan import PlanOptions

SCHEMA = "snowops.seal/v1"

# As much as AWS allows between a request and its own clock.
_CLOCKS_DIFFER = timedelta(minutes=5)


class NotAStatement(ValueError):
    """A JSON value that is no statement of this version."""


@dataclass(frozen=True)
class Statement:
    """The sealed facts; digests are hex SHA-256, times UTC in ISO 8601."""

    environment: str
    account: str
    region: str
    commit: str
    """Of the operations repository, marked `-dirty` where it had changes of its own."""
    terraform_version: str
    creator: str
    created: str
    expires: str
    plan: str
    """Digest of Terraform's plan file."""
    meaning: str
    """Digest of what the plan changes, without the order and the state it was found in."""
    tree: str
    provider_lock: str
    artifact: str
    values: str
    """Digest of what the environment's files say."""
    targets: tuple[str, ...] = ()
    destroy: bool = False
    allowed: tuple[Allowance, ...] = ()
    """Findings that pass, and why."""

    @property
    def options(self) -> PlanOptions:
        """What the plan was asked for."""
        return PlanOptions(targets=self.targets, destroy=self.destroy)

    def has_expired(self, now: datetime) -> bool:
        """Whether its time is over."""
        return now >= datetime.fromisoformat(self.expires)

    def is_ahead(self, now: datetime) -> bool:
        """Whether it was made later than now: one of two clocks is wrong, and so is its expiry."""
        return datetime.fromisoformat(self.created) > now + _CLOCKS_DIFFER

    def as_json(self) -> dict[str, Any]:
        """The statement as it stands in a bundle."""
        return {"schema": SCHEMA, **asdict(self)}

    def message(self) -> bytes:
        """What is sealed: one digest of every fact, the same however its JSON is written."""
        return b"snowops seal v1\0" + hashlib.sha256(canonical(self.as_json())).digest()


def statement_of(value: Mapping[str, Any]) -> Statement:
    """The statement in a JSON value; raises NotAStatement."""
    known = {field.name for field in fields(Statement)}
    if value.get("schema") != SCHEMA or set(value) != known | {"schema"}:
        raise NotAStatement("not a statement of this version")
    facts = {name: value[name] for name in known}
    try:
        allowed = tuple(Allowance(**each) for each in facts.pop("allowed"))
        statement = Statement(**{**facts, "targets": tuple(facts["targets"])}, allowed=allowed)
        datetime.fromisoformat(statement.expires)
    except TypeError as error:
        raise NotAStatement(str(error)) from error
    except ValueError as error:
        raise NotAStatement("no time at which it expires") from error
    return statement


def digest(content: bytes) -> str:
    """Hex SHA-256."""
    return hashlib.sha256(content).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON bytes that are the same for the same value."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode()
