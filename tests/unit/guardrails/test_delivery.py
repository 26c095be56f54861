"""What may go around the function, or be written where it is not kept from anybody."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.guardrails.plans import environment, findings, ids, resource
from toolkit.domain.plan import Change, Withheld

STAGING = environment()
ACCOUNT, BUCKET = STAGING.aws.account_id, STAGING.storage.bucket
ERRORS = STAGING.storage.prefixes.errors
FUNCTION = f"{STAGING.prefix}-pseudonymizer-enriched-good"
ARN = f"arn:aws:lambda:us-east-2:{ACCOUNT}:function:{FUNCTION}:live"
ADDRESS = 'module.firehose.aws_kinesis_firehose_delivery_stream.this["enriched_good"]'
POLICY = f"arn:aws:s3:::{BUCKET}/{ERRORS}"
DENIAL = {
    "Effect": "Deny",
    "Principal": {"AWS": "*"},
    "Action": ["s3:GetObject", "s3:GetObjectVersion"],
    "Resource": f"{POLICY}*",
    "Condition": {"ArnNotEquals": {"aws:PrincipalArn": [f"arn:aws:iam::{ACCOUNT}:root"]}},
}


def processor(*arns: Any, size: Any = "0.5") -> dict[str, Any]:
    parameters = [{"parameter_name": "LambdaArn", "parameter_value": arn} for arn in arns]
    if size is not None:
        parameters += [{"parameter_name": "BufferSizeInMBs", "parameter_value": size}]
    return {"type": "Lambda", "parameters": parameters}


def settings(*processors: dict[str, Any], **changes: Any) -> dict[str, Any]:
    inner = {
        "bucket_arn": f"arn:aws:s3:::{BUCKET}",
        "prefix": "output/!{timestamp:yyyy}/",
        "error_output_prefix": f"{ERRORS}enriched-good/",
        "compression_format": "GZIP",
        "s3_backup_mode": "Disabled",
        "processing_configuration": [
            {"enabled": True, "processors": list(processors or (processor(ARN),))}
        ],
        **changes,
    }
    return {"extended_s3_configuration": [inner]}


def bucket_policy(*items: dict[str, Any]) -> Change:
    facts = {"bucket": BUCKET, "policy": json.dumps({"Statement": list(items)})}
    return resource("aws_s3_bucket_policy", facts, facts, action="keep")


def path(after: dict[str, Any], before: dict[str, Any] | None = None) -> tuple[Change, ...]:
    kind = "aws_kinesis_firehose_delivery_stream"
    one = resource(kind, before, after, ADDRESS, "update" if before else "create")
    return one, bucket_policy(DENIAL)


def test_a_path_through_its_own_function_passes() -> None:
    assert findings(*path(settings())) == ()
    assert findings(*path(settings(processor(Withheld.UNKNOWN)))) == ()
    assert findings(*path(settings(processor(ARN.removesuffix(":live"))))) == ()


@pytest.mark.parametrize(
    "processors",
    [
        pytest.param((processor(ARN.replace(ACCOUNT, "999999999999")),), id="of another account"),
        pytest.param((processor(ARN, ARN.replace("good", "bad")),), id="and another one"),
        pytest.param(
            (processor(ARN), processor(ARN.replace("good", "bad"))), id="then another one"
        ),
        pytest.param((processor(Withheld.SENSITIVE),), id="that is hidden"),
        pytest.param((processor(None),), id="that has no name"),
        pytest.param((processor(ARN.replace(":live", ":7")),), id="at a version"),
        pytest.param((processor(ARN.replace(":live", ":old")),), id="by another alias"),
    ],
)
def test_a_path_through_another_function_does_not(processors: tuple[dict[str, Any], ...]) -> None:
    assert ids(findings(*path(settings(*processors)))) == {"PRIVACY-LAMBDA-MISSING"}


def test_a_function_that_is_there_is_no_unknown_one() -> None:
    facts = {"function_name": FUNCTION, "s3_key": "a.zip"}
    function = resource("aws_lambda_function", facts, facts, action="keep")
    later = settings(processor(Withheld.UNKNOWN))

    assert "PRIVACY-LAMBDA-MISSING" in ids(findings(*path(later, settings()), function))


@pytest.mark.parametrize("mode", ["Enabled", Withheld.UNKNOWN, Withheld.SENSITIVE])
def test_a_backup_that_is_or_may_be_on_is_found(mode: Any) -> None:
    assert ids(findings(*path(settings(s3_backup_mode=mode)))) == {"PRIVACY-SOURCE-BACKUP"}


@pytest.mark.parametrize(
    "size", [pytest.param(None, id="AWS decides"), Withheld.UNKNOWN, "3", "1.6"]
)
def test_a_buffer_that_is_or_may_be_too_large_is_found(size: Any) -> None:
    assert ids(findings(*path(settings(processor(ARN, size=size))))) == {"DATA-BUFFER-TOO-LARGE"}


@pytest.mark.parametrize(
    "changes",
    [
        {"data_format_conversion_configuration": [{"enabled": True}]},
        {"custom_time_zone": "Asia/Tokyo"},
        {"compression_format": "UNCOMPRESSED"},
    ],
)
def test_objects_in_another_form_are_found(changes: dict[str, Any]) -> None:
    assert ids(findings(*path(settings(**changes), settings()))) == {"DATA-FORMAT-CHANGED"}


@pytest.mark.parametrize(
    "before",
    [{"custom_time_zone": "UTC"}, {"data_format_conversion_configuration": [{"enabled": False}]}],
)
def test_a_default_in_words_is_no_other_form(before: dict[str, Any]) -> None:
    assert findings(*path(settings(), settings(**before))) == ()


def test_objects_that_go_to_another_bucket_are_found() -> None:
    theirs = settings(bucket_arn="arn:aws:s3:::theirs")

    moved, stayed = findings(*path(theirs, settings())), findings(*path(theirs, theirs))
    (found,) = (each for each in moved if each.rule.id == "DATA-PREFIX-CHANGED")

    assert found.sentence == f"objects go to arn:aws:s3:::theirs instead of arn:aws:s3:::{BUCKET}"
    assert ids(stayed) == {"PRIVACY-ERRORS-READABLE"}


def test_errors_in_a_bucket_that_no_policy_guards_are_readable() -> None:
    elsewhere = settings(bucket_arn=f"arn:aws:s3:::{BUCKET}-logs")

    assert ids(findings(*path(elsewhere))) == {"PRIVACY-ERRORS-READABLE"}


def test_errors_are_readable_where_the_bucket_has_no_policy() -> None:
    delivery, _ = path(settings())

    assert ids(findings(delivery)) == {"PRIVACY-ERRORS-READABLE"}


@pytest.mark.parametrize(
    "denial",
    [
        pytest.param({"Action": "s3:GetObject"}, id="of current versions alone"),
        pytest.param({"Resource": f"{POLICY}x*"}, id="of some objects"),
        pytest.param({"Resource": f"{POLICY.upper()}*"}, id="of a name in capitals"),
    ],
)
def test_a_denial_of_less_guards_nothing(denial: dict[str, Any]) -> None:
    delivery, _ = path(settings())

    found = findings(delivery, bucket_policy({**DENIAL, **denial}))

    assert ids(found) == {"PRIVACY-ERRORS-READABLE"}


def test_a_denial_of_everything_in_two_statements_guards() -> None:
    delivery, _ = path(settings())
    halves = [{**DENIAL, "Action": "s3:getobject"}, {**DENIAL, "Action": "s3:GetObjectV*"}]

    assert findings(delivery, bucket_policy(*halves)) == ()
