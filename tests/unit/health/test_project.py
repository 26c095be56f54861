"""What an operations repository has to have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.environment.changed import changed
from toolkit.domain.health.project import (
    checkout,
    environment_file,
    here,
    locked_version,
    provider,
    unfinished,
)


def lock(version: str, source: str = "registry.terraform.io/hashicorp/aws") -> str:
    """A lock file as Terraform writes it, with another provider before."""
    return f"""\
# This file is maintained automatically by "terraform init".

provider "registry.terraform.io/hashicorp/archive" {{
  version     = "2.7.1"
  constraints = "~> 2.0"
}}

provider "{source}" {{
  version     = "{version}"
  constraints = "~> 6.0"
  hashes = [
    "h1:a",
  ]
}}
"""


def test_environments_are_named() -> None:
    assert here("/ops", ("local", "prod")).sentence == "/ops: local, prod"
    assert here("/ops", ()).outcome == "failed"


def test_an_example_s_account_is_noticed() -> None:
    example = environment_file(changed("staging", {}))
    ours = environment_file(changed("staging", {"aws.account_id": "123456789012"}))

    assert (example.outcome, ours.outcome) == ("warned", "passed")
    assert "account 111111111111 is an example's" in example.sentence
    assert ours.sentence == "account 123456789012, us-east-2"


def test_marks_of_an_environment_are_said() -> None:
    protected = changed("prod", {"aws.account_id": "123456789012"})

    assert environment_file(protected).sentence.endswith(", protected")
    assert environment_file(changed("local", {})).sentence.endswith(", embedded")


@pytest.mark.parametrize(
    ("revision", "outcome", "said"),
    [
        ("none", "skipped", "nothing is committed"),
        ("c0ffee" * 6 + "c0ff", "passed", "commit c0ffeec0ffee, nothing changed"),
        ("c0ffee" * 6 + "c0ff-dirty", "passed", "changes of your own"),
    ],
)
def test_a_checkout_says_its_commit(revision: str, outcome: str, said: str) -> None:
    found = checkout(revision)

    assert found.outcome == outcome
    assert said in found.sentence


@pytest.mark.parametrize(
    ("constraint", "version", "outcome"),
    [
        ("3.39.0", "3.39.0", "passed"),
        ("3.39.0", "3.39.1", "failed"),
        ("~> 6.0", "6.0.0", "passed"),
        ("~> 6.0", "6.14.1", "passed"),
        ("~> 6.0", "6.0.0-beta2", "passed"),
        ("~> 6.0", "5.99.1", "failed"),
        ("~> 6.0", "7.0.0", "failed"),
        ("~> 6.2", "6.1.9", "failed"),
    ],
)
def test_a_locked_provider_has_to_fit(constraint: str, version: str, outcome: str) -> None:
    found = provider(constraint, lock(version), "build/staging")

    assert found.outcome == outcome
    assert version in found.sentence


def test_no_lock_yet_is_no_fault() -> None:
    assert provider("~> 6.0", None, "build/staging").outcome == "skipped"


@pytest.mark.parametrize("text", ["", lock("6.0.0", "registry.terraform.io/acme/aws"), "{"])
def test_a_lock_without_the_provider_is_noticed(text: str) -> None:
    found = provider("~> 6.0", text, "build/staging")

    assert found.outcome == "warned"
    assert "build/staging/.terraform.lock.hcl" in found.sentence


@given(st.text())
def test_no_lock_file_breaks_the_reading(text: str) -> None:
    assert locked_version(text) is None or text


@given(st.tuples(*[st.integers(0, 99)] * 3))
def test_a_lock_is_read_as_it_was_written(numbers: tuple[int, int, int]) -> None:
    version = ".".join(map(str, numbers))

    assert locked_version(lock(version)) == version


def test_a_state_that_waits_is_named_with_its_environment() -> None:
    found = unfinished({"staging": ("build/staging/errored.tfstate",), "prod": ()})

    assert found.outcome == "warned"
    assert "staging" in found.sentence
    assert "prod" not in found.sentence
    assert "`snowops apply staging --resume`" in found.fix
    assert found.details == ("build/staging/errored.tfstate",)
    assert unfinished({"prod": ()}).outcome == "passed"
