"""A prepared workspace -> what was changed outside Terraform, and how much that matters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.domain.drift.classify import classify
from toolkit.domain.drift.model import Drift
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.plan import Plan
from toolkit.domain.progress import StepStarted
from toolkit.workflows.judging import Judging, case_of
from toolkit.workflows.preparing import Prepared
from toolkit.workflows.tools import Tools


@dataclass(frozen=True)
class Drifted:
    """What Terraform found, and what is to be thought of it."""

    plan: Plan
    drifts: tuple[Drift, ...]


def find_drift(
    prepared: Prepared, tools: Tools, loaded: LoadedEnvironment, judging: Judging, file: Path
) -> Drifted:
    """Compares AWS with the state, and changes neither."""
    tools.report(StepStarted("terraform plan"))
    plan = prepared.engine.drift(file)
    return Drifted(plan, classify(case_of(prepared, plan, judging, "drift"), loaded))
