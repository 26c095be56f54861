"""Stand-ins for what the workflows speak with; each says what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from toolkit.adapters.journal_file import Journals
from toolkit.adapters.kept_state import KeptStates
from toolkit.adapters.recording import Recorder
from toolkit.domain.artifact import Artifact, Manifest
from toolkit.domain.environment import Environment
from toolkit.domain.plan import Change, Plan, PlanOptions
from toolkit.domain.progress import Event, StepStarted
from toolkit.domain.review.standing import Note
from toolkit.domain.state_file import StateFacts, read_state
from toolkit.domain.tree import Tree
from toolkit.errors import Unanswered
from toolkit.workflows.applies import Applies
from toolkit.workflows.tools import Tools
from toolkit.workflows.unlocking import Held

NOW = datetime(2026, 11, 28, 10, tzinfo=UTC)


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
    says: tuple[Event, ...] = ()
    """What is heard while it applies."""
    hear: Callable[[Event], None] | None = None
    """Who hears it."""
    known: StateFacts = field(default_factory=StateFacts)
    """What its state knows."""

    def init(self) -> None:
        self._ask("init")

    def plan(self, out: Path, options: PlanOptions) -> Plan:
        self._ask("plan", out, options)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text("a saved plan")
        return self.answer

    def drift(self, out: Path) -> Plan:
        self._ask("drift", out)
        return self.answer

    def read(self, plan: Path) -> Plan:
        self._ask("read", plan)
        return self.answer

    def words(self, plan: Path) -> str:
        self._ask("words", plan)
        return "Terraform's own words\n"

    def apply(self, plan: Path) -> None:
        for event in self.says:
            if self.hear is not None:
                self.hear(event)
        self._ask("apply", plan)

    def refresh(self, targets: tuple[str, ...] = ()) -> None:
        self._ask("refresh", *targets)

    def outputs(self) -> dict[str, Any]:
        self._ask("outputs")
        return self.values

    def state(self) -> StateFacts:
        self._ask("state")
        return self.known

    def push(self, file: Path) -> None:
        self._ask("push", file)
        found = read_state(file.read_text())
        assert found is not None
        self.known = found

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
    held: Held | None = None
    """Who holds the lock on the state."""
    working: tuple[str, ...] = ()
    """Terraforms that are still at work."""
    damaged: Path | None = None
    """A file of the state that cannot be read, as long as it is there."""
    ears: list[Callable[[Event], None]] = field(default_factory=list)
    keeping: type[KeptStates] = KeptStates

    def tools(self) -> Tools:
        """The bundle that workflows take."""
        return Tools(
            render=self._render,
            package=self._package,
            write=self._write,
            engine=self._engine,
            upload=self._upload,
            report=self._hear,
            applies=self.applies,
        )

    def applies(self, environment: Environment) -> Applies:
        """Real journals and real kept states, in a folder of the workspace; all else is said."""
        self.engine.hear = self._hear
        return Applies(
            journals=self.journals,
            kept=self.kept,
            record=Recorder(self.journals, self.kept, self._heard_by, lambda: NOW).record,
            lock=self._lock,
            at_work=lambda: self.working,
            damaged=lambda: self.damaged if self.damaged and self.damaged.exists() else None,
            started=NOW.isoformat,
        )

    @property
    def journals(self) -> Journals:
        """The journals of what was applied."""
        return Journals(self.folder / ".applies", lambda: datetime.now(UTC))

    @property
    def kept(self) -> KeptStates:
        """The states that could not be saved."""
        return self.keeping(self.folder / ".applies", self.folder)

    @contextmanager
    def _heard_by(self, ear: Callable[[Event], None]) -> Iterator[None]:
        self.ears.append(ear)
        yield
        self.ears.remove(ear)

    def _lock(self) -> Held | None:
        if "lock" in self.fails:
            raise self.fails["lock"]
        return self.held

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
        for ear in self.ears:
            ear(event)
        if self.report is not None:
            self.report(event)


@dataclass
class FakeMergeRequest:
    """Stands for a merge request in GitLab as the token's user sees it; keeps its notes in memory.

    As there, ids count up, a note that is gone can be neither edited nor deleted, and space at a
    text's end is not kept.
    """

    kept: dict[int, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    """What was changed, in order."""
    approvals: list[tuple[str, ...]] = field(default_factory=list)
    """What the notes said when somebody approved."""
    may_reset: bool = True
    unanswered: list[bool] = field(default_factory=list)
    """For each of the next notes that are made, whether it is there although nobody is told."""
    ids: Iterator[int] = field(default_factory=lambda: count(301))

    def notes(self) -> tuple[Note, ...]:
        return tuple(Note(made, text) for made, text in self.kept.items())

    def create(self, text: str) -> None:
        self.done.append("create")
        lost = bool(self.unanswered)
        if not lost or self.unanswered.pop(0):
            self.kept[next(self.ids)] = text.rstrip()
        if lost:
            raise Unanswered("gitlab.example.com has not answered")

    def edit(self, note: int, text: str) -> None:
        self.done.append("edit")
        if note in self.kept:
            self.kept[note] = text.rstrip()

    def delete(self, note: int) -> None:
        self.done.append("delete")
        self.kept.pop(note, None)

    def reset_approvals(self) -> bool:
        self.done.append("reset approvals")
        if self.may_reset:
            self.approvals.clear()
        return self.may_reset

    def address(self, note: int) -> str:
        return f"https://gitlab.example.com/acme/operations/-/merge_requests/7#note_{note}"

    def approve(self) -> None:
        """Somebody reads the notes and approves."""
        self.approvals.append(tuple(self.kept.values()))
