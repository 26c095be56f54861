"""Columns pass, become pseudonyms or are emptied; the salt's id is stamped."""

from __future__ import annotations

import pytest

from tests.events.generator import line
from tests.unit.runtime.parts import NEW_SALT, SALT, Invoked, entry, keyring_text, pseudonym, rules
from toolkit.runtime.fields import FIELDS, NAMES, NEVER_ALLOWED, STAMPED

TWO_SALTS = keyring_text(
    entry("old", SALT), entry("new", NEW_SALT, active_from="2026-03-01T12:00:00Z")
)


def test_there_are_131_columns_of_the_published_types() -> None:
    types = [field.type for field in FIELDS]

    assert len(NAMES) == len(set(NAMES)) == 131
    assert {kind: types.count(kind) for kind in types} == {
        "string": 83,
        "timestamp": 7,
        "uuid": 1,
        "int": 15,
        "double": 11,
        "boolean": 11,
        "json": 3,
    }


def test_allowlisted_columns_pass_byte_for_byte() -> None:
    odd = "0000-01-01 00:00:00.123456789"

    out = Invoked().columns(app_id=" gitlab\x0bé", collector_tstamp=odd, page_urlport="007")

    assert out["app_id"] == " gitlab\x0bé"
    assert out["collector_tstamp"] == odd
    assert out["page_urlport"] == "007"


def test_strings_that_are_wide_enough_become_pseudonyms() -> None:
    out = Invoked().columns(user_id="42", page_title="Übersicht", geo_timezone="Europe/Berlin")

    assert out["user_id"] == pseudonym("42")
    assert out["page_title"] == pseudonym("Übersicht")
    assert out["geo_timezone"] == pseudonym("Europe/Berlin")


def test_typed_and_narrow_columns_are_emptied_and_counted() -> None:
    invoked = Invoked()

    out = invoked.columns(geo_latitude="50.1", geo_country="DE", dvce_ismobile="1", txn_id="")

    assert (out["geo_latitude"], out["geo_country"], out["dvce_ismobile"]) == ("", "", "")
    assert invoked.metrics()["ColumnsEmptied"] == 3


def test_narrow_strings_can_carry_pseudonyms_typed_columns_cannot() -> None:
    out = Invoked(with_rules=rules(narrow="hash")).columns(geo_country="DE", geo_latitude="50.1")

    assert out["geo_country"] == pseudonym("DE")
    assert out["geo_latitude"] == ""


def test_empty_columns_stay_empty() -> None:
    out = Invoked().columns()

    assert {name for name, value in out.items() if value} == {"collector_tstamp", STAMPED}


def test_every_column_that_is_not_kept_loses_its_value() -> None:
    markers = {name: f"marker-{name}" for name in NAMES}

    out = Invoked().columns(**markers)

    kept = {name for name, value in out.items() if "marker" in value}
    assert kept == {"app_id", "collector_tstamp", "event_id", "page_urlport"}


def test_the_salts_id_is_stamped_into_etl_tags() -> None:
    assert Invoked().columns()["etl_tags"] == "salt=first"


def test_what_etl_tags_held_follows_the_stamp_as_a_pseudonym() -> None:
    out = Invoked().columns(etl_tags="prod")

    assert out["etl_tags"] == f"salt=first,{pseudonym('prod')}"
    assert len(out["etl_tags"]) <= 500


@pytest.mark.parametrize(
    ("time", "salt_id", "salt"),
    [
        ("2026-03-01 11:59:59.999", "old", SALT),
        ("2026-03-01 12:00:00.000", "new", NEW_SALT),
        ("2026-03-01 12:00:00", "new", NEW_SALT),
        ("2020-01-01 00:00:00", "old", SALT),
        ("0000-00-00 00:00:00.123456789", "old", SALT),
    ],
)
def test_the_events_own_time_chooses_the_salt(time: str, salt_id: str, salt: bytes) -> None:
    out = Invoked(keyring=TWO_SALTS).columns(collector_tstamp=time, user_id="42")

    assert out["etl_tags"] == f"salt={salt_id}"
    assert out["user_id"] == pseudonym("42", salt)


def test_without_a_time_of_its_own_the_arrival_chooses_the_salt() -> None:
    out = Invoked(keyring=TWO_SALTS).columns(collector_tstamp="no time", user_id="42")

    assert out["user_id"] == pseudonym("42", NEW_SALT)


def test_events_around_a_rotation_do_not_disturb_each_other() -> None:
    invoked = Invoked(keyring=TWO_SALTS)
    times = ("2026-03-01 11:00:00", "2026-03-01 13:00:00") * 3

    users = [invoked.columns(collector_tstamp=time, user_id="42")["user_id"] for time in times]

    assert users == [pseudonym("42", SALT), pseudonym("42", NEW_SALT)] * 3


def test_a_record_of_several_lines_comes_back_with_all_of_them() -> None:
    record = b"\n".join([line({"user_id": "1"}), line({"user_id": "2"}), b""])

    out = Invoked().data(record).decode()

    assert out.count("\n") == 2
    assert [text.split("\t")[12] for text in out.splitlines()] == [pseudonym("1"), pseudonym("2")]


@pytest.mark.parametrize("name", sorted(NEVER_ALLOWED))
def test_rules_that_keep_what_never_may_are_refused(name: str) -> None:
    with pytest.raises(Exception, match=f"never may: {name}"):
        rules(kept=[name])
