"""A review goes into a file and comes back whole, or is refused with a sentence."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.cases import CASES
from tests.reviews import (
    change,
    corpus_review,
    failed_review,
    failed_reviews,
    finding,
    review,
    reviews,
)
from toolkit.adapters.review_file import read_review, review_json, write_review
from toolkit.domain.plan import Summary
from toolkit.domain.review.model import ArtifactChange, Attribute, PrivacyChange, Review
from toolkit.errors import ConfigError, TerraformError

EVERYTHING = review(
    change(attributes=(Attribute("shard_count", "4", None, forces_replacement=True),)),
    findings=(finding(reason="measured", line=3),),
    privacy=PrivacyChange(("user_id",), approvers=("@acme/privacy",)),
    artifact=ArtifactChange("a", "b", "c", "d"),
    outputs_changed=True,
    targets=("module.salt",),
)


@pytest.mark.parametrize(
    "made", [EVERYTHING, review(), failed_review(TerraformError("x", details=("y",), hint="z"))]
)
def test_a_review_comes_back_as_it_was(made: Review, tmp_path: Path) -> None:
    file = tmp_path / "build" / "ci" / "review.json"

    write_review(file, made)

    assert read_review(file) == made
    assert [each.name for each in file.parent.iterdir()] == ["review.json"]
    assert file.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("case", [case.name for case in CASES if "aws6" in case.generations])
def test_the_review_of_a_real_plan_comes_back(case: str, tmp_path: Path) -> None:
    made = corpus_review(case)

    write_review(tmp_path / "review.json", made)

    assert read_review(tmp_path / "review.json") == made


@given(reviews() | failed_reviews())
def test_whatever_texts_hold_comes_back(made: Review) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "review.json"
        write_review(file, made)

        assert file.read_bytes().isascii()
        assert review_json(read_review(file)) == review_json(made)


def test_the_documented_shape() -> None:
    found = review_json(EVERYTHING)

    assert found["schema"] == "snowops.review/v1"
    assert found["summary"] == {**asdict(Summary()), "update": 1}
    assert found["changes"][0]["attributes"] == (
        {"name": "shard_count", "before": "4", "after": None, "forces_replacement": True},
    )
    assert set(found) == {"schema", "summary", *EVERYTHING.__dataclass_fields__}


def test_half_a_character_is_spelt_out(tmp_path: Path) -> None:
    write_review(tmp_path / "review.json", replace(EVERYTHING, command="a\udcff \ud83d\ude00"))

    assert read_review(tmp_path / "review.json").command == "a\\udcff \\ud83d\\ude00"


def test_counts_in_a_file_count_for_nothing(tmp_path: Path) -> None:
    file = tmp_path / "review.json"
    lies = {**review_json(EVERYTHING), "summary": {"delete": 0}}
    file.write_text(json.dumps(lies))

    assert read_review(file).summary == EVERYTHING.summary


def told(file: Path) -> ConfigError:
    with pytest.raises(ConfigError) as refused:
        read_review(file)
    return refused.value


Edit = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(("edit", "said"), [
    (lambda found: found.pop("schema"), "schema: "),
    (lambda found: found.update(schema="snowops.review/v2"), "schema: "),
    (lambda found: found.pop("environment"), "environment: "),
    (lambda found: found.update(protected="yes"), "protected: "),
    (lambda found: found["changes"][0].update(action="explode"), "changes.0.action: "),
    (lambda found: found["changes"][0].pop("address"), "changes.0.address: "),
    (lambda found: found["findings"][0].update(status="fine"), "findings.0.status: "),
    (lambda found: found["findings"][0].update(line="3"), "findings.0.line: "),
])  # fmt: skip
def test_a_file_of_another_shape_is_refused_and_says_where(
    edit: Edit, said: str, tmp_path: Path
) -> None:
    found = json.loads(json.dumps(review_json(EVERYTHING)))
    edit(found)
    file = tmp_path / "review.json"
    file.write_text(json.dumps(found))

    error = told(file)

    assert "is not a review of this version of snowops" in error.summary
    assert error.details[0].startswith(said)
    assert "snowops ci plan" in error.hint


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"{", b"\xff\xfe", b'{"schema": "snowops.review/v1"']
)
def test_a_file_that_holds_no_review_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "review.json"
    file.write_bytes(content)

    assert "is not a review" in told(file).summary


@given(st.binary(max_size=60))
def test_no_bytes_make_it_stumble(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "review.json"
        file.write_bytes(content)

        told(file)


def test_what_a_bad_file_holds_is_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "review.json"
    file.write_text(json.dumps({**review_json(EVERYTHING), "protected": "hunter2hunter2"}))

    assert "hunter2" not in repr(told(file).details)


def test_where_there_is_none_it_says_how_to_make_one(tmp_path: Path) -> None:
    error = told(tmp_path / "review.json")

    assert "cannot read" in error.summary
    assert error.hint == "make one with `snowops ci plan ENV`"


def test_a_folder_in_its_place_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "review.json").mkdir()

    with pytest.raises(ConfigError, match="cannot write"):
        write_review(tmp_path / "review.json", EVERYTHING)
    assert [each.name for each in tmp_path.iterdir()] == ["review.json"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_place_that_may_not_be_written_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(ConfigError, match="cannot write"):
        write_review(tmp_path / "review.json", EVERYTHING)


def test_an_older_review_in_its_place_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "review.json"
    write_review(file, EVERYTHING)

    write_review(file, replace(EVERYTHING, environment="staging"))

    assert read_review(file).environment == "staging"
