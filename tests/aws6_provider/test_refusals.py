from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.aws6_provider.conftest import Root

pytestmark = pytest.mark.terraform


@dataclass(frozen=True)
class Fault:
    """One thing broken in the good root, and the words that refuse it."""

    name: str
    good: str
    broken: str
    words: str


FAULTS = (
    Fault(
        "an unknown argument",
        "enable_key_rotation = true",
        "enable_rotation = true",
        'An argument named "enable_rotation" is not expected here.',
    ),
    Fault(
        "an unknown argument in a block",
        "buffering_size     = 64",
        "buffer_size        = 64",
        'An argument named "buffer_size" is not expected here.',
    ),
    Fault(
        "an unknown argument of the provider",
        'allowed_account_ids = ["111122223333"]',
        'account_ids = ["111122223333"]',
        'An argument named "account_ids" is not expected here.',
    ),
    Fault(
        "an unknown argument of a data source",
        'state = "available"',
        'status = "available"',
        'An argument named "status" is not expected here.',
    ),
    Fault(
        "a block one level too high",
        "processing_configuration {\n      enabled = true\n",
        "processors {\n      enabled = true\n",
        'Blocks of type "processors" are not expected here.',
    ),
    Fault(
        "a block written as an argument",
        'stream_mode_details {\n    stream_mode = "ON_DEMAND"\n  }',
        'stream_mode_details = [{ stream_mode = "ON_DEMAND" }]',
        'An argument named "stream_mode_details" is not expected here.',
    ),
    Fault(
        "an argument written as a block",
        "tags             = { stream = each.key }",
        "tags {\n    stream = each.key\n  }",
        'Blocks of type "tags" are not expected here.',
    ),
    Fault(
        "a second block where one is allowed",
        'stream_mode_details {\n    stream_mode = "ON_DEMAND"\n  }',
        'stream_mode_details {\n    stream_mode = "ON_DEMAND"\n  }\n'
        '  stream_mode_details {\n    stream_mode = "PROVISIONED"\n  }',
        'No more than 1 "stream_mode_details" blocks are allowed',
    ),
    Fault(
        "a missing block",
        "default_action {\n    allow {}\n  }",
        "",
        'At least 1 "default_action" blocks are required.',
    ),
    Fault(
        "an unknown kind of WAF statement",
        "geo_match_statement {",
        "geography_statement {",
        'Blocks of type "geography_statement" are not expected here.',
    ),
    Fault(
        "a missing required argument",
        "function_name    = aws_lambda_function.hash.function_name\n",
        "",
        'The argument "function_name" is required, but no definition was found.',
    ),
    Fault(
        "a missing required argument in a block",
        'parameter_name  = "LambdaArn"\n',
        "",
        'The argument "parameter_name" is required, but no definition was found.',
    ),
    Fault(
        "a required argument that is null",
        'function_name = "hash"',
        "function_name = null",
        'The argument "function_name" is required, but no definition was found.',
    ),
    Fault(
        "text for a number",
        "retention_period = var.retention",
        'retention_period = "two days"',
        'Inappropriate value for attribute "retention_period": a number is required.',
    ),
    Fault(
        "text for a list",
        'country_codes = ["DE"]',
        'country_codes = "DE"',
        'Inappropriate value for attribute "country_codes": list of string required',
    ),
    Fault(
        "text for a set",
        "tags             = { stream = each.key }",
        'shard_level_metrics = "ALL"',
        'Inappropriate value for attribute "shard_level_metrics": set of string required',
    ),
    Fault(
        "a list for a map",
        "tags             = { stream = each.key }",
        "tags             = [each.key]",
        'Inappropriate value for attribute "tags": map of string required.',
    ),
    Fault(
        "a computed attribute assigned",
        'cidr_block = "10.0.0.0/16"',
        'cidr_block = "10.0.0.0/16"\n  owner_id = "111122223333"',
        'Can\'t configure a value for "owner_id"',
    ),
    Fault(
        "a computed attribute assigned in a block",
        "publish       = true",
        'vpc_config {\n    subnet_ids = ["a"]\n    security_group_ids = ["b"]\n'
        '    vpc_id = "c"\n  }',
        'Can\'t configure a value for "vpc_id"',
    ),
    Fault(
        "a reference to an attribute that is not there",
        "aws_lambda_function.hash.version",
        "aws_lambda_function.hash.latest_version",
        'This object has no argument, nested block, or exported attribute named "latest_version".',
    ),
    Fault(
        "a reference to an attribute of a data source that is not there",
        "aws_caller_identity.me.account_id",
        "aws_caller_identity.me.account",
        'This object has no argument, nested block, or exported attribute named "account".',
    ),
    Fault(
        "an unknown type of resource",
        'resource "aws_ecs_cluster" "collectors" {\n  name = "collectors"\n}',
        'resource "aws_ecs_cluster" "collectors" {\n  name = "collectors"\n}\n'
        'resource "aws_s3_bucket_object" "old" {}',
        'does not support resource type "aws_s3_bucket_object"',
    ),
    Fault(
        "an argument that version 6 has dropped",
        'cidr_block = "10.0.0.0/16"\n}',
        'cidr_block = "10.0.0.0/16"\n}\nresource "aws_eip" "nat" {\n  vpc = true\n}',
        'An argument named "vpc" is not expected here.',
    ),
    Fault(
        "a policy that is not JSON",
        "assume_role_policy = data.aws_iam_policy_document.trust.json",
        "assume_role_policy = \"{'Version': 1}\"",
        '"assume_role_policy" contains an invalid JSON',
    ),
    Fault(
        "a policy that is not a JSON object",
        "assume_role_policy = data.aws_iam_policy_document.trust.json",
        'assume_role_policy = "[]"',
        '"assume_role_policy" contains an invalid JSON: not a JSON object',
    ),
    Fault(
        "container definitions that are not a list",
        'jsonencode([{ name = "collector", image = "collector" }])',
        'jsonencode({ name = "collector", image = "collector" })',
        '"container_definitions" contains an invalid JSON: not a JSON list',
    ),
)


def broken(root: Root, fault: Fault) -> None:
    source = root.folder / "main.tf"
    text = source.read_text()
    assert text.count(fault.good) == 1, f"the good root has not exactly one {fault.good!r}"
    source.write_text(text.replace(fault.good, fault.broken))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_validate_refuses(root: Root, fault: Fault) -> None:
    broken(root, fault)

    validated = root.run("validate", "-no-color")

    assert validated.returncode == 1
    assert fault.words in validated.stderr


PLANNED = (
    Fault(
        "a sensitive value shown",
        'secret_string_wo         = "not kept"\n  secret_string_wo_version = 1\n}',
        'secret_string = "kept"\n}\noutput "salt" {\n'
        "  value = aws_secretsmanager_secret_version.salt.secret_string\n}",
        "Output refers to sensitive values",
    ),
    Fault(
        "a list index into a set of blocks",
        "records = [each.value.resource_record_value]",
        "records = [aws_acm_certificate.collector.domain_validation_options[0].domain_name]",
        "Elements of a set are identified only by their value",
    ),
    Fault(
        "a type that only a value shows to be wrong",
        "default = 48",
        'default = "many"',
        "a number is required",
    ),
    Fault(
        "two statements of one Sid",
        'sid     = "Lambda"',
        'sid     = "Lambda"\n    effect  = "Deny"\n    actions = ["a:b"]\n  }\n'
        '  statement {\n    sid     = "Lambda"',
        "duplicate Sid (Lambda)",
    ),
    Fault(
        "no region",
        'region              = "eu-central-1"\n',
        "",
        "The provider's region is missing",
    ),
)


@pytest.mark.parametrize("fault", PLANNED, ids=lambda fault: fault.name)
def test_plan_refuses(root: Root, fault: Fault) -> None:
    broken(root, fault)

    planned = root.run("plan", "-no-color", "-input=false")

    assert planned.returncode == 1
    assert fault.words in planned.stderr


KNOWN_GAPS = (
    Fault("a value outside an enumeration", '"ON_DEMAND"', '"SOMETIMES"', ""),
    Fault(
        "arguments that exclude each other",
        'name_prefix = "alb-"',
        'name_prefix = "alb-"\n  name = "alb"',
        "",
    ),
)


@pytest.mark.parametrize("fault", KNOWN_GAPS, ids=lambda fault: fault.name)
def test_validate_cannot_see(root: Root, fault: Fault) -> None:
    """The README names these gaps; should one close, it has to be told."""
    broken(root, fault)

    assert root.run("validate").returncode == 0
