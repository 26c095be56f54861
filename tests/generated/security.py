"""What docs/security.md says of roles and of findings that stay."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from tests.generated.parts import table, with_part
from tests.scan.least_privilege.granted import NEEDS, Grant, grants
from tests.scan.subjects import Subject
from tests.scan.waivers import Waiver, waivers

_NAMES = (
    (r"\b\d{12}\b", "ACCOUNT"),
    (r"us-east-2", "REGION"),
    (r"acme-snowplow-(staging|prod)-events", "BUCKET"),
    (r"snowplow-(staging|prod)\b", "PREFIX"),
    (r"key/[0-9a-f-]{36}", "key/ID"),
    (r"(secret:PREFIX-salt)-\w{6}\b", r"\1-ID"),
    (r"firehose/PREFIX-(enriched-good|enriched-bad|raw-bad)", "firehose/PREFIX-PATH"),
    (r"stream/PREFIX-(enriched-good|enriched-bad|raw-bad)$", "stream/PREFIX-PATH"),
    (r"pseudonymizer-(enriched-good|enriched-bad|raw-bad)", "pseudonymizer-PATH"),
    (r"BUCKET/(output|enriched-bad|raw-bad)/", "BUCKET/PREFIX-OF-PATH/"),
    (r"errors/(enriched-good|enriched-bad|raw-bad)/", "errors/PATH/"),
)


def security(text: str, settled: Iterable[Subject]) -> str:
    """The document with its two generated parts."""
    granted = {grant for subject in settled for grant in grants(subject)}
    return with_part(with_part(text, "roles", roles(granted)), "waivers", waived(waivers()))


def roles(granted: Iterable[Grant]) -> str:
    """Each role with what it may do, on what, and who needs it."""
    rows: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for grant in granted:
        actions, resources = rows[grant.role, grant.sid]
        actions.update(grant.actions)
        resources.update(general(resource, grant) for resource in grant.resources)
    parts = []
    for role in sorted({role for role, _ in rows}):
        needs = [
            (sid, _code(actions), _code(resources), NEEDS[role][sid]["source"])
            for (name, sid), (actions, resources) in sorted(rows.items())
            if name == role
        ]
        parts.append(f"### {role}\n\n" + table(("purpose", "may", "on", "needed by"), needs))
    return "\n\n".join(parts)


def general(resource: str, grant: Grant) -> str:
    """An ARN without what differs between environments, keys and the three paths."""
    for pattern, name in _NAMES:
        if "PATH" not in name or grant.role == "firehose" or "pseudonymizer" in pattern:
            resource = re.sub(pattern, name, resource)
    return resource


def waived(listed: Iterable[Waiver]) -> str:
    """How many findings may stay, and each with its reason."""
    ordered = list(listed)
    checks = len({name for one in ordered for name in one.ids})
    rows = [
        (", ".join(one.ids), f"`{one.where}`", one.reason, one.owner, str(one.expires))
        for one in ordered
    ]
    heads = ("check", "where", "why", "answers for it", "until")
    return f"{len(ordered)} waivers for {checks} checks.\n\n{table(heads, rows)}"


def _code(texts: Iterable[str]) -> str:
    return "<br>".join(f"`{text}`" for text in sorted(texts))
