"""Values in environments that look like secrets, and those that do not."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.unit.guardrails.plans import findings, ids, resource

RULE = "PRIVACY-SECRET-IN-ENVIRONMENT"


def function(**variables: str) -> Any:
    after = {"environment": [{"variables": variables}]}
    return resource("aws_lambda_function", None, after, action="create")


def task(**container: Any) -> Any:
    after = {"container_definitions": json.dumps([{"name": "snowplow", **container}])}
    return resource("aws_ecs_task_definition", None, after, action="create")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SALT", "correct horse battery staple"),
        ("DB_PASSWORD", "hunter2"),
        ("API_KEY", "abcdef"),
        ("SETTINGS", "AKIAIOSFODNN7EXAMPLE"),
        ("SETTINGS", "-----BEGIN RSA PRIVATE KEY-----\nMII"),
        ("SETTINGS", "glpat-abcdefghij0123456789"),
        ("DATABASE_URL", "postgres://snowplow:hunter2@db:5432/events"),
        ("BLOB", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("BLOB", "wJalrXUtnFEMI7K7MDENGbPxRfiCYEXAMPLEKEY1"),
        ("FILE_0", base64.b64encode(b'db {\n  password = "hunter2hunter2"\n}\n').decode()),
        ("FILE_0", base64.b64encode(b"aws: AKIAIOSFODNN7EXAMPLE and more").decode()),
    ],
)
def test_a_secret_is_found_and_never_repeated(name: str, value: str) -> None:
    found = findings(function(**{name: value}))

    assert ids(found) == {RULE}
    assert name in found[0].sentence
    assert value not in repr(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SALT_SECRET_ID", "arn:aws:secretsmanager:us-east-2:111111111111:secret:salt-AbCdEf"),
        ("SALT_CACHE_SECONDS", "300"),
        ("TOKEN_URL", "https://example.com/token"),
        ("EVENT_KIND", "enriched"),
        ("AWS_REGION", "us-east-2"),
        ("JDK_JAVA_OPTIONS", "-XX:MaxRAMPercentage=75 -Djava.io.tmpdir=/snowplow/scratch"),
        ("SECRET", "${SECRET}"),
        ("FILE_0", base64.b64encode(b'aws {\n  secretKey = "default"\n}\n').decode()),
        ("FILE_0", base64.b64encode(b'collector {\n  interface = "0.0.0.0"\n}\n' * 40).decode()),
    ],
)
def test_what_only_sounds_like_a_secret_passes(name: str, value: str) -> None:
    assert findings(function(**{name: value})) == ()


def test_containers_and_their_arguments_are_looked_at() -> None:
    variable = {"environment": [{"name": "PASSWORD", "value": "hunter2"}]}
    argument = {"command": ["--config", base64.b64encode(b'token = "abc123def"\n\n').decode()]}

    assert ids(findings(task(**variable))) == {RULE}
    assert ids(findings(task(**argument))) == {RULE}
    assert findings(task(secrets=[{"name": "PASSWORD", "valueFrom": "arn:aws:ssm:x"}])) == ()


def test_a_function_in_a_stack_is_looked_at() -> None:
    properties = {"Environment": {"Variables": {"SALT": "correct horse"}}}
    template = {"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": properties}}}
    after = {"template_body": json.dumps(template)}

    found = findings(resource("aws_cloudformation_stack", None, after, action="create"))

    assert ids(found) == {RULE}
