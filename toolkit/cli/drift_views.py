"""Turns drift into what is on the screen, or into documented JSON."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from toolkit.cli.findings_views import cause_json, cause_text, findings_json
from toolkit.cli.screen import indented
from toolkit.cli.views import STYLES, attribute_lines
from toolkit.domain.drift.model import Drift, Severity, counts
from toolkit.domain.environment import Environment
from toolkit.domain.plan_words import MARKS
from toolkit.domain.visible import visible
from toolkit.workflows.drifting import Drifted

_COLOURS: dict[Severity, str] = {
    "dangerous": "bold red",
    "suspicious": "bold yellow",
    "benign": "dim",
}
_GLOBAL = ("aws_iam_", "aws_route53_")


def drift_json(environment: str, found: Drifted) -> dict[str, Any]:
    """Drift for machines; documented in docs/operations.md."""
    findings = dict.fromkeys(each for drift in found.drifts for each in drift.findings)
    return {
        "schema": "snowops.drift/v1",
        "environment": environment,
        "terraform_version": found.plan.terraform_version,
        "resources": len(found.plan.resources),
        "summary": counts(found.drifts),
        "changes": [_drift_json(drift) for drift in found.drifts],
        "findings": findings_json(findings),
    }


def drift_view(environment: Environment, found: Drifted) -> RenderableType:
    """What was changed outside Terraform: dangers in full, benign drift in a few words."""
    drifts = found.drifts
    if not found.plan.resources:
        return Text(f"{environment.name}: nothing is deployed.", style="yellow")
    if not drifts:
        return Text(f"{environment.name}: no drift.", style="green")
    parts: list[RenderableType] = []
    for severity in ("dangerous", "suspicious"):
        chosen = [drift for drift in drifts if drift.severity == severity]
        parts += [Text(severity, style=_COLOURS[severity])] if chosen else []
        parts += [line for drift in chosen for line in _lines(environment, drift)]
    parts += _benign([drift for drift in drifts if drift.severity == "benign"])
    total = ", ".join(f"{count} {name}" for name, count in counts(drifts).items() if count)
    parts.append(Text(f"{environment.name}: {total}", style="bold"))
    return Group(*parts)


def _lines(environment: Environment, drift: Drift) -> Iterator[RenderableType]:
    mark = f"{MARKS[drift.change.action]} "
    address = visible(drift.address)
    yield indented(2, Text.assemble((mark, STYLES[drift.change.action]), address))
    for finding in drift.findings:
        passes = f" ({finding.status}: {finding.reason})" if finding.reason else ""
        said = visible(f": {finding.sentence}{passes}")
        yield indented(6, Text.assemble((finding.rule.id, "red"), said))
    yield from attribute_lines(drift.attributes)
    yield _said("why", drift.why)
    yield _said("do", drift.fix)
    if drift.key is not None:
        yield indented(6, Text(cause_text(drift.key, drift.origin), style="dim"))
    if drift.severity == "dangerous" and drift.search and not environment.embedded:
        yield _said("who", _who(environment, drift))


def _said(label: str, text: str) -> RenderableType:
    return indented(6, Text.assemble((f"{label}: ", "dim"), visible(text)))


def _who(environment: Environment, drift: Drift) -> str:
    """A command that asks CloudTrail, which knows the last 90 days, who changed a resource."""
    # Events of global services are recorded there (CloudTrail User Guide, "Global service events").
    region = "us-east-1" if drift.change.type.startswith(_GLOBAL) else environment.aws.region
    attribute = f"AttributeKey=ResourceName,AttributeValue={drift.search}"
    return (
        f"aws cloudtrail lookup-events --region {region} "
        f"--lookup-attributes {shlex.quote(attribute)}"
    )


def _benign(drifts: Sequence[Drift]) -> Iterator[RenderableType]:
    if not drifts:
        return
    yield Text("benign", style=_COLOURS["benign"])
    for reason in dict.fromkeys(drift.why for drift in drifts):
        same = [drift.address for drift in drifts if drift.why == reason]
        count = f"{len(same)} resources: " if len(same) > 1 else ""
        line = visible(f"{reason}: {count}{', '.join(same)}")
        yield indented(2, Text(line, style="dim"))


def _drift_json(drift: Drift) -> dict[str, Any]:
    return {
        "address": drift.address,
        "actions": list(drift.change.actions),
        "class": drift.severity,
        "attributes": [attribute.name for attribute in drift.attributes],
        "rules": [finding.rule.id for finding in drift.findings],
        "why": drift.why,
        "fix": drift.fix or None,
        "cause": cause_json(drift.key, drift.origin),
        "resource_name": drift.search or None,
    }
