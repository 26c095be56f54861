"""A saved plan -> a sealed bundle, and back, as long as nothing about it has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from toolkit.domain.environment import Environment
from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.plan import PlanOptions
from toolkit.domain.plan_difference import plan_differences
from toolkit.domain.seal.bundle import Bundle, Mark
from toolkit.domain.seal.checks import check_place, check_time, way_back
from toolkit.domain.seal.statement import Statement, canonical, digest
from toolkit.errors import StalePlan
from toolkit.workflows.planning import SavedPlan, make_plan
from toolkit.workflows.preparing import LOCK_FILE, Prepared
from toolkit.workflows.tools import Tools


class Sealer(Protocol):
    """A key that seals."""

    @property
    def method(self) -> str:
        """`kms` or `file`."""

    @property
    def key(self) -> str:
        """What names the key; never the key itself."""

    def sign(self, message: bytes) -> bytes:
        """The code that seals a message."""

    def verify(self, message: bytes, code: bytes) -> bool:
        """Whether a code seals this message, with this key."""


@dataclass(frozen=True)
class Sealing:
    """The collaborators of sealing, for one environment."""

    sealer: Callable[[Environment], Sealer]
    read: Callable[[Path], Bundle]
    write: Callable[[Path, Bundle], None]
    extract: Callable[[Path, bytes], None]
    """Writes a file that only its owner may read."""
    now: Callable[[], datetime]
    """UTC."""
    creator: str
    commit: Callable[[], str]


@dataclass(frozen=True)
class Terms:
    """What a bundle is sealed for: how long, which plan, which findings may pass."""

    lifetime: timedelta
    options: PlanOptions
    allowed: tuple[Allowance, ...] = ()


def seal(
    prepared: Prepared, tools: Tools, saved: SavedPlan, out: Path, terms: Terms, sealing: Sealing
) -> Statement:
    """Writes the saved plan into `out` with everything that apply will check."""
    environment, now = prepared.environment, sealing.now()
    plan, lock = saved.file.read_bytes(), _lock(prepared.folder)
    statement = Statement(
        environment=environment.name,
        account=environment.aws.account_id,
        region=environment.aws.region,
        commit=sealing.commit(),
        terraform_version=saved.plan.terraform_version,
        creator=sealing.creator,
        created=_text(now),
        expires=_text(now + terms.lifetime),
        plan=digest(plan),
        meaning=saved.plan.meaning,
        tree=tools.render(environment).digest,
        provider_lock=digest(lock),
        artifact=prepared.artifact.sha256,
        values=_values(environment),
        targets=terms.options.targets,
        destroy=terms.options.destroy,
        allowed=terms.allowed,
    )
    sealer = sealing.sealer(environment)
    code = sealer.sign(statement.message())
    sealing.write(out, Bundle(statement, Mark(sealer.method, sealer.key, code), plan, lock))
    return statement


def unseal(environment: Environment, file: Path, sealing: Sealing) -> Bundle:
    """A bundle whose seal is whole and that is for this environment and this hour.

    Raises StalePlan that names what is wrong. Which key must have sealed it is the environment's
    word, never the bundle's.
    """
    bundle = sealing.read(file)
    _check_seal(file, bundle, sealing.sealer(environment))
    check_place(file, bundle.statement, environment)
    check_time(file, bundle.statement, sealing.now())
    return bundle


def check_inputs(prepared: Prepared, tools: Tools, bundle: Bundle, file: Path) -> None:
    """Raises StalePlan that names every input which is not what the plan was made from."""
    statement, environment = bundle.statement, prepared.environment
    now = {
        "environment's values": (statement.values, _values(environment)),
        "rendered tree": (statement.tree, tools.render(environment).digest),
        "Lambda artifact": (statement.artifact, prepared.artifact.sha256),
    }
    other = [
        f"{what}: sealed {sealed[:12]}, here {here[:12]}"
        for what, (sealed, here) in now.items()
        if sealed != here
    ]
    if other:
        raise StalePlan(
            f"{file} was made from other inputs than this checkout has",
            details=tuple(other),
            hint=way_back(statement.commit),
        )


def _check_seal(file: Path, bundle: Bundle, sealer: Sealer) -> None:
    statement, mark = bundle.statement, bundle.mark
    if mark.method != sealer.method:
        raise StalePlan(
            f"{file} is sealed by {_METHODS.get(mark.method, 'another method')}, and this "
            f"environment's plans are sealed by {_METHODS[sealer.method]}",
            hint="make a new plan",
        )
    whole = digest(bundle.plan) == statement.plan and digest(bundle.lock) == statement.provider_lock
    if whole and sealer.verify(statement.message(), mark.code):
        return
    if mark.key != sealer.key:
        raise StalePlan(
            f"{file} was sealed with another key",
            details=(f"sealed with {mark.key}", f"checked with {sealer.key}"),
            hint="who plans and who applies need one key: name a KMS key with `seal.kms_key`",
        )
    raise StalePlan(
        f"{file} was altered after it was sealed: its seal is broken",
        hint="do not apply it; find out who altered it, and make a new plan",
    )


_METHODS = {"kms": "a KMS key", "file": "a key file"}


def _lock(folder: Path) -> bytes:
    try:
        return (folder / LOCK_FILE).read_bytes()
    except FileNotFoundError:
        return b""


def _values(environment: Environment) -> str:
    return digest(canonical(environment.values()))


def _text(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds")


def plan_again(
    prepared: Prepared, tools: Tools, reviewed: SavedPlan, statement: Statement, file: Path
) -> SavedPlan:
    """A plan of the state as it is now, if it does what the reviewed one does.

    Raises StalePlan that shows how they differ.
    """
    again = make_plan(prepared, tools, file, statement.options)
    if again.plan.meaning == statement.meaning:
        return again
    if again.plan.is_empty:
        raise StalePlan(
            "nothing of the reviewed plan is left to do: the state has moved on, and all is as "
            "it should be",
            hint=f"`snowops plan {statement.environment}` shows the same",
        )
    raise StalePlan(
        "the state has moved on, and the plan would now do something else than what was reviewed",
        details=tuple(plan_differences(reviewed.plan, again.plan)),
        hint="make a new plan and have it reviewed",
    )
