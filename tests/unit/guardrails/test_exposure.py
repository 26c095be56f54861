"""Values in environments that look like secrets, and those that do not."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from tests.unit.guardrails.plans import TODAY, environment, findings, ids, resource
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.exposure import written_keyrings
from toolkit.domain.plan import Change, Plan, Withheld

RULE = "PRIVACY-SECRET-IN-ENVIRONMENT"


def function(**variables: Any) -> Any:
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


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({"SALT": Withheld.UNKNOWN}, id="a secret by its name"),
        pytest.param({"SETTINGS": Withheld.SENSITIVE}, id="a secret by its mark"),
        pytest.param({"SETTINGS": "{{resolve:secretsmanager:salt:SecretString}}"}, id="a lookup"),
    ],
)
def test_a_secret_that_the_plan_does_not_show_is_found(variables: dict[str, Any]) -> None:
    assert ids(findings(function(**variables))) == {RULE}


def test_variables_that_are_sensitive_as_a_whole_are_secrets() -> None:
    hidden = {"environment": [{"variables": Withheld.SENSITIVE}]}
    containers = {"container_definitions": Withheld.SENSITIVE}

    assert ids(findings(resource("aws_lambda_function", None, hidden))) == {RULE}
    assert ids(findings(resource("aws_ecs_task_definition", None, containers))) == {RULE}
    assert ids(
        findings(resource("aws_cloudformation_stack", None, {"template_body": Withheld.SENSITIVE}))
    ) == {RULE}


def test_what_is_only_not_known_yet_is_no_secret() -> None:
    containers = {"container_definitions": Withheld.UNKNOWN}

    assert findings(function(SALT_SECRET_ID=Withheld.UNKNOWN, KIND=Withheld.UNKNOWN)) == ()
    assert findings(resource("aws_ecs_task_definition", None, containers)) == ()


def test_an_entry_point_is_looked_at_as_a_command_is() -> None:
    assert ids(findings(task(entryPoint=["--key", "AKIAIOSFODNN7EXAMPLE"]))) == {RULE}


def test_a_secret_that_a_stack_would_look_up_is_found() -> None:
    properties = {"Environment": {"Variables": {"SALT": {"Ref": "Salt"}}}}
    template = {"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": properties}}}

    found = findings(
        resource("aws_cloudformation_stack", None, {"template_body": json.dumps(template)})
    )

    assert ids(found) == {RULE}


def version(
    secret: Any, address: str = "module.salt.aws_secretsmanager_secret_version.x"
) -> Change:
    after = {"secret_id": secret}
    return resource("aws_secretsmanager_secret_version", None, after, address, "create")


def test_the_keyring_is_never_written_by_terraform() -> None:
    ours = f"arn:aws:secretsmanager:us-east-2:1:secret:{environment().prefix}-salt-a1B2c3"

    for change in (version(ours), version(ours, "a.b"), version(Withheld.UNKNOWN)):
        assert ids(findings(change)) == {"PRIVACY-KEYRING-IN-STATE"}
    assert findings(version("arn:aws:secretsmanager:us-east-2:1:secret:registry-a1B2c3")) == ()
    assert findings(version(Withheld.UNKNOWN, "aws_secretsmanager_secret_version.x")) == ()


def test_the_keyring_is_never_read_by_terraform() -> None:
    address = "module.salt.data.aws_secretsmanager_secret_version.x"
    read = replace(version(Withheld.UNKNOWN, address), action="read")
    case = Case(Plan("1.15.5", (), reads=(read,)), environment(), TODAY)

    assert [each.sentence for each in written_keyrings(case)] == ["it reads the keyring"]


@pytest.mark.parametrize(("protocol", "kind", "passes"), [
    ("HTTP", "redirect", True), ("HTTP", "fixed-response", True), ("HTTPS", "forward", True),
    ("HTTP", "forward", False), ("HTTP", "authenticate-oidc", False), ("TCP", "forward", False),
    (None, "forward", False), (Withheld.UNKNOWN, "forward", False),
])  # fmt: skip
def test_events_arrive_by_tls_alone(protocol: Any, kind: str, *, passes: bool) -> None:
    after = {"protocol": protocol, "default_action": [{"type": kind}]}

    found = findings(resource("aws_lb_listener", after, after, action="keep"))

    assert ids(found) == (set() if passes else {"PRIVACY-PLAIN-HTTP"})
