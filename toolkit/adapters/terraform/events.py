"""Terraform's machine-readable UI (`-json`), line by line, as progress events.

Source: Terraform documentation, "Machine-Readable UI".
"""

from __future__ import annotations

import json
import re
from typing import Any

from toolkit.domain.progress import (
    Diagnostic,
    Event,
    ResourceDone,
    ResourceFailed,
    ResourceStarted,
    Said,
    StateDumped,
)

# With it Terraform prints the state where it could write neither that nor errored.tfstate.
_DUMP = "Emergency state dump"
_STATE = re.compile(r'"state"\s*:\s*')

_STARTS = {"apply_start": None, "refresh_start": "refresh"}
_DONE = {"apply_complete": None, "refresh_complete": "refresh"}


def parse_line(line: str) -> Event | None:
    """The event on one line of output; None where it tells nothing worth showing."""
    try:
        message = json.loads(line)
    except ValueError:
        return Said(line.rstrip()) if line.strip() else None
    if not isinstance(message, dict):
        return Said(line.rstrip())
    if message.get("@message") == _DUMP and "state" in message:
        return StateDumped(_state(line, message["state"]))
    return _event(message)


def _event(message: dict[str, Any]) -> Event | None:
    kind = message.get("type", "")
    hook = message.get("hook", {})
    if kind in _STARTS:
        return ResourceStarted(_address(hook), _STARTS[kind] or hook.get("action", ""), _id(hook))
    if kind in _DONE:
        seconds = float(hook.get("elapsed_seconds", 0))
        action = _DONE[kind] or hook.get("action", "")
        return ResourceDone(_address(hook), action, seconds, _id(hook))
    if kind == "apply_errored":
        return ResourceFailed(_address(hook), hook.get("action", ""))
    if kind == "diagnostic":
        return _diagnostic(message.get("diagnostic", {}))
    if kind in ("log", "init_output") and message.get("@level") != "debug":
        return Said(str(message.get("@message", "")))
    return None


def _address(hook: dict[str, Any]) -> str:
    return str(hook.get("resource", {}).get("addr", ""))


def _id(hook: dict[str, Any]) -> str:
    """The resource's id; not a name, which Terraform gives where there is no id."""
    return str(hook.get("id_value") or "") if hook.get("id_key") == "id" else ""


def _state(line: str, state: Any) -> str:
    """The state as it stands on the line: numbers are not read and written anew."""
    found = _STATE.search(line)
    if found is None:
        return json.dumps(state)
    _, end = json.JSONDecoder().raw_decode(line, found.end())
    return line[found.end() : end]


def _diagnostic(found: dict[str, Any]) -> Diagnostic:
    place = found.get("range") or {}
    return Diagnostic(
        severity="warning" if found.get("severity") == "warning" else "error",
        summary=str(found.get("summary", "")),
        detail=str(found.get("detail", "")),
        address=str(found.get("address") or ""),
        place=f"{place['filename']}:{place['start']['line']}" if place else "",
    )
