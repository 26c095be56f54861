"""Wires judging and sealing: rules of artifacts, the clock, the key, who plans."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli.services import Services
from toolkit.domain.environment import Environment

if TYPE_CHECKING:
    from toolkit.domain.allowlist import Passing
    from toolkit.domain.artifact import Artifact
    from toolkit.domain.guardrails.case import CompiledRules
    from toolkit.domain.position import KeyPath, Position
    from toolkit.workflows.judging import Judging
    from toolkit.workflows.sealing import Sealer, Sealing


def judging(services: Services) -> Judging:
    """The collaborators of judging; an artifact is read once, however often it is asked for."""
    from toolkit.workflows.judging import Judging

    read: dict[str, CompiledRules | None] = {}

    def rules(environment: Environment, artifact: Artifact, key: str) -> CompiledRules | None:
        if key not in read:
            read[key] = found(environment, artifact, key)
        return read[key]

    def found(environment: Environment, artifact: Artifact, key: str) -> CompiledRules | None:
        from toolkit.adapters.compiled_rules import rules_in, stored_rules

        if key == artifact.key:
            return rules_in(artifact.path)
        bucket = environment.lambda_.artifact_bucket
        return stored_rules(services.client(environment, "s3"), bucket, key)

    def say(text: str) -> None:
        services.progress.say(text)

    def place(environment: Environment, passing: Passing) -> tuple[KeyPath, Position] | None:
        from toolkit.adapters.allowlist_files import place_of

        folder = services.project / "environments"
        return place_of(passing, folder / environment.lambda_.allowlist)

    return Judging(rules, lambda: _now().date(), place, say)


def sealing(services: Services) -> Sealing:
    """The collaborators of sealing."""
    from toolkit.adapters.bundle_file import read_bundle, write_bundle
    from toolkit.adapters.git import revision
    from toolkit.adapters.whole_file import write_whole
    from toolkit.workflows.sealing import Sealing

    def sealer(environment: Environment) -> Sealer:
        if environment.seal.kms_key is not None:
            from toolkit.adapters.kms import KmsKey

            return KmsKey(services.client(environment, "kms"), environment.seal.kms_key)
        from toolkit.adapters.seal_key import KeyFile, default_key_file

        if os.environ.get("CI", "") not in ("", "false"):
            services.progress.say("no seal.kms_key: only this machine can seal and check plans")
        return KeyFile(default_key_file(os.environ, Path.home()))

    return Sealing(
        sealer=sealer,
        read=read_bundle,
        write=write_bundle,
        extract=write_whole,
        now=_now,
        creator=_creator(),
        commit=lambda: revision(services.project),
    )


def _creator() -> str:
    from getpass import getuser

    # GitLab: who started the pipeline (GitLab documentation, "Predefined CI/CD variables").
    return os.environ.get("GITLAB_USER_LOGIN") or getuser()


def _now() -> datetime:
    return datetime.now(UTC)
