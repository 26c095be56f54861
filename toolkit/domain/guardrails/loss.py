"""Data rules: what receives events, or holds them, positions, keys or evidence, goes."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.values import instance_key, text
from toolkit.domain.plan import Change
from toolkit.domain.position import KeyPath

# By type: the word in the rule's id, what people call it, and what goes with it.
_HOLDING = {
    "aws_kinesis_stream": (
        "STREAM",
        "stream",
        "Records that are not read yet are gone, and collectors fail until a new one is active.",
    ),
    "aws_s3_bucket": ("BUCKET", "bucket", "Its objects and all their versions go with it."),
    "aws_secretsmanager_secret": (
        "SECRET",
        "secret",
        "Without the keyring no old pseudonym can be joined with a new one.",
    ),
    "aws_kms_key": (
        "KEY",
        "key",
        "Whatever it encrypts can never be read again once the deletion window is over.",
    ),
    "aws_dynamodb_table": (
        "LEASES",
        "lease table",
        "Enrichers forget their positions: raw events are enriched again, or skipped.",
    ),
    "aws_cloudwatch_log_group": ("LOGS", "log group", "Its log events go with it."),
    "aws_kinesis_firehose_delivery_stream": (
        "DELIVERY",
        "delivery stream",
        "A new one starts at the latest record: what came in between is never delivered.",
    ),
    "aws_sqs_queue": ("QUEUE", "overflow queue", "Events that wait in it are gone."),
}
_RECEIVING = {
    "aws_lb": (
        "ENTRANCE",
        "load balancer",
        "Trackers reach nobody until another one answers; what they give up meanwhile is lost.",
    ),
    "aws_vpc": (
        "NETWORK",
        "network",
        "Collectors and enrichers stop until they are in another one, and trackers reach nobody.",
    ),
    "aws_route53_record": (
        "NAME",
        "name of the collectors",
        "Trackers that still send to the old name reach nobody.",
    ),
}
_KEPT = {**_HOLDING, **_RECEIVING}
KEPT_TYPES = frozenset(_HOLDING)
"""Types of what holds events, positions, keys or evidence."""

_VERBS = {
    "DELETED": "deleted",
    "REPLACED": "replaced by an empty one",
    "FORGOTTEN": "let go: it stays in AWS, and Terraform no longer looks after it",
}
_FIX = (
    "If it was renamed or got another key, add a `moved` block or name it as before. If it shall "
    "go, let this one finding pass with --allow and a reason."
)


def _fate(kind: str, verb: str) -> str:
    other = kind in _RECEIVING and verb == "REPLACED"
    return "replaced by another one" if other else _VERBS[verb]


def _rule(kind: str, verb: str) -> Rule:
    word, noun, why = _KEPT[kind]
    return Rule(
        id=f"DATA-{word}-{verb}",
        severity="high" if verb == "FORGOTTEN" or kind in _RECEIVING else "critical",
        title=f"{noun.capitalize()}: {_fate(kind, verb)}",
        why=why,
        fix=_FIX,
    )


_LOSSES = {(kind, verb): _rule(kind, verb) for kind in _KEPT for verb in _VERBS}
_DESTROYED = Rule(
    id="DATA-ENVIRONMENT-DESTROYED",
    severity="critical",
    title="A whole environment is taken down",
    why="Streams, buckets, keys and the keyring go, with everything in them.",
    fix="For an environment that is not protected, `snowops destroy ENV` says so by its name. For "
    "a protected one let this finding pass with --allow and a reason.",
)
RULES = (*_LOSSES.values(), _DESTROYED)


def losses(case: Case) -> Iterator[Finding]:
    """What is lost; one finding where everything is.

    `snowops destroy` of an unprotected environment means what it says, so it finds nothing.
    """
    if case.verb == "destroy" and not case.environment.protected:
        return
    if case.takes_everything_down:
        count = len(case.plan.changes)
        yield Finding(_DESTROYED, case.environment.name, f"all {count} resources are deleted")
        return
    for change in case.plan.changes:
        verb = _verb(change)
        if verb and change.type in _KEPT and _matters(change):
            yield _loss(change, verb)


def _matters(change: Change) -> bool:
    """Whether trackers may know a name; only AWS looks up those that prove a certificate."""
    named = text((change.before or {}).get("type"))
    return change.type != "aws_route53_record" or named in ("A", "AAAA")


def _verb(change: Change) -> str:
    return {"delete": "DELETED", "replace": "REPLACED", "forget": "FORGOTTEN"}.get(
        change.action, ""
    )


def _loss(change: Change, verb: str) -> Finding:
    _, noun, _ = _KEPT[change.type]
    forcing = [each.name for each in change.attributes if each.forces_replacement]
    because = f" because of {', '.join(forcing)}" if forcing else ""
    sentence = f"the {noun} is {_fate(change.type, verb)}{because}"
    return Finding(_LOSSES[change.type, verb], change.address, sentence, _cause(change))


def _cause(change: Change) -> KeyPath | None:
    """The YAML key that a resource is made from."""
    if change.stage == "streams" and change.type == "aws_kinesis_stream":
        return ("streams", instance_key(change.address))
    if change.stage == "storage" and change.type == "aws_s3_bucket":
        return ("storage", "bucket")
    if change.type == "aws_sqs_queue":
        return ("collectors", "sqs_overflow")
    if change.type == "aws_vpc":
        return ("network",)
    if change.type == "aws_route53_record":
        return ("collectors", "domain_name")
    return None
