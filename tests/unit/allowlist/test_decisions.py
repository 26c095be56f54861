"""Each column and property has a treatment and a reason."""

from __future__ import annotations

import pytest

from tests.unit.allowlist.reviewed import reviewed
from toolkit.domain.allowlist import Decision, column_decision, path_decision
from toolkit.runtime.fields import NAMES

GITLAB = "com.gitlab/gitlab_standard/jsonschema/1-1-7"
PATTERN = "com.gitlab/gitlab_standard/jsonschema/1-*-*"


@pytest.mark.parametrize("name", NAMES)
def test_every_column_has_a_reason(name: str) -> None:
    decision = column_decision(reviewed(), name)

    assert decision.reason not in ("", "not on the allowlist")


def test_columns_are_decided_as_the_rules_say() -> None:
    assert column_decision(reviewed(), "app_id").treatment == "keep"
    assert column_decision(reviewed(), "user_id").treatment == "hash"
    assert column_decision(reviewed(), "geo_zipcode").treatment == "empty"
    assert column_decision(reviewed(), "geo_zipcode", "hash").treatment == "hash"
    assert column_decision(reviewed(), "contexts").treatment == "json"


@pytest.mark.parametrize("prefix", ["", "iglu:"])
def test_properties_are_decided_by_the_pattern_that_covers_their_schema(prefix: str) -> None:
    kept = path_decision(reviewed(), prefix + GITLAB, "plan")
    hashed = path_decision(reviewed(), prefix + GITLAB, "user_id")

    assert kept == Decision("keep", "one of a few subscription plans", PATTERN)
    assert hashed == Decision("hash", "", PATTERN)


def test_of_an_unknown_schema_nothing_is_decided() -> None:
    assert path_decision(reviewed(), "com.example/x/jsonschema/1-0-0", "plan") is None
