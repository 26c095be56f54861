"""Privacy rule: what could not be pseudonymized is kept from analysts."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.domain.environment import Environment
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.conditions import matches
from toolkit.domain.guardrails.delivery import destinations
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.policy import Statement, statements
from toolkit.domain.guardrails.values import text

_READABLE = Rule(
    id="PRIVACY-ERRORS-READABLE",
    severity="critical",
    title="Analysts could read untransformed records",
    why="Below the error prefix lie records in clear, until they are recovered or expire.",
    fix="Keep the bucket policy's statement that denies reading below `storage.prefixes.errors`, "
    "with operators as its only exception, and error objects below that prefix.",
)
RULES = (_READABLE,)

# In small letters: names of actions know no case.
_READING = ("s3:getobject", "s3:getobjectversion")


def readable_errors(case: Case) -> Iterator[Finding]:
    """Bucket policies that do not keep analysts out, and errors outside of what they guard."""
    environment = case.environment
    errors = environment.storage.prefixes.errors
    path = ("storage", "prefixes", "errors")
    for each in destinations(case):
        if each.error_prefix and not each.error_prefix.startswith(errors):
            sentence = f"'{each.error_prefix}' lies outside '{errors}', which the policy guards"
            yield Finding(_READABLE, each.change.address, sentence, path)
    yield from _unguarded(case)
    for change, after in case.planned("aws_s3_bucket_policy"):
        if text(after.get("bucket")) == environment.storage.bucket and text(after.get("policy")):
            for sentence in _gaps(environment, statements(after["policy"])):
                yield Finding(_READABLE, change.address, sentence, _readers(sentence))


def _unguarded(case: Case) -> Iterator[Finding]:
    """Errors in a bucket whose policy nobody knows, or that has none."""
    bucket = case.environment.storage.bucket
    policies = [text(after.get("bucket")) for _, after in case.planned("aws_s3_bucket_policy")]
    for each in destinations(case):
        arn = text(each.settings.get("bucket_arn"))
        if arn and arn != f"arn:aws:s3:::{bucket}":
            sentence = f"its errors go to {arn}, and the policy of {bucket} guards them no more"
            yield Finding(_READABLE, each.change.address, sentence, ("storage", "bucket"))
        elif case.plan.complete and not {bucket, ""} & set(policies):
            sentence = f"{bucket} has no policy that denies reading its errors"
            yield Finding(_READABLE, each.change.address, sentence)


def _gaps(environment: Environment, found: tuple[Statement, ...]) -> Iterator[str]:
    readers: set[str] = set()
    for action in _READING:
        guards = [statement for statement in found if _guards(environment, statement, action)]
        if not guards:
            yield "nothing denies reading below the error prefix"
            return
        excepted = [
            {
                name
                for _, key, names in guard.conditions
                if key == "aws:PrincipalArn"
                for name in names
            }
            for guard in guards
        ]
        readers |= set.intersection(*excepted)
    for name in sorted(readers):
        if not _may_read(environment, name):
            yield f"{name} may read below the error prefix"


def _guards(environment: Environment, statement: Statement, reading: str) -> bool:
    errors = f"arn:aws:s3:::{environment.storage.bucket}/{environment.storage.prefixes.errors}*"
    excepting = {
        key
        for operator, key, _ in statement.conditions
        if operator in ("ArnNotLike", "ArnNotEquals")
    }
    return (
        statement.effect == "Deny"
        and bool(statement.principals & {"*", "AWS:*"})
        and any(matches(reading, action.lower()) for action in statement.actions)
        and any(matches(errors, resource) for resource in statement.resources)
        and len(statement.conditions) == 1
        and excepting == {"aws:PrincipalArn"}
    )


def _may_read(environment: Environment, name: str) -> bool:
    """The account's administrators, Firehose's own roles, and operators who are not analysts."""
    account = f"arn:aws:iam::{environment.aws.account_id}"
    storage = environment.storage
    if name in storage.analyst_role_arns:
        return False
    ours = (f"{account}:root", *storage.operator_role_arns)
    return name in ours or name.startswith(f"{account}:role/{environment.prefix}-firehose-")


def _readers(sentence: str) -> tuple[str, ...]:
    return ("storage", "operator_role_arns" if "may read" in sentence else "prefixes")
