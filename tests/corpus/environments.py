"""The deployed environment that every plan of the corpus begins with, and edits of it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.terraform.trees import environment_of
from toolkit.domain.environment import Environment
from toolkit.rendering.dialect import Generation

ACCOUNT = "123456789012"
ANALYST = f"arn:aws:iam::{ACCOUNT}:role/analysts"
OPERATOR = f"arn:aws:iam::{ACCOUNT}:role/snowplow-operators"
NEWCOMER = f"arn:aws:iam::{ACCOUNT}:role/newcomers"

Edits = Mapping[str, Any]
"""Values by dotted key, as one would write them in YAML."""

# `local`, with what a real account has: readers, protections, and more than one shard to lose.
_DEPLOYED: Edits = {
    "streams.raw_good.shards": 2,
    "lambda.artifact_bucket": "artifacts",
    "collectors.deletion_protection": True,
    "enrichers.deletion_protection": True,
    "storage.analyst_role_arns": [ANALYST],
    "storage.operator_role_arns": [OPERATOR],
    "storage.force_destroy": False,
    "storage.retention_days": 400,
    "salt.operator_role_arns": [OPERATOR],
    "salt.recovery_window_days": 30,
}
# The embedded AWS has no zone, and the provider that has none asks nobody for one.
_ZONE: Edits = {"collectors.zone_id": "Z0000000LOCAL"}


@cache
def deployed(generation: Generation) -> Environment:
    """The environment as it is deployed before every edit."""
    zone = _ZONE if generation == "aws6" else {}
    return edited(environment_of("local", generation), {**_DEPLOYED, **zone})


def edited(environment: Environment, edits: Edits) -> Environment:
    """An environment with other values; what its rules would refuse is let through."""
    values = copy.deepcopy(environment.values())
    for key, value in edits.items():
        *sections, last = key.split(".")
        place = values
        for section in sections:
            place = place[section]
        place[last] = value
    return Environment.model_validate(values)


def judged(environment: Environment) -> Environment:
    """The same environment as if it were a real account: nothing is exempt."""
    return environment.model_copy(update={"embedded": False})
