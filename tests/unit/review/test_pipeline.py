"""Each box of the drawing has the worst that happens to it, and no other box's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reviews import change, finding, review
from toolkit.domain.plan import STAGES
from toolkit.domain.review.model import Review
from toolkit.domain.review.pipeline import BOXES, FATES, Drawn, Fate, draw, elsewhere

STREAM = "module.streams.aws_kinesis_stream.this"


def drawn(made: Review) -> dict[str, Drawn]:
    return {each.box.name: each for each in draw(made)}


def touched(made: Review) -> dict[str, Fate]:
    """Boxes to which something happens."""
    return {
        name: each.fate
        for name, each in drawn(made).items()
        if each.fate not in ("outside", "untouched")
    }


def test_every_stage_has_a_box() -> None:
    assert {box.stage for box in BOXES} == {*STAGES, ""}


def test_trackers_and_warehouse_are_outside() -> None:
    outside = [name for name, each in drawn(review()).items() if each.fate == "outside"]

    assert outside == ["trackers", "events", "bad-events"]


@pytest.mark.parametrize(
    ("action", "fate"),
    [
        ("create", "created"),
        ("update", "changed"),
        ("forget", "forgotten"),
        ("replace", "replaced"),
        ("delete", "deleted"),
    ],
)
def test_an_action_is_a_fate(action: Any, fate: Fate) -> None:
    assert touched(review(change("module.salt.aws_kms_key.this", action))) == {"salt": fate}


@pytest.mark.parametrize("action", ["keep", "read"])
def test_what_is_moved_or_read_is_untouched(action: Any) -> None:
    assert touched(review(change("module.salt.aws_kms_key.this", action))) == {}


def test_the_worst_fate_wins() -> None:
    names = ("update", "delete", "create", "replace", "forget")
    changes = [change(f"module.salt.aws_kms_key.{name}", name) for name in names]

    salt = drawn(review(*changes))["salt"]

    assert salt.fate == "deleted"
    assert salt.words == ("- 1 deleted", "±1  !1  ~1  +1")
    assert salt.sentence == "salt: 1 deleted, 1 replaced, 1 forgotten, 1 changed, 1 created"


@pytest.mark.parametrize("part", ["raw_good", "raw_bad", "enriched_good", "enriched_bad"])
def test_a_stream_has_its_own_box(part: str) -> None:
    made = review(change(f'{STREAM}["{part}"]', "replace"))

    assert touched(made) == {part.replace("_", "-"): "replaced"}


@pytest.mark.parametrize("stage", ["firehose", "lambda"])
@pytest.mark.parametrize("key", ["enriched_good", "enriched-good"])
def test_a_path_has_its_own_box_however_its_key_is_written(stage: str, key: str) -> None:
    made = review(change(f'module.{stage}.aws_x.this["{key}"]', "delete"))

    assert touched(made) == {f"{stage}-enriched-good": "deleted"}


@pytest.mark.parametrize(
    "address", ["module.streams.module.key.aws_kms_key.this", f'{STREAM}["x"]']
)
def test_what_streams_share_happens_to_each_of_them(address: str) -> None:
    assert touched(review(change(address, "replace"))) == dict.fromkeys(
        ("raw-good", "raw-bad", "enriched-good", "enriched-bad"), "replaced"
    )


def test_a_key_that_names_a_stream_in_another_stage_is_of_that_stage() -> None:
    made = review(change('module.collectors.aws_sqs_queue.overflow["raw_bad"]', "create"))

    assert touched(made) == {"collectors": "created"}


def test_a_refusing_finding_is_the_worst_of_all() -> None:
    made = review(
        change(f'{STREAM}["raw_good"]', "delete"),
        findings=(finding(), finding("DATA-STREAM-DELETED")),
    )

    box = drawn(made)["raw-good"]

    assert (box.fate, box.refused) == ("refused", 2)
    assert box.words == ("✗ refused", "- 1 deleted")
    assert box.sentence == "raw-good: 2 findings refuse it, 1 deleted"


def test_a_finding_refuses_what_does_not_change_too() -> None:
    gap = finding("PRIVACY-LOGS-FOREVER", "module.network.aws_cloudwatch_log_group.flow")

    assert touched(review(findings=(gap,))) == {"network": "refused"}


@pytest.mark.parametrize("status", ["allowed", "waived"])
def test_a_finding_that_passes_leaves_the_fate_alone(status: str) -> None:
    made = review(change(), findings=(finding(status=status, reason="measured"),))

    assert touched(made) == {"raw-good": "changed"}


def test_what_has_no_box_is_named() -> None:
    assert elsewhere(["streams", "rotation", ""]) == ("rotation", "")


def test_each_fate_has_a_sign_of_its_own() -> None:
    assert len(set(FATES.values())) == len(FATES)
