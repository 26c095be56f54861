"""Wires the proof: the packaged artifact, its rules, and a salt for one run."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from toolkit.adapters.artifact_process import ArtifactProcess
from toolkit.adapters.zip_files import unzipped
from toolkit.cli.options import Settings
from toolkit.cli.privacy_wiring import rules_source
from toolkit.cli.services import Services
from toolkit.cli.throwaway import throwaway_keyring
from toolkit.domain.artifact import RULES_FILE
from toolkit.domain.progress import StepStarted
from toolkit.domain.proof.judging import Proof
from toolkit.workflows.proving import Subject, prove


def prove_packaged(settings: Settings, name: str) -> Proof:
    """Proves the environment's packaged artifact under its allowlist."""
    with Services(settings) as services:
        environment = services.environment(name).environment
        services.progress.report(StepStarted("package the Lambda artifact"))
        artifact = services.package(environment)
        services.progress.report(StepStarted("prove"))
        rules = rules_source(settings, name).rules
        return prove(subject(artifact.path, artifact.sha256, rules))


def subject(artifact: Path, sha256: str, rules: dict[str, Any]) -> Subject:
    """A zip as something to be proved, under a salt that nothing else knows."""
    packaged = unzipped(artifact.read_bytes())[RULES_FILE]
    return Subject(
        start=lambda kind, text: ArtifactProcess(artifact, kind, text),
        rules=rules,
        packaged=json.loads(packaged),
        artifact=sha256,
        rules_digest=hashlib.sha256(packaged).hexdigest(),
        keyring=throwaway_keyring(),
    )
