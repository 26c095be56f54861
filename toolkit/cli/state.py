"""Wires what an environment stands on: its state and lock, its artifacts, its seal key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli.services import Services
from toolkit.domain.environment import Environment

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.adapters.mac_key import MacKey
    from toolkit.adapters.state_bucket import StateBucket
    from toolkit.workflows.bootstrapping import Ground
    from toolkit.workflows.unlocking import Locks, Surroundings


def state_bucket(services: Services, environment: Environment) -> StateBucket | None:
    """The state bucket; None where the state is a file on this machine."""
    from toolkit.adapters.state_bucket import StateBucket
    from toolkit.domain.bootstrap.buckets import state_bucket as wished
    from toolkit.domain.environment.terraform import S3Backend

    backend, wish = environment.terraform.backend, wished(environment)
    if wish is None or not isinstance(backend, S3Backend):
        return None
    return StateBucket(services.client(_there(environment, wish.region), "s3"), wish, backend)


def seal_key(services: Services, environment: Environment) -> MacKey:
    """The KMS key that seals the environment's plans."""
    from toolkit.adapters.mac_key import MacKey
    from toolkit.domain.bootstrap.seal_keys import seal_wish

    return MacKey(services.client(environment, "kms"), seal_wish(environment))


def ground(services: Services, environment: Environment) -> Ground:
    """Everything that is made before Terraform can run.

    An embedded environment has its state in a file, and its artifact bucket is made by each apply:
    the embedded AWS forgets it.
    """
    from toolkit.adapters.identity import account
    from toolkit.adapters.kept_bucket import KeptBucket
    from toolkit.domain.bootstrap.buckets import artifact_bucket
    from toolkit.workflows.bootstrapping import Ground, Thing

    things: list[Thing] = []
    state = state_bucket(services, environment)
    if state is not None:
        things.append(state)
    if not environment.embedded:
        wish = artifact_bucket(environment)
        things.append(KeptBucket(services.client(environment, "s3"), wish))
    if not environment.embedded or environment.seal.kms_key is not None:
        things.append(seal_key(services, environment))
    return Ground(
        account=lambda: account(services.client(environment, "sts")),
        things=things,
        locks=state.try_lock if state is not None else None,
    )


def locks(services: Services, environment: Environment) -> tuple[Locks, Surroundings]:
    """Where the state's lock is, and what this machine knows of who holds it."""
    from toolkit.adapters.local_state import LocalState
    from toolkit.adapters.processes import machine, terraform_in
    from toolkit.workflows.unlocking import Surroundings

    folder = services.project / "build" / environment.name
    bucket = state_bucket(services, environment)
    if bucket is not None:
        return bucket, Surroundings(machine(), lambda: terraform_in(folder))
    state = LocalState(_file(services, environment))
    return state, Surroundings(machine(), lambda: terraform_in(folder), state.held)


def state_file(services: Services, environment: Environment) -> Path | None:
    """Where a state is that is a file of this machine; None where it is in a bucket."""
    from toolkit.domain.environment.terraform import LocalBackend

    in_a_file = isinstance(environment.terraform.backend, LocalBackend)
    return _file(services, environment) if in_a_file else None


def _file(services: Services, environment: Environment) -> Path:
    if environment.embedded:
        from toolkit.cli.embedding import state_folder
        from toolkit.embedded.server import status

        aws = status(services.project)
        if aws is not None:
            return state_folder(services.project, aws) / f"{environment.name}.tfstate"
    return services.project / "build" / environment.name / "terraform.tfstate"


def _there(environment: Environment, region: str) -> Environment:
    """The environment as if it lived in the region of its state."""
    aws = environment.aws.model_copy(update={"region": region})
    return environment.model_copy(update={"aws": aws})
