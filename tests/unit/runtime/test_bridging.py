"""While a bridge stands, a context carries a few columns' pseudonyms under the older salt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.events.generator import compact
from tests.unit.runtime.parts import (
    CONTEXTS,
    NEW_SALT,
    SALT,
    WEB_PAGE,
    Invoked,
    entry,
    keyring_text,
    pseudonym,
    rules,
)
from toolkit.domain.salt import bridging as domain
from toolkit.runtime import bridging
from toolkit.runtime.codecs import fastest, plain

SCHEMA_FILE = (
    Path(__file__).parents[3] / "docs/schemas/com.snowops/pseudonym_bridge/jsonschema/1-0-0"
)
BRIDGE = {
    "old_id": "old",
    "columns": ["user_id", "domain_userid"],
    "starts": "2026-03-02T00:00:00Z",
    "ends": "2026-03-09T00:00:00Z",
}
WITHIN = "2026-03-02 00:00:00.000"


def bridged(**changes: Any) -> str:
    """An old entry, and a new one with a bridge to it."""
    new: dict[str, Any] = entry("new", NEW_SALT, "2026-03-01T12:00:00Z")
    return keyring_text(entry("old", SALT), {**new, "bridge": {**BRIDGE, **changes}})


def test_within_the_window_both_pseudonyms_go_out() -> None:
    invoked = Invoked(keyring=bridged())

    out = invoked.columns(collector_tstamp=WITHIN, user_id="42", domain_userid="")

    (context,) = json.loads(out["derived_contexts"])["data"]
    assert out["user_id"] == pseudonym("42", NEW_SALT)
    assert context == {
        "schema": bridging.SCHEMA,
        "data": {
            "old_salt_id": "old",
            "new_salt_id": "new",
            "old_pseudonyms": {"user_id": pseudonym("42", SALT)},
        },
    }


def test_the_context_is_what_its_schema_says() -> None:
    schema = json.loads(SCHEMA_FILE.read_text())
    out = Invoked(keyring=bridged()).columns(collector_tstamp=WITHIN, user_id="42")

    (context,) = json.loads(out["derived_contexts"])["data"]

    jsonschema.Draft4Validator(schema).validate(context["data"])
    assert context["schema"] == domain.SCHEMA == "iglu:" + "/".join(SCHEMA_FILE.parts[-4:])


def test_contexts_that_are_there_stay_before_it() -> None:
    there = {"schema": CONTEXTS, "data": [{"schema": WEB_PAGE, "data": {"id": "p"}}]}

    out = Invoked(keyring=bridged()).columns(
        collector_tstamp=WITHIN, user_id="42", derived_contexts=compact(there)
    )

    schemas = [each["schema"] for each in json.loads(out["derived_contexts"])["data"]]
    assert schemas == [WEB_PAGE, bridging.SCHEMA]


@pytest.mark.parametrize(
    "time", ["2026-03-01 23:59:59.999", "2026-03-09 00:00:00.000", "2026-02-01 00:00:00.000", "?"]
)
def test_outside_the_window_nothing_is_added(time: str) -> None:
    out = Invoked(keyring=bridged()).columns(collector_tstamp=time, user_id="42")

    assert out["derived_contexts"] == ""


def test_an_event_without_these_columns_is_left_alone() -> None:
    out = Invoked(keyring=bridged()).columns(collector_tstamp=WITHIN, network_userid="7")

    assert out["derived_contexts"] == ""


def test_a_column_that_passes_in_clear_is_not_bridged() -> None:
    kept = rules(kept=("collector_tstamp", "page_title"))
    invoked = Invoked(keyring=bridged(columns=["page_title"]), with_rules=kept)

    out = invoked.columns(collector_tstamp=WITHIN, page_title="clear")

    assert out["derived_contexts"] == ""


def test_contexts_that_do_not_parse_are_not_made_readable() -> None:
    out = Invoked(keyring=bridged()).columns(
        collector_tstamp=WITHIN, user_id="42", derived_contexts="{broken"
    )

    assert out["derived_contexts"] == pseudonym("{broken", NEW_SALT)
    assert out["user_id"] == pseudonym("42", NEW_SALT)


@pytest.mark.parametrize(
    "change",
    [
        {"old_id": "nobody"},
        {"old_id": 7},
        {"columns": "user_id"},
        {"starts": "soon"},
        {"ends": None},
        {"columns": ["no_such_column"]},
    ],
)
def test_a_bridge_that_makes_no_sense_stops_no_event(change: dict[str, Any]) -> None:
    out = Invoked(keyring=bridged(**change)).columns(collector_tstamp=WITHIN, user_id="42")

    assert out["user_id"] == pseudonym("42", NEW_SALT)
    assert out["derived_contexts"] == ""


def test_a_self_test_names_the_bridges_it_has_understood() -> None:
    understood = Invoked(keyring=bridged()).function.answer({"snowops": "self-test"})
    other = Invoked(keyring=bridged(old_id="nobody")).function.answer({"snowops": "self-test"})

    assert understood["keyring"]["bridged"] == ["new"]
    assert other["keyring"]["bridged"] == []


def test_both_codecs_write_the_same_bytes() -> None:
    columns = {"collector_tstamp": WITHIN, "user_id": "é"}

    one = Invoked(keyring=bridged(), codec=plain()).columns(**columns)
    other = Invoked(keyring=bridged(), codec=fastest()).columns(**columns)

    assert one == other
