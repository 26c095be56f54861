"""What Terraform and its providers see of our environment."""

from __future__ import annotations

import pytest

from toolkit.cli.surroundings import without_steering, without_tokens

OURS = {"PATH": "/bin", "AWS_PROFILE": "ops"}


@pytest.mark.parametrize(
    "name", ["TF_WORKSPACE", "TF_DATA_DIR", "TF_CLI_ARGS", "TF_CLI_ARGS_plan", "TF_VAR_lambda"]
)
def test_nothing_that_makes_terraform_do_something_else(name: str) -> None:
    assert without_steering({**OURS, name: "x"}) == OURS


@pytest.mark.parametrize("name", ["GITLAB_TOKEN", "CI_JOB_TOKEN", "CI_JOB_JWT_V2"])
def test_nothing_that_opens_gitlab(name: str) -> None:
    assert without_tokens({**OURS, name: "x"}) == OURS
