"""The notes of real plans, to be read: `__snapshots__/`, made anew with `--snapshot-update`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.reviews import _NASTY, change, corpus_review, failed_review, finding, review
from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.review.history import Earlier
from toolkit.domain.review.model import Attribute, PrivacyChange, Review
from toolkit.errors import TerraformError
from toolkit.rendering.markdown.budget import LIMIT
from toolkit.rendering.note import Links, render_note

LINKS = Links(
    job="https://gitlab.example/acme/ops/-/jobs/42",
    artifact="https://gitlab.example/acme/ops/-/jobs/42/artifacts/browse/build/ci/prod/",
    commit="https://gitlab.example/acme/ops/-/commit/c0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ff",
)
EARLIER = (
    Earlier("ab" * 32, "facade1", "2026-01-14T09:00:00+00:00", "3 to create, 1 to replace"),
    Earlier("cd" * 32, "decade2-dirty", "2026-01-13T16:30:00+00:00", "no changes"),
)
LET_PASS = (
    Allowance(
        "DATA-STREAM-REPLACED", "*", "Nothing is written to it before OPS-123 is done, says @ines."
    ),
)
FAILURE = TerraformError(
    "terraform plan failed",
    details=(
        "Error: Invalid value for variable",
        "",
        "  on main.tf line 12, in module `streams`:",
        '  12:   token = "glpat-0123456789abcdefghij"',
        "",
        "/close",
    ),
    hint="Look at `streams.raw_good.shards` in environments/prod.yaml.",
)
NASTY = review(
    *(change(f'module.salt.aws_x.this["{text}"]') for text in _NASTY),
    change(attributes=tuple(Attribute(text, text, None) for text in _NASTY)),
    findings=tuple(finding(sentence=text, reason=text) for text in _NASTY),
    privacy=PrivacyChange(_NASTY, approvers=("@acme/privacy",)),
)


def of(case: str, *earlier: Earlier, limit: int = LIMIT, **more: Any) -> Callable[[], str]:
    return lambda: render_note(corpus_review(case, **more), earlier, links=LINKS, limit=limit)


def made_by_hand(made: Review) -> Callable[[], str]:
    return lambda: render_note(made, EARLIER, links=LINKS)


NOTES = {
    "a-first-apply": of("a-first-apply"),
    "a-larger-allowlist": of("a-larger-allowlist", *EARLIER),
    "a-new-artifact": of("a-new-artifact", *EARLIER),
    "a-resource-is-moved": of("a-resource-is-moved"),
    "a-stream-is-replaced": of("a-stream-is-replaced", *EARLIER),
    "a-stream-may-be-replaced": of("a-stream-is-replaced", allowed=LET_PASS),
    "a-tag-more": of("a-tag-more"),
    "cut-to-fit": of("the-project-gets-another-name", *EARLIER, generation="aws3", limit=14_000),
    "everything-is-destroyed": of("everything-is-destroyed"),
    "everything-is-kept-longer": of("everything-is-kept-longer"),
    "names-mean-harm": made_by_hand(NASTY),
    "no-function": of("no-function"),
    "nothing-changes": of("nothing-changes", *EARLIER),
    "only-a-target": of("targeted"),
    "there-is-no-plan": made_by_hand(failed_review(FAILURE)),
    "the-bucket-gets-another-name": of("the-bucket-gets-another-name", generation="aws3"),
}


class Markdown(SingleFileSnapshotExtension):
    """One file a note."""

    _write_mode = WriteMode.TEXT
    file_extension = "md"


@pytest.mark.parametrize("name", NOTES)
def test_the_note_of(name: str, snapshot: SnapshotAssertion) -> None:
    assert NOTES[name]() == snapshot(extension_class=Markdown)


def test_the_documentations_sample_is_of_a_real_note() -> None:
    text = (Path(__file__).parents[3] / "docs" / "ci.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"```markdown\n(.*?)```", text, re.DOTALL)
    lines = [line.removesuffix("...").strip() for line in sample.split("\n")]

    note = NOTES["a-stream-is-replaced"]()
    assert len(lines) > 10
    assert [line for line in lines if line not in note] == []
