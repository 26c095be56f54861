from __future__ import annotations

import os
import subprocess
from pathlib import Path

import hcl2
import pytest

from toolkit.embedded import engine, provider_mirror
from toolkit.embedded.override import OVERRIDE_NAME, SERVICES, provider_override

ENDPOINT = "http://127.0.0.1:4711"

# Who signs in with a role in production, and what the file is merged into.
BASE = """
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "3.39.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = { service = "snowplow" }
  }
}

data "aws_caller_identity" "current" {}
"""


def silent(_line: str) -> None:
    """A report that nobody reads."""


def test_every_service_is_sent_to_the_endpoint() -> None:
    text = provider_override(ENDPOINT, "us-east-1")

    provider = hcl2.loads(text)["provider"][0]['"aws"']
    endpoints = provider["endpoints"][0]
    assert {name for name in endpoints if not name.startswith("__")} == set(SERVICES)
    assert {endpoints[name] for name in SERVICES} == {f'"{ENDPOINT}"'}
    assert provider["region"] == '"us-east-1"'


def test_a_missing_api_fails_in_seconds_and_the_account_is_known() -> None:
    text = provider_override(ENDPOINT, "us-east-1")

    provider = hcl2.loads(text)["provider"][0]['"aws"']
    assert provider["max_retries"] == 2
    assert provider["skip_requesting_account_id"] in (False, "false")


@pytest.mark.terraform
@pytest.mark.skipif(
    not (engine.available() and provider_mirror.available()),
    reason="the embedded Terraform and provider are not installed here",
)
def test_the_real_provider_takes_the_override(tmp_path: Path) -> None:
    shim = engine.ensure_shim(tmp_path / "cache")
    mirror = provider_mirror.ensure_mirror(tmp_path / "cache", silent)
    root = tmp_path / "root"
    root.mkdir()
    (root / "main.tf").write_text(BASE)
    (root / OVERRIDE_NAME).write_text(provider_override(ENDPOINT, "us-east-1"))

    def terraform(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [shim, *words],
            cwd=root,
            env={**os.environ, "TF_CLI_CONFIG_FILE": os.devnull},
            capture_output=True,
            text=True,
            check=False,
        )

    steps = [
        terraform("fmt", "-check", OVERRIDE_NAME),
        terraform("init", f"-plugin-dir={mirror}"),
        terraform("validate"),
    ]

    assert [(step.returncode, step.stderr) for step in steps] == [(0, "")] * 3
