"""What cannot stand in an allowlist is told with its place and the next move."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.domain.allowlist import read
from toolkit.runtime.fields import NEVER_ALLOWED

SCHEMA = "com.example/order/jsonschema/1-*-*"


def test_a_right_allowlist_is_read_without_complaint() -> None:
    document = {
        "columns": {"app_id": {"reason": "an application"}, "event": {}},
        "schemas": [{"schema": SCHEMA, "paths": {"ids[]": {}, "buyer.country": {}, "a[][].b": {}}}],
    }

    allowlist, wrong = read(document)

    assert wrong == ()
    assert allowlist is not None
    assert list(allowlist.columns) == ["app_id", "event"]
    assert allowlist.columns["app_id"].reason == "an application"


@pytest.mark.parametrize("name", sorted(NEVER_ALLOWED))
def test_a_column_that_may_never_pass_is_refused_at_its_place(name: str) -> None:
    _, (breach,) = read({"columns": {"app_id": {}, name: {}}})

    assert breach.path == ("columns", name)
    assert f"{name} may never pass" in breach.sentence
    assert "remove it" in breach.hint


def test_the_never_allowed_columns_are_those_of_the_promise() -> None:
    assert sorted(NEVER_ALLOWED) == [
        "domain_userid",
        "geo_latitude",
        "geo_longitude",
        "network_userid",
        "page_urlquery",
        "refr_domain_userid",
        "user_fingerprint",
        "user_id",
        "user_ipaddress",
    ]


@pytest.mark.parametrize(
    ("document", "path", "sentence", "hint"),
    [
        ({"columns": {"appid": {}}}, ("columns", "appid"), "no column 'appid'", "'app_id'?"),
        ({"columns": {"contexts": {}}}, ("columns", "contexts"), "holds JSON", "'schemas'"),
        ({"columns": {"etl_tags": {}}}, ("columns", "etl_tags"), "the salt's id", "remove"),
        ({"colums": {}}, ("colums",), "unknown key", "columns, schemas"),
        ({"columns": {"app_id": None}}, ("columns", "app_id"), "must be a mapping", "{}"),
        ({"columns": {"app_id": {"why": ""}}}, ("columns", "app_id", "why"), "unknown", "reason"),
        ({"columns": {"app_id": {"reason": 1}}}, ("columns", "app_id", "reason"), "text", ""),
        ({"schemas": [{"paths": {}}]}, ("schemas", 0, "schema"), "required", "com.example"),
        ({"schemas": [{"schema": "x"}]}, ("schemas", 0, "schema"), "no pattern", "vendor/name"),
        (
            {"schemas": [{"schema": "*/order/jsonschema/1-*-*"}]},
            ("schemas", 0, "schema"),
            "no pattern",
            "vendor/name",
        ),
        (
            {"schemas": [{"schema": SCHEMA}, {"schema": SCHEMA}]},
            ("schemas", 1, "schema"),
            "already entry 1",
            "one entry",
        ),
        (
            {"schemas": [{"schema": SCHEMA, "paths": {"a..b": {}}}]},
            ("schemas", 0, "paths", "a..b"),
            "no path",
            "steps[].name",
        ),
        (
            {"schemas": [{"schema": SCHEMA, "path": {}}]},
            ("schemas", 0, "path"),
            "unknown key",
            "schema, reason, paths",
        ),
    ],
)
def test_mistakes_are_told_with_place_and_remedy(
    document: dict[str, Any], path: tuple[str | int, ...], sentence: str, hint: str
) -> None:
    _, (breach,) = read(document)

    assert breach.path == path
    assert sentence in breach.sentence
    assert hint in breach.hint


def test_all_mistakes_are_told_at_once() -> None:
    _, wrong = read({"columns": {"user_id": {}, "nothing": {}}, "schemas": [{"schema": "x"}]})

    assert len(wrong) == 3
