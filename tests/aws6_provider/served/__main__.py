"""Serves the provider to Terraform: `python -m served SCHEMA.json`, or prepares its messages.

`--prepare` writes SCHEMA.pb beside the document, so that each start only reads it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import tf.provider
from tf.runner import run_provider

from .messages import provider_schema
from .servicer import Servicer

ADDRESS = "registry.terraform.io/hashicorp/aws"


class _Named:
    """What the runner asks of a provider besides its servicer: a name, for `--dev`."""

    def full_name(self) -> str:
        return ADDRESS


def main(path: Path, arguments: list[str]) -> None:
    """Serve until Terraform is done, or prepare."""
    document = json.loads(path.read_bytes())["provider_schemas"][ADDRESS]
    prepared = path.with_suffix(".pb")
    if "--prepare" in arguments:
        prepared.write_bytes(provider_schema(document).SerializeToString(deterministic=True))
        return
    servicer = Servicer(document, prepared.read_bytes())
    # The runner makes its servicer by this name; ours takes its place.
    answering: Any = lambda _provider: servicer  # noqa: E731
    tf.provider.ProviderServicer = answering
    run_provider(_Named(), arguments)


main(Path(sys.argv[1]), sys.argv)
