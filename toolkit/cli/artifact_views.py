"""Turns artifacts, differences and verifications into what is on the screen, or into JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from toolkit.domain.artifact import Artifact, Manifest
from toolkit.domain.artifact_difference import Difference
from toolkit.domain.deployed_function import Verification, overall

_STYLES = {"match": "green", "mismatch": "bold red", "unknown": "yellow"}


def artifact_json(made: Mapping[str, Artifact]) -> dict[str, Any]:
    """Artifacts for machines; documented in docs/operations.md."""
    artifacts = [{"environment": name, **artifact.values()} for name, artifact in made.items()]
    return {"schema": "snowops.package/v1", "artifacts": artifacts}


def artifact_view(
    made: Mapping[str, Artifact], cold_starts: Mapping[Artifact, float | None]
) -> RenderableType:
    """Each artifact once, with the environments that it serves and its cold start in ms."""
    names: dict[Artifact, list[str]] = {}
    for name, artifact in made.items():
        names.setdefault(artifact, []).append(name)
    return Group(
        *(_artifact(artifact, served, cold_starts[artifact]) for artifact, served in names.items())
    )


def differences_json(found: Sequence[Difference]) -> dict[str, Any]:
    """Why two zips differ, for machines; documented in docs/operations.md."""
    return {
        "schema": "snowops.artifact.why-different/v1",
        "differences": [
            {"entry": each.path or None, "cause": each.cause, "a": each.a, "b": each.b}
            for each in found
        ],
    }


def differences_view(found: Sequence[Difference]) -> RenderableType:
    """Why two zips differ, one line for each entry and cause."""
    if not found:
        return Text("the same bytes", style="green")
    table = Table("entry", "cause", "A", "B", box=None, padding=(0, 2, 0, 0))
    for each in found:
        table.add_row(Text(each.path or "(the zip)"), each.cause, Text(each.a), Text(each.b))
    return table


def verifications_json(environment: str, found: tuple[Verification, ...]) -> dict[str, Any]:
    """Verdicts for machines; documented in docs/operations.md."""
    return {
        "schema": "snowops.artifact.verify/v1",
        "environment": environment,
        "verdict": overall(found),
        "functions": [each.values() for each in found],
    }


def verifications_view(found: Iterable[Verification]) -> RenderableType:
    """Each function, its verdict and why."""
    return Group(*(_verification(each) for each in found))


def _verification(each: Verification) -> Text:
    version = f", version {each.version}" if each.version else ""
    commit = f", commit {each.commit[:12]}" if each.commit else ""
    verdict = (f"{each.verdict:10}", _STYLES[each.verdict])
    return Text.assemble(verdict, f"{each.function}{version}{commit}\n", f"  {each.sentence}")


def _artifact(artifact: Artifact, environments: Sequence[str], cold_start: float | None) -> Table:
    manifest = artifact.manifest
    rows = {
        "artifact": str(artifact.path),
        "for": ", ".join(environments),
        "sha256": artifact.sha256,
        "commit": manifest.revision,
        "rules": manifest.rules[:12],
        "wheels": ", ".join(f"{each.name} {each.version}" for each in manifest.dependencies),
        "platform": str(manifest.platform),
        "size": f"{artifact.size:,} bytes, {artifact.entries} entries",
        "cold start": _cold_start(manifest, cold_start),
    }
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, value in rows.items():
        table.add_row(Text(name, style="bold"), Text(value, overflow="fold"))
    return table


def _cold_start(manifest: Manifest, milliseconds: float | None) -> str:
    if milliseconds is None:
        return f"not measured: this machine has no {manifest.platform}"
    return f"{milliseconds:.0f} ms to import the handler here"
