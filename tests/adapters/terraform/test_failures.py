"""Terraform's complaints become one sentence, the evidence and the next move."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.adapters.terraform import recordings
from toolkit.adapters.terraform.events import parse_line
from toolkit.adapters.terraform.failures import failure, interrupted, killed
from toolkit.domain.progress import Diagnostic
from toolkit.errors import (
    ConfigError,
    ServiceError,
    SnowopsError,
    StalePlan,
    StateDamaged,
    StateLocked,
    TerraformError,
)


def diagnostics(recording: str) -> list[Diagnostic]:
    """What a real Terraform diagnosed."""
    events = [parse_line(line) for line in recordings.lines(recording)]
    return [event for event in events if isinstance(event, Diagnostic)]


# What Terraform 1.11 and the AWS provider of both generations print on stderr.
KNOWN = [
    pytest.param(
        "Error: Error acquiring the state lock\n\nError message: operation error S3: PutObject, "
        "https response error StatusCode: 412\nLock Info:\n  ID:        6a5ba5d6\n"
        "  Path:      acme/snowplow/prod.tfstate\n  Operation: OperationTypeApply\n"
        "  Who:       ana@desk\n  Version:   1.11.4\n  Created:   2025-11-24 03:00:00 UTC\n",
        StateLocked, "the state is locked", id="a lock in S3",
    ),
    pytest.param(
        "Error: Saved plan is stale\n\nThe given plan file can no longer be applied",
        StalePlan, "no longer fits the state", id="a plan that was overtaken",
    ),
    pytest.param(
        "Error: Couldn't show local plan\n\nPlan read error: plan file was created by Terraform "
        "1.11.4, but this is\n1.15.5; plan files cannot be\ntransferred between different versions",
        StalePlan, "another version of Terraform", id="a plan of another Terraform",
    ),
    pytest.param(
        "Error: Failed to read the given file as a state or plan file\n\nState read error: ...",
        ConfigError, "not a saved plan", id="a file that is no plan",
    ),
    pytest.param(
        "Error: No valid credential sources found\n\nPlease see https://developer.hashicorp.com",
        ServiceError, "AWS gave no credentials", id="no credentials",
    ),
    pytest.param(
        "Error: error configuring Terraform AWS Provider: no valid credential sources for\n"
        "Terraform AWS Provider found.",
        ServiceError, "AWS gave no credentials", id="no credentials for the older provider",
    ),
    pytest.param(
        "Error: validating provider credentials: operation error STS: GetCallerIdentity, "
        "ExpiredToken: The security token included in the request is expired",
        ServiceError, "does not accept the credentials", id="credentials that expired",
    ),
    pytest.param(
        "Error: error configuring Terraform AWS Provider: error validating provider credentials: "
        "InvalidClientTokenId: The security token included in the request is invalid.",
        ServiceError, "does not accept the credentials", id="credentials that AWS does not know",
    ),
    pytest.param(
        "Error: AWS account ID not allowed: 333333333333\n\n  with provider",
        ConfigError, "another AWS account", id="another account",
    ),
    pytest.param(
        "Error: AWS Account ID not allowed: 333333333333\n\n  with provider",
        ConfigError, "another AWS account", id="another account for the older provider",
    ),
    pytest.param(
        'Error: Failed to get existing workspaces: S3 bucket "acme-state" does not exist.\n\n'
        "The referenced S3 bucket must have been previously created.",
        ServiceError, "the state bucket does not exist", id="no state bucket",
    ),
    pytest.param(
        'Error: request send failed, Post "https://kinesis.us-east-2.amazonaws.com/": dial tcp: '
        "lookup kinesis.us-east-2.amazonaws.com: no such host",
        ServiceError, "AWS could not be reached", id="no network",
    ),
    pytest.param(
        "Error: Failed to query available provider packages\n\nCould not retrieve the list of "
        "available versions for provider hashicorp/aws: locked provider hashicorp/aws 6.2.0 does "
        "not match\nconfigured version constraint 3.39.0; must use terraform init -upgrade",
        TerraformError, "not the one that is asked for now", id="another generation's lock",
    ),
    pytest.param(
        "Error: Failed to query available provider packages\n\nCould not retrieve the list of "
        "available versions for provider hashicorp/aws",
        TerraformError, "provider could not be installed", id="no provider",
    ),
    pytest.param(
        "Error: Error acquiring the state lock\n\nError message: 2 problems:\n\n- Unsupported "
        "state file format: The state file could not be parsed as JSON:\nsyntax error at byte "
        "offset 4096.",
        StateDamaged, "cut short", id="a state that a full disk cut short",
    ),
    pytest.param(
        "Failed to write state: cannot import state with serial 8 over newer state with serial 9",
        TerraformError, "the state has moved on", id="a kept state that was overtaken",
    ),
    pytest.param(
        "Error: Failed to write state\n\nAn error occured while writing the serialized state: "
        "write /acme/terraform.tfstate: no space left on device.",
        ServiceError, "the disk is full", id="a full disk",
    ),
    pytest.param(
        "Error: Plugin did not respond\n\nThe plugin encountered an error, and failed to respond "
        "to the plugin.(*GRPCProvider).ApplyResourceChange call.",
        TerraformError, "provider ended while it was at work", id="a provider that was killed",
    ),
    pytest.param(
        "Error: Request cancelled\n\nThe plugin.(*GRPCProvider).ApplyResourceChange request was "
        "cancelled.",
        TerraformError, "provider ended while it was at work", id="a provider found to be gone",
    ),
    pytest.param(
        "Error: Failed to persist state to backend\n\nThe error shown above has prevented "
        "Terraform from writing the updated state to the configured backend.",
        TerraformError, "could not save the state", id="a state that could not be saved",
    ),
]  # fmt: skip

UNKNOWN = [
    pytest.param(
        "Error: Function not allowed\n\nThis function is not allowed in this context.",
        id="a function that is not allowed there",
    ),
    pytest.param(
        "Error: error creating Lambda Function: InvalidParameterValueException: Error occurred "
        "while GetObject. S3 Error Code: NoSuchBucket.",
        id="the artifact's bucket, not the state's",
    ),
    pytest.param("Error: Invalid index\n\n  on main.tf line 3", id="a fault of the templates"),
    pytest.param("", id="no word at all"),
]


@pytest.mark.parametrize(("stderr", "family", "part"), KNOWN)
def test_known(stderr: str, family: type[SnowopsError], part: str) -> None:
    error = failure("plan", [], stderr)

    assert type(error) is family
    assert part in error.summary
    assert error.hint
    assert error.details


@pytest.mark.parametrize(("stderr", "family", "part"), KNOWN)
def test_known_as_a_diagnostic_too(stderr: str, family: type[SnowopsError], part: str) -> None:
    summary, _, detail = stderr.removeprefix("Error: ").partition("\n\n")

    error = failure("apply", [Diagnostic("error", summary, detail)], "")

    assert type(error) is family
    assert part in error.summary


@pytest.mark.parametrize("stderr", UNKNOWN)
def test_unknown(stderr: str) -> None:
    error = failure("plan", [], stderr)

    assert type(error) is TerraformError
    assert error.summary == "terraform plan failed"
    assert error.details == tuple(line for line in stderr.splitlines() if line.strip())


def test_a_real_lock_says_who_holds_it(snapshot: SnapshotAssertion) -> None:
    error = failure("plan", diagnostics("locked.jsonl"), "")

    assert error.exit_code == 5
    assert "\n".join([error.summary, *error.details, error.hint]) == snapshot


def test_a_real_stale_plan_has_a_code_of_its_own() -> None:
    error = failure("apply", diagnostics("stale.jsonl"), "")

    assert isinstance(error, StalePlan)
    assert error.exit_code == 4


def test_a_real_failure_shows_terraform_s_words(snapshot: SnapshotAssertion) -> None:
    error = failure("apply", diagnostics("failed.jsonl"), "")

    assert "\n".join([error.summary, *error.details, error.hint]) == snapshot


def test_a_warning_is_no_reason() -> None:
    error = failure("plan", diagnostics("plan_with_warning.jsonl"), "Error: broken\n")

    assert error.details == ("Error: broken",)


def test_a_warning_about_a_lock_is_no_lock() -> None:
    warning = Diagnostic("warning", "Error acquiring the state lock")

    assert type(failure("plan", [warning], "Error: broken")) is TerraformError


def test_the_last_words_are_kept_short_and_say_what_was_left_out() -> None:
    error = failure("plan", [], "\n".join(f"line {number}" for number in range(40)))

    assert len(error.details) <= 13
    assert error.details[0] == "line 0"
    assert "28 more lines" in error.details[-1]


def test_boxes_around_the_words_are_dropped() -> None:
    error = failure("init", [], "╷\n│ Error: broken\n│ \n│ badly\n╵\n")

    assert error.details == ("Error: broken", "badly")


def test_an_interrupt_claims_nothing_that_nobody_has_looked_at() -> None:
    error = interrupted("apply")

    assert error.exit_code == 130
    assert error.summary == "stopped during terraform apply"
    assert "state" not in error.hint


def test_a_signal_that_ended_terraform_is_named() -> None:
    error = killed("apply", 9)

    assert error.summary == "Terraform was killed during terraform apply (SIGKILL)"
    assert error.exit_code == 1


def test_an_unreachable_registry_is_not_called_an_unreachable_aws() -> None:
    words = (
        "Error: Failed to query available provider packages\n"
        "could not connect to the registry: dial tcp: lookup registry: no such host\n"
    )

    error = failure("init", [], words)

    assert error.summary == "the AWS provider could not be installed"
