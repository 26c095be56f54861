"""A review in the terminal: everything in order, and an exit code that says what becomes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from tests.cli.conftest import Snowops
from tests.reviews import (
    change,
    corpus_review,
    failed_review,
    failed_reviews,
    finding,
    many_texts,
    review,
    reviews,
)
from toolkit.adapters.review_file import write_review
from toolkit.cli.review import raise_what_stops
from toolkit.cli.review_views import review_view
from toolkit.domain.review.model import ArtifactChange, Attribute, PrivacyChange, Review
from toolkit.errors import Refused, StateLocked, TerraformError

NOT_SHOWN = "(not shown)"
EVERYTHING = review(
    change(attributes=(Attribute("shard_count", "4", "2"),)),
    change(
        'module.firehose.aws_kinesis_firehose_delivery_stream.this["raw_bad"]',
        "replace",
        attributes=(
            Attribute("name", "old", "new", forces_replacement=True),
            Attribute("tags", NOT_SHOWN, NOT_SHOWN),
            Attribute("extended_s3_configuration.prefix", None, "raw-bad/"),
        ),
    ),
    change("module.salt.aws_kms_alias.this", "delete"),
    change("module.salt.aws_x.new", "keep", previous_address="module.salt.aws_x.old"),
    change("module.rotation.aws_lambda_function.this", "create"),
    change("aws_kms_key.root", "create", attributes=(Attribute("is_enabled", None, "true"),)),
    findings=(
        finding(
            key="streams.raw_good.shards", file="environments/prod.yaml", line=21, severity="high"
        ),
        finding("PRIVACY-LOGS-FOREVER", "module.network.aws_cloudwatch_log_group.flow",
                sentence="logs are kept for ever", status="waived", reason="the audit of 2026"),
    ),
    privacy=PrivacyChange(
        ("user_id", "contexts:geo.city"), ("page_url",), approvers=("@acme/privacy",)
    ),
    artifact=ArtifactChange("a" * 64, "b" * 64, "c0ffee0", "facade1"),
    outputs_changed=True,
    targets=("module.streams", "module.salt"),
)  # fmt: skip
REVIEWS = [
    pytest.param(EVERYTHING, id="everything that can be said"),
    pytest.param(review(), id="nothing changes"),
    pytest.param(review(change(), protected=False), id="nothing refuses it"),
    pytest.param(
        review(
            privacy=PrivacyChange(unknown=True), artifact=ArtifactChange("", "b" * 64, "", "c0")
        ),
        id="rules that cannot be read",
    ),
    pytest.param(
        failed_review(
            TerraformError(
                "Terraform could not plan",
                details=("Error: reading KMS key: AccessDeniedException", "  on main.tf line 7"),
                hint="give the role kms:DescribeKey",
            )
        ),
        id="no plan",
    ),
    pytest.param(corpus_review("everything-is-destroyed"), id="everything goes"),
]


def shown(made: Review, width: int) -> str:
    console = Console(width=width, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(review_view(made))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("made", REVIEWS)
def test_a_review_on_the_screen(made: Review, width: int, snapshot: SnapshotAssertion) -> None:
    assert shown(made, width) == snapshot


def test_what_leaves_more_is_named_in_full_and_among_what_needs_attention() -> None:
    many = tuple(f"column_{at}" for at in range(50))

    seen = shown(review(privacy=PrivacyChange(many, many)), 100)

    attention, leaves = seen.split("what leaves the functions\n")
    assert "what needs attention\n  50 columns or fields more than today leave" in attention
    now, no_more = leaves.split("pseudonymized from now on (50)")
    assert [name for name in many if name not in now.replace(",", "").split()] == []
    assert "column_29 and 20 more" in " ".join(no_more.split())
    assert "must approve: nobody is named in `review.privacy_approvers`" in leaves


@many_texts
@given(reviews() | failed_reviews())
def test_no_text_reaches_the_terminal_as_anything_else(made: Review) -> None:
    seen = shown(made, 100)

    assert all(each.isprintable() or each.isspace() for each in seen)
    assert "\x1b" not in seen


@pytest.fixture
def file(project: Path) -> Path:
    return project / "build" / "ci" / "prod" / "review.json"


def test_a_written_review_is_shown(snowops: Snowops, file: Path) -> None:
    write_review(file, review(change()))

    told = snowops("review", "prod", "--from", str(file))

    assert told.code == 0
    assert told.out.startswith("prod  ✓ nothing refuses it\n")
    assert told.err == ""


def test_a_line_of_a_file_is_one_line_however_long(snowops: Snowops, file: Path) -> None:
    write_review(file, review(change("module.streams." + "long." * 60 + "this")))

    lines = snowops("review", "prod", "--from", str(file)).out.splitlines()

    assert f"  ~ {'long.' * 60}this" in [line.rstrip() for line in lines]


def test_a_refused_review_is_shown_and_exits_3(snowops: Snowops, file: Path) -> None:
    write_review(file, EVERYTHING)

    told = snowops("review", "prod", "--from", str(file))

    assert told.code == 3
    assert "✗ DATA-SHARDS-REDUCED" in told.out
    assert "1 finding refuses the plan of prod" in told.err


def test_a_review_without_a_plan_is_shown_and_exits_1(snowops: Snowops, file: Path) -> None:
    write_review(file, failed_review(TerraformError("Terraform could not plan")))

    told = snowops("review", "prod", "--from", str(file))

    assert told.code == 1
    assert "Terraform could not plan" in told.out
    assert "there is no plan of prod" in told.err


def test_what_stopped_the_plan_keeps_its_own_exit_code() -> None:
    locked = StateLocked("the state is locked")

    with pytest.raises(StateLocked):
        raise_what_stops(failed_review(locked), locked)


def test_several_refusing_findings_are_counted() -> None:
    made = review(findings=(finding(severity="high"), finding("DATA-STREAM-DELETED")))

    with pytest.raises(Refused, match="2 findings refuse the plan of prod") as refused:
        raise_what_stops(made)

    assert "DATA-STREAM-DELETED" in refused.value.hint


def test_the_page_is_written_and_its_place_is_said(snowops: Snowops, file: Path) -> None:
    write_review(file, review(change()))
    page = file.parent / "pages" / "prod.html"

    told = snowops("review", "prod", "--from", str(file), "--html", str(page))

    assert told.code == 0
    assert told.err == f"page: {page}\n"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path.name for path in page.parent.iterdir()] == ["prod.html"]


def test_the_page_of_a_refused_plan_is_written_too(snowops: Snowops, file: Path) -> None:
    write_review(file, EVERYTHING)
    page = file.with_name("prod.html")

    assert snowops("review", "prod", "--from", str(file), "--html", str(page)).code == 3
    assert "✗ refused" in page.read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_is_an_error(snowops: Snowops, file: Path) -> None:
    write_review(file, review())

    told = snowops("review", "prod", "--from", str(file), "--html", str(file / "below.html"))

    assert told.code == 1
    assert "cannot write" in told.err


def test_a_review_for_machines_can_be_shown_again(snowops: Snowops, file: Path) -> None:
    write_review(file, review(change()))

    told = snowops("review", "prod", "--from", str(file), "--json")

    assert json.loads(told.out) == json.loads(file.read_text())
    assert json.loads(told.out)["schema"] == "snowops.review/v1"


def test_the_review_of_another_environment_is_refused(snowops: Snowops, file: Path) -> None:
    write_review(file, review())

    told = snowops("review", "staging", "--from", str(file))

    assert told.code == 1
    assert "is of another environment than staging: prod" in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    "options",
    [
        ["--target", "module.streams"],
        ["--destroy"],
        ["--artifact", "a" * 64],
        ["--accept-privacy-change", "x"],
    ],
)
def test_a_written_review_takes_no_further_wishes(
    snowops: Snowops, file: Path, options: list[str]
) -> None:
    told = snowops("review", "prod", "--from", str(file), *options)

    assert told.code == 64
    assert "--from shows a plan as it was made" in told.err
