"""What a reviewer has to know of one plan; it holds no value that must not be shown."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.domain.guardrails.finding import Severity, Status
from toolkit.domain.plan import Action, Summary, summarize


@dataclass(frozen=True)
class Attribute:
    """One attribute before and after, as it may be shown; None where there is no value."""

    name: str
    before: str | None
    after: str | None
    forces_replacement: bool = False


@dataclass(frozen=True)
class ReviewedChange:
    """What happens to one resource."""

    address: str
    type: str
    action: Action
    actions: tuple[str, ...]
    """Terraform's own words, such as `("delete", "create")`."""
    stage: str = ""
    """A stage of the pipeline (`domain.plan.STAGES`) or another module; empty: the root."""
    attributes: tuple[Attribute, ...] = ()
    previous_address: str = ""
    """Where a `moved` block found it."""


@dataclass(frozen=True)
class ReviewedFinding:
    """A guardrail's finding, with its place in YAML where there is one."""

    id: str
    severity: Severity
    address: str
    sentence: str
    why: str
    fix: str
    status: Status
    reason: str = ""
    """Why it passes, if it does."""
    key: str = ""
    """The YAML key that causes it, dotted; empty where there is none."""
    file: str = ""
    """Relative to the repository; empty where the key has its default."""
    line: int = 0


@dataclass(frozen=True)
class PrivacyChange:
    """What leaves the functions otherwise than today: columns, and `schema:path` names."""

    passes_now: tuple[str, ...] = ()
    passes_no_more: tuple[str, ...] = ()
    treated_otherwise: tuple[str, ...] = ()
    unknown: bool = False
    """Whether the rules of one side could not be read."""
    approvers: tuple[str, ...] = ()
    """Who must approve it, from `review.privacy_approvers`."""


@dataclass(frozen=True)
class ArtifactChange:
    """The functions' artifact and the commits it was made from; empty where not known."""

    before: str
    """Hex SHA-256 of the deployed one."""
    after: str
    before_commit: str = ""
    after_commit: str = ""

    @property
    def commits(self) -> str:
        """The commits in between, as git names them; empty where there are none, or none known."""
        if not self.before_commit or self.before_commit == self.after_commit:
            return ""
        return f"{self.before_commit}..{self.after_commit}" if self.after_commit else ""


@dataclass(frozen=True)
class Failure:
    """Why there is no plan."""

    summary: str
    details: tuple[str, ...] = ()
    """Terraform's words, with everything masked that looks like a secret."""
    hint: str = ""


@dataclass(frozen=True)
class Review:
    """A plan as its reviewer reads it, on a merge request, in a terminal or on a page."""

    environment: str
    account: str
    region: str
    protected: bool
    commit: str
    """Of the operations repository, marked `-dirty` where it had changes of its own; or `none`."""
    created: str
    """UTC, ISO 8601."""
    command: str
    """What reproduces the plan."""
    terraform_version: str = ""
    meaning: str = ""
    """Digest of what the plan does, which apply demands; empty where there is no plan."""
    changes: tuple[ReviewedChange, ...] = ()
    outputs_changed: bool = False
    findings: tuple[ReviewedFinding, ...] = ()
    privacy: PrivacyChange | None = None
    artifact: ArtifactChange | None = None
    destroys: bool = False
    """Whether the plan was asked to take everything down."""
    targets: tuple[str, ...] = ()
    failure: Failure | None = None
    """Set where there is no plan; then there are neither changes nor findings."""

    @property
    def summary(self) -> Summary:
        """Counts of exactly the changes that are listed."""
        return summarize(self.changes)

    @property
    def is_empty(self) -> bool:
        """Whether applying the plan would change nothing."""
        return self.failure is None and not self.changes and not self.outputs_changed
