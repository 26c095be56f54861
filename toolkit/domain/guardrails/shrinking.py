"""Data rules: fewer shards, less retention, fewer safety nets than today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.domain.environment import Environment
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.lifecycles import shortened
from toolkit.domain.guardrails.subjects import goes_too
from toolkit.domain.guardrails.values import block, instance_key, number
from toolkit.domain.plan import Change, Facts, Withheld
from toolkit.domain.position import KeyPath

_SHARDS = Rule(
    id="DATA-SHARDS-REDUCED",
    severity="high",
    title="A stream gets fewer shards",
    why="Writers are throttled at 1 MB/s or 1000 records/s a shard; a collector drops what it "
    "cannot write for long.",
    fix="Look at the stream's incoming bytes of the last weeks before you halve it.",
)
_RETENTION = Rule(
    id="DATA-RETENTION-REDUCED",
    severity="critical",
    title="Something is kept for a shorter time than today",
    why="What is older than the new limit is deleted at once, and can be replayed no more.",
    fix="Leave the retention as it is, or let the finding pass once the old data is not needed.",
)
_NETS = Rule(
    id="DATA-PROTECTION-REDUCED",
    severity="high",
    title="A protection against deletion is taken away",
    why="The next mistake could not be undone.",
    fix="Leave it on; take it off in the plan that needs it off, and nowhere else.",
)
RULES = (_SHARDS, _RETENTION, _NETS)

_DAY = "days"
_LOG_KEYS = ("collectors", "enrichers", "lambda", "firehose")


def fewer_shards(case: Case) -> Iterator[Finding]:
    """Streams with fewer shards than today; those that Kinesis sizes are left to it."""
    for change, before, after in case.altered("aws_kinesis_stream"):
        if block(after.get("stream_mode_details")).get("stream_mode") == "ON_DEMAND":
            continue
        old, new = number(before.get("shard_count")), number(after.get("shard_count"))
        hidden = isinstance(after.get("shard_count"), Withheld)
        if hidden or (old and new and new < old):
            new_count = "a number that nobody can see" if new is None else f"{new:g}"
            path = ("streams", instance_key(change.address), "shards")
            yield Finding(_SHARDS, change.address, f"{old or 0:g} shards become {new_count}", path)


def less_retention(case: Case) -> Iterator[Finding]:
    """Streams, log groups, queues and objects that are kept for a shorter time than today."""
    for change, before, after in case.altered("aws_kinesis_stream"):
        hours = ("streams", instance_key(change.address), "retention_hours")
        yield from _less(change, (before, after), "retention_period", "hours", hours)
    for change, before, after in case.altered("aws_cloudwatch_log_group"):
        yield from _less(change, (before, after), "retention_in_days", _DAY, _log_key(change))
    for change, before, after in case.altered("aws_sqs_queue"):
        yield from _less(change, (before, after), "message_retention_seconds", "seconds", None)
    for change, prefix, sentence in shortened(case):
        path = _lifecycle_key(case.environment, prefix)
        yield Finding(_RETENTION, change.address, sentence, path)


def fewer_nets(case: Case) -> Iterator[Finding]:
    """Versioning, deletion protection and recovery windows that are less than today."""
    for change, before, after in case.altered(*_PROTECTED):
        for name, sentence in _OFF.items():
            if _nets(before)[name] is True and _nets(after)[name] is False:
                yield Finding(_NETS, change.address, sentence, _NET_KEYS.get(name))
    yield from _nets_taken_away(case)
    for change, before, after in case.altered("aws_secretsmanager_secret", "aws_kms_key"):
        for name in ("recovery_window_in_days", "deletion_window_in_days"):
            old, new = number(before.get(name)), number(after.get(name))
            if old is not None and new is not None and new < old:
                path = ("salt", "recovery_window_days") if name.startswith("r") else None
                sentence = f"it can be restored for {new:g} days instead of {old:g}"
                yield Finding(_NETS, change.address, sentence, path)


def _nets_taken_away(case: Case) -> Iterator[Finding]:
    for change, before in case.removed("aws_s3_bucket_versioning"):
        if _nets(before)["versioning"] is True and not goes_too(case, change, before):
            yield Finding(_NETS, change.address, _OFF["versioning"])


_PROTECTED = (
    "aws_s3_bucket",
    "aws_s3_bucket_versioning",
    "aws_dynamodb_table",
    "aws_kms_key",
    "aws_lb",
)
_OFF = {
    "bucket must be empty": "a bucket that still holds objects may be deleted",
    "versioning": "overwritten and deleted objects are kept no more",
    "deletion protection": "the table may be deleted",
    "entrance": "the load balancer may be deleted",
    "point in time": "the table can be restored to no earlier point",
    "key": "the key is disabled: what it encrypts cannot be read",
}

_NET_KEYS: dict[str, KeyPath] = {
    "bucket must be empty": ("storage", "force_destroy"),
    "deletion protection": ("enrichers", "deletion_protection"),
    "entrance": ("collectors", "deletion_protection"),
}


def _nets(facts: Facts) -> dict[str, Any]:
    forced = facts.get("force_destroy")
    versioning = block(facts.get("versioning"))
    status = block(facts.get("versioning_configuration")).get("status")
    return {
        "bucket must be empty": None if not isinstance(forced, bool) else not forced,
        "versioning": versioning.get("enabled") if status is None else status == "Enabled",
        "deletion protection": facts.get("deletion_protection_enabled"),
        "entrance": facts.get("enable_deletion_protection"),
        "point in time": block(facts.get("point_in_time_recovery")).get("enabled"),
        "key": facts.get("is_enabled"),
    }


def _less(
    change: Change, sides: tuple[Facts, Facts], name: str, unit: str, path: KeyPath | None
) -> Iterator[Finding]:
    # CloudWatch Logs says 0 for `for ever`.
    old, new = (number(side.get(name)) for side in sides)
    if isinstance(sides[1].get(name), Withheld):
        yield Finding(_RETENTION, change.address, f"nobody can see how many {unit}", path)
    if new and (old == 0 or (old and new < old)):
        kept = "for ever" if old == 0 else f"{old:g} {unit}"
        yield Finding(_RETENTION, change.address, f"kept {new:g} {unit} instead of {kept}", path)


def _log_key(change: Change) -> KeyPath | None:
    if change.stage == "network":
        return ("network", "flow_log_retention_days")
    return (change.stage, "log_retention_days") if change.stage in _LOG_KEYS else None


def _lifecycle_key(environment: Environment, prefix: str) -> KeyPath:
    if prefix == environment.storage.prefixes.errors:
        return ("storage", "error_retention_days")
    loaded = prefix in environment.storage.prefixes.model_dump().values()
    return ("storage", "retention_days" if loaded else "log_retention_days")
