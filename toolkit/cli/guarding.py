"""Wires judging and sealing: rules of artifacts, the clock, the key, who plans."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli.services import Services
from toolkit.domain.environment import Environment

if TYPE_CHECKING:
    from toolkit.domain.artifact import Artifact
    from toolkit.domain.guardrails.case import CompiledRules
    from toolkit.workflows.judging import Judging
    from toolkit.workflows.sealing import Sealer, Sealing


def judging(services: Services) -> Judging:
    """The collaborators of judging."""
    from toolkit.workflows.judging import Judging

    def rules(environment: Environment, artifact: Artifact, key: str) -> CompiledRules | None:
        from toolkit.adapters.compiled_rules import rules_in, stored_rules

        if key == artifact.key:
            return rules_in(artifact.path)
        bucket = environment.lambda_.artifact_bucket
        return stored_rules(services.client(environment, "s3"), bucket, key)

    return Judging(rules=rules, today=lambda: _now().date())


def sealing(services: Services) -> Sealing:
    """The collaborators of sealing."""
    from toolkit.adapters.bundle_file import read_bundle, write_bundle, write_private
    from toolkit.adapters.git import revision
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
        extract=write_private,
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
