"""What is to be taken into the state, as Terraform's `import` blocks.

The command `terraform import` is no help here: it wants every `for_each` of the tree to be known,
which none is as long as half of the pipeline is missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from toolkit.domain.plan import Import
from toolkit.domain.progress import Diagnostic

NAME = "snowops_imports.tf"
"""Is in the workspace only while Terraform plans; a saved plan holds what it needs of it."""

_NO_ANSWER = ("Plugin did not respond", "Request cancelled")
_NOT_THERE = "Cannot import non-existent remote object"
_LINES = 5
"""Of one block, and the empty one after it."""


@contextmanager
def import_blocks(workspace: Path, imports: Sequence[Import]) -> Iterator[None]:
    """The blocks in a file of the workspace, as long as it is open."""
    file = workspace / NAME
    file.unlink(missing_ok=True)
    if imports:
        file.write_text("\n".join(map(_block, imports)), encoding="utf-8")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def refused(diagnostics: Sequence[Diagnostic], imports: Sequence[Import]) -> dict[str, str]:
    """Which addresses could not be imported, and why; the errors that are about none are left out.

    An error names its import by the address in its text, or by its line in our file.
    """
    reasons: dict[str, str] = {}
    errors = [found for found in diagnostics if found.severity == "error"]
    if any(found.summary.startswith(_NO_ANSWER) for found in errors):
        return {}
    for found in errors:
        for index, wish in enumerate(imports):
            if _is_about(found, index, wish):
                reasons[wish.address] = _reason(found)
    return reasons


def _block(wish: Import) -> str:
    key = json.dumps(wish.key, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
    return f"import {{\n  to = {wish.address}\n  id = {key}\n}}\n"


def _is_about(found: Diagnostic, index: int, wish: Import) -> bool:
    file, _, line = found.place.rpartition(":")
    if file == NAME and index * _LINES < int(line) <= (index + 1) * _LINES:
        return True
    quoted = json.dumps(wish.address, ensure_ascii=False)
    return found.address == wish.address or quoted in f"{found.summary} {found.detail}"


def _reason(found: Diagnostic) -> str:
    if found.summary == _NOT_THERE:
        return ""
    detail = " ".join(found.detail.split())
    return f"{found.summary}: {detail}" if detail else found.summary
