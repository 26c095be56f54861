"""Safety rules: the right account, the right day, no way in but the load balancer."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.values import block, blocks, number, text, words
from toolkit.domain.plan import Facts

_ACCOUNT = Rule(
    id="SAFETY-FOREIGN-ACCOUNT",
    severity="critical",
    title="The plan is about another AWS account",
    why="It would change what belongs to somebody else, or to another environment.",
    fix="Use credentials of `aws.account_id`, and check `terraform.backend` for another's state.",
)
_FREEZE = Rule(
    id="SAFETY-FREEZE",
    severity="high",
    title="Changes are frozen today",
    why="Somebody counts on nothing moving in these days.",
    fix="Wait; or, for an emergency, let this finding pass with --allow and a reason.",
)
_INGRESS = Rule(
    id="SAFETY-PUBLIC-INGRESS",
    severity="critical",
    title="Something besides the load balancer can be reached from the internet",
    why="Collectors speak plain HTTP behind the load balancer, and nothing else has visitors.",
    fix="Allow the load balancer's security group instead of an address range.",
)
RULES = (_ACCOUNT, _FREEZE, _INGRESS)

_INGRESS_RULES = ("aws_security_group_rule", "aws_vpc_security_group_ingress_rule")
# The load balancer's rules; after a refresh its security group repeats them.
_DOORS = (
    "module.collectors.aws_security_group_rule.world_to_load_balancer[",
    "module.collectors.aws_security_group.load_balancer",
)
_LOAD_BALANCER = "module.collectors.aws_lb.this"
_DOOR_PORTS = (80, 443)


def foreign_account(case: Case) -> Iterator[Finding]:
    """Resources of other accounts than the environment's, one finding for each account."""
    ours = case.environment.aws.account_id
    path = ("aws", "account_id")
    planned_for = case.plan.account_id
    if planned_for and planned_for != ours:
        yield Finding(_ACCOUNT, "var.aws", f"it was made for account {planned_for}", path)
    seen: dict[str, str] = {}
    for change in case.plan.resources:
        for facts in (change.before, change.after):
            account = _account(facts or {})
            if account and account != ours:
                seen.setdefault(account, change.address)
    for account, address in seen.items():
        yield Finding(_ACCOUNT, address, f"it belongs to account {account}, not {ours}", path)


def frozen(case: Case) -> Iterator[Finding]:
    """Any change on a frozen day."""
    if case.plan.is_empty:
        return
    for index, freeze in enumerate(case.environment.guardrails.freeze):
        if freeze.from_ <= case.today <= freeze.to:
            sentence = f"frozen from {freeze.from_} to {freeze.to}: {freeze.reason}"
            path = ("guardrails", "freeze", index)
            yield Finding(_FREEZE, case.environment.name, sentence, path)


def public_ingress(case: Case) -> Iterator[Finding]:
    """Security groups, tasks, load balancers and URLs that let the internet in."""
    for change, after in case.planned(*_INGRESS_RULES):
        open_ = _public(_ranges(after)) if after.get("type", "ingress") == "ingress" else []
        if open_ and not _is_door(change.address, after):
            yield Finding(_INGRESS, change.address, f"{open_[0]} may come in")
    for change, after in case.planned("aws_security_group", "aws_default_security_group"):
        for rule in blocks(after.get("ingress")):
            open_ = _public(_ranges(rule))
            if open_ and not _is_door(change.address, rule):
                yield Finding(_INGRESS, change.address, f"{open_[0]} may come in")
    for change, after in case.planned("aws_ecs_service", "aws_lb", "aws_lambda_function_url"):
        if change.address != _LOAD_BALANCER:
            yield from (Finding(_INGRESS, change.address, each) for each in _openings(after))


def _openings(facts: Facts) -> Iterator[str]:
    if block(facts.get("network_configuration")).get("assign_public_ip") is True:
        yield "its tasks get public addresses"
    if facts.get("internal") is False:
        yield "it is a second load balancer that faces the internet"
    if facts.get("authorization_type") == "NONE":
        yield "anybody may call its URL"


def _account(facts: Facts) -> str:
    parts = text(facts.get("arn")).split(":")
    from_arn = parts[4] if len(parts) > 5 else ""
    owner = text(facts.get("owner_id"))
    return next((each for each in (from_arn, owner) if each.isdigit()), "")


def _ranges(facts: Facts) -> list[str]:
    names = ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6")
    return [item for name in names for item in words(facts.get(name))]


def _public(ranges: list[str]) -> list[str]:
    """Those that hold an address of the internet."""
    return [each for each in ranges if not _is_private(each)]


def _is_private(text_: str) -> bool:
    try:
        return bool(ip_network(text_, strict=False).is_private)
    except ValueError:
        return False


def _is_door(address: str, facts: Facts | dict[str, Any]) -> bool:
    ports: list[Any] = [number(facts.get(name)) for name in ("from_port", "to_port")]
    return address.startswith(_DOORS) and ports[0] == ports[1] and ports[0] in _DOOR_PORTS
