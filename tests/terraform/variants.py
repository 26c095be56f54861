"""Environments in which every two choices of the model meet at least once."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from allpairspy import AllPairs

from tests.terraform.trees import environment_of
from toolkit.domain.environment import Environment
from toolkit.domain.environment.rules import broken_rules

Changes = Mapping[str, Any]
"""Values by dotted key, as one would write them in YAML."""

ACCOUNT = "111111111111"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/team"
DIGEST = f"sha256:{'0' * 64}"
ECR = f"{ACCOUNT}.dkr.ecr.us-east-2.amazonaws.com/snowplow"
CERTIFICATE = f"arn:aws:acm:us-east-2:{ACCOUNT}:certificate/00000000-0000-4000-8000-000000000001"
EXISTING = {
    "vpc_id": "vpc-1",
    "public_subnet_ids": ["subnet-1", "subnet-2"],
    "private_subnet_ids": ["subnet-3", "subnet-4"],
}
STREAMS = ("raw_good", "raw_bad", "enriched_good", "enriched_bad")
COOKIE = {"http_only": False, "same_site": "Lax", "domains": ["example.com"], "name": "own"}


def limited_use(section: str, version: str) -> Changes:
    """A release under Snowplow's licence, accepted."""
    return {
        f"{section}.release_line": "limited-use",
        f"{section}.version": version,
        f"{section}.accept_limited_use_license": True,
    }


# Each list: what an option can be. The first one is what the shipped staging says.
CHOICES: dict[str, list[Changes]] = {
    "assumed role": [{}, {"aws.role_arn": ROLE}],
    "key of the state": [{}, {"terraform.backend.kms_key_id": "alias/state"}],
    "network": [
        {},
        {"network.nat_gateways": "per-zone"},
        {"network.nat_gateways": "none"},
        {"network.existing": EXISTING},
        {"network.vpc_endpoints": False},
        {"network.existing": EXISTING, "network.vpc_endpoints": False},
    ],
    "stream mode": [
        {},
        {"streams.mode": "on-demand"},
        {"streams.mode": "on-demand", **{f"streams.{name}.shards": None for name in STREAMS}},
    ],
    "collectors": [{}, limited_use("collectors", "3.4.0")],
    "collectors' image": [
        {},
        {"collectors.image_digest": DIGEST, "collectors.image_repository": ECR},
    ],
    "certificate": [
        {},
        {"collectors.certificate_arn": CERTIFICATE},
        {"collectors.certificate_arn": CERTIFICATE, "collectors.zone_id": None},
    ],
    "collectors' protection": [{}, {"collectors.deletion_protection": False}],
    "overflow": [{}, {"collectors.sqs_overflow": True}],
    "web ACL": [{}, {"collectors.waf": {"requests_per_5_minutes": 100}}],
    "paths": [{}, {"collectors.paths": {}}],
    "cookie": [
        {},
        {"collectors.cookie": COOKIE},
        {"collectors.cookie": {"enabled": False, "same_site": "Strict"}},
    ],
    "callers": [
        {},
        {"collectors.allowed_cidr_blocks": ["192.0.2.0/24", "198.51.100.0/24"]},
        {"collectors.allowed_cidr_blocks": []},
    ],
    "enrichers": [{}, limited_use("enrichers", "5.4.0"), limited_use("enrichers", "6.10.0")],
    "enrichers' image": [{}, {"enrichers.image_digest": DIGEST, "enrichers.image_repository": ECR}],
    "initial position": [{}, {"enrichers.initial_position": "LATEST"}],
    "enrichments": [{}, {"enrichers.enrichments": {}}],
    "enrichers' protection": [{}, {"enrichers.deletion_protection": False}],
    "assets": [{}, {"enrichers.asset_buckets": ["assets-one", "assets-two"]}],
    "analysts": [{}, {"storage.analyst_role_arns": [ROLE]}],
    "operators": [{}, {"storage.operator_role_arns": [ROLE]}],
    "full bucket": [{}, {"storage.force_destroy": True}],
    "salt operators": [{}, {"salt.operator_role_arns": [ROLE]}],
    "recovery window": [{}, {"salt.recovery_window_days": 0}],
    "rotation": [{}, {"salt.rotation_days": 90}],
    "python": [{}, {"lambda.python_version": "3.12"}],
    "architecture": [{}, {"lambda.architecture": "x86_64"}],
    "concurrency": [
        {},
        {"lambda.reserved_concurrency": {"enriched_good": 4, "enriched_bad": 2, "raw_bad": 1}},
    ],
    "tracing": [{}, {"lambda.tracing": False}],
    "narrow columns": [{}, {"lambda.narrow_columns": "hash"}],
    "tags": [{}, {"tags": {}}],
}

# Everything that adds a resource or a policy statement.
EVERYTHING: Changes = {
    **limited_use("collectors", "3.4.0"),
    **limited_use("enrichers", "6.10.0"),
    "aws.role_arn": ROLE,
    "network.nat_gateways": "per-zone",
    "collectors.image_repository": ECR,
    "collectors.image_digest": DIGEST,
    "collectors.sqs_overflow": True,
    "collectors.waf": {"requests_per_5_minutes": 1000},
    "enrichers.image_repository": ECR,
    "enrichers.image_digest": DIGEST,
    "enrichers.asset_buckets": ["assets-one"],
    "storage.analyst_role_arns": [f"arn:aws:iam::{ACCOUNT}:role/analysts"],
    "storage.operator_role_arns": [ROLE],
    "salt.operator_role_arns": [ROLE],
    "salt.rotation_days": 60,
}


def changed(environment: Environment, changes: Changes) -> Environment:
    """The environment with other values; the model's own rules must agree."""
    values = copy.deepcopy(environment.values())
    for dotted, value in changes.items():
        *sections, last = dotted.split(".")
        place = values
        for section in sections:
            place = place[section]
        place[last] = value
    made = Environment.model_validate(values)
    assert broken_rules(made) == (), changes
    return made


def variants() -> Iterator[tuple[str, Environment]]:
    """A few dozen environments that hold every pair of choices, each with a name."""
    staging = environment_of("staging", "aws6")
    rows = AllPairs([range(len(choices)) for choices in CHOICES.values()])
    for number, row in enumerate(rows):
        picked = [choices[index] for choices, index in zip(CHOICES.values(), row, strict=True)]
        merged = {key: value for changes in picked for key, value in changes.items()}
        yield f"variant-{number}", changed(staging, merged)
