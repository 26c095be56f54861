"""Reviews: of the corpus's real plans, made by hand, and generated with whatever names may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from tests.corpus.cases import CASES, Case
from tests.corpus.environments import deployed, edited, judged
from tests.corpus.test_corpus import RULES, plan_of
from tests.fakes import FakeEngine, artifact
from toolkit.domain.environment import Environment
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.plan import PlanOptions
from toolkit.domain.position import KeyPath, Position, Positions
from toolkit.domain.review.model import (
    ArtifactChange,
    Attribute,
    Failure,
    PrivacyChange,
    Review,
    ReviewedChange,
    ReviewedFinding,
)
from toolkit.errors import SnowopsError
from toolkit.rendering.dialect import Generation
from toolkit.workflows.judging import Judging, judge_plan
from toolkit.workflows.preparing import Prepared
from toolkit.workflows.reviewing import Reviewing, review_failure, review_plan

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
COMMIT = "c0ffee" * 6 + "c0ff"
STREAM = 'module.streams.aws_kinesis_stream.this["raw_good"]'


def reviewing(**parts: Any) -> Reviewing:
    """The collaborators of a review: the corpus's rules, one commit, one moment."""
    known = Reviewing(
        judging=Judging(lambda _, __, key: RULES.get(key), lambda: date(2026, 1, 15)),
        commit_of=lambda _, sha256: "ba5eba11" * 5 if sha256 else "",
        commit=lambda: COMMIT,
        now=lambda: NOW,
        command="snowops plan prod",
    )
    return replace(known, **parts)


@cache
def corpus_review(
    case: str,
    generation: Generation = "aws6",
    allowed: tuple[Allowance, ...] = (),
    approvers: tuple[str, ...] = ("@acme/privacy",),
) -> Review:
    """The review of a plan that real Terraform made, as that of a real account `prod`.

    It is judged under the name that its resources bear.
    """
    (found,) = [each for each in CASES if each.name == case]
    environment = judged(edited(deployed(generation), found.values))
    review = {"privacy_approvers": list(approvers), "reset_approvals": False}
    environment = Environment.model_validate({**environment.values(), "review": review})
    loaded = LoadedEnvironment(environment, positions(found.values))
    plan = replace(plan_of(case, generation), meaning=sha256(found.name.encode()).hexdigest())
    prepared = prepared_for(environment, found.artifact)
    parts = reviewing()
    findings = judge_plan(prepared, loaded, plan, parts.judging, "plan", allowed)
    options = PlanOptions(_targets(found), destroy=case == "everything-is-destroyed")
    return _named_prod(review_plan(prepared, plan, findings, options, parts))


def _targets(case: Case) -> tuple[str, ...]:
    sign = "-target="
    return tuple(each.removeprefix(sign) for each in case.arguments if each.startswith(sign))


def _named_prod(made: Review) -> Review:
    """A finding about the whole environment stands at its name."""
    findings = (
        replace(each, address="prod") if each.address == made.environment else each
        for each in made.findings
    )
    return replace(made, environment="prod", findings=tuple(findings))


def positions(values: Any) -> Positions:
    """Every edited key on a line of its own."""
    file = Path("/ops/environments/prod.yaml")
    places: dict[KeyPath, Position] = {
        tuple(key.split(".")): Position(file, 10 + index, 3) for index, key in enumerate(values)
    }
    return Positions(Position(file, 1, 1), {}, places)


def prepared_for(environment: Environment, sha256: str = "0" * 64) -> Prepared:
    """A workspace that nothing looks into."""
    return Prepared(environment, artifact(sha256), Path("build"), FakeEngine())


def failed_review(error: SnowopsError, secrets: frozenset[str] = frozenset()) -> Review:
    """The review of a plan of `prod` that could not be made."""
    environment = deployed("aws6").model_copy(update={"name": "prod"})
    return review_failure(environment, error, PlanOptions(), reviewing(secrets=secrets))


def change(address: str = STREAM, action: Any = "update", **more: Any) -> ReviewedChange:
    """One change, of the stage and the type that its address names."""
    parts = address.split(".")
    stage = parts[1] if parts[0] == "module" else ""
    kind = parts[2] if stage else parts[0]
    actions = ("delete", "create") if action == "replace" else (action,)
    return ReviewedChange(address, kind, action, actions, stage, **more)


def finding(rule: str = "DATA-SHARDS-REDUCED", address: str = STREAM, **more: Any) -> Any:
    """One finding that refuses."""
    known: dict[str, Any] = {
        "severity": "critical",
        "sentence": "4 shards become 2",
        "why": "Records of closed shards are lost.",
        "fix": "Keep the shards.",
        "status": "refused",
    }
    return ReviewedFinding(rule, address=address, **{**known, **more})


def review(*changes: ReviewedChange, **more: Any) -> Review:
    """A review of `prod` with these changes."""
    known: dict[str, Any] = {
        "environment": "prod",
        "account": "123456789012",
        "region": "eu-central-1",
        "protected": True,
        "commit": COMMIT,
        "created": "2026-01-15T12:00:00+00:00",
        "command": "snowops plan prod",
        "terraform_version": "1.15.5",
        "meaning": "a1" * 32,
        "changes": changes,
    }
    return Review(**{**known, **more})


# What breaks Markdown, mentions people, or turns text around; and everything else.
_NASTY = (
    "`", "``", "```", "|", "\n", "\r\n", "\u2028", "</details>", "</summary>", "<!--", "-->",
    "<script>", "<img src=x>", "@all", "@acme/privacy", "!123", "#123", "~label", "%1", "$`x`$",
    ":tada:", "[a](b)", "![a](b)", "**", "__", "\\", "\u202e", "\u2066", "\u200b", "\x00", "\x1b",
    "\n/close", "\n>>>", "\n---", "&lt;", "&#64;all", "http://a.example/x?y", "www.a.example",
    "snowops:note prod", " ", "a", "\ud800", "[[_TOC_]]", "{+a+}", "~~~",
    "1. a", "deadbeef", "OPS-1",
)  # fmt: skip
names = st.lists(st.sampled_from(_NASTY) | st.text(max_size=6), max_size=6).map("".join)
"""Text that means harm."""

# A review has dozens of texts. They are taken from a few, for making texts is what takes time; so
# the same one also turns up in several places.
_few = st.shared(st.lists(names, min_size=1, max_size=6), key="texts of a review")
_texts = _few.flatmap(st.sampled_from)

_values = st.none() | _texts
_attributes = st.builds(Attribute, _texts, _values, _values, st.booleans())
_actions = st.sampled_from(["create", "update", "delete", "replace", "forget", "keep"])
_stages = st.sampled_from(["streams", "firehose", "lambda", "salt", "", "rotation"]) | _texts


@st.composite
def _changes(draw: st.DrawFn) -> ReviewedChange:
    action = draw(_actions)
    few = st.lists(_attributes, max_size=3).map(tuple)
    return ReviewedChange(
        draw(_texts | st.just(STREAM)),
        draw(_texts | st.just("aws_kinesis_stream")),
        action,
        (action,),
        draw(_stages),
        draw(few),
        draw(_texts) if action == "keep" else "",
    )


_findings = st.builds(
    ReviewedFinding,
    _texts,
    st.sampled_from(["critical", "high"]),
    *(_texts,) * 4,
    st.sampled_from(["refused", "allowed", "waived"]),
    *(_texts,) * 3,
    st.integers(0, 999),
)
_lists = st.lists(_texts, max_size=4).map(tuple)
_privacy = st.none() | st.builds(
    PrivacyChange, *(_lists,) * 3, st.booleans(), st.just(("@acme/privacy",))
)
_artifact = st.none() | st.builds(ArtifactChange, *(_texts,) * 4)


many_texts = settings(max_examples=settings().max_examples // 2)
"""For tests over whole reviews: each of them holds texts by the dozen."""


def reviews() -> st.SearchStrategy[Review]:
    """Reviews of plans, whose every text may be any of a few that mean harm."""
    digest = st.integers(0, 16**64 - 1).map("{:064x}".format)
    return st.builds(
        Review,
        *(_texts,) * 3,
        st.booleans(),
        *(_texts,) * 4,
        meaning=digest,
        changes=st.lists(_changes(), max_size=6).map(tuple),
        outputs_changed=st.booleans(),
        findings=st.lists(_findings, max_size=4).map(tuple),
        privacy=_privacy,
        artifact=_artifact,
        destroys=st.booleans(),
        targets=_lists,
    )


def failed_reviews() -> st.SearchStrategy[Review]:
    """Reviews without a plan, whose every text may be any of a few that mean harm."""
    failure = st.builds(Failure, _texts, _lists, _texts)
    return st.builds(Review, *(_texts,) * 3, st.booleans(), *(_texts,) * 4, failure=failure)
