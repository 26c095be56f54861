"""Stand-ins for what the workflows speak with; each says what it stands for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.domain.artifact import Artifact, Manifest
from toolkit.domain.environment import Environment
from toolkit.domain.plan import Change, Plan, PlanOptions
from toolkit.domain.progress import Event, StepStarted
from toolkit.domain.tree import Tree
from toolkit.workflows.tools import Tools


def artifact(sha256: str = "a1" * 32) -> Artifact:
    """An artifact of that digest; nothing lies at its path."""
    manifest = Manifest(
        commit="c0ffee" * 6 + "c0ff",
        dirty=False,
        rules="b2" * 32,
        python_version="3.13",
        architecture="arm64",
        dependencies=(),
    )
    return Artifact(Path("build/artifact.zip"), sha256, "oaGh", 1024, 3, manifest)


def change(address: str = "module.storage.aws_s3_bucket.events", action: Any = "create") -> Change:
    """One change of a plan."""
    actions = ("delete", "create") if action == "replace" else (action,)
    return Change(address, address.split(".")[-2], action, actions)


def plan(*changes: Change, sha256: str | None = "a1" * 32, **more: Any) -> Plan:
    """A plan that was made with the artifact of `artifact()`."""
    return Plan("1.11.4", changes, artifact_sha256=sha256, **more)


@dataclass
class FakeEngine:
    """Stands for Terraform in a workspace: answers with one plan and remembers what was asked."""

    answer: Plan = field(default_factory=plan)
    values: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    fails: dict[str, Exception] = field(default_factory=dict)
    """What each step raises, by its name."""

    def init(self) -> None:
        self._ask("init")

    def plan(self, out: Path, options: PlanOptions) -> Plan:
        self._ask("plan", out, options)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text("a saved plan")
        return self.answer

    def read(self, plan: Path) -> Plan:
        self._ask("read", plan)
        return self.answer

    def words(self, plan: Path) -> str:
        self._ask("words", plan)
        return "Terraform's own words\n"

    def apply(self, plan: Path) -> None:
        self._ask("apply", plan)

    def refresh(self) -> None:
        self._ask("refresh")

    def outputs(self) -> dict[str, Any]:
        self._ask("outputs")
        return self.values

    def _ask(self, step: str, *what: Any) -> None:
        self.asked.append((step, *what))
        if step in self.fails:
            raise self.fails[step]


@dataclass
class FakeTools:
    """Stands for everything around Terraform; `done` tells what happened, in order."""

    folder: Path
    engine: FakeEngine = field(default_factory=FakeEngine)
    artifact: Artifact = field(default_factory=artifact)
    done: list[str] = field(default_factory=list)
    fails: dict[str, Exception] = field(default_factory=dict)
    """What each collaborator raises, by its name."""
    events: list[Event] = field(default_factory=list)
    report: Callable[[Event], None] | None = None
    """Hears events as well, where a test wants to see them."""

    def tools(self) -> Tools:
        """The bundle that workflows take."""
        return Tools(
            render=self._render,
            package=self._package,
            write=self._write,
            engine=self._engine,
            upload=self._upload,
            report=self._hear,
        )

    @property
    def steps(self) -> list[str]:
        """Names of the steps that were announced."""
        return [event.name for event in self.events if isinstance(event, StepStarted)]

    def _do(self, name: str) -> None:
        self.done.append(name)
        if name in self.fails:
            raise self.fails[name]

    def _render(self, environment: Environment) -> Tree:
        self._do("render")
        return Tree({"main.tf": f"# {environment.name}\n"})

    def _package(self, environment: Environment) -> Artifact:
        self._do("package")
        return self.artifact

    def _write(self, environment: Environment, tree: Tree, artifact: Artifact) -> Path:
        self._do("write")
        return self.folder

    def _engine(self, environment: Environment, folder: Path) -> FakeEngine:
        self._do("engine")
        return self.engine

    def _upload(self, environment: Environment, artifact: Artifact) -> None:
        self._do(f"upload {artifact.sha256[:4]}")

    def _hear(self, event: Event) -> None:
        self.events.append(event)
        if self.report is not None:
            self.report(event)
