"""How long objects live, in the words of both provider generations."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.guardrails.plans import findings, ids, resource
from toolkit.domain.plan import Change, Withheld

REDUCED = {"DATA-RETENTION-REDUCED"}
BUCKET = "aws_s3_bucket"
LIFECYCLE = "aws_s3_bucket_lifecycle_configuration"


def old(prefix: str, days: int | None, **more: Any) -> dict[str, Any]:
    """A rule inside an aws3 bucket."""
    expiration = [] if days is None else [{"days": days}]
    return {"prefix": prefix, "enabled": True, "expiration": expiration, **more}


def new(prefix: str, days: int | None, **more: Any) -> dict[str, Any]:
    """A rule of an aws6 lifecycle configuration."""
    expiration = [] if days is None else [{"days": days}]
    filtered = [{"prefix": prefix}]
    return {"filter": filtered, "status": "Enabled", "expiration": expiration, **more}


def both(before: list[tuple[str, int | None]], after: list[tuple[str, int | None]]) -> list[Change]:
    """The same change in each generation's words."""
    aws3 = resource(
        BUCKET,
        {"bucket": "b", "lifecycle_rule": [old(*rule) for rule in before]},
        {"bucket": "b", "lifecycle_rule": [old(*rule) for rule in after]},
    )
    aws6 = resource(
        LIFECYCLE,
        {"bucket": "b", "rule": [new(*rule) for rule in before]},
        {"bucket": "b", "rule": [new(*rule) for rule in after]},
    )
    return [aws3, aws6]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param([("output/", 400)], [("output/", 30)], id="fewer days"),
        pytest.param([], [("output/", 400)], id="a first rule"),
        pytest.param([("output/", None)], [("output/", 400)], id="an end"),
        pytest.param([("", 400)], [("", 400), ("output/", 30)], id="an exception from a wide rule"),
        pytest.param([("output/", 400)], [("", 400)], id="a wider rule"),
    ],
)
def test_objects_that_live_shorter_are_found(
    before: list[tuple[str, int | None]], after: list[tuple[str, int | None]]
) -> None:
    assert [ids(findings(change)) for change in both(before, after)] == [REDUCED, REDUCED]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param([("output/", 30)], [("output/", 400)], id="more days"),
        pytest.param([("output/", 30)], [], id="no rule any more"),
        pytest.param([("", 30)], [("", 30), ("output/", 30)], id="a rule that says nothing new"),
        pytest.param(
            [("a/", 3), ("output/", 30)], [("output/", 30), ("a/", 3)], id="another order"
        ),
    ],
)
def test_objects_that_live_as_long_are_not(
    before: list[tuple[str, int | None]], after: list[tuple[str, int | None]]
) -> None:
    assert [findings(change) for change in both(before, after)] == [(), ()]


def test_overwritten_versions_count_as_well() -> None:
    aws3 = [old("a/", 9, noncurrent_version_expiration=[{"days": days}]) for days in (7, 1)]
    aws6 = [
        new("a/", 9, noncurrent_version_expiration=[{"noncurrent_days": days}]) for days in (7, 1)
    ]

    older = resource(BUCKET, {"lifecycle_rule": aws3[:1]}, {"lifecycle_rule": aws3[1:]})
    newer = resource(LIFECYCLE, {"rule": aws6[:1]}, {"rule": aws6[1:]})

    assert [ids(findings(change)) for change in (older, newer)] == [REDUCED, REDUCED]


def test_a_rule_that_is_switched_off_says_nothing() -> None:
    on, off = old("a/", 400), old("a/", 1, enabled=False)

    change = resource(BUCKET, {"lifecycle_rule": [on]}, {"lifecycle_rule": [on, off]})

    assert findings(change) == ()


def test_a_first_configuration_of_a_bucket_that_holds_objects_shortens() -> None:
    made = resource(LIFECYCLE, None, {"bucket": "b", "rule": [new("a/", 9)]}, action="create")
    there = resource(BUCKET, {"bucket": "b"}, {"bucket": "b"})
    fresh = resource(BUCKET, None, {"bucket": "b"}, action="create")

    assert ids(findings(made, there)) == REDUCED
    assert findings(made, fresh) == ()


def test_what_is_not_known_yet_is_not_judged() -> None:
    change = resource(BUCKET, {"lifecycle_rule": []}, {"lifecycle_rule": Withheld.UNKNOWN})

    assert findings(change) == ()


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [(30, 14, REDUCED), (0, 30, REDUCED), (14, 30, set()), (30, 30, set())],
)
def test_logs_that_were_kept_for_ever_are_kept_shorter(
    before: int, after: int, found: set[str]
) -> None:
    facts = [{"retention_in_days": days, "kms_key_id": "key"} for days in (before, after)]

    assert ids(findings(resource("aws_cloudwatch_log_group", *facts))) == found
