"""A path's function as the modules make it, in either dialect, and with one thing otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.unit.guardrails.plans import environment, resource
from toolkit.domain.plan import Action, Change

STAGING = environment()
ACCOUNT, PREFIX = STAGING.aws.account_id, STAGING.prefix
BUCKET = STAGING.lambda_.artifact_bucket
NAME = f"{PREFIX}-pseudonymizer-raw-bad"
SECRET = f"arn:aws:secretsmanager:us-east-2:{ACCOUNT}:secret:{PREFIX}-salt-a1B2c3"
VARIABLES = {"EVENT_KIND": "bad", "SALT_SECRET_ID": SECRET, "SALT_CACHE_SECONDS": "300"}
FUNCTION = {
    "function_name": NAME,
    "handler": "runtime.handler.handle",
    "runtime": "python3.13",
    "architectures": ["arm64"],
    "role": f"arn:aws:iam::{ACCOUNT}:role/{PREFIX}-pseudonymizer",
    "package_type": "Zip",
    "layers": [],
    "image_config": [],
    "image_uri": "",
    "s3_bucket": BUCKET,
    "s3_key": "old.zip",
    "s3_object_version": None,
    "environment": [{"variables": VARIABLES}],
    "reserved_concurrent_executions": -1,
    "version": "3",
}
PROPERTIES = {
    "FunctionName": NAME,
    "Handler": FUNCTION["handler"],
    "Runtime": FUNCTION["runtime"],
    "Architectures": FUNCTION["architectures"],
    "Role": FUNCTION["role"],
    "Code": {"S3Bucket": BUCKET, "S3Key": "old.zip"},
    "Environment": {"Variables": VARIABLES},
}
VERSION = {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Function"}}}


def function(after: Mapping[str, Any], action: Action = "update") -> Change:
    """A function with other attributes than before, or made with them."""
    before = None if action == "create" else FUNCTION
    return resource("aws_lambda_function", before, {**FUNCTION, **after}, "a.function", action)


def stack(
    alias: Mapping[str, Any] | None = None, version: str = "Version2", **properties: Any
) -> Change:
    """A stack whose function, alias or version is not as before."""
    before = template({**PROPERTIES}, {}, "Version1")
    after = template({**PROPERTIES, **properties}, alias or {}, version)
    return resource("aws_cloudformation_stack", before, after, "a.stack")


def template(
    properties: Mapping[str, Any], alias: Mapping[str, Any], version: str
) -> dict[str, Any]:
    """What a plan says of a stack."""
    live = {"FunctionVersion": {"Fn::GetAtt": [version, "Version"]}, **alias}
    found = {
        "Function": {"Type": "AWS::Lambda::Function", "Properties": dict(properties)},
        version: VERSION,
        "Live": {"Type": "AWS::Lambda::Alias", "Properties": live},
    }
    return {"name": NAME, "template_body": json.dumps({"Resources": found})}
