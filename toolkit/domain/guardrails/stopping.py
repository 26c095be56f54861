"""Data rules: trackers get in, and a path's function is there and may run."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.delivery import destinations
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.functions import (
    HOLDERS,
    KINDS,
    function_of,
    functions,
    settings_of,
)
from toolkit.domain.guardrails.values import number, text
from toolkit.domain.plan import Facts, Withheld

_STOPPED = Rule(
    id="DATA-FUNCTION-STOPPED",
    severity="critical",
    title="The function of a path may not run",
    why="Firehose can then deliver nothing: after its retries it writes the records, in clear, "
    "below the error prefix, and nothing loads them.",
    fix="Set aside at least one execution in `lambda.reserved_concurrency`, or none; leave a "
    "function there for as long as its path.",
)
_CLOSED = Rule(
    id="DATA-ENTRANCE-CLOSED",
    severity="high",
    title="Nobody may reach the collectors any more",
    why="Trackers reach nobody; what they give up meanwhile is lost.",
    fix="Name the ranges that may still come in `collectors.allowed_cidr_blocks`.",
)
RULES = (_STOPPED, _CLOSED)

_HTTPS = 'module.collectors.aws_security_group_rule.world_to_load_balancer["https"]'


def stopped_functions(case: Case) -> Iterator[Finding]:
    """Functions without executions, and paths whose function goes."""
    paths = {function_of(case.environment, path): path for path in KINDS}
    for function in functions(case):
        limit = function.settings.get("ReservedConcurrentExecutions")
        path = paths.get(function.name)
        if path and (number(limit) == 0 or isinstance(limit, Withheld)):
            count = "a number that nobody can see" if isinstance(limit, Withheld) else "none"
            key = ("lambda", "reserved_concurrency", path)
            sentence = f"of executions it gets {count}"
            yield Finding(_STOPPED, function.change.address, sentence, key)
    yield from _taken_away(case)


def closed_entrance(case: Case) -> Iterator[Finding]:
    """The load balancer's rule for trackers, where it goes and the load balancer stays."""
    for change, _ in case.removed("aws_security_group_rule"):
        stays = any(True for _ in case.planned("aws_lb"))
        if change.address == _HTTPS and change.action == "delete" and stays:
            path = ("collectors", "allowed_cidr_blocks")
            yield Finding(_CLOSED, change.address, "no address may come in on 443", path)


def _taken_away(case: Case) -> Iterator[Finding]:
    kinds = (*HOLDERS, "aws_lambda_alias")
    there = {name for _, after in case.planned(*kinds) for name in _names(after)}
    gone = {name: change for change, before in case.removed(*kinds) for name in _names(before)}
    for each in destinations(case):
        name = function_of(case.environment, each.path)
        for lost in {name, f"{name}:live"} & {*gone} - there:
            if gone[lost].action == "delete":
                sentence = f"'{lost}' goes, and {each.change.address} still needs it"
                yield Finding(_STOPPED, gone[lost].address, sentence)


def _names(facts: Facts) -> Iterator[str]:
    """What Firehose may invoke of a resource: functions, and aliases as `function:alias`."""
    if "function_version" in facts:
        yield f"{text(facts.get('function_name')).rpartition(':')[2]}:{text(facts.get('name'))}"
        return
    yield text(facts.get("name"))
    yield from (text(each.get("FunctionName")) for each in settings_of(facts))
