"""Compiled rules say one treatment for each column and are the same for the same allowance."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.allowlist.reviewed import reviewed
from toolkit.domain.allowlist import Allowlist, compile_rules
from toolkit.errors import Refused
from toolkit.runtime import rules
from toolkit.runtime.fields import NAMES

SCHEMA = "com.example/order/jsonschema/1-2-*"


def allowlist(**values: Any) -> Allowlist:
    return Allowlist.model_validate(values)


def test_every_column_has_one_treatment() -> None:
    compiled = compile_rules(allowlist(columns={"app_id": {}, "txn_id": {}}), "empty")

    columns = compiled["columns"]
    assert tuple(columns) == NAMES
    assert [name for name in NAMES if columns[name] == "keep"] == ["app_id", "txn_id"]
    assert [name for name in NAMES if columns[name] == "json"] == [
        "contexts",
        "unstruct_event",
        "derived_contexts",
    ]
    assert columns["user_id"] == "hash"
    assert columns["geo_timezone"] == "hash"
    assert columns["geo_country"] == "empty"
    assert columns["geo_latitude"] == "empty"
    assert columns["event_id"] == "empty"


def test_narrow_strings_can_be_hashed_instead_and_typed_columns_cannot() -> None:
    columns = compile_rules(allowlist(), "hash")["columns"]

    assert columns["geo_country"] == "hash"
    assert columns["event_id"] == "empty"
    assert columns["geo_latitude"] == "empty"
    assert "keep" not in columns.values()


def test_reasons_and_order_do_not_change_the_rules() -> None:
    other = "com.example/login/jsonschema/1-0-0"
    one = allowlist(
        columns={"app_id": {"reason": "x"}, "event": {}},
        schemas=[{"schema": SCHEMA, "paths": {"b": {}, "a": {}}}, {"schema": other}],
    )
    two = allowlist(
        columns={"event": {}, "app_id": {}},
        schemas=[{"schema": other}, {"schema": SCHEMA, "paths": {"a": {}, "b": {"reason": "y"}}}],
    )

    assert json.dumps(compile_rules(one, "empty")) == json.dumps(compile_rules(two, "empty"))


def test_schemas_are_taken_apart() -> None:
    compiled = compile_rules(allowlist(schemas=[{"schema": SCHEMA, "paths": {"a": {}}}]), "empty")

    assert compiled["version"] == 1
    assert compiled["schemas"] == [
        {"vendor": "com.example", "name": "order", "version": "1-2-*", "paths": ["a"]}
    ]


def test_an_allowlist_with_a_breach_is_not_compiled() -> None:
    with pytest.raises(Refused) as caught:
        compile_rules(allowlist(columns={"user_id": {}}), "empty")

    assert "user_id may never pass" in caught.value.details[0]


@pytest.mark.parametrize("narrow", ["empty", "hash"])
def test_the_runtime_reads_what_is_compiled(narrow: Any) -> None:
    text = json.dumps(compile_rules(reviewed(), narrow), sort_keys=True)

    read = rules.parse(json.loads(text))

    standard = read.paths("iglu:com.gitlab/gitlab_standard/jsonschema/1-1-7")
    assert standard is not None
    assert "plan" in standard
    assert read.paths("iglu:com.gitlab/gitlab_standard/jsonschema/2-0-0") is None
    assert read.paths("iglu:com.gitlab/gitlab_standard_2/jsonschema/1-0-0") is None


def test_rules_of_another_version_are_refused_by_the_runtime() -> None:
    compiled = compile_rules(reviewed(), "empty")

    with pytest.raises(rules.RulesError, match="version 2"):
        rules.parse({**compiled, "version": 2})


def test_rules_that_forget_a_column_are_refused_by_the_runtime() -> None:
    compiled = compile_rules(reviewed(), "empty")
    del compiled["columns"]["user_id"]

    with pytest.raises(rules.RulesError, match="each of the columns"):
        rules.parse(compiled)
