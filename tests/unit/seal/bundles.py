"""Bundles, keys and clocks for tests of sealing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.fakes import FakeTools, change
from tests.fakes import plan as plan_of
from tests.unit.environment.changed import changed
from toolkit.adapters.bundle_file import read_bundle, write_bundle
from toolkit.adapters.seal_key import KeyFile
from toolkit.adapters.whole_file import write_whole
from toolkit.domain.environment import Environment
from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.plan import Plan, PlanOptions
from toolkit.domain.seal.bundle import Bundle
from toolkit.workflows.planning import SavedPlan, make_plan
from toolkit.workflows.preparing import Prepared, prepare
from toolkit.workflows.sealing import Sealer, Sealing, Terms, seal

START = datetime(2026, 1, 15, 12, tzinfo=UTC)


@dataclass
class Desk:
    """Somebody who plans staging: real key files and real bundles, a clock that is set by hand."""

    folder: Path
    environment: Environment = field(default_factory=lambda: changed("staging", {}))
    now: datetime = START
    sealer: Callable[[Environment], Sealer] | None = None

    def __post_init__(self) -> None:
        self.around = FakeTools(self.folder / "build")
        self.around.folder.mkdir()
        (self.around.folder / ".terraform.lock.hcl").write_text("# the provider's hashes\n")
        self.around.engine.answer = self.plan()
        self.prepared: Prepared = prepare(self.environment, self.around.tools())

    @property
    def bundle(self) -> Path:
        """Where the sealed plan is written."""
        return self.folder / "staging.plan"

    def plan(self, meaning: str = "what was reviewed") -> Plan:
        """What Terraform answers."""
        return plan_of(change(), meaning=meaning)

    def sealing(self) -> Sealing:
        """The collaborators of sealing."""
        return Sealing(
            sealer=self.sealer or (lambda _: KeyFile(self.folder / "config" / "seal.key")),
            read=read_bundle,
            write=write_bundle,
            extract=write_whole,
            now=lambda: self.now,
            creator="ana",
            commit=lambda: "c0ffee",
        )

    def saved(self) -> SavedPlan:
        """A plan, made and kept."""
        return make_plan(self.prepared, self.around.tools(), self.folder / "p", PlanOptions())

    def seal(self, *allowed: Allowance, lifetime: timedelta = timedelta(hours=24)) -> Bundle:
        """A sealed plan in `bundle`."""
        terms = Terms(lifetime, PlanOptions(targets=("module.storage",)), allowed)
        tools, sealing = self.around.tools(), self.sealing()
        seal(self.prepared, tools, self.saved(), self.bundle, terms, sealing)
        return read_bundle(self.bundle)

    def rewrite(self, **parts: object) -> None:
        """Put another statement, mark, plan or lock into the bundle, as a forger would."""
        write_bundle(self.bundle, replace(read_bundle(self.bundle), **parts))  # type: ignore[arg-type]


def repacked(path: Path, **members: bytes | None) -> None:
    """The zip with members replaced, added or (None) taken out; `seal_json` is `seal.json`."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    for name, value in members.items():
        real = name.replace("_", ".")
        if value is None:
            del content[real]
        else:
            content[real] = value
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, value in content.items():
            archive.writestr(name, value)
    path.write_bytes(buffer.getvalue())
