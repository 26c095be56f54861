"""What a secret looks like, by its name, by its form, or by having none."""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import Counter

_FORMS = re.compile(
    r"\b(AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(gh[pousr]|github_pat|glpat|xox[abprs]|sk_live|npm)[-_][A-Za-z0-9_-]{16,}"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\."
    r"|\{\{resolve:(secretsmanager|ssm-secure):"
    r"|://[^/\s:@]+:[^/\s@]{3,}@"
)
_NAME = re.compile(
    r"(secret|passw(or)?d|passphrase|token|api_?key|access_?key|private_?key|salt|credential)",
    re.IGNORECASE,
)
# A name that ends so says where a secret is, or something about it.
_REFERENCE = re.compile(
    r"(_(id|arn|name|seconds|path|file|url|uri|region|version|ttl|header|enabled))$", re.IGNORECASE
)
# `key = "value"` in a configuration that a variable carries.
_ASSIGNED = re.compile(
    r"""(?<![A-Za-z_])([A-Za-z_]*(?:password|secret[A-Za-z]*|token|apikey|accesskey))["']?\s*[:=]\s*"""
    r"""["']([^"'\s]+)["']""",
    re.IGNORECASE,
)
_HARMLESS = ("default", "iam", "env", "true", "false", "none", "null", "")


def is_secret(name: str, value: str) -> bool:
    """Whether a variable looks like a secret, by its name or by its value."""
    if not value or value.startswith("arn:"):
        return False
    inner = _decoded(value)
    if inner is not None:
        return holds_secret(inner)
    named = names_secret(name) and not _is_harmless(value)
    return holds_secret(value) or named or is_random(value)


def names_secret(name: str) -> bool:
    """Whether a variable of this name holds a secret, and not where one is."""
    return _NAME.search(name) is not None and _REFERENCE.search(name) is None


def holds_secret(value: str) -> bool:
    """Whether a text has a secret of a known form in it, or one that is assigned by name."""
    return _FORMS.search(value) is not None or any(
        not _is_harmless(found) for _, found in _ASSIGNED.findall(value)
    )


def _is_harmless(value: str) -> bool:
    """A number, a switch, a reference to another place, or a placeholder."""
    return (
        value.lower() in _HARMLESS
        or value.startswith(("arn:", "${", "alias/"))
        or value.replace(".", "").isdigit()
    )


def _decoded(value: str) -> str | None:
    """The text that a base64 value carries; None where it carries none."""
    try:
        found = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    return found if "\n" in found or (len(found) >= 8 and found.isprintable()) else None


def is_random(value: str) -> bool:
    """A long word without structure: hex digits, or letters of both cases and digits mixed."""
    if re.fullmatch(r"[0-9a-fA-F]{32,}", value):
        return len(set(value)) > 8
    mixed = re.search(r"[a-z]", value) and re.search(r"[A-Z]", value) and re.search(r"[0-9]", value)
    word = re.fullmatch(r"[A-Za-z0-9+/=_]{32,}", value)
    return bool(mixed and word and _entropy(value) > 4.0)


def _entropy(value: str) -> float:
    """Bits per character."""
    shares = [count / len(value) for count in Counter(value).values()]
    return -sum(share * math.log2(share) for share in shares)
