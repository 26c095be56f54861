"""Which attributes of a resource drift is judged by, beside those that guardrails judge."""

from __future__ import annotations

from toolkit.domain.guardrails.attributes import judged

_EVERYWHERE = ("id",)

_BY_TYPE: dict[str, tuple[str, ...]] = {
    "aws_eip": ("association_id", "network_interface", "private_dns", "private_ip"),
    "aws_iam_role": ("name", "assume_role_policy", "inline_policy", "managed_policy_arns"),
    "aws_iam_role_policy": ("name", "role", "policy"),
    "aws_nat_gateway": ("allocation_id",),
    "aws_route": ("route_table_id", "destination_cidr_block", "gateway_id", "nat_gateway_id"),
    "aws_route_table": ("route",),
    "aws_security_group": ("egress",),
    "aws_security_group_rule": (
        "security_group_id",
        "source_security_group_id",
        "prefix_list_ids",
        "self",
    ),
}


def looked_at(kind: str) -> tuple[str, ...]:
    """Names of a type's attributes."""
    return (*judged(kind), *_EVERYWHERE, *_BY_TYPE.get(kind, ()))
