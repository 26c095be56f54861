"""A secret that somebody puts into a prefix, a reason or a name goes no further than the plan."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

from tests.corpus.cases import CASES
from tests.reviews import corpus_review, prepared_for, reviewing
from tests.unit.environment.changed import changed
from tests.unit.guardrails.plans import SHRUNK, STREAM, findings
from toolkit.domain.guardrails.finding import Allowance, Finding
from toolkit.domain.plan import Plan, PlanOptions
from toolkit.domain.review.masking import MASK
from toolkit.domain.review.model import Review
from toolkit.errors import StateLocked
from toolkit.workflows.reviewing import review_plan, without_secrets

PROD = changed("prod", {})
OF_THE_JOB = "correct-horse-battery"
OF_A_KNOWN_FORM = "glpat-0123456789abcdefghij"


def reviewed(finding: Finding, command: str = "snowops plan prod") -> Review:
    parts = reviewing(secrets=frozenset({OF_THE_JOB}), command=command)
    plan = Plan("1.15.5", (SHRUNK,))
    return review_plan(prepared_for(PROD), plan, (finding,), PlanOptions(), parts)


def found(reason: str = "") -> Finding:
    allowed = (Allowance("DATA-SHARDS-REDUCED", STREAM, reason),) if reason else ()
    (only,) = findings(SHRUNK, allowed=allowed)
    return only


@pytest.mark.parametrize("secret", [OF_THE_JOB, OF_A_KNOWN_FORM])
class TestASecret:
    def test_is_in_no_sentence(self, secret: str) -> None:
        (told,) = reviewed(replace(found(), sentence=f"objects go below '{secret}/'")).findings

        assert told.sentence == f"objects go below '{MASK}/'"

    def test_is_in_no_reason(self, secret: str) -> None:
        (told,) = reviewed(found(reason=f"try {secret} yourself")).findings

        assert told.reason == f"try {MASK} yourself"

    def test_is_not_in_the_command_that_makes_the_plan_again(self, secret: str) -> None:
        made = reviewed(found(), f"snowops plan prod --accept-privacy-change 'I use {secret}'")

        assert secret not in json.dumps(asdict(made))
        assert made.command.startswith("snowops plan prod --accept-privacy-change ")

    def test_is_in_no_word_of_an_error_which_stays_what_it_is(self, secret: str) -> None:
        error = StateLocked(f"no {secret}", details=(secret, "x"), hint=f"say {secret}")

        told = without_secrets(error, frozenset({OF_THE_JOB}))

        assert type(told) is StateLocked
        assert (told.summary, told.details, told.hint) == (
            f"no {MASK}", (MASK, "x"), f"say {MASK}",
        )  # fmt: skip


@pytest.mark.parametrize("case", [each.name for each in CASES if "aws6" in each.generations])
def test_what_findings_say_without_one_stays_as_it_is(case: str) -> None:
    sentences = [each.sentence for each in corpus_review(case).findings]

    assert [each for each in sentences if MASK in each] == []
