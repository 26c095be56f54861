"""The page is whole, says everything, asks nobody, and takes no text for anything but text."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given

from tests.reviews import (
    change,
    corpus_review,
    failed_review,
    failed_reviews,
    many_texts,
    review,
    reviews,
)
from tests.unit.rendering.pages import Page
from toolkit.domain.plan_words import short_address
from toolkit.domain.review.model import (
    ArtifactChange,
    Attribute,
    PrivacyChange,
    Review,
    ReviewedFinding,
)
from toolkit.domain.visible import visible
from toolkit.errors import TerraformError
from toolkit.rendering.page import render_page

TEMPLATES = Path(__file__).parents[3] / "templates"

ELEMENTS = {
    "a", "article", "body", "code", "dd", "details", "div", "dl", "dt", "g", "h1", "h2", "h3", "h4",
    "head", "header", "html", "li", "main", "meta", "p", "path", "pre", "rect", "section", "span",
    "strong", "style", "summary", "svg", "table", "tbody", "td", "text", "th", "thead", "title",
    "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "aria-hidden", "aria-label", "charset", "class", "colspan", "content", "d", "data-box",
    "height", "href", "http-equiv", "id", "lang", "name", "open", "role", "rx", "scope", "viewbox",
    "width", "x", "y",
}  # fmt: skip


def page(made: Review) -> Page:
    return Page(render_page(made, TEMPLATES))


@many_texts
@given(reviews() | failed_reviews())
def test_whatever_a_review_holds_is_text(made: Review) -> None:
    found = page(made)

    assert {each.name for each in found.elements} <= ELEMENTS
    assert {name for each in found.elements for name in each.attributes} <= ATTRIBUTES
    assert [text for text in texts(made) if text not in found.words] == []


@many_texts
@given(reviews() | failed_reviews())
def test_nothing_leads_out_of_the_page(made: Review) -> None:
    found = page(made)

    ids = [each.attributes["id"] for each in found.elements if "id" in each.attributes]
    links = {each.attributes["href"] for each in found.elements if "href" in each.attributes}
    assert len(set(ids)) == len(ids)
    assert links <= {f"#{name}" for name in ids}


@many_texts
@given(reviews())
def test_every_change_stands_on_the_page_once_in_its_section(made: Review) -> None:
    found = page(made)

    (stages,) = found.all("section", id="changes") or [None]
    listed = 0 if stages is None else len(found.all("article", class_="change"))
    created = sum(
        int(each.words.split()[1]) for each in found.all("summary") if each.words.split()[0] == "+"
    )
    assert listed + created == len(made.changes)


def test_the_policy_allows_the_page_its_own_style_and_nothing_else() -> None:
    found = page(review())

    (style,) = found.all("style")
    (policy,) = [each for each in found.all("meta") if "http-equiv" in each.attributes]
    digest = base64.b64encode(hashlib.sha256(style.words.encode()).digest()).decode()
    assert policy.attributes["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert re.findall(r"url\(|@import|:\s*//", style.words) == []


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        pytest.param(review(), "✓ no changes", id="nothing"),
        pytest.param(review(change(action="create")), "✓ nothing refuses it", id="passes"),
        pytest.param(corpus_review("a-stream-is-replaced"), "✗ refused", id="refused"),
        pytest.param(failed_review(TerraformError("no")), "! no plan", id="failed"),
    ],
)
def test_the_verdict_stands_above_everything(made: Review, verdict: str) -> None:
    (heading,) = page(made).all("h1")

    assert heading.words == f"prod {verdict}"


def test_a_failure_is_told_and_nothing_is_drawn() -> None:
    error = TerraformError("Terraform said no", details=("Error: a", "  on b"), hint="look at c")

    found = page(failed_review(error))

    assert "Terraform said no" in found.words
    assert "Error: a\n  on b\n" in found.words
    assert "look at c" in found.words
    assert found.all("svg") == []


def test_dangers_stand_before_the_drawing_and_what_passes_behind_it() -> None:
    made = review(
        change(action="replace"),
        change("module.salt.aws_kms_alias.this", "delete"),
        findings=(finding("DATA-A", "refused"), finding("DATA-B", "waived", "the audit")),
    )

    order = [
        each.attributes["id"] for each in page(made).all("section") if each.attributes.get("id")
    ]

    assert order == [
        "attention", "pipeline", "changes", "stage-streams", "stage-salt", "waivers", "again",
    ]  # fmt: skip
    assert "1 more that holds no events" in page(made).words


def test_findings_of_one_rule_stand_together() -> None:
    made = review(findings=(finding("DATA-A"), finding("DATA-A", address="b"), finding("DATA-B")))

    found = page(made).all("article", class_="finding")

    assert [each.words.count("Why it matters") for each in found] == [1, 1]
    assert "prod.yaml:7" in found[0].words


def test_what_must_not_be_shown_is_not_shown_twice() -> None:
    hidden = Attribute("policy", "(not shown)", "(not shown)")
    made = review(change(attributes=(hidden, Attribute("shard_count", "2", "1", True))))

    (first, second) = page(made).all("tr")[1:]

    assert first.words.split() == ["policy", "changes;", "its", "value", "is", "not", "shown"]
    assert second.words.split() == ["shard_count", "forces", "replacement", "2", "→", "1"]


def test_a_move_names_both_places() -> None:
    made = review(change("module.salt.aws_x.new", "keep", previous_address="module.salt.aws_x.old"))

    (moved,) = page(made).all("article", class_="change")

    assert moved.words.split() == ["→", "aws_x.new", "moved", "from", "module.salt.aws_x.old"]


def test_privacy_and_the_artifact_have_sections() -> None:
    made = review(
        change(),
        privacy=PrivacyChange(("user_id",), ("page_url",), approvers=("@acme/privacy",)),
        artifact=ArtifactChange("a" * 64, "b" * 64, "c0ffee0", "facade1"),
        outputs_changed=True,
        targets=("module.salt",),
    )

    words = " ".join(page(made).words.split())

    assert "Leaves unpseudonymized now 1 user_id" in words
    assert "Pseudonymized from now on 1 page_url" in words
    assert "What needs attention 1 column or field more than today leaves unpseudonymized." in words
    assert "Must approve @acme/privacy" in words
    assert "c0ffee0..facade1" in words
    assert "Outputs change." in words
    assert "of 1 target alone" in words


def test_what_leaves_less_needs_no_attention() -> None:
    made = page(review(change(), privacy=PrivacyChange(passes_no_more=("page_url",))))

    assert made.all("section", id="attention") == []
    assert "Pseudonymized from now on 1 page_url" in " ".join(made.words.split())


def test_nobody_who_must_approve_is_said_to_be_nobody() -> None:
    made = page(review(change(), privacy=PrivacyChange(("user_id",))))

    (said,) = (each for each in made.all("p") if "Must approve" in each.words)
    assert said.words.endswith("nobody is named in review.privacy_approvers")


def test_rules_that_cannot_be_read_are_no_calm() -> None:
    made = page(review(privacy=PrivacyChange(unknown=True)))

    assert made.words.lower().count("nobody can tell") == 3


def test_a_box_leads_to_its_section_and_a_refused_one_to_the_dangers() -> None:
    found = page(
        review(
            change("module.salt.aws_kms_key.this", "delete"),
            change("module.rotation.aws_lambda_function.this", "create"),
            change(action="replace"),
            findings=(finding("DATA-STREAM-REPLACED"),),
        )
    )

    leads = {each.attributes.get("aria-label"): each.attributes["href"] for each in found.all("a")}

    assert leads["salt: 1 deleted"] == "#stage-salt"
    assert leads["raw-good: 1 finding refuses it, 1 replaced"] == "#attention"
    assert "In no box: Rotation." in " ".join(found.words.split())


def finding(
    rule: str,
    status: str = "refused",
    reason: str = "",
    address: str = 'module.streams.aws_kinesis_stream.this["raw_good"]',
) -> ReviewedFinding:
    return ReviewedFinding(
        rule, "critical", address, "it is gone", "It was dear.", "Keep `it`.",
        status, reason, "streams.raw_good", "environments/prod.yaml", 7,
    )  # fmt: skip


def texts(made: Review) -> list[str]:
    """What a reader must be able to find, as it is shown."""
    found = [made.environment, made.account, made.region, made.commit, made.created, made.command]
    found += [made.meaning, *made.targets, made.terraform_version]
    for each in made.changes:
        found.append(short_address(each.address))
        found += [one.name for one in each.attributes]
        if each.action != "create":
            found.append(each.previous_address)
    for told in made.findings:
        found += [told.id, told.address, told.key, told.reason, told.sentence[1:]]
    if made.privacy:
        found += [*made.privacy.passes_now, *made.privacy.passes_no_more]
    if made.artifact:
        found += [made.artifact.after, made.artifact.before_commit]
    if made.failure:
        found += [made.failure.summary, *made.failure.details, made.failure.hint]
    return [visible(text) for text in found]
