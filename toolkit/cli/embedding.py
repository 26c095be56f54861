"""Turns a workspace towards the embedded AWS: override file, state, provider, surroundings."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from toolkit.adapters.workspace import write_file
from toolkit.domain.environment import Environment
from toolkit.embedded import provider_mirror
from toolkit.embedded.cache import cache_folder
from toolkit.embedded.instance import EmbeddedAws
from toolkit.embedded.override import OVERRIDE_NAME, provider_override

_BACKEND = """
terraform {{
  backend "local" {{
    path = "{path}"
  }}
}}
"""


def embed(
    project: Path,
    folder: Path,
    environment: Environment,
    aws: EmbeddedAws,
    say: Callable[[str], None],
) -> tuple[dict[str, str], Path | None]:
    """Writes the override file; returns the process environment and the provider's folder.

    The state lies in a folder of the running instance: the embedded AWS forgets everything when it
    stops, so an older instance's state describes nothing.
    """
    state = state_folder(project, aws) / f"{environment.name}.tfstate"
    state.parent.mkdir(parents=True, exist_ok=True)
    override = provider_override(aws.endpoint, environment.aws.region)
    write_file(folder / OVERRIDE_NAME, override + _BACKEND.format(path=state.as_posix()))
    return _surroundings(project, aws, environment), _plugins(say)


def state_folder(project: Path, aws: EmbeddedAws) -> Path:
    """Where the states of what an instance holds are kept."""
    instance = f"{aws.started}-{aws.pid}".replace(":", "")
    return project / ".snowops" / "state" / instance


def _surroundings(project: Path, aws: EmbeddedAws, environment: Environment) -> dict[str, str]:
    """Our environment without anything that could lead to a real account or another provider."""
    config = project / ".snowops" / "terraform.rc"
    write_file(config, "disable_checkpoint = true\n")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "TF_")) or name in ("TF_LOG", "TF_LOG_PATH")
    }
    return {
        **kept,
        "TF_CLI_CONFIG_FILE": str(config),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": environment.aws.region,
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _plugins(say: Callable[[str], None]) -> Path | None:
    if not provider_mirror.available():
        say("The provider's wheel is not installed here; Terraform's registry brings it instead")
        return None
    return provider_mirror.ensure_mirror(cache_folder(os.environ), say)
