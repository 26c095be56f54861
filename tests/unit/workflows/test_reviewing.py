"""A judged plan, or the failure to make one, becomes what its reviewer has to know."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.cases import CASES
from tests.reviews import (
    COMMIT,
    corpus_review,
    failed_review,
    prepared_for,
    reviewing,
)
from tests.unit.environment.changed import changed
from tests.unit.guardrails.plans import SHRUNK, STREAM, findings, resource
from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.plan import Change, Plan, PlanOptions, Summary
from toolkit.domain.review.masking import MASK
from toolkit.domain.review.model import ArtifactChange, Failure, Review, ReviewedChange
from toolkit.errors import TerraformError
from toolkit.workflows.reviewing import review_plan

PROD = changed("prod", {})
OLD, NEW = (f"pseudonymizer/{digit * 64}.zip" for digit in "01")


def reviewed(*changes: Change, plan: dict[str, Any] | None = None, **parts: Any) -> Review:
    """The review of a plan that nothing speaks against."""
    made = Plan("1.15.5", changes, **(plan or {}))
    options = parts.pop("options", PlanOptions())
    return review_plan(prepared_for(PROD, "1" * 64), made, (), options, reviewing(**parts))


def test_it_says_for_whom_of_what_when_and_how() -> None:
    east = timezone(timedelta(hours=2))

    found = reviewed(
        plan={"meaning": "a1" * 32, "outputs_changed": True},
        now=lambda: datetime(2026, 1, 15, 13, 59, 59, 999, tzinfo=east),
        options=PlanOptions(targets=("module.salt",), destroy=True),
    )

    assert found == Review(
        environment="prod",
        account="222222222222",
        region="us-east-2",
        protected=True,
        commit=COMMIT,
        created="2026-01-15T11:59:59+00:00",
        command="snowops plan prod",
        terraform_version="1.15.5",
        meaning="a1" * 32,
        outputs_changed=True,
        destroys=True,
        targets=("module.salt",),
    )


def test_a_plan_that_does_nothing_is_empty() -> None:
    kept = resource("aws_kms_key", {}, {}, action="keep")

    found = reviewed(plan={"unchanged": (kept,)})

    assert found.is_empty
    assert found.changes == ()


def test_what_only_gets_another_address_is_told() -> None:
    moved = replace(resource("aws_kms_key", {}, {}, "a.b", "keep"), previous_address="a.c")

    (told,) = reviewed(plan={"unchanged": (moved,)}).changes

    assert told == ReviewedChange("a.b", "aws_kms_key", "keep", ("keep",), previous_address="a.c")


def test_counts_are_those_of_the_plan() -> None:
    deleted = resource("aws_kms_key", {}, None, "module.salt.a.b", "delete")

    found = reviewed(SHRUNK, deleted)

    assert found.summary == Summary(update=1, delete=1)
    assert [(each.address, each.stage) for each in found.changes] == [
        (STREAM, "streams"),
        ("module.salt.a.b", "salt"),
    ]


def test_a_finding_keeps_its_place_and_what_lets_it_pass() -> None:
    key = ("streams", "raw_good", "shards")
    (placed,) = findings(SHRUNK, lines={key: 12})
    (passing,) = findings(SHRUNK, allowed=(Allowance(placed.rule.id, STREAM, "measured"),))
    prepared = prepared_for(PROD)

    found = review_plan(
        prepared, Plan("1.15.5", (SHRUNK,)), (placed, passing), PlanOptions(), reviewing()
    ).findings

    assert [(each.key, each.file, each.line, each.status, each.reason) for each in found] == [
        ("streams.raw_good.shards", "environments/staging.yaml", 12, "refused", ""),
        ("streams.raw_good.shards", "", 0, "allowed", "measured"),
    ]
    assert found[0].why == placed.rule.why
    assert found[0].fix == placed.rule.fix


def function(before: str | None, after: str | None) -> Change:
    sides = [None if key is None else {"s3_key": key} for key in (before, after)]
    return resource("aws_lambda_function", *sides)


@pytest.mark.parametrize(("change", "artifact"), [
    (function(OLD, NEW), ArtifactChange("0" * 64, "1" * 64, "old", COMMIT)),
    (function(None, NEW), ArtifactChange("", "1" * 64, "", COMMIT)),
    (function(NEW, OLD), ArtifactChange("1" * 64, "0" * 64, "new", "old")),
    (function(OLD, OLD), None),
])  # fmt: skip
def test_an_artifact_is_told_by_the_commits_it_was_made_from(
    change: Change, artifact: ArtifactChange | None
) -> None:
    stored = {"0" * 64: "old", "1" * 64: "new"}

    found = reviewed(change, commit_of=lambda _, sha256: stored[sha256])

    assert found.artifact == artifact


def test_what_leaves_the_functions_otherwise_is_told() -> None:
    found = reviewed(function(OLD, NEW))

    assert found.privacy is not None
    assert found.privacy.passes_now == ("user_id",)


@pytest.mark.parametrize("case", [case.name for case in CASES])
def test_the_review_of_a_real_plan_lists_every_change(case: str) -> None:
    (generation, *_) = next(each.generations for each in CASES if each.name == case)

    found = corpus_review(case, generation)

    assert sum(each.action != "keep" for each in found.changes) == found.summary.total
    assert found.is_empty == (not found.changes and not found.outputs_changed)
    assert "correct horse battery staple" not in repr(found)
    assert "hunter2hunter2" not in repr(found)


def test_why_there_is_no_plan_is_told_without_secrets() -> None:
    error = TerraformError(
        "cannot log in with s3cr3t-of-mine",
        details=("-----BEGIN PRIVATE KEY-----", "q7Zk2Lw9", "-----END PRIVATE KEY-----", "line 7"),
        hint="password = s3cr3t-of-mine",
    )

    found = failed_review(error, frozenset({"s3cr3t-of-mine"}))

    assert found.failure == Failure(
        f"cannot log in with {MASK}", (MASK, "line 7"), f"password = {MASK}"
    )
    assert not found.is_empty
    assert (found.changes, found.findings, found.meaning) == ((), (), "")


def test_an_error_without_details_has_none() -> None:
    assert failed_review(TerraformError("x")).failure == Failure("x")


@given(st.text("abc 12-_", min_size=6, max_size=20).filter(lambda each: each.strip() == each))
def test_no_secret_of_the_environment_is_anywhere(secret: str) -> None:
    error = TerraformError(f"a{secret}", details=(secret, f"x {secret} y"), hint=f"try {secret}")

    found = asdict(failed_review(error, frozenset({secret})))

    assert secret not in repr(found["failure"]).replace(MASK, "")


def test_secrets_show_in_no_traceback() -> None:
    assert "s3cr3t" not in repr(reviewing(secrets=frozenset({"s3cr3t"})))
