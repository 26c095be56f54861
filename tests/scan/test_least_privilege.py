"""Policies allow what somebody needs, as narrowly as AWS lets them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.scan.least_privilege.granted import Grant, grants, unneeded, unserved
from tests.scan.least_privilege.rules import broken
from tests.scan.subjects import Policy, Subject

ARN = "arn:aws:s3:::one/*"
VIA = {"StringEquals": {"kms:ViaService": "s3.us-east-2.amazonaws.com"}}


# --- The environments


@pytest.mark.terraform
@pytest.mark.xdist_group("scan")
def test_no_policy_allows_more_than_it_must(settled: list[Subject]) -> None:
    found = [
        f"{subject.name}:{policy.address} {sentence}"
        for subject in settled
        for policy in subject.policies()
        for sentence in broken(policy)
    ]

    assert found == []


@pytest.mark.terraform
@pytest.mark.xdist_group("scan")
def test_every_grant_is_needed_and_every_need_is_served(settled: list[Subject]) -> None:
    found = [grant for subject in settled for grant in grants(subject)]

    assert unneeded(found) == []
    assert unserved(found) == []


# --- The rules


def policy(kind: str = "aws_iam_role_policy", **changes: Any) -> Policy:
    statement = {"Sid": "One", "Effect": "Allow", "Action": "s3:GetObject", "Resource": ARN}
    document = {"Statement": [{**statement, **changes}]}
    return Policy("module.a.b", kind, "policy", "arn:aws:s3:::one", document)


SERVICE = {"Principal": {"Service": "one.amazonaws.com"}}
SOURCE = {"StringEquals": {"aws:SourceAccount": "111111111111"}}
ENDPOINT = {"Action": "sqs:SendMessage", "Principal": "*"}
KEY = {"Action": ["kms:Decrypt"], "Resource": "arn:aws:kms:us-east-2:1:key/1"}
LOGS = {"Principal": {"Service": "logs.us-east-2.amazonaws.com"}}
CONTEXT = {"StringLike": {"kms:EncryptionContext:aws:logs:arn": "arn"}}

BAD: dict[str, tuple[Policy, str]] = {
    "no name": (policy(Sid=""), "no Sid"),
    "every action": (policy(Action="*"), "is a pattern"),
    "every action of a service": (policy(Action=["s3:*"]), "is a pattern"),
    "all actions but some": (policy(NotAction="s3:PutObject"), "NotAction"),
    "every resource": (policy(Resource="*"), "where AWS allows narrower"),
    "all resources but some": (policy(NotResource=ARN), "NotResource"),
    "a service from anywhere": (policy("aws_iam_role", **SERVICE), "condition on the source"),
    "anybody": (policy("aws_vpc_endpoint", **ENDPOINT), "anybody is allowed"),
    "a key for anything": (policy(**KEY), "without kms:ViaService"),
    "logs of anybody": (policy("aws_kms_key", **LOGS), "without an encryption context"),
    "a bucket without TLS": (policy("aws_s3_bucket_policy"), "without TLS"),
}
GOOD: dict[str, Policy] = {
    "a denial of everything": policy(Effect="Deny", Action="*", Resource="*"),
    "an action without a resource": policy(Action="xray:PutTraceSegments", Resource="*"),
    "a service of this account": policy("aws_iam_role", **SERVICE, Condition=SOURCE),
    "this account's endpoint": policy(
        "aws_vpc_endpoint", **ENDPOINT, Condition={"StringEquals": {"aws:PrincipalAccount": "1"}}
    ),
    "a key through S3": policy(**KEY, Condition=VIA),
    "logs of these groups": policy("aws_kms_key", **LOGS, Condition=CONTEXT),
    "a key's own policy": policy("aws_kms_key", Action="kms:DescribeKey", Resource="*"),
    "TLS only": policy(
        "aws_s3_bucket_policy",
        Effect="Deny",
        Principal={"AWS": "*"},
        Condition={"Bool": {"aws:SecureTransport": "false"}},
    ),
}


@pytest.mark.parametrize(("bad", "sentence"), BAD.values(), ids=BAD)
def test_a_policy_that_allows_too_much_is_noticed(bad: Policy, sentence: str) -> None:
    found = list(broken(bad))

    assert [one for one in found if sentence in one] == found != []


@pytest.mark.parametrize("good", GOOD.values(), ids=GOOD)
def test_a_narrow_policy_is_left_alone(good: Policy) -> None:
    found = list(broken(good))

    assert found == []


def test_a_grant_that_nobody_needs_is_noticed() -> None:
    actions = ("kms:Decrypt", "kms:Encrypt")

    found = unneeded([Grant("pseudonymizer", "DecryptKeyring", actions, ())])

    assert found == ["pseudonymizer DecryptKeyring: kms:Encrypt"]


def test_a_need_that_nothing_serves_is_noticed() -> None:
    found = unserved([])

    assert "pseudonymizer ReadKeyring: secretsmanager:GetSecretValue" in found


def test_a_policy_is_read_from_the_plan_of_a_role(tmp_path: Any) -> None:
    document = {"Statement": [{"Sid": "One", "Action": "a:B", "Resource": [ARN]}]}
    role = {"type": "aws_iam_role", "values": {"id": "r-1", "name": "snowplow-prod-task"}}
    inline = {"type": "aws_iam_role_policy", "values": {"role": "r-1"}}
    inline["values"]["policy"] = json.dumps(document)
    listed = [{**one, "address": f"a.{n}"} for n, one in enumerate((role, inline))]
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"planned_values": {"root_module": {"resources": listed}}}))

    found = list(grants(Subject("prod", tmp_path, plan)))

    assert found == [Grant("task", "One", ("a:B",), (ARN,))]
