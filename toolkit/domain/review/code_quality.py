"""Findings as a GitLab code-quality report, each at the YAML line that causes it."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from toolkit.domain.guardrails.finding import Severity
from toolkit.domain.review.model import Review, ReviewedFinding
from toolkit.domain.visible import visible

_SEVERITIES: dict[Severity, str] = {"critical": "critical", "high": "major"}
_PASSES = "info"


def code_quality(review: Review) -> list[dict[str, Any]]:
    """The report (GitLab documentation, "Code Quality report format")."""
    seen: Counter[str] = Counter()
    report = []
    for finding in review.findings:
        identity = repr((review.environment, finding.id, finding.address, finding.key))
        report.append(_violation(review, finding, f"{identity} {seen[identity]}"))
        seen[identity] += 1
    return report


def _violation(review: Review, finding: ReviewedFinding, identity: str) -> dict[str, Any]:
    placed = bool(finding.file and finding.line)
    path = finding.file if placed else f"environments/{review.environment}.yaml"
    passes = finding.status != "refused"
    return {
        "description": _description(review, finding, passes=passes),
        "check_name": finding.id,
        # The same finding in the next pipeline is the same, whatever line it has moved to.
        "fingerprint": hashlib.sha256(identity.encode()).hexdigest(),
        "severity": _PASSES if passes else _SEVERITIES[finding.severity],
        "location": {
            "path": path,
            "lines": {"begin": finding.line if placed else 1},
        },
    }


def _description(review: Review, finding: ReviewedFinding, *, passes: bool) -> str:
    place = f"{finding.address}: " if finding.address else ""
    words = f"{review.environment}: {place}{finding.sentence}"
    return visible(f"{words} ({finding.status}: {finding.reason})" if passes else words)
