"""Attributes that repeat what resources of their own say, and are filled in after an apply.

A security group lists the rules that `aws_security_group_rule` made. Where the refresh after an
apply has failed, the state does not know that yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from toolkit.domain.guardrails.values import blocks, document, text, words
from toolkit.domain.plan import Change, Facts, Plan, Withheld

Answer = Callable[[Facts, Plan], bool]


def is_repeated(change: Change, attribute: str, plan: Plan) -> bool:
    """Whether an attribute was empty, and now says just what other resources say."""
    if change.before is None or change.after is None or _is_filled(change.before, attribute):
        return False
    answer = _REPEATED.get((change.type, attribute))
    seen = _is_seen(change.after.get(attribute))
    return answer is not None and seen and answer(change.after, plan)


def _is_filled(before: Facts, attribute: str) -> bool:
    value = before.get(attribute)
    items = blocks(value)
    return any(any(item.values()) for item in items) or (bool(value) and not items)


def _is_seen(value: Any) -> bool:
    """Whether nothing of a value is withheld."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not isinstance(value, Withheld) and all(map(_is_seen, inner))


def _rules(direction: str) -> Answer:
    def answer(after: Facts, plan: Plan) -> bool:
        made = [
            _rule(facts)
            for facts in _of(plan, "aws_security_group_rule", "security_group_id", after.get("id"))
            if facts.get("type") == direction
        ]
        return _all_made(after.get(direction), _rule, made)

    return answer


def _rule(facts: Facts) -> tuple[Any, ...]:
    sources = [*words(facts.get("security_groups")), *words(facts.get("source_security_group_id"))]
    lists = ("cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids")
    ports = ("protocol", "from_port", "to_port")
    return (
        *(facts.get(name) for name in ports),
        *(sorted(words(facts.get(name))) for name in lists),
        sources,
        bool(facts.get("self")),
    )


def _inline_policies(after: Facts, plan: Plan) -> bool:
    there = _of(plan, "aws_iam_role_policy", "role", after.get("name"))
    return _all_made(after.get("inline_policy"), _inline_policy, map(_inline_policy, there))


def _inline_policy(facts: Facts) -> tuple[Any, ...]:
    return facts.get("name"), document(facts.get("policy"))


def _policy(kind: str, name: str, subject: str) -> Answer:
    def answer(after: Facts, plan: Plan) -> bool:
        there = _of(plan, kind, name, after.get(subject))
        return document(after.get("policy")) in [document(facts.get("policy")) for facts in there]

    return answer


def _routes(after: Facts, plan: Plan) -> bool:
    there = _of(plan, "aws_route", "route_table_id", after.get("id"))
    return _all_made(after.get("route"), _route, map(_route, there))


def _route(facts: Facts) -> tuple[str, str]:
    destination = text(facts.get("destination_cidr_block")) or text(facts.get("cidr_block"))
    return destination, text(facts.get("gateway_id")) or text(facts.get("nat_gateway_id"))


def _address_of_a_gateway(after: Facts, plan: Plan) -> bool:
    return any(_of(plan, "aws_nat_gateway", "allocation_id", after.get("id")))


def _all_made(value: Any, says: Callable[[Facts], Any], made: Iterable[Any]) -> bool:
    """Whether each item of a block says what a resource of its own says."""
    items, said = blocks(value), list(made)
    return bool(items) and items == value and all(says(each) in said for each in items)


def _of(plan: Plan, kind: str, name: str, subject: Any) -> Iterator[Facts]:
    """Resources of a type as the state has them, whose attribute `name` is about a subject."""
    for change in plan.resources:
        if change.type == kind and change.before is not None and change.before.get(name) == subject:
            yield change.before


_ADDRESS = ("association_id", "network_interface", "private_dns", "private_ip")
_REPEATED: dict[tuple[str, str], Answer] = {
    ("aws_iam_role", "inline_policy"): _inline_policies,
    ("aws_route_table", "route"): _routes,
    ("aws_s3_bucket", "policy"): _policy("aws_s3_bucket_policy", "bucket", "bucket"),
    ("aws_secretsmanager_secret", "policy"): _policy(
        "aws_secretsmanager_secret_policy", "secret_arn", "arn"
    ),
    ("aws_security_group", "egress"): _rules("egress"),
    ("aws_security_group", "ingress"): _rules("ingress"),
    **{("aws_eip", name): _address_of_a_gateway for name in _ADDRESS},
}
