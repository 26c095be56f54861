"""Which of our environment variables Terraform may see."""

from __future__ import annotations

from collections.abc import Mapping

# Variables with which Terraform would do something else than what was shown: another state, other
# options, other values.
_STEERING = ("TF_WORKSPACE", "TF_DATA_DIR", "TF_CLI_ARGS", "TF_VAR_")

# What opens GitLab. Providers and what they start have no business there.
_OF_GITLAB = ("GITLAB_TOKEN", "CI_JOB_TOKEN", "CI_JOB_JWT", "CI_REGISTRY_PASSWORD")


def without_steering(variables: Mapping[str, str]) -> dict[str, str]:
    """Those that change nothing about what Terraform does."""
    return {name: value for name, value in variables.items() if not name.startswith(_STEERING)}


def without_tokens(variables: Mapping[str, str]) -> dict[str, str]:
    """Those that open no door to GitLab."""
    return {name: value for name, value in variables.items() if not name.startswith(_OF_GITLAB)}
