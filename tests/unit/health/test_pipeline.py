"""What of an environment runs: its functions and the salt's secret."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tests.fakes import artifact
from toolkit.domain.artifact import Platform
from toolkit.domain.deployed_function import Deployed
from toolkit.domain.health.pipeline import functions, no_secret, nothing_runs, salt
from toolkit.domain.salt.labels import SecretFacts

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
BUILT = artifact()
GOOD = Deployed(
    "snowplow-staging-pseudonymizer-enriched-good",
    "live",
    "7",
    frozenset({BUILT.sha256_base64}),
    Platform("3.13", "arm64"),
    "c0ffee" * 6 + "c0ff",
)
BAD = replace(GOOD, function="snowplow-staging-pseudonymizer-raw-bad")


def facts(**labels: tuple[str, ...]) -> SecretFacts:
    return SecretFacts(labels, NOW)


def test_functions_that_run_what_is_built_here_pass() -> None:
    found = functions({"good": GOOD, "bad": BAD}, BUILT, "staging")

    assert found.outcome == "passed"
    assert "a1a1a1a1a1a1" in found.sentence


def test_a_function_that_is_missing_fails() -> None:
    found = functions({"good": GOOD, "bad": None}, BUILT, "staging")

    assert found.outcome == "failed"
    assert found.sentence.startswith("1 of 2 functions")
    assert found.details == ("bad",)


def test_another_artifact_is_named_with_its_version_and_commit() -> None:
    other = replace(BAD, code_sha256=frozenset({"b3RoZXI="}))
    found = functions({"good": GOOD, "bad": other}, BUILT, "staging")

    assert found.outcome == "warned"
    assert found.details == (f"{BAD.function}: version 7, commit c0ffeec0ffee",)


def test_a_function_that_shifts_traffic_runs_another_artifact() -> None:
    shifting = replace(GOOD, code_sha256=frozenset({BUILT.sha256_base64, "b3RoZXI="}), commit="")

    found = functions({"good": shifting}, BUILT, "staging")

    assert found.outcome == "warned"
    assert found.details[0].endswith("of an unknown commit")


def test_before_the_first_apply_nothing_is_at_fault() -> None:
    assert nothing_runs().outcome == "skipped"
    assert no_secret("snowplow-staging-salt", "staging", applied=False).outcome == "skipped"


def test_a_secret_that_has_gone_from_what_runs_fails() -> None:
    assert no_secret("snowplow-staging-salt", "staging", applied=True).outcome == "failed"


def test_a_secret_in_order_passes() -> None:
    found = salt(
        "the-salt", facts(v2=("AWSCURRENT",), v1=("AWSPREVIOUS",)), "staging", applied=True
    )

    assert found.outcome == "passed"


def test_an_empty_secret_fails_once_events_wait_for_it() -> None:
    assert salt("the-salt", facts(), "staging", applied=True).outcome == "failed"
    assert salt("the-salt", facts(), "staging", applied=False).outcome == "warned"
    assert "`snowops salt init staging`" in salt("the-salt", facts(), "staging", applied=True).fix


def test_a_secret_without_a_current_version_is_for_repair() -> None:
    found = salt("the-salt", facts(v1=("AWSPREVIOUS",)), "staging", applied=True)

    assert found.outcome == "failed"
    assert found.fix == "`snowops salt repair staging`"


def test_a_pending_label_that_was_left_behind_is_noticed() -> None:
    left = salt("the-salt", facts(v2=("AWSPENDING",), v1=("AWSCURRENT",)), "staging", applied=True)
    done = salt("the-salt", facts(v1=("AWSCURRENT", "AWSPENDING")), "staging", applied=True)

    assert (left.outcome, done.outcome) == ("warned", "passed")


def test_a_secret_that_was_deleted_fails_although_its_labels_are_in_order() -> None:
    deleted = SecretFacts({"v1": ("AWSCURRENT",)}, NOW, deleted=NOW)
    found = salt("the-salt", deleted, "staging", applied=True)

    assert found.outcome == "failed"
    assert "deleted on 2026-01-15T12:00:00Z" in found.sentence
    assert "restore-secret --secret-id the-salt" in found.fix
