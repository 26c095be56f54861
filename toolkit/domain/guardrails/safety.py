"""Safety rules: the right account and day, no way in but the load balancer, no other program."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.values import block, blocks, number, text
from toolkit.domain.plan import Change, Facts, Withheld

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
_COMMAND = Rule(
    id="SAFETY-COMMAND-RUNS",
    severity="critical",
    title="Terraform runs a program of its own",
    why="It runs with the credentials that apply has, and no plan shows what it does.",
    fix="Take out the provisioner, or the `external` data source: no module of snowops has one.",
)
RULES = (_ACCOUNT, _FREEZE, _INGRESS, _COMMAND)

_INGRESS_RULES = ("aws_security_group_rule", "aws_vpc_security_group_ingress_rule")
# The load balancer's rules; after a refresh its security group repeats them.
_DOORS = (
    "module.collectors.aws_security_group_rule.world_to_load_balancer[",
    "module.collectors.aws_security_group.load_balancer",
)
_RANGES = ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6")
# A list holds whatever its owner puts into it.
_LISTS = ("prefix_list_ids", "prefix_list_id")
_BALANCERS = ("aws_lb", "aws_alb", "aws_elb")
_URLS = ("aws_lambda_function_url",)
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
    """Any change on a frozen day; drift is no change of ours."""
    if case.plan.is_empty or case.verb == "drift":
        return
    for index, freeze in enumerate(case.environment.guardrails.freeze):
        if freeze.from_ <= case.today <= freeze.to:
            sentence = f"frozen from {freeze.from_} to {freeze.to}: {freeze.reason}"
            path = ("guardrails", "freeze", index)
            yield Finding(_FREEZE, case.environment.name, sentence, path)


def commands(case: Case) -> Iterator[Finding]:
    """Provisioners, and data sources that are programs."""
    for each in case.plan.commands:
        yield Finding(_COMMAND, each.address, f"it has a {each.kind}")


def public_ingress(case: Case) -> Iterator[Finding]:
    """Security groups, tasks, load balancers and URLs that let the internet in."""
    for change, after in case.planned(*_INGRESS_RULES):
        open_ = _public(after) if after.get("type", "ingress") == "ingress" else []
        if open_ and not _is_door(case, change.address, after):
            yield Finding(_INGRESS, change.address, f"{open_[0]} may come in")
    yield from _open_groups(case)
    for change, after in case.planned("aws_ecs_service", "aws_instance", *_URLS, *_BALANCERS):
        if change.address != _LOAD_BALANCER:
            for sentence in _openings(change, after):
                yield Finding(_INGRESS, change.address, sentence)


def _open_groups(case: Case) -> Iterator[Finding]:
    for change, after in case.planned("aws_security_group", "aws_default_security_group"):
        for rule in blocks(after.get("ingress")):
            open_ = _public(rule)
            if open_ and not _is_door(case, change.address, rule):
                yield Finding(_INGRESS, change.address, f"{open_[0]} may come in")


def _openings(change: Change, facts: Facts) -> Iterator[str]:
    """What is not known is taken for open; a load balancer faces the internet by default."""
    if block(facts.get("network_configuration")).get("assign_public_ip", False) is not False:
        yield "its tasks get public addresses"
    if facts.get("associate_public_ip_address") is True:
        yield "it gets a public address"
    if change.type in _BALANCERS and facts.get("internal") is not True:
        yield "it is a second load balancer that faces the internet"
    if change.type in _URLS and facts.get("authorization_type") != "AWS_IAM":
        yield "anybody may call its URL"


def _account(facts: Facts) -> str:
    parts = text(facts.get("arn")).split(":")
    from_arn = parts[4] if len(parts) > 5 else ""
    owner = text(facts.get("owner_id"))
    return next((each for each in (from_arn, owner) if each.isdigit()), "")


def _public(facts: Facts) -> list[str]:
    """Ranges of a rule that hold, or may hold, an address of the internet."""
    ranges = [item for name in _RANGES for item in _items(facts.get(name))]
    public = [each for each in ranges if isinstance(each, Withheld) or not _is_private(each)]
    lists = [item for name in _LISTS for item in _items(facts.get(name))]
    return [str(each.value if isinstance(each, Withheld) else each) for each in (*public, *lists)]


def _items(value: Any) -> list[str | Withheld]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, (str, Withheld)) and item != ""]


def _is_private(text_: str) -> bool:
    try:
        return bool(ip_network(text_, strict=False).is_private)
    except ValueError:
        return False


def _is_door(case: Case, address: str, facts: Facts) -> bool:
    """Whether a rule lets the internet in to the load balancer alone; `-1` opens every port."""
    ports: list[Any] = [number(facts.get(name)) for name in ("from_port", "to_port")]
    group = text(facts.get("security_group_id"))
    balancer = [
        text(after.get("id"))
        for change, after in case.planned("aws_security_group")
        if change.address.startswith(_DOORS) and text(after.get("id"))
    ]
    return (
        address.startswith(_DOORS)
        and facts.get("protocol", "tcp") in ("tcp", "6")
        and ports[0] == ports[1]
        and ports[0] in _DOOR_PORTS
        and (not group or not balancer or group in balancer)
    )
