"""Privacy rules: logs end some day, and everything at rest is encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.values import block, number, text
from toolkit.domain.plan import Change, Facts, Withheld

_LOGS = Rule(
    id="PRIVACY-LOGS-FOREVER",
    severity="high",
    title="A log group keeps its events for ever",
    why="Logs may name addresses and users; what is kept without end cannot be forgotten.",
    fix="Set the section's `log_retention_days`.",
)
_ENCRYPTION = Rule(
    id="PRIVACY-ENCRYPTION-OFF",
    severity="critical",
    title="Something is stored without our own key",
    why="Whoever may read the service may read the content; the key's policy protects it no more.",
    fix="Give it the key of its module again.",
)
RULES = (_LOGS, _ENCRYPTION)

# Attribute that names the key, by type.
_KEYS = {
    "aws_cloudwatch_log_group": "kms_key_id",
    "aws_kinesis_stream": "kms_key_id",
    "aws_secretsmanager_secret": "kms_key_id",
    "aws_sqs_queue": "kms_master_key_id",
}
_BUCKET_ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration"


def endless_logs(case: Case) -> Iterator[Finding]:
    """Log groups without retention."""
    for change, after in case.planned("aws_cloudwatch_log_group"):
        days = after.get("retention_in_days")
        if not isinstance(days, Withheld) and not number(days):
            yield Finding(_LOGS, change.address, "no retention is set")


def encryption_off(case: Case) -> Iterator[Finding]:
    """Streams, log groups, secrets, queues and buckets without a key of ours."""
    for change, after in case.planned(*_KEYS):
        if not _is_ours(after.get(_KEYS[change.type])) or after.get("encryption_type") == "NONE":
            yield Finding(_ENCRYPTION, change.address, "no KMS key of ours encrypts it")
    for change in _bare_buckets(case):
        yield Finding(_ENCRYPTION, change.address, "no KMS key of ours encrypts new objects")


def _bare_buckets(case: Case) -> Iterator[Change]:
    """Buckets, or their encryption, that used a better key than they do now."""
    for change, before, after in case.altered("aws_s3_bucket", _BUCKET_ENCRYPTION):
        if _strength(_encryption(after)) < _strength(_encryption(before)):
            yield change
    gone = {facts.get("bucket") for _, facts in case.removed("aws_s3_bucket")}
    for change, before in case.removed(_BUCKET_ENCRYPTION):
        if _strength(_encryption(before)) and before.get("bucket") not in gone:
            yield change


def _encryption(facts: Facts) -> Any:
    inner = facts.get("server_side_encryption_configuration")
    return facts.get("rule") if inner is None else block(inner).get("rule")


def _strength(rule: Any) -> int:
    """2: with a key of ours; 1: with a key of the service; 0: with none in KMS."""
    if isinstance(rule, Withheld):
        return 2
    default = block(block(rule).get("apply_server_side_encryption_by_default"))
    if not text(default.get("sse_algorithm")).startswith("aws:kms"):
        return 0
    return 2 if _is_ours(default.get("kms_master_key_id")) else 1


def _is_ours(key: Any) -> bool:
    """Whether a key is named whose policy we write; a service's own key is open to the account."""
    return bool(key) and "alias/aws/" not in text(key)
