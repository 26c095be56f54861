"""The salt for machines; documented in docs/salt.md. No salt is ever in it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from toolkit.domain.salt.bridging import SCHEMA, Mapping
from toolkit.domain.salt.history import Record
from toolkit.domain.salt.instants import instant_text
from toolkit.domain.salt.keyring import Bridge, Keyring, KeyringEntry
from toolkit.workflows.salt.bridging import Bridging
from toolkit.workflows.salt.initializing import Initialized
from toolkit.workflows.salt.repairing import Repair
from toolkit.workflows.salt.reporting import SaltStatus
from toolkit.workflows.salt.retiring import Retirement
from toolkit.workflows.salt.rolling_back import Rollback
from toolkit.workflows.salt.rotating import Rotation


def document(command: str, environment: str, values: dict[str, Any]) -> dict[str, Any]:
    """What every answer begins with."""
    return {"schema": f"snowops.salt.{command}/v1", "environment": environment, **values}


def initialized(found: Initialized, *, dry_run: bool) -> dict[str, Any]:
    """Values of `salt init`."""
    return {"secret": found.secret, "id": found.id, **_changed(found.made, dry_run)}


def rotation(found: Rotation, *, dry_run: bool) -> dict[str, Any]:
    """Values of `salt rotate`."""
    return {
        "secret": found.secret,
        "id": found.id,
        "active_from": instant_text(found.active_from),
        "replaces": found.replaces,
        "lead_seconds": int(found.lead.total_seconds()),
        "functions": list(found.functions),
        "proved": found.proved,
        **_changed(found.made, dry_run),
    }


def rollback(found: Rollback, *, dry_run: bool) -> dict[str, Any]:
    """Values of `salt rollback`."""
    return {
        "secret": found.secret,
        "removed": found.removed,
        "restored": found.restored,
        "restores": found.restores,
        "active_from": _text(found.active_from),
        "broken_joins": found.broken or None,
        **_changed(found.made, dry_run),
    }


def retirement(found: Retirement, *, dry_run: bool) -> dict[str, Any]:
    """Values of `salt retire`."""
    return {
        "secret": found.secret,
        "id": found.epoch.id,
        "unlinkable_from": _text(found.epoch.starts),
        "unlinkable_until": instant_text(found.epoch.until),
        "unlabelled_versions": found.unlabelled_versions,
        **_changed(found.made, dry_run),
    }


def repair(found: Repair, *, dry_run: bool) -> dict[str, Any]:
    """Values of `salt repair`."""
    return {
        "secret": found.secret,
        "findings": [
            {"finding": each.sentence, "fixable": each.fix is not None} for each in found.findings
        ],
        **_changed(found.made, dry_run),
    }


def bridging(found: Bridging, *, dry_run: bool) -> dict[str, Any]:
    """Values of `salt bridge`: what a mapping job reads."""
    mapping = _mapping(found.mapping) if found.mapping else None
    return {"secret": found.secret, "bridge": mapping, **_changed(found.made, dry_run)}


def history(records: tuple[Record, ...]) -> dict[str, Any]:
    """Values of `salt history`."""
    return {"records": [{**asdict(each), "at": instant_text(each.at)} for each in records]}


def status(found: SaltStatus) -> dict[str, Any]:
    """Values of `salt status`."""
    scheduled = found.scheduled
    return {
        "secret": found.secret,
        "now": instant_text(found.now),
        "active": found.active.id,
        "scheduled": scheduled.id if scheduled else None,
        "entries": [_entry(found.keyring, entry, found.now) for entry in found.keyring.entries],
        "removed": [
            {
                "id": gone.id,
                "why": gone.why,
                "removed_at": instant_text(gone.removed_at),
                "removed_by": gone.removed_by,
                "reason": gone.reason,
            }
            for gone in found.keyring.removed
        ],
        "labels": {version: list(labels) for version, labels in found.labels.items()},
        "max_age_days": found.max_age.days,
        "days_left": found.left.days,
        "readers": {"principals": list(found.readers.principals), "closed": found.readers.closed},
        "functions": [asdict(each) for each in found.functions],
        "faults": list(found.faults),
    }


def _entry(keyring: Keyring, entry: KeyringEntry, now: datetime) -> dict[str, Any]:
    return {
        "id": entry.id,
        "active_from": instant_text(entry.active_from),
        "until": _text(keyring.until(entry.id)),
        "age_days": (now - entry.active_from).days if entry.active_from <= now else None,
        "created_by": entry.created_by,
        "restores": entry.restores,
        "bridge": _bridge(entry.bridge) if entry.bridge else None,
    }


def _mapping(mapping: Mapping) -> dict[str, Any]:
    return {
        **_bridge(mapping.bridge),
        "new_id": mapping.new_id,
        "old_from": _text(mapping.old_from),
        "new_from": instant_text(mapping.new_from),
        "schema": SCHEMA,
        "column": "derived_contexts",
    }


def _bridge(bridge: Bridge) -> dict[str, Any]:
    return {
        "old_id": bridge.old_id,
        "columns": list(bridge.columns),
        "starts": instant_text(bridge.starts),
        "ends": instant_text(bridge.ends),
    }


def _changed(made: bool, dry_run: bool) -> dict[str, Any]:
    return {"changed": made and not dry_run, "would_change": made, "dry_run": dry_run}


def _text(instant: datetime | None) -> str | None:
    return instant_text(instant) if instant else None
