"""By what Terraform finds a resource that the state does not know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toolkit.domain import import_keys
from toolkit.domain.import_keys import import_key, name_of, naming, with_id

TEMPLATES = Path(__file__).parents[3] / "templates" / "modules"
HTTPS = {
    "security_group_id": "sg-1",
    "type": "ingress",
    "protocol": "tcp",
    "from_port": "443",
    "to_port": "443",
}
RULE = "sg-1_ingress_tcp_443_443"
CLUSTER = "arn:aws:ecs:eu-west-1:123456789012:service/acme/collectors"


@pytest.mark.parametrize(
    ("kind", "attributes", "expected"),
    [
        ("aws_kinesis_stream", {"name": "good"}, "good"),
        ("aws_kinesis_stream", {}, ""),
        ("aws_vpc", {"tags.Name": "acme"}, "{id}"),
        ("aws_iam_role_policy", {"role": "task", "name": "read"}, "task:read"),
        ("aws_iam_role_policy", {"name": "read"}, "{id}"),
        ("aws_route", {"destination_cidr_block": "0.0.0.0/0"}, ""),
        (
            "aws_route",
            {"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0"},
            "rtb-1_0.0.0.0/0",
        ),
        (
            "aws_kinesis_firehose_delivery_stream",
            {"name": "good"},
            "arn:aws-cn:firehose:cn-north-1:123456789012:deliverystream/good",
        ),
        ("aws_wafv2_web_acl", {"name": "acl", "scope": "REGIONAL"}, "{id}/acl/REGIONAL"),
        ("aws_security_group_rule", {"type": "egress"}, ""),
        ("aws_security_group_rule", {**HTTPS, "cidr_blocks": "10.0.0.0/8"}, f"{RULE}_10.0.0.0/8"),
        ("aws_security_group_rule", {**HTTPS, "source_security_group_id": "sg-2"}, f"{RULE}_sg-2"),
        ("aws_security_group_rule", HTTPS, ""),
        ("aws_acm_certificate_validation", {"name": "x"}, ""),
    ],
)
def test_a_plan_knows_the_key_of(kind: str, attributes: dict[str, str], expected: str) -> None:
    assert import_key(kind, attributes, "cn-north-1", "123456789012") == expected


@pytest.mark.parametrize(
    ("key", "kind", "id_", "expected"),
    [
        ("{id}", "aws_vpc", "vpc-1", "vpc-1"),
        ("{id}", "aws_vpc", "", ""),
        ("good", "aws_kinesis_stream", "", "good"),
        ("{id}/acl/REGIONAL", "aws_wafv2_web_acl", "1-2", "1-2/acl/REGIONAL"),
        ("{id}", "aws_ecs_service", CLUSTER, "acme/collectors"),
        ("", "aws_route", "r-rtb-1", ""),
    ],
)
def test_the_id_completes_a_key(key: str, kind: str, id_: str, expected: str) -> None:
    assert with_id(key, kind, id_) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("tcp", "tcp"), (443, "443"), (0, "0"), (["a", "b"], "a_b"), ([], ""), (True, ""), (None, "")],
)
def test_a_part_of_a_name_is_written_as_terraform_does(value: object, expected: str) -> None:
    assert naming(value) == expected


def test_a_resource_is_called_by_the_first_name_that_it_has() -> None:
    assert name_of({"description": "a key", "tags.Name": "acme-streams"}) == "acme-streams"
    assert name_of({}) == ""


def test_every_key_is_of_a_resource_that_the_templates_make() -> None:
    text = "".join(path.read_text() for path in TEMPLATES.rglob("*.tf"))
    made = set(re.findall(r'^resource "(\w+)"', text, re.MULTILINE))

    named = {*import_keys._KEYS, *import_keys.MADE_AGAIN, *import_keys._OR_ID, *import_keys._TAILS}
    assert named - made == set()
