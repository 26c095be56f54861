"""What an environment finds in its account: credentials, permissions, buckets, the lock, a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import state
from toolkit.domain.health import account as judge
from toolkit.domain.health import permissions as asking
from toolkit.domain.health.check import Result, passed, skipped
from toolkit.errors import ServiceError

if TYPE_CHECKING:
    from toolkit.adapters.kept_bucket import KeptBucket
    from toolkit.adapters.state_bucket import StateBucket
    from toolkit.cli.doctor.subject import Subject


def embedded(subject: Subject) -> Result:
    """The embedded AWS, if it runs."""
    from toolkit.embedded.server import status

    running = status(subject.project)
    if running is None:
        return skipped(f"it does not run: `snowops plan {subject.name}` starts it when needed")
    return passed(f"account {subject.caller.account} answers at {running.endpoint}")


def credentials(subject: Subject) -> Result:
    """Whose credentials are in use."""
    return judge.credentials(subject.environment, subject.caller)


def permissions(subject: Subject) -> Result:
    """What they may do of what a plan does."""
    environment, arn = subject.environment, subject.caller.arn
    principal = asking.principal(arn)
    if principal is None:
        return asking.unasked(arn, environment.name)
    try:
        return _simulated(subject, principal)
    except ServiceError as error:
        return asking.untold(error.summary, error.details, environment.name)


def state_bucket(subject: Subject) -> StateBucket:
    """The bucket of a state that is in S3."""
    bucket = state.state_bucket(subject.services, subject.environment)
    if bucket is None:
        raise TypeError("the state is in no bucket")
    return bucket


def artifact_bucket(subject: Subject) -> KeptBucket:
    """The bucket of the function's zips."""
    from toolkit.adapters.kept_bucket import KeptBucket
    from toolkit.domain.bootstrap.buckets import artifact_bucket as wished

    return KeptBucket(subject.client("s3"), wished(subject.environment))


def bucket(subject: Subject, found: KeptBucket) -> Result:
    """A bucket as it is."""
    name = subject.environment.name
    return judge.ground(found.wish.title, found.gaps(), name, repairable=True)


def put_right(found: KeptBucket) -> str:
    """Creates a bucket, or sets what it lacks; says what that was."""
    gaps = found.gaps()
    found.settle(gaps)
    return f"{found.name}: {'; '.join(gap.fix for gap in gaps)}"


def lock(subject: Subject) -> Result:
    """The state's lock in S3, tried out."""
    found = state_bucket(subject)
    return judge.lock(found.lock(), subject.environment.name, works=found.try_lock())


def file_lock(subject: Subject) -> Result:
    """The lock of a state that is a file."""
    held = state.locks(subject.services, subject.environment)[0].lock()
    if held is None:
        return passed("the state is a file on this machine, and nobody holds its lock")
    return judge.lock(held, subject.environment.name, works=True)


def seal_key(subject: Subject) -> Result:
    """The KMS key that seals plans."""
    key = state.seal_key(subject.services, subject.environment)
    title = f"the seal key {key.wish.key}"
    return judge.ground(title, key.gaps(), subject.environment.name, repairable=False)


def _simulated(subject: Subject, principal: str) -> Result:
    from toolkit.adapters.permissions import Simulator
    from toolkit.cli.shipped import templates
    from toolkit.domain.roles import resource_types, roles
    from toolkit.rendering.render import render

    environment = subject.environment
    tree = render(environment, templates())
    policies = roles(environment, resource_types(tree)).plan
    simulator = Simulator(subject.client("iam"))
    who = simulator.with_path(principal)
    found = [(each, simulator.decisions(who, each)) for each in asking.questions(policies)]
    return asking.permissions(found, who, environment.name)
