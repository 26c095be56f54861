"""Ways from the internet into the account."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.guardrails.plans import findings, ids, resource
from toolkit.domain.plan import Change, Withheld

DOOR = 'module.collectors.aws_security_group_rule.world_to_load_balancer["https"]'
WORLD = {"type": "ingress", "cidr_blocks": ["0.0.0.0/0"], "from_port": 443, "to_port": 443}
INGRESS = {"SAFETY-PUBLIC-INGRESS"}


def made(kind: str, after: dict[str, Any], address: str = "") -> Change:
    return resource(kind, None, after, address, action="create")


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        ("aws_security_group_rule", WORLD),
        ("aws_security_group_rule", {**WORLD, "cidr_blocks": [], "ipv6_cidr_blocks": ["::/0"]}),
        ("aws_security_group_rule", {**WORLD, "cidr_blocks": ["10.0.0.0/8", "8.0.0.0/8"]}),
        ("aws_vpc_security_group_ingress_rule", {"cidr_ipv4": "0.0.0.0/0"}),
        ("aws_security_group", {"ingress": [{"cidr_blocks": ["0.0.0.0/0"]}]}),
        ("aws_default_security_group", {"ingress": [{"ipv6_cidr_blocks": ["::/0"]}]}),
        ("aws_ecs_service", {"network_configuration": [{"assign_public_ip": True}]}),
        ("aws_lb", {"internal": False}),
        ("aws_lb", {"internal": None}),
        ("aws_lb", {"internal": Withheld.UNKNOWN}),
        ("aws_lambda_function_url", {"authorization_type": "NONE"}),
    ],
)
def test_a_way_in_is_found(kind: str, after: dict[str, Any]) -> None:
    assert ids(findings(made(kind, after))) == INGRESS


@pytest.mark.parametrize(
    ("kind", "after", "address"),
    [
        ("aws_security_group_rule", WORLD, DOOR),
        ("aws_security_group_rule", {**WORLD, "type": "egress"}, "aws_security_group_rule.out"),
        ("aws_security_group_rule", {**WORLD, "cidr_blocks": ["10.40.0.0/16"]}, "a.b"),
        ("aws_security_group_rule", {**WORLD, "cidr_blocks": []}, "a.b"),
        ("aws_lb", {"internal": False}, "module.collectors.aws_lb.this"),
        ("aws_lb", {"internal": True}, "aws_lb.inner"),
        ("aws_lambda_function_url", {"authorization_type": "AWS_IAM"}, "a.b"),
    ],
)
def test_the_front_door_and_inner_ways_are_not(
    kind: str, after: dict[str, Any], address: str
) -> None:
    assert findings(made(kind, after, address)) == ()


@pytest.mark.parametrize("ports", [(22, 22), (0, 65535), (80, 443)])
def test_the_front_door_has_two_ports(ports: tuple[int, int]) -> None:
    wide = {**WORLD, "from_port": ports[0], "to_port": ports[1]}

    assert ids(findings(made("aws_security_group_rule", wide, DOOR))) == INGRESS


def test_a_key_that_is_disabled_is_found() -> None:
    change = resource("aws_kms_key", {"is_enabled": True}, {"is_enabled": False})

    assert ids(findings(change)) == {"DATA-PROTECTION-REDUCED"}


@pytest.mark.parametrize(
    "after",
    [
        {**WORLD, "protocol": "-1"},
        {**WORLD, "protocol": "all"},
        {**WORLD, "protocol": "udp"},
        {**WORLD, "protocol": "tcp", "security_group_id": "sg-tasks"},
    ],
)
def test_the_front_door_is_for_tcp_and_for_the_load_balancer_alone(after: dict[str, Any]) -> None:
    balancer = resource(
        "aws_security_group",
        {"id": "sg-balancer"},
        {"id": "sg-balancer"},
        "module.collectors.aws_security_group.load_balancer",
        action="keep",
    )

    assert ids(findings(made("aws_security_group_rule", after, DOOR), balancer)) == INGRESS


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        ("aws_security_group_rule", {**WORLD, "cidr_blocks": [Withheld.UNKNOWN]}),
        ("aws_security_group_rule", {**WORLD, "cidr_blocks": Withheld.UNKNOWN}),
        ("aws_security_group_rule", {**WORLD, "cidr_blocks": None, "prefix_list_ids": ["pl-1"]}),
        ("aws_vpc_security_group_ingress_rule", {"cidr_ipv6": Withheld.SENSITIVE}),
        ("aws_vpc_security_group_ingress_rule", {"prefix_list_id": "pl-1"}),
        ("aws_security_group", {"ingress": [{"prefix_list_ids": ["pl-1"]}]}),
        ("aws_security_group", {"ingress": [{"cidr_blocks": [Withheld.UNKNOWN]}]}),
        ("aws_alb", {"internal": False}),
        ("aws_elb", {"internal": False}),
        ("aws_instance", {"associate_public_ip_address": True}),
    ],
)
def test_what_may_be_the_internet_is_taken_for_it(kind: str, after: dict[str, Any]) -> None:
    assert ids(findings(made(kind, after))) == INGRESS


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        ("aws_security_group", {"ingress": Withheld.UNKNOWN}),
        ("aws_security_group_rule", {"type": "ingress", "source_security_group_id": "sg-1"}),
        ("aws_vpc_security_group_ingress_rule", {"referenced_security_group_id": "sg-1"}),
    ],
)
def test_what_comes_from_a_security_group_is_not(kind: str, after: dict[str, Any]) -> None:
    assert findings(made(kind, after)) == ()
