"""Builds whom the salt's workflows speak with."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from uuid import uuid4

from toolkit.adapters import aws
from toolkit.adapters.identity import caller
from toolkit.adapters.pseudonymizers import Pseudonymizers
from toolkit.adapters.salt_history import BucketHistory, FileHistory
from toolkit.adapters.secrets import SecretsManager
from toolkit.cli.services import Services
from toolkit.domain.deployed_function import function_names
from toolkit.domain.environment import Environment
from toolkit.domain.environment.terraform import S3Backend
from toolkit.domain.salt.labels import secret_name
from toolkit.workflows.salt.parties import History, Parties, Source

_HISTORY = "salt-history"


def parties(services: Services, environment: Environment) -> Parties:
    """The secret, the functions and the history of an environment."""
    return Parties(
        secret=SecretsManager(
            services.client(environment, "secretsmanager"), secret_name(environment.prefix)
        ),
        functions=Pseudonymizers(
            services.client(environment, "lambda"), function_names(environment.prefix)
        ),
        history=_history(services, environment),
        source=Source(
            random=os.urandom,
            token=lambda: str(uuid4()),
            now=lambda: datetime.now(UTC),
            operator=lambda: _operator(services, environment),
            sleep=time.sleep,
            say=services.progress.say,
        ),
    )


def _operator(services: Services, environment: Environment) -> str:
    if environment.embedded:
        return aws.user()
    return caller(services.client(environment, "sts"))


def _history(services: Services, environment: Environment) -> History:
    """Beside the state: objects in its bucket, or a file in its folder."""
    say = services.progress.say
    backend = environment.terraform.backend
    if isinstance(backend, S3Backend):
        there = environment.aws.model_copy(update={"region": backend.region})
        embedded = services.aws(environment)
        client = aws.client(there, "s3", endpoint=embedded.endpoint if embedded else None)
        prefix = f"{backend.key.removesuffix('.tfstate')}.{_HISTORY}/"
        return BucketHistory(client, backend.bucket, prefix, say)
    folder = services.project / ".snowops" / "state"
    running = services.aws(environment)
    if running is not None:
        from toolkit.cli.embedding import state_folder

        folder = state_folder(services.project, running)
    return FileHistory(folder / f"{environment.name}.{_HISTORY}.jsonl", say)
