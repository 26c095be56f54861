"""What makes a function run something else than the sealed artifact."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.guardrails.functions import (
    ACCOUNT,
    FUNCTION,
    NAME,
    PREFIX,
    SECRET,
    VARIABLES,
    function,
    stack,
)
from tests.unit.guardrails.plans import TODAY, environment, findings, ids, resource
from toolkit.domain.artifact import object_key
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.running import other_code
from toolkit.domain.plan import Change, Plan, Withheld

LAYER = f"arn:aws:lambda:us-east-2:{ACCOUNT}:layer:ours:1"
OTHER = {"PRIVACY-FUNCTION-OTHER-CODE"}


def told(**variables: Any) -> dict[str, Any]:
    return {"environment": [{"variables": {**VARIABLES, **variables}}]}


@pytest.mark.parametrize(("after", "sentence"), [
    ({"handler": "other.handle"}, "Handler is 'other.handle' instead of 'runtime.handler.handle'"),
    ({"handler": None}, "Handler is unset instead of 'runtime.handler.handle'"),
    ({"runtime": "python3.9"}, "Runtime is 'python3.9' instead of 'python3.13'"),
    ({"architectures": ["x86_64"]}, "Architectures is 'x86_64' instead of 'arm64'"),
    ({"architectures": None}, "Architectures is 'x86_64' instead of 'arm64'"),
    ({"layers": [LAYER]}, f"Layers is '{LAYER}' instead of unset"),
    ({"layers": [Withheld.UNKNOWN]}, "Layers is what nobody can see instead of unset"),
    ({"package_type": "Image"}, "PackageType is 'Image' instead of 'Zip'"),
    ({"image_config": [{"command": ["x"]}]}, 'ImageConfig is {"command": ["x"]} instead of unset'),
    ({"s3_object_version": "v1"}, "S3ObjectVersion is 'v1' instead of unset"),
    (told(EVENT_KIND="enriched"), "EVENT_KIND is 'enriched' instead of 'bad'"),
    (told(PYTHONPATH="/mnt"), "variable PYTHONPATH may let other code run"),
    (told(AWS_LAMBDA_EXEC_WRAPPER="/opt/x"),
     "variable AWS_LAMBDA_EXEC_WRAPPER may let other code run"),
    (told(SALT_SECRET_ID=SECRET.replace("-salt-", "-other-")),
     f"the secret of SALT_SECRET_ID is '{PREFIX}-other' instead of '{PREFIX}-salt'"),
])  # fmt: skip
def test_a_function_that_is_not_as_it_is_meant(after: dict[str, Any], sentence: str) -> None:
    found = findings(function(after))

    assert ids(found) == OTHER
    assert [each.sentence for each in found] == [sentence]
    assert ids(findings(function(after, "create"))) == OTHER


@pytest.mark.parametrize("role", [f"arn:aws:iam::{ACCOUNT}:role/newcomers", Withheld.UNKNOWN])
def test_a_function_of_another_role(role: Any) -> None:
    assert ids(findings(function({"role": role}))) == OTHER


@pytest.mark.parametrize("after", [
    {}, {"layers": None}, {"package_type": None}, {"memory_size": 2048},
    told(LOG_LEVEL="debug"), told(SALT_CACHE_SECONDS="60"),
])  # fmt: skip
def test_a_function_as_it_is_meant(after: dict[str, Any]) -> None:
    assert findings(function(after)) == ()


def test_what_is_not_known_on_the_first_apply_is_no_finding() -> None:
    first = {"role": Withheld.UNKNOWN, **told(SALT_SECRET_ID=Withheld.UNKNOWN)}

    assert findings(function({**first, "version": Withheld.UNKNOWN}, "create")) == ()


@pytest.mark.parametrize(("kind", "after"), [
    ("aws_iam_role", {"role": Withheld.UNKNOWN}),
    ("aws_secretsmanager_secret", told(SALT_SECRET_ID=Withheld.UNKNOWN)),
])  # fmt: skip
def test_what_a_function_names_may_come_anew(kind: str, after: dict[str, Any]) -> None:
    new = resource(kind, {}, {}, action="replace")

    assert not ids(findings(function(after), new)) & OTHER
    assert ids(findings(function(after))) == OTHER


def test_an_upgrade_by_yaml_is_as_it_is_meant() -> None:
    upgraded = environment(**{"lambda.python_version": "3.12", "lambda.architecture": "x86_64"})
    after = {"runtime": "python3.12", "architectures": ["x86_64"]}

    assert findings(function(after), of=upgraded) == ()
    assert ids(findings(function({}), of=upgraded)) == OTHER


def test_another_artifact_than_the_plan_s_own() -> None:
    def judged(key: str) -> list[str]:
        plan = Plan("1.15.5", (function({"s3_key": key}),), artifact_sha256="2" * 64)
        return [each.sentence for each in other_code(Case(plan, environment(), TODAY))]

    assert judged(object_key("2" * 64)) == []
    assert judged("old.zip") == [f"S3Key is 'old.zip' instead of '{object_key('2' * 64)}'"]


def test_the_function_that_rotates_has_a_handler_and_a_role_of_its_own() -> None:
    name = f"{PREFIX}-salt-rotation"
    own = {
        "function_name": name,
        "handler": "runtime.rotation.handle",
        "role": f"arn:aws:iam::{ACCOUNT}:role/{name}",
        "environment": [{"variables": {"SALT_SECRET_ID": SECRET}}],
    }

    assert findings(function(own)) == ()
    assert ids(findings(function({**own, "handler": FUNCTION["handler"]}))) == OTHER


def test_a_function_of_somebody_else_is_none_of_ours() -> None:
    theirs = {"function_name": f"{PREFIX}-reports", "handler": "x.y", "layers": [LAYER]}

    assert findings(function(theirs)) == ()


@pytest.mark.parametrize("change", [
    stack(Handler="other.handle"),
    stack(Layers=[LAYER]),
    stack(Role={"Fn::GetAtt": ["Role", "Arn"]}),
    stack(Runtime={"Ref": "Python"}),
    stack(Environment={"Variables": {**VARIABLES, "EVENT_KIND": "enriched"}}),
    stack({"FunctionVersion": "1"}),
    stack({"FunctionVersion": {"Fn::GetAtt": ["Elsewhere", "Version"]}}),
    stack({"RoutingConfig": {"AdditionalVersionWeights": []}}),
    stack(version="Version1", Environment={"Variables": {**VARIABLES, "SALT_CACHE_SECONDS": "9"}}),
])  # fmt: skip
def test_a_stack_that_is_not_as_it_is_meant(change: Change) -> None:
    assert ids(findings(change)) == OTHER


@pytest.mark.parametrize("change", [
    stack(MemorySize=2048),
    stack({"FunctionVersion": {"Fn::GetAtt": "Version2.Version"}}),
    stack(version="Version1", Tags=[], ReservedConcurrentExecutions=5),
])  # fmt: skip
def test_a_stack_as_it_is_meant(change: Change) -> None:
    assert findings(change) == ()


def test_a_stack_whose_template_lies_elsewhere() -> None:
    elsewhere = {"name": NAME, "template_body": None, "template_url": "https://example.com/x"}
    change = resource("aws_cloudformation_stack", elsewhere, elsewhere, action="keep")

    assert ids(findings(change)) == OTHER


def alias(**after: Any) -> Change:
    known = {"name": "live", "function_name": NAME, "function_version": "3", "routing_config": []}
    return resource("aws_lambda_alias", known, {**known, **after}, "a.alias")


@pytest.mark.parametrize(("after", "version"), [
    ({"function_version": "2"}, "3"),
    ({"function_version": "3"}, Withheld.UNKNOWN),
    ({"function_version": Withheld.UNKNOWN}, "3"),
    ({"routing_config": [{"additional_version_weights": {"2": 0.1}}]}, "3"),
    ({"routing_config": Withheld.UNKNOWN}, "3"),
])  # fmt: skip
def test_an_alias_of_another_version(after: dict[str, Any], version: Any) -> None:
    assert ids(findings(function({"version": version}), alias(**after))) == OTHER


@pytest.mark.parametrize(("pointed", "version"), [
    ("3", "3"), (Withheld.UNKNOWN, Withheld.UNKNOWN), ("$LATEST", "3"),
])  # fmt: skip
def test_an_alias_of_the_version_that_is_published(pointed: Any, version: Any) -> None:
    assert findings(function({"version": version}), alias(function_version=pointed)) == ()


def test_an_alias_whose_function_the_plan_does_not_know() -> None:
    assert findings(alias(function_version="4")) == ()


def test_drift_has_a_rule_of_its_own() -> None:
    assert "PRIVACY-FUNCTION-OTHER-CODE" not in ids(
        findings(function({"layers": [LAYER]}), verb="drift")
    )
