"""What no policy may say, whatever it is for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.scan.subjects import Policy

Statement = dict[str, Any]

# Actions that AWS judges on no resource (Service Authorization Reference).
NO_RESOURCE = {
    "cloudwatch:PutMetricData",
    "ecr:GetAuthorizationToken",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}
# A policy of these belongs to one resource, which its `*` means.
OF_ONE_RESOURCE = ("aws_kms_key", "aws_secretsmanager_secret_policy")
# Lambda sends no source with the call that assumes an execution role; whoever makes a function must
# hold iam:PassRole in this account.
TRUSTED_WITHOUT_SOURCE = {"lambda.amazonaws.com"}
SOURCES = {"aws:SourceAccount", "aws:SourceArn", "sts:ExternalId"}
# Layers and assets are downloaded with presigned and anonymous requests, which have no account.
OPEN_ENDPOINTS = {("AllowDownloads", ("s3:GetObject",))}
TLS_ONLY = {"aws_s3_bucket_policy", "aws_sqs_queue"}


def broken(policy: Policy) -> Iterator[str]:
    """Everything that a policy must not say, or must say and does not."""
    statements = policy.document["Statement"]
    for statement in statements:
        for sentence in _of_statement(policy, statement):
            yield f"{statement.get('Sid')}: {sentence}"
    if policy.type in TLS_ONLY and not any(map(_demands_tls, statements)):
        yield "no statement denies requests without TLS"


def _of_statement(policy: Policy, statement: Statement) -> Iterator[str]:
    if not statement.get("Sid"):
        yield "no Sid says what the statement is for"
    if statement["Effect"] == "Allow":
        yield from _actions(statement)
        yield from _resources(policy, statement)
        yield from _principals(policy, statement)
        yield from _keys(policy, statement)


def _actions(statement: Statement) -> Iterator[str]:
    if "NotAction" in statement:
        yield "NotAction allows what nobody has listed"
    yield from (f"action {one} is a pattern" for one in listed(statement, "Action") if "*" in one)


def _resources(policy: Policy, statement: Statement) -> Iterator[str]:
    if "NotResource" in statement:
        yield "NotResource allows what nobody has listed"
    if "*" not in listed(statement, "Resource") or policy.type in OF_ONE_RESOURCE:
        return
    for action in listed(statement, "Action"):
        if action not in NO_RESOURCE:
            yield f"{action} on *, where AWS allows narrower"


def _principals(policy: Policy, statement: Statement) -> Iterator[str]:
    principal = statement.get("Principal", {})
    keys = condition_keys(statement)
    if principal in ("*", {"AWS": "*"}):
        named = (statement["Sid"], tuple(listed(statement, "Action")))
        if "aws:PrincipalAccount" not in keys and named not in OPEN_ENDPOINTS:
            yield "anybody is allowed without a condition on the account"
        return
    services = set(listed(principal, "Service")) - TRUSTED_WITHOUT_SOURCE
    regional = {one for one in services if one.startswith("logs.")}
    if services - regional and not keys & SOURCES:
        yield f"{', '.join(sorted(services))} without a condition on the source"
    if regional and not any("EncryptionContext" in key for key in keys):
        yield f"{', '.join(sorted(regional))} without an encryption context"


def _keys(policy: Policy, statement: Statement) -> Iterator[str]:
    using = {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"} & {*listed(statement, "Action")}
    keys = condition_keys(statement)
    if using and "kms:ViaService" not in keys and not any("EncryptionContext" in k for k in keys):
        yield "a key may be used without kms:ViaService or an encryption context"


def _demands_tls(statement: Statement) -> bool:
    condition = statement.get("Condition", {}).get("Bool", {})
    everybody = statement.get("Principal") in ("*", {"AWS": "*"})
    denied = statement["Effect"] == "Deny" and condition.get("aws:SecureTransport") == "false"
    return everybody and denied


def condition_keys(statement: Statement) -> set[str]:
    """The condition keys of a statement, whatever their operators."""
    return {key for keys in statement.get("Condition", {}).values() for key in keys}


def listed(holder: dict[str, Any], name: str) -> list[str]:
    """One text or many, as a list."""
    value = holder.get(name, [])
    return [value] if isinstance(value, str) else list(value)
