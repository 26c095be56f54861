"""What resources of their own say, and another one repeats after a refresh."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.drift.drifts import BUCKET, allows, classified, drifted, policy, untouched

GROUP = "module.collectors.aws_security_group.tasks"
ROUTES = "module.network.aws_route_table.private"
ADDRESS = "module.network.aws_eip.nat"
SECRET = "module.salt.aws_secretsmanager_secret.this"
ROLE = "module.lambda.aws_iam_role.this"
DOOR = {"protocol": "tcp", "from_port": 8080, "to_port": 8080}
ENTRY = {**DOOR, "cidr_blocks": ["10.0.0.0/16"], "security_groups": [], "self": False}
RULE = {**DOOR, "cidr_blocks": ["10.0.0.0/16"], "type": "ingress", "security_group_id": "sg"}
BALANCED = {**DOOR, "security_groups": ["sg-lb"]}
WAY_OUT = {"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat"}
POLICY = policy(allows())
DECRYPTS = policy({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "key"})

# What repeats, its name, what it says now, and the resource that says it first.
REPEATED = [
    pytest.param(
        GROUP, "ingress", {"id": "sg"}, [ENTRY],
        untouched("module.collectors.aws_security_group_rule.in", RULE), id="an ingress rule",
    ),
    pytest.param(
        GROUP, "ingress", {"id": "sg"}, [BALANCED],
        untouched(
            "module.collectors.aws_security_group_rule.in",
            {**DOOR, "type": "ingress", "security_group_id": "sg",
             "source_security_group_id": "sg-lb"},
        ), id="an ingress rule of another group",
    ),
    pytest.param(
        GROUP, "egress", {"id": "sg"}, [ENTRY],
        untouched(
            "module.collectors.aws_security_group_rule.out", {**RULE, "type": "egress"}
        ), id="an egress rule",
    ),
    pytest.param(
        ROUTES, "route", {"id": "rtb"}, [WAY_OUT],
        untouched(
            "module.network.aws_route.out",
            {"route_table_id": "rtb", "destination_cidr_block": "0.0.0.0/0",
             "nat_gateway_id": "nat"},
        ), id="a route",
    ),
    pytest.param(
        ADDRESS, "association_id", {"id": "eip"}, "eipassoc-1",
        untouched("module.network.aws_nat_gateway.this", {"allocation_id": "eip"}),
        id="the address of a gateway",
    ),
    pytest.param(
        "module.storage.aws_s3_bucket.events", "policy", {"bucket": BUCKET}, POLICY,
        untouched(
            "module.other.aws_s3_bucket_policy.events", {"bucket": BUCKET, "policy": POLICY}
        ), id="a bucket's policy",
    ),
    pytest.param(
        SECRET, "policy", {"arn": "arn:s", "kms_key_id": "key"}, POLICY,
        untouched(
            "module.salt.aws_secretsmanager_secret_policy.this",
            {"secret_arn": "arn:s", "policy": POLICY},
        ), id="a secret's policy",
    ),
    pytest.param(
        ROLE, "inline_policy", {"name": "r"}, [{"name": "ours", "policy": DECRYPTS}],
        untouched(
            "module.lambda.aws_iam_role_policy.this",
            {"role": "r", "name": "ours", "policy": DECRYPTS},
        ), id="a role's policy",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("address", "name", "same", "now", "said"), REPEATED)
@pytest.mark.parametrize("before", [None, [], [{"name": "", "policy": ""}]], ids=str)
def test_a_resource_may_repeat_what_another_one_says(
    address: str, name: str, same: dict[str, Any], now: Any, said: dict[str, Any], before: Any
) -> None:
    if before and not isinstance(now, list):
        before = None

    (found,) = classified(
        drifted(address, {**same, name: before}, {**same, name: now}), there=(said,)
    )

    assert found.severity == "benign"
    assert found.why == "it repeats what other resources say"


@pytest.mark.parametrize(("address", "name", "same", "now", "said"), REPEATED)
def test_what_nobody_says_is_no_repetition(
    address: str, name: str, same: dict[str, Any], now: Any, said: dict[str, Any]
) -> None:
    (found,) = classified(drifted(address, {**same, name: None}, {**same, name: now}))

    assert found.severity != "benign"


@pytest.mark.parametrize(("address", "name", "same", "now", "said"), REPEATED)
def test_what_is_said_of_another_one_is_no_repetition(
    address: str, name: str, same: dict[str, Any], now: Any, said: dict[str, Any]
) -> None:
    other = {key: "another" if key in ("id", "arn", "bucket", "name") else value
             for key, value in same.items()}  # fmt: skip

    (found,) = classified(
        drifted(address, {**other, name: None}, {**other, name: now}), there=(said,)
    )

    assert found.severity != "benign"


def test_more_than_is_said_is_no_repetition() -> None:
    said = untouched("module.collectors.aws_security_group_rule.in", RULE)
    more = [ENTRY, {**ENTRY, "from_port": 22, "to_port": 22}]

    (found,) = classified(
        drifted(GROUP, {"id": "sg", "ingress": []}, {"id": "sg", "ingress": more}), there=(said,)
    )

    assert found.severity == "suspicious"


def test_what_was_there_before_and_is_another_now_is_no_repetition() -> None:
    said = untouched("module.collectors.aws_security_group_rule.in", RULE)
    before = [{**ENTRY, "from_port": 80, "to_port": 80}]

    (found,) = classified(
        drifted(GROUP, {"id": "sg", "ingress": before}, {"id": "sg", "ingress": [ENTRY]}),
        there=(said,),
    )

    assert found.severity == "suspicious"


@pytest.mark.parametrize(("address", "name", "now"), [
    pytest.param(ROLE, "inline_policy", [{"name": "x", "policy": "no JSON"}], id="no policy"),
    pytest.param(ROLE, "inline_policy", [{"name": "x", "policy": None}], id="a policy's name"),
    pytest.param(ROLE, "inline_policy", ["x"], id="no block"),
    pytest.param(ROUTES, "route", "x", id="no list"),
])  # fmt: skip
def test_what_cannot_be_read_is_no_repetition(address: str, name: str, now: Any) -> None:
    (found,) = classified(drifted(address, {name: []}, {name: now}))

    assert found.severity == "suspicious"


@pytest.mark.parametrize("marks", [True, [True], [{"policy": True}]], ids=str)
def test_what_nobody_may_see_is_no_repetition(marks: Any) -> None:
    ours = untouched(
        "module.lambda.aws_iam_role_policy.this", {"role": "r", "name": "p", "policy": DECRYPTS}
    )
    now = [{"name": "p", "policy": DECRYPTS}]

    (found,) = classified(
        drifted(
            ROLE,
            {"name": "r", "inline_policy": []},
            {"name": "r", "inline_policy": now},
            {"inline_policy": marks},
        ),
        there=(ours,),
    )

    assert found.severity == "suspicious"
