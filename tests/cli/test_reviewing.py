"""What a review is made with: the command that makes its plan again, secrets, seals."""

from __future__ import annotations

import shlex
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.conftest import Snowops
from tests.reviews import prepared_for
from tests.unit.guardrails.plans import SHRUNK, STREAM, environment, findings
from toolkit.adapters.review_file import read_review
from toolkit.cli.allowing import allowances
from toolkit.cli.main import commands
from toolkit.cli.reviewing import (
    Judged,
    Request,
    command,
    reviewing,
    sealed,
    secret_values,
)
from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.guardrails.judge import RULE_IDS
from toolkit.domain.plan import PlanOptions
from toolkit.errors import ServiceError

PLAN = commands().commands["plan"]


def parsed(words: str) -> Request:
    """What `snowops plan` understands."""
    snowops, plan, *arguments = shlex.split(words)
    assert (snowops, plan) == ("snowops", "plan")
    given = PLAN.make_context("plan", arguments).params
    allowed = allowances(given["allow"], given["reason"], given["accept_privacy_change"])
    options = PlanOptions(targets=tuple(given["target"] or ()), destroy=given["destroy"])
    return Request(given["environment"], options, allowed, given["artifact"])


def test_the_usual_command_is_short() -> None:
    assert command(Request("prod")) == "snowops plan prod"


def test_all_wishes_are_in_the_command() -> None:
    request = Request(
        "prod",
        PlanOptions(targets=("module.a", 'module.b["c"]'), destroy=True),
        (
            Allowance("DATA-SHARDS-REDUCED", STREAM, "it's measured"),
            *allowances(None, None, "reviewed"),
        ),
        "a" * 64,
        Path("prod.plan"),
        timedelta(hours=3),
    )

    assert shlex.split(command(request)) == [
        "snowops", "plan", "prod", "--destroy", "--target", "module.a", "--target",
        'module.b["c"]', "--artifact", "a" * 64, "--allow", f"DATA-SHARDS-REDUCED@{STREAM}",
        "--reason", "it's measured", "--accept-privacy-change", "reviewed",
    ]  # fmt: skip


_words = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() == text)
_addresses = _words.filter(lambda text: text != "*")
_digests = st.none() | st.text("0123456789abcdef", min_size=64, max_size=64)


@st.composite
def _requests(draw: st.DrawFn) -> Request:
    rules = draw(st.lists(st.sampled_from(sorted(RULE_IDS)), max_size=2))
    reason = draw(_words) if rules else None
    single = [f"{rule}@{draw(_addresses)}" for rule in rules]
    accepted = draw(st.none() | _words)
    allowed = allowances(single, reason, accepted)
    targets = tuple(draw(st.lists(_words, max_size=2)))
    return Request("prod", PlanOptions(targets, draw(st.booleans())), allowed, draw(_digests))


@given(_requests())
def test_the_command_asks_for_the_same_plan_again(request: Request) -> None:
    assert parsed(command(request)) == request


def test_secrets_are_known_by_the_names_of_their_variables() -> None:
    found = secret_values(
        {
            "GITLAB_TOKEN": "a",
            "CI_JOB_TOKEN": "b",
            "AWS_SECRET_ACCESS_KEY": "c",
            "DB_PASSWORD": "d",
            "SALT": "e",
            "AWS_REGION": "us-east-2",
            "TOKEN_URL": "https://example.com",
        }
    )

    assert found == frozenset("abcde")


class Store:
    """Stands for the bucket of artifacts."""

    def __init__(self, answer: dict[str, Any] | None = None) -> None:
        self.answer = answer

    def head(self, sha256: str) -> dict[str, Any] | None:
        if sha256 == "denied":
            raise ServiceError("AWS refused")
        return self.answer


@pytest.mark.parametrize(("answer", "sha256", "commit"), [
    ({"Metadata": {"commit": "c0ffee"}}, "a", "c0ffee"),
    ({"Metadata": {}}, "a", ""),
    (None, "a", ""),
    (None, "denied", ""),
])  # fmt: skip
def test_the_commit_of_an_artifact_is_told_where_it_can_be_had(
    answer: dict[str, Any] | None, sha256: str, commit: str
) -> None:
    services: Any = SimpleNamespace(artifact_store=lambda _: Store(answer), project=Path())

    parts = reviewing(services, Request("prod"))

    assert parts.commit_of(environment(), sha256) == commit
    assert parts.command == "snowops plan prod"


@pytest.mark.parametrize("out", [None, Path("prod.plan")])
def test_a_refused_plan_and_one_that_nobody_wants_are_not_sealed(out: Path | None) -> None:
    refused = findings(SHRUNK) if out else ()
    nothing: Any = None
    found = Judged(nothing, nothing, prepared_for(environment()), nothing, refused)

    assert not sealed(nothing, found, Request("prod", out=out))


def test_why_there_is_no_plan_is_said_in_the_words_of_the_review(
    project: Path, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPLOY_TOKEN", "hunter2hunter2")
    (project / "environments" / "allowlist.yaml").write_text("columns: { hunter2hunter2: {} }\n")

    shown = snowops("review", "staging")

    assert shown.code == 1
    assert "why there is no plan" in shown.out
    assert "hunter2" not in shown.out + shown.err
    assert "error: " in shown.err


def test_what_a_rule_refuses_to_build_is_reviewed_too(project: Path, snowops: Snowops) -> None:
    never = "columns: { user_ipaddress: { reason: we like it } }\n"
    (project / "environments" / "allowlist.yaml").write_text(never)

    shown = snowops("ci", "plan", "staging")

    assert shown.code == 3
    review = read_review(project / "build" / "ci" / "staging" / "review.json")
    assert review.failure is not None
    assert "user_ipaddress may never pass" in " ".join(review.failure.details)
