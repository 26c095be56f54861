"""What a module computes without any provider, and what the root hands it."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pyhocon import ConfigFactory

from tests.terraform.trees import TEMPLATES, Terraform, environment_of
from toolkit.domain.environment.app import ReleaseLine

PURE = ("variables.tf", "configuration.tf")


VERSIONS = {
    ("collectors", "apache"): "2.10.0",
    ("collectors", "limited-use"): "3.4.0",
    ("enrichers", "apache"): "3.9.0",
    ("enrichers", "limited-use"): "6.10.0",
}


@dataclass(frozen=True)
class Module:
    """The locals of a module's pure files, computed by Terraform without any provider."""

    terraform: Terraform
    folder: Path
    name: str

    def locals(self, files: tuple[str, ...], wanted: str, values: dict[str, Any]) -> dict[str, Any]:
        """The named locals for a module's variables; fails as Terraform fails."""
        done = self.apply(files, wanted, values)
        assert done.returncode == 0, done.stderr
        shown = json.loads(self.terraform.run(self.folder, "output", "-json").stdout)
        return {name: output["value"] for name, output in shown.items()}

    def apply(
        self, files: tuple[str, ...], wanted: str, values: dict[str, Any]
    ) -> subprocess.CompletedProcess[str]:
        """Put the files alone in a folder and give each wanted local an output."""
        source = TEMPLATES / "modules" / self.name
        for path in (*(source / file for file in files), *source.glob("*.tftpl")):
            shutil.copy(path, self.folder)
        outputs = (f'output "{name}" {{\n  value = local.{name}\n}}\n' for name in wanted.split())
        (self.folder / "outputs.tf").write_text("".join(outputs))
        (self.folder / "terraform.tfvars.json").write_text(json.dumps(values))
        return self.terraform.run(self.folder, "apply", "-auto-approve", "-no-color")


def inputs(section: str, line: ReleaseLine, **changes: Any) -> dict[str, Any]:
    """The variables of the collectors or enrichers module, as the root hands them in."""
    environment = environment_of("local", "aws3")
    app = environment.values()[section] | {
        "release_line": line,
        "accept_limited_use_license": line == "limited-use",
        "version": VERSIONS[section, line],
    }
    paths = ("raw_good", "raw_bad", "enriched_good", "enriched_bad")
    arn = "arn:aws:kinesis:us-east-1:123456789012:stream"
    return {
        "environment": {"name": "local", "project": "snowplow", "prefix": "snowplow-local"},
        "aws": {"region": "us-east-1", "account_id": "123456789012"},
        section: app | changes,
        "network": {"vpc_id": "vpc", "public_subnet_ids": [], "private_subnet_ids": []},
        "streams": {path: {"name": path, "arn": f"{arn}/{path}"} for path in paths},
        "streams_kms_key_arn": "key",
        "logs_bucket": {"name": "logs", "prefix": "alb"},
        "logs_kms_key_arn": "key",
        "delivery_streams": {},
    }


def parsed(text: str) -> dict[str, Any]:
    """A HOCON document, as an application's own parser understands it."""
    return cast("dict[str, Any]", json.loads(json.dumps(ConfigFactory.parse_string(text))))
