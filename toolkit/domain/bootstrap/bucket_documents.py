"""Bucket policies and lifecycles: what they say, and what is added to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

KEPT_DAYS = 90
KEPT_VERSIONS = 20

_TLS = "DenyInsecureTransport"
_RULE = "snowops-old-versions"

Document = Mapping[str, Any]


def tls_statement(bucket_arn: str) -> dict[str, Any]:
    """The statement that refuses every request without TLS."""
    return {
        "Sid": _TLS,
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, f"{bucket_arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def with_tls(policy: Document, bucket_arn: str) -> dict[str, Any]:
    """A bucket policy, perhaps empty, that also refuses requests without TLS."""
    others = [each for each in _listed(policy.get("Statement", ())) if each.get("Sid") != _TLS]
    return {"Version": "2012-10-17", **policy, "Statement": [*others, tls_statement(bucket_arn)]}


def is_tls_only(policy: Document, bucket_arn: str) -> bool:
    """Whether a statement of the policy refuses all that comes without TLS."""
    return any(_denies_plain(each, bucket_arn) for each in _listed(policy.get("Statement", ())))


def _denies_plain(statement: Document, bucket_arn: str) -> bool:
    condition = statement.get("Condition", {})
    secure = condition.get("Bool", {}).get("aws:SecureTransport") if len(condition) == 1 else None
    principal = statement.get("Principal")
    return (
        statement.get("Effect") == "Deny"
        and [str(each).lower() for each in _listed(secure)] == ["false"]
        and principal in ("*", {"AWS": "*"})
        and bool({"s3:*", "*"}.intersection(_listed(statement.get("Action"))))
        and {bucket_arn, f"{bucket_arn}/*"} <= {*_listed(statement.get("Resource"))}
    )


def with_expiry(rules: Sequence[Document]) -> list[Document]:
    """Lifecycle rules, perhaps none, that also let old versions go."""
    rule = {
        "ID": _RULE,
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionExpiration": {
            "NoncurrentDays": KEPT_DAYS,
            "NewerNoncurrentVersions": KEPT_VERSIONS,
        },
        "Expiration": {"ExpiredObjectDeleteMarker": True},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    }
    return [*(each for each in rules if each.get("ID") != _RULE), rule]


def lets_old_versions_go(rules: Sequence[Document]) -> bool:
    """Whether some rule deletes old versions."""
    return any("NoncurrentVersionExpiration" in each for each in rules if _enabled(each))


def expiring(rules: Sequence[Document], kept: str) -> tuple[str, ...]:
    """Names of the rules that delete current objects which begin with, or are, what is kept."""
    return tuple(
        str(each.get("ID", "without a name"))
        for each in rules
        if _enabled(each) and _deletes(each.get("Expiration", {})) and _touches(each, kept)
    )


def _enabled(rule: Document) -> bool:
    return rule.get("Status") == "Enabled"


def _deletes(expiration: Document) -> bool:
    return "Days" in expiration or "Date" in expiration


def _touches(rule: Document, kept: str) -> bool:
    chosen = rule.get("Filter", {})
    prefix = str(
        chosen.get("Prefix") or chosen.get("And", {}).get("Prefix") or rule.get("Prefix") or ""
    )
    return kept.startswith(prefix) or prefix.startswith(kept)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
