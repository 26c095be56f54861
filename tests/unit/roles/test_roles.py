"""Whoever plans changes nothing; whoever applies changes this environment's resources only."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.unit.environment.changed import ENVIRONMENTS, changed
from toolkit.adapters.environment_files import environment_names, load
from toolkit.domain.environment import Environment
from toolkit.domain.environment.terraform import S3Backend
from toolkit.domain.roles import Roles, resource_types, roles
from toolkit.domain.tree import Tree
from toolkit.errors import TemplateError
from toolkit.rendering.render import render

TEMPLATES = Path(__file__).parents[3] / "templates"
LOOKS = re.compile(r":(Get|List|Describe)")

# Actions that AWS judges on no resource (Service Authorization Reference), beside those that list.
NO_RESOURCE = {
    "acm:RequestCertificate",
    "ec2:DisassociateAddress",
    "ec2:DisassociateRouteTable",
    "ecs:DeregisterTaskDefinition",
    "elasticloadbalancing:SetWebACL",
    "kms:CreateKey",
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DeleteResourcePolicy",
    "logs:PutResourcePolicy",
}


def roles_of(environment: Environment) -> Roles:
    return roles(environment, resource_types(render(environment, TEMPLATES)))


def statements(policies: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    return [statement for policy in policies for statement in policy["Statement"]]


SHIPPED = [load(ENVIRONMENTS, name).environment for name in environment_names(ENVIRONMENTS)]
NAMES = [environment.name for environment in SHIPPED]
PROD = changed("prod", {})


@pytest.mark.parametrize("environment", SHIPPED, ids=NAMES)
def test_whoever_plans_changes_the_lock_of_the_state_alone(environment: Environment) -> None:
    found = statements(roles_of(environment).plan)

    changing = {
        (action, resource)
        for statement in found
        for action in statement["Action"]
        for resource in statement["Resource"]
        if not LOOKS.search(action)
    }

    locks = {"tflock", "tflock-probe"}
    assert {resource.rpartition(".")[2] for _, resource in changing} <= locks


@pytest.mark.parametrize("part", ["plan", "apply"])
def test_everybody_may_look_at_the_buckets_of_the_state_and_the_artifact(part: str) -> None:
    found = statements(getattr(roles_of(PROD), part))

    looking = {
        resource: set(statement["Action"])
        for statement in found
        for resource in statement["Resource"]
        if "s3:GetBucketVersioning" in statement["Action"]
    }
    backend, artifacts = PROD.terraform.backend, PROD.lambda_.artifact_bucket
    assert isinstance(backend, S3Backend)
    for bucket in (backend.bucket, artifacts):
        assert {
            *("s3:GetBucketOwnershipControls", "s3:GetBucketPolicy", "s3:GetBucketTagging"),
            *("s3:GetBucketPublicAccessBlock", "s3:GetEncryptionConfiguration"),
            *("s3:GetLifecycleConfiguration", "s3:ListBucket"),
        } < looking[f"arn:aws:s3:::{bucket}"]


@pytest.mark.parametrize("environment", SHIPPED, ids=NAMES)
def test_whoever_plans_reads_no_event_and_no_salt(environment: Environment) -> None:
    found = statements(roles_of(environment).plan)

    objects = {
        resource
        for statement in found
        for resource in statement["Resource"]
        if "s3:GetObject" in statement["Action"]
    }

    assert "secretsmanager:GetSecretValue" not in json.dumps(found)
    assert not any(environment.storage.bucket in resource for resource in objects)


@pytest.mark.parametrize("environment", SHIPPED, ids=NAMES)
def test_whoever_applies_names_resources_wherever_aws_knows_them(environment: Environment) -> None:
    found = statements(roles_of(environment).apply)

    everywhere = {
        action
        for statement in found
        if "*" in statement["Resource"]
        for action in statement["Action"]
        if not LOOKS.search(action)
    }

    assert everywhere <= NO_RESOURCE
    assert not any(action.endswith("*") for one in found for action in one["Action"])


@pytest.mark.parametrize("environment", SHIPPED, ids=NAMES)
def test_whoever_applies_passes_the_pipelines_roles_to_its_services_alone(
    environment: Environment,
) -> None:
    found = statements(roles_of(environment).apply)

    (passing,) = (one for one in found if "iam:PassRole" in one["Action"])
    account = environment.aws.account_id
    assert passing["Resource"] == [f"arn:aws:iam::{account}:role/{environment.prefix}-*"]
    assert "iam:PassedToService" in passing["Condition"]["StringEquals"]


@pytest.mark.parametrize("environment", SHIPPED, ids=NAMES)
def test_every_policy_fits_a_managed_one_and_a_role_takes_them_all(
    environment: Environment,
) -> None:
    found = roles_of(environment)

    sizes = [
        len(json.dumps(policy, separators=(",", ":"))) for policy in (*found.plan, *found.apply)
    ]
    assert max(sizes) <= 6144
    assert len(found.plan) <= 10
    assert len(found.apply) <= 10


def test_statements_of_a_role_have_names_of_their_own() -> None:
    found = roles_of(changed("prod", {}))

    for policies in (found.plan, found.apply):
        sids = [statement["Sid"] for statement in statements(policies)]
        assert len(set(sids)) == len(sids)
        assert all(sid.isalnum() for sid in sids)


def test_what_an_environment_does_not_use_is_not_granted() -> None:
    without, with_queues = (
        json.dumps(roles_of(changed("prod", {"collectors.sqs_overflow": on})).apply)
        for on in (False, True)
    )

    assert "sqs:CreateQueue" not in without
    assert "sqs:CreateQueue" in with_queues


def test_a_key_is_changed_by_the_tag_of_its_environment_alone() -> None:
    found = statements(roles_of(changed("prod", {})).apply)

    (keys,) = (one for one in found if one["Sid"] == "ChangeKeys")
    assert keys["Condition"] == {"StringEquals": {"aws:ResourceTag/environment": "prod"}}


@pytest.mark.parametrize(
    ("key", "resource", "condition"),
    [
        ("alias/state", "arn:aws:kms:us-east-2:222222222222:key/*", ["alias/state"]),
        ("1234", "arn:aws:kms:us-east-2:222222222222:key/1234", None),
        ("arn:aws:kms:us-east-2:1:key/1", "arn:aws:kms:us-east-2:1:key/1", None),
    ],
)
def test_the_key_of_the_state_is_used_through_s3(
    key: str, resource: str, condition: list[str] | None
) -> None:
    environment = changed("prod", {"terraform.backend.kms_key_id": key})

    (found,) = (one for one in statements(roles_of(environment).plan) if one["Sid"] == "StateKey")

    assert found["Resource"] == [resource]
    assert found["Condition"]["StringEquals"] == {"kms:ViaService": "s3.us-east-2.amazonaws.com"}
    named = found["Condition"].get("ForAnyValue:StringEquals", {}).get("kms:ResourceAliases")
    assert named == condition


def test_whoever_plans_seals_and_whoever_applies_verifies() -> None:
    key = "arn:aws:kms:us-east-2:222222222222:key/seal"

    found = roles_of(changed("prod", {"seal.kms_key": key}))

    sealing = {
        role: [
            (one["Action"], one["Resource"]) for one in statements(policies) if "Seal" in one["Sid"]
        ]
        for role, policies in (("plan", found.plan), ("apply", found.apply))
    }
    assert sealing == {
        "plan": [(["kms:GenerateMac"], [key])],
        "apply": [(["kms:VerifyMac"], [key])],
    }


def test_a_type_that_nobody_wrote_down_is_an_error() -> None:
    with pytest.raises(TemplateError, match="aws_new_thing"):
        roles(changed("prod", {}), {"aws_new_thing"})


def test_every_resource_type_of_a_template_is_written_down() -> None:
    files = {str(path): path.read_text() for path in TEMPLATES.rglob("*.tf")}

    found = roles(changed("prod", {}), resource_types(Tree(files)))

    assert found.apply
