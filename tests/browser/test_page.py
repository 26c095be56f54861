"""The page as a browser shows it: calm console, whole words, visible boxes, links that lead."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from tests.browser.conftest import NARROW, TEMPLATES, WIDE, Reader, Scheme
from tests.reviews import _NASTY, change, corpus_review, failed_review, finding, review
from toolkit.domain.review.model import Attribute, PrivacyChange, Review
from toolkit.domain.review.pipeline import BOXES, FATES
from toolkit.errors import TerraformError
from toolkit.rendering.page import render_page

pytestmark = [pytest.mark.embedded, pytest.mark.xdist_group("browser")]

LONG = "module.streams.aws_kinesis_stream." + "a_name_without_end_" * 12
NASTY = " ".join(_NASTY)
EVERY_FATE = review(
    change("module.network.aws_vpc.this", "create"),
    change("module.collectors.aws_lb.this", "update"),
    change("module.enrichers.aws_dynamodb_table.leases", "forget"),
    change("module.salt.aws_kms_key.this", "replace"),
    change("module.storage.aws_s3_bucket.events", "delete"),
    change("module.rotation.aws_lambda_function.this", "create"),
    change(attributes=(Attribute("shard_count", "4", "2", True),)),
    findings=(finding(),),
)
FAILURE = TerraformError(
    "Terraform could not plan",
    details=("Error: reading KMS key: AccessDeniedException", "on " + "x" * 300),
    hint="give the role kms:DescribeKey",
)
REVIEWS = {
    "nothing changes": corpus_review("nothing-changes"),
    "a first apply": corpus_review("a-first-apply"),
    "a stream is replaced": corpus_review("a-stream-is-replaced"),
    "a larger allowlist": corpus_review("a-larger-allowlist"),
    "everything is destroyed": corpus_review("everything-is-destroyed"),
    "no plan": failed_review(FAILURE),
    "every fate": EVERY_FATE,
    "long names": review(
        change(LONG, attributes=(Attribute("x" * 200, "b" * 300, "a" * 300),)),
        *(change(f"{LONG}.{at}", "create") for at in range(12)),
        findings=(finding(address=LONG, sentence="y" * 400),),
        privacy=PrivacyChange(tuple(f"{'z' * 200}{at}" for at in range(40))),
        command="snowops plan prod " + "--target " + LONG,
    ),
    "texts that mean harm": review(
        change(NASTY, attributes=(Attribute(NASTY, NASTY, NASTY),)),
        findings=(finding(NASTY, NASTY, sentence=NASTY, why=NASTY, fix=NASTY),),
        environment=NASTY,
        command=NASTY,
    ),
}
DRAWN = [made for name, made in REVIEWS.items() if name != "no plan"]
WINDOWS = [
    pytest.param(WIDE, "light", id="wide"),
    pytest.param(1080, "dark", id="just wide enough, dark"),
    pytest.param(1079, "light", id="not wide enough"),
    pytest.param(NARROW, "dark", id="narrow, dark"),
]


@pytest.fixture(params=REVIEWS.values(), ids=REVIEWS)
def made(request: pytest.FixtureRequest) -> Review:
    found: Review = request.param
    return found


@pytest.fixture(params=DRAWN, ids=[name for name in REVIEWS if name != "no plan"])
def drawn(request: pytest.FixtureRequest) -> Review:
    found: Review = request.param
    return found


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_words_are_whole_and_legible_and_nobody_is_asked(
    reader: Reader, made: Review, width: int, scheme: Scheme
) -> None:
    reader.opens(made, width, scheme)

    assert reader.complaints() == []
    assert reader.requests() == []
    assert reader.asks("clipped") == []
    assert reader.asks("pale") == []


INTRUDER = """<script>document.title = "mine"</script>
<img src="http://a.example/seen.png" onerror="document.title = 'mine'">
<link rel="stylesheet" href="http://a.example/page.css">
<iframe src="http://a.example/"></iframe>
<p style="position: fixed">x</p>"""


def test_the_browser_lets_nothing_in_that_is_not_of_the_page(reader: Reader) -> None:
    page = render_page(EVERY_FATE, TEMPLATES)

    reader.opens_text(page.replace("<main", f"{INTRUDER}<main"))

    assert reader.asks("words", "head title") == ["prod: ✗ refused"]
    blocked = "\n".join(reader.complaints())
    for what in (
        "Executing inline script violates",
        "Executing inline event handler violates",
        "Loading the stylesheet 'http://a.example/page.css' violates",
        "Applying inline style violates",
        "Loading the image 'http://a.example/seen.png' violates",
        "Framing 'http://a.example/' violates",
    ):
        assert what in blocked


def test_what_a_page_asks_for_would_be_heard(reader: Reader) -> None:
    reader.opens_text('<img src="http://a.example/seen.png">')

    assert reader.requests() == ["http://a.example/seen.png"]


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_each_box_can_be_seen_once_and_its_words_stay_inside(
    reader: Reader, drawn: Review, width: int, scheme: Scheme
) -> None:
    reader.opens(drawn, width, scheme)

    boxes = reader.asks("boxes")

    assert sorted(box["name"] for box in boxes) == sorted(box.name for box in BOXES)
    assert [box["name"] for box in boxes if not box["visible"]] == []
    assert [box["words"] for box in boxes if not (box["inside"] and box["apart"])] == []
    assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_fate_looks_different_and_says_so(reader: Reader, scheme: Scheme) -> None:
    reader.opens(EVERY_FATE, WIDE, scheme)

    boxes = reader.asks("boxes")

    looks = {box["fate"]: box["look"] for box in boxes}
    assert set(looks) == set(FATES)
    assert len(set(looks.values())) == len(FATES)
    for box in boxes:
        assert box["fate"] == "outside" or box["fate"] in box["words"][1]


def test_the_page_turns_dark_and_light(reader: Reader) -> None:
    reader.opens(EVERY_FATE, WIDE, "light")
    light = reader.asks("brightness")
    reader.looks(WIDE, "dark")

    assert light > 0.8
    assert reader.asks("brightness") < 0.05


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_boxes_lead_to_their_sections(reader: Reader, width: int) -> None:
    reader.opens(EVERY_FATE, width)

    led = {name: reader.asks("follow", name) for name in reader.asks("linked")}

    assert led == {
        "network": ["stage-network", True],
        "collectors": ["stage-collectors", True],
        "enrichers": ["stage-enrichers", True],
        "salt": ["stage-salt", True],
        "storage": ["stage-storage", True],
        "raw-good": ["attention", True],
    }


def test_a_keyboard_follows_links_and_opens_folds(reader: Reader) -> None:
    reader.opens(REVIEWS["a first apply"])
    opened = reader.asks("opened")

    reader.asks("focus", 'svg a[href="#stage-salt"]')
    reader.presses("Enter", 13)
    assert reader.asks("words", ":target h3") == ["Salt 4 to create"]

    reader.asks("focus", "details:not([open]) summary")
    reader.presses("Enter", 13)
    assert reader.asks("opened") == opened + 1


def test_nothing_is_folded_on_paper(reader: Reader) -> None:
    reader.opens(REVIEWS["a first apply"])
    assert reader.asks("unfolded") == 0

    reader.looks(WIDE, media="print")

    assert reader.asks("unfolded") > 80


def test_a_browser_shows_harmful_texts_as_they_are(reader: Reader) -> None:
    reader.opens(REVIEWS["texts that mean harm"])

    (title,) = reader.asks("words", "head title")

    assert "</details>" in title
    assert "<script>" in title
    assert "\\u202e" in title
    assert reader.asks("words", "script, img") == []


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    a, b = one["place"], other["place"]
    apart = a["right"] <= b["left"] or b["right"] <= a["left"]
    return not (apart or a["bottom"] <= b["top"] or b["bottom"] <= a["top"])
