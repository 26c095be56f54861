"""Who may read buckets, keys, secrets and streams, however a plan says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.guardrails.plans import findings, ids, resource
from toolkit.domain.plan import AttributeChange, Change, Withheld

ARN = "arn:aws:kms:us-east-2:111111111111:key/0a1b"
BUCKET = "snowplow-events"
WIDENED, PUBLIC = "PRIVACY-POLICY-WIDENED", "PRIVACY-POLICY-PUBLIC"
KEY = {"arn": ARN, "is_enabled": True}
SECRET_ARN = "arn:aws:secretsmanager:us-east-2:111111111111:secret:salt-AbCdEf"
STREAM_ARN = "arn:aws:kinesis:us-east-2:111111111111:stream/raw-good"
QUEUE = {"name": "overflow", "kms_master_key_id": "key"}


def policy(effect: str = "Allow", who: str = "newcomers") -> str:
    principal = {"AWS": f"arn:aws:iam::111111111111:role/{who}"}
    statement = {"Effect": effect, "Principal": principal, "Action": "s3:Get*", "Resource": "*"}
    return json.dumps({"Statement": [statement]})


def there(kind: str, facts: dict[str, Any]) -> Change:
    return resource(kind, facts, facts, f"{kind}.there", action="keep")


def come(kind: str, facts: dict[str, Any]) -> Change:
    return resource(kind, None, facts, f"{kind}.come", action="create")


SUBJECTS = [
    ("aws_kms_key", KEY, "aws_kms_key_policy", {"key_id": ARN}),
    ("aws_kms_key", KEY, "aws_kms_key_policy", {"key_id": "0a1b"}),
    ("aws_s3_bucket", {"bucket": BUCKET}, "aws_s3_bucket_policy", {"bucket": BUCKET}),
    ("aws_s3_bucket", {"bucket": BUCKET}, "aws_s3_access_point", {"bucket": BUCKET}),
    (
        "aws_secretsmanager_secret",
        {"arn": SECRET_ARN, "kms_key_id": "key"},
        "aws_secretsmanager_secret_policy",
        {"secret_arn": SECRET_ARN},
    ),
    (
        "aws_kinesis_stream",
        {"arn": STREAM_ARN, "kms_key_id": "key"},
        "aws_kinesis_resource_policy",
        {"resource_arn": STREAM_ARN},
    ),
    (
        "aws_sqs_queue",
        QUEUE,
        "aws_sqs_queue_policy",
        {"queue_url": "https://sqs.us-east-2.amazonaws.com/111111111111/overflow"},
    ),
]


@pytest.mark.parametrize(("kind", "subject", "policies", "about"), SUBJECTS)
def test_a_first_policy_of_what_is_there_allows_more(
    kind: str, subject: dict[str, Any], policies: str, about: dict[str, Any]
) -> None:
    allowing = come(policies, {**about, "policy": policy()})
    unknown = come(policies, {**about, "policy": Withheld.UNKNOWN})
    denying = come(policies, {**about, "policy": policy("Deny")})

    assert WIDENED in ids(findings(there(kind, subject), allowing))
    assert WIDENED in ids(findings(there(kind, subject), unknown))
    assert WIDENED not in ids(findings(there(kind, subject), denying))


@pytest.mark.parametrize(("kind", "subject", "policies", "about"), SUBJECTS)
def test_a_first_policy_of_what_is_new_does_not(
    kind: str, subject: dict[str, Any], policies: str, about: dict[str, Any]
) -> None:
    new = come(policies, {**about, "policy": policy()})

    assert WIDENED not in ids(findings(come(kind, subject), new))


def test_a_policy_that_goes_with_its_queue_is_not_taken_away() -> None:
    about = {"queue_url": "https://sqs.us-east-2.amazonaws.com/111111111111/overflow"}
    gone = resource("aws_sqs_queue_policy", {**about, "policy": policy()}, None, "a.b", "delete")
    queue = resource("aws_sqs_queue", QUEUE, None, "a.c", "delete")

    assert WIDENED in ids(findings(gone, there("aws_sqs_queue", QUEUE)))
    assert WIDENED not in ids(findings(gone, queue))


def test_a_policy_that_its_secret_repeats_is_no_new_one() -> None:
    facts = {"arn": SECRET_ARN, "kms_key_id": "key"}
    own = resource(
        "aws_secretsmanager_secret", {**facts, "policy": ""}, {**facts, "policy": policy()}
    )
    other = there(
        "aws_secretsmanager_secret_policy", {"secret_arn": SECRET_ARN, "policy": policy()}
    )

    assert ids(findings(own)) == {WIDENED}
    assert findings(own, other) == ()


@pytest.mark.parametrize("hidden", [Withheld.SENSITIVE, Withheld.UNKNOWN])
def test_a_policy_that_nobody_can_see_is_not_let_pass(hidden: Withheld) -> None:
    before, after = (hidden, hidden) if hidden is Withheld.SENSITIVE else (policy(), hidden)
    changed = Change(
        "aws_s3_bucket_policy.this",
        "aws_s3_bucket_policy",
        "update",
        ("update",),
        attributes=(AttributeChange("policy", "(hidden)", "(hidden)"),),
        before={"bucket": BUCKET, "policy": before},
        after={"bucket": BUCKET, "policy": after},
    )

    assert ids(findings(changed)) == {WIDENED}


def test_a_grant_of_a_key_that_is_there_allows_more() -> None:
    grant = {"key_id": ARN, "grantee_principal": "arn:aws:iam::111111111111:role/newcomers"}
    grant |= {"operations": ["Decrypt"]}
    given = come("aws_kms_grant", grant)

    (found,) = findings(there("aws_kms_key", KEY), given)

    assert found.rule.id == WIDENED
    assert "role/newcomers may Decrypt" in found.sentence
    assert findings(come("aws_kms_key", KEY), given) == ()


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("aws_s3_bucket", {"grant": [{"uri": "http://acs.amazonaws.com/groups/global/AllUsers"}]}),
        (
            "aws_s3_bucket_acl",
            {
                "access_control_policy": [
                    {
                        "grant": [
                            {
                                "grantee": [
                                    {
                                        "uri": "http://acs.amazonaws.com/groups/global/"
                                        "AuthenticatedUsers"
                                    }
                                ]
                            }
                        ]
                    }
                ]
            },
        ),
        (
            "aws_s3_bucket_public_access_block",
            {
                "block_public_acls": True,
                "block_public_policy": Withheld.UNKNOWN,
                "ignore_public_acls": True,
                "restrict_public_buckets": True,
            },
        ),
    ],
)
def test_what_is_open_to_everybody_is_found(kind: str, facts: dict[str, Any]) -> None:
    assert ids(findings(come(kind, {"bucket": BUCKET, **facts}))) == {PUBLIC}


@pytest.mark.parametrize(("caller", "is_open"), [
    ({"principal": "*"}, True),
    ({"principal": "s3.amazonaws.com"}, True),
    ({"principal": Withheld.SENSITIVE}, True),
    ({"principal": "*", "principal_org_id": "o-1"}, False),
    ({"principal": "s3.amazonaws.com", "source_account": "111111111111"}, False),
    ({"principal": "secretsmanager.amazonaws.com", "source_arn": Withheld.UNKNOWN}, False),
    ({"principal": "111111111111"}, False),
])  # fmt: skip
def test_who_may_invoke_a_function(caller: dict[str, Any], *, is_open: bool) -> None:
    assert ids(findings(come("aws_lambda_permission", caller))) == ({PUBLIC} if is_open else set())
