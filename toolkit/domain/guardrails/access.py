"""Privacy rules: who may read the bucket, the keys and the keyring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.policy import Statement, statements, widened
from toolkit.domain.guardrails.subjects import goes_too, is_about, is_new, of_today
from toolkit.domain.guardrails.values import block, blocks, text, words
from toolkit.domain.plan import Change, Facts, Withheld
from toolkit.domain.position import KeyPath

_WIDENED = Rule(
    id="PRIVACY-POLICY-WIDENED",
    severity="critical",
    title="The policy of a bucket, key, secret or queue allows more than today",
    why="Somebody could read what was kept from them: events, records in clear, or the keyring, "
    "with which every pseudonym can be guessed.",
    fix="Name the person who asked for it and why, with --allow; otherwise take it back.",
)
_PUBLIC = Rule(
    id="PRIVACY-POLICY-PUBLIC",
    severity="critical",
    title="A bucket, key, secret, queue or function is open to everybody",
    why="Anybody on the internet with an AWS account, or without one, could use it.",
    fix="Name principals, or bind the statement with `aws:PrincipalArn` or `aws:SourceAccount`.",
)
RULES = (_WIDENED, _PUBLIC)

_POLICIES = (
    "aws_kinesis_resource_policy",
    "aws_kms_key",
    "aws_kms_key_policy",
    "aws_s3_access_point",
    "aws_s3_bucket",
    "aws_s3_bucket_policy",
    "aws_secretsmanager_secret",
    "aws_secretsmanager_secret_policy",
    "aws_sqs_queue",
    "aws_sqs_queue_policy",
)
# These have a policy of their own only in old words; a new one is then known after apply.
_WITHOUT_POLICY = ("aws_s3_bucket", "aws_secretsmanager_secret")
_HOLDERS = ("aws_kms_key", "aws_sqs_queue")
_OF_THEIR_OWN = tuple(kind for kind in _POLICIES if kind not in (*_WITHOUT_POLICY, *_HOLDERS))
_GRANT = "aws_kms_grant"
_BLOCK = "aws_s3_bucket_public_access_block"
_BLOCKS = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)
_EVERYBODY = ("/global/AllUsers", "/global/AuthenticatedUsers")
# What ties a permission to somebody; a service without one acts for every account.
_NAMING_CALLERS = ("principal_org_id", "source_account", "source_arn")
_UNSEEN = "its new policy is known only after apply, so nobody can compare it"
_OPEN_ACLS = ("public-read", "public-read-write", "authenticated-read")


def widened_policies(case: Case) -> Iterator[Finding]:
    """Policies that allow more than today, come anew, or are taken from what they protect."""
    for change, before, after in case.altered(*_POLICIES):
        if isinstance(after.get("policy"), Withheld) and _begins_anew(case, change, before):
            continue
        for sentence in _wider(case, change, after.get("policy")):
            yield Finding(_WIDENED, change.address, sentence, _cause(change))
    for change, after in case.planned(*_OF_THEIR_OWN, _GRANT):
        if change.before is None and not is_new(case, change, after):
            for sentence in _first(case, change, after):
                yield Finding(_WIDENED, change.address, sentence, _cause(change))
    yield from _taken_away(case)


def _taken_away(case: Case) -> Iterator[Finding]:
    for change, before in case.removed(*_OF_THEIR_OWN, _BLOCK):
        if not goes_too(case, change, before):
            sentence = "it is taken away, and what it denied is denied no more"
            yield Finding(_WIDENED, change.address, sentence)


def public_access(case: Case) -> Iterator[Finding]:
    """Policies, ACLs and missing blocks that let everybody in."""
    for change, after in case.planned(*_POLICIES, "aws_s3_bucket_acl", _BLOCK):
        for sentence in _openings(change, after):
            yield Finding(_PUBLIC, change.address, sentence)
    for change, after in case.planned("aws_lambda_permission"):
        named = any(after.get(name) for name in _NAMING_CALLERS)
        service = text(after.get("principal")).endswith(".amazonaws.com")
        if not named and (service or after.get("principal") in ("*", Withheld.SENSITIVE)):
            yield Finding(_PUBLIC, change.address, "anybody may have the function invoked")


def _openings(change: Change, after: Facts) -> Iterator[str]:
    if any(statement.is_public for statement in statements(after.get("policy"))):
        yield "its policy allows something to everybody"
    if text(after.get("acl")) in _OPEN_ACLS:
        yield f"its ACL is {after['acl']}"
    if after.get("block_public_policy", True) is False and change.type != _BLOCK:
        yield "block_public_policy is off"
    for grantee in _grantees(after):
        if grantee.endswith(_EVERYBODY):
            yield f"its ACL names {grantee}"
    off = [name for name in _BLOCKS if change.type == _BLOCK and after.get(name) is not True]
    if off:
        yield f"off: {', '.join(off)}"


def _grantees(facts: Facts) -> Iterator[str]:
    control = block(facts.get("access_control_policy"))
    for grant in blocks(facts.get("grant")) + blocks(control.get("grant")):
        yield text(grant.get("uri")) or text(block(grant.get("grantee")).get("uri"))


def _wider(case: Case, change: Change, after: Any) -> Iterator[str]:
    before = (change.before or {}).get("policy")
    if Withheld.SENSITIVE in (before, after):
        if any(each.outermost == "policy" for each in change.attributes):
            yield "its policy is hidden, so nobody can compare it"
    elif isinstance(after, Withheld):
        if _stated(before):
            yield _UNSEEN
    elif before != after:
        yield from widened(_today(case, change), statements(after))


def _first(case: Case, change: Change, after: Facts) -> Iterator[str]:
    if change.type == _GRANT:
        who = text(after.get("grantee_principal")) or "somebody"
        yield f"{who} may {', '.join(sorted(words(after.get('operations')))) or 'use it'}"
    elif isinstance(after.get("policy"), Withheld):
        yield _UNSEEN
    else:
        # What a predecessor denied is the predecessor's finding.
        allowed = tuple(each for each in _today(case, change) if each.effect == "Allow")
        yield from widened(allowed, statements(after.get("policy")))


def _today(case: Case, change: Change) -> tuple[Statement, ...]:
    """What holds now: the policy's own words, or what another resource says for it."""
    own = text((change.before or {}).get("policy"))
    found = (own,) if own else dict.fromkeys(of_today(case, change))
    return tuple(each for policy in found for each in statements(_renamed(case, policy)))


def _begins_anew(case: Case, change: Change, before: Facts) -> bool:
    """Whether what the policy is about is replaced by an empty one, as by a first apply."""
    if change.type in _WITHOUT_POLICY:
        return change.action == "replace"
    return any(
        subject.action == "replace"
        and subject.before is not None
        and is_about(change, before, subject, subject.before)
        for subject in case.plan.changes
    )


def _renamed(case: Case, policy: Any) -> Any:
    """A policy of today in the names of tomorrow: another name alone widens nothing."""
    for _, before, after in case.altered("aws_s3_bucket"):
        old, new = text(before.get("bucket")), text(after.get("bucket"))
        if old != new and new and isinstance(policy, str):
            policy = policy.replace(f"arn:aws:s3:::{old}", f"arn:aws:s3:::{new}")
    return policy


def _stated(policy: Any) -> bool:
    return isinstance(policy, str) and policy != ""


def _cause(change: Change) -> KeyPath | None:
    return {
        "storage": ("storage", "analyst_role_arns"),
        "salt": ("salt", "operator_role_arns"),
    }.get(change.stage)
