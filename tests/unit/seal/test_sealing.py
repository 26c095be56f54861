"""A sealed plan is applied as it was reviewed, or not at all."""

from __future__ import annotations

import os
import stat
import zipfile
from dataclasses import fields, replace
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes import artifact, change
from tests.unit.environment.changed import changed
from tests.unit.seal.bundles import Desk, repacked
from toolkit.adapters.bundle_file import read_bundle
from toolkit.adapters.seal_key import KeyFile
from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.plan import PlanOptions
from toolkit.domain.seal.bundle import Mark
from toolkit.domain.seal.statement import Statement, digest
from toolkit.errors import ConfigError, StalePlan
from toolkit.workflows.sealing import check_inputs, plan_again, unseal

ALLOWED = Allowance("DATA-SHARDS-REDUCED", "module.streams", "measured")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def opened(desk: Desk) -> Any:
    return unseal(desk.environment, desk.bundle, desk.sealing())


def refusal(desk: Desk) -> StalePlan:
    with pytest.raises(StalePlan) as refused:
        opened(desk)
    assert refused.value.exit_code == 4
    return refused.value


def test_a_sealed_plan_opens_with_all_that_apply_needs(desk: Desk) -> None:
    desk.seal(ALLOWED)

    bundle = opened(desk)

    assert bundle.plan == b"a saved plan"
    assert bundle.lock == b"# the provider's hashes\n"
    assert bundle.statement.options == PlanOptions(targets=("module.storage",))
    assert bundle.statement.allowed == (ALLOWED,)
    assert (bundle.statement.creator, bundle.statement.commit) == ("ana", "c0ffee")


def test_only_its_owner_may_read_a_bundle(desk: Desk) -> None:
    desk.seal()

    assert stat.S_IMODE(desk.bundle.stat().st_mode) == 0o600


def test_the_same_plan_at_the_same_time_is_the_same_bundle(desk: Desk) -> None:
    desk.seal()
    first = desk.bundle.read_bytes()
    desk.seal()

    assert desk.bundle.read_bytes() == first


@pytest.mark.parametrize("part", ["plan", "lock"])
def test_an_altered_member_is_noticed(desk: Desk, part: str) -> None:
    desk.seal()

    desk.rewrite(**{part: b"something else"})

    assert "altered after it was sealed" in refusal(desk).summary


@pytest.mark.parametrize("name", [field.name for field in fields(Statement)])
def test_an_altered_fact_is_noticed(desk: Desk, name: str) -> None:
    statement = desk.seal(ALLOWED).statement
    other: Any = {
        "targets": (),
        "destroy": True,
        "allowed": (ALLOWED, Allowance("DATA-KEY-DELETED", "a", "b")),
        "expires": "2036-01-01T00:00:00+00:00",
    }.get(name, "0" * 64)

    desk.rewrite(statement=replace(statement, **{name: other}))

    assert "altered after it was sealed" in refusal(desk).summary


def test_another_plan_with_its_digest_put_right_is_noticed(desk: Desk) -> None:
    statement = desk.seal().statement

    forged = b"another plan"
    desk.rewrite(plan=forged, statement=replace(statement, plan=digest(forged)))

    assert "altered after it was sealed" in refusal(desk).summary


def test_a_seal_of_another_key_is_named(desk: Desk, tmp_path: Path) -> None:
    statement = desk.seal().statement
    thief = KeyFile(tmp_path / "thief" / "seal.key")
    code = thief.sign(statement.message())

    desk.rewrite(mark=Mark("file", thief.key, code))

    error = refusal(desk)
    assert "another key" in error.summary
    assert error.details[0] == f"sealed with {thief.key}"


def test_the_environment_says_by_which_method_it_is_sealed(desk: Desk) -> None:
    bundle = desk.seal()

    desk.rewrite(mark=replace(bundle.mark, method="none"))

    assert "sealed by another method" in refusal(desk).summary


def test_where_no_key_was_ever_made_nothing_opens(desk: Desk, tmp_path: Path) -> None:
    desk.seal()
    desk.sealer = lambda _: KeyFile(tmp_path / "nobody" / "seal.key")

    assert "another key" in refusal(desk).summary
    assert not (tmp_path / "nobody").exists()


def test_a_bundle_is_good_until_it_expires(desk: Desk) -> None:
    desk.seal(lifetime=timedelta(minutes=30))

    desk.now += timedelta(minutes=29, seconds=59)
    opened(desk)
    desk.now += timedelta(seconds=1)

    assert "expired at 2026-01-15T12:30:00+00:00" in refusal(desk).summary


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"aws.account_id": "999999999999"}, "AWS account 111111111111, not for 999999999999"),
        ({"aws.region": "eu-west-1"}, "region us-east-2, not for eu-west-1"),
    ],
)
def test_a_bundle_of_elsewhere_is_refused(desk: Desk, values: dict[str, Any], said: str) -> None:
    desk.seal()

    desk.environment = changed("staging", values)

    assert said in refusal(desk).summary


def test_a_bundle_of_another_environment_is_refused(desk: Desk) -> None:
    desk.seal()

    desk.environment = changed("prod", {})

    assert "environment staging, not for prod" in refusal(desk).summary


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="an empty file"),
        pytest.param(b"not a zip", id="text"),
        pytest.param(b"PK\x05\x06" + bytes(18), id="an empty zip"),
    ],
)
def test_what_is_no_bundle_is_unsealed(desk: Desk, content: bytes) -> None:
    desk.bundle.write_bytes(content)

    assert "is not a sealed plan" in refusal(desk).summary


@pytest.mark.parametrize(
    "members",
    [
        pytest.param({"seal_json": None}, id="without a seal"),
        pytest.param({"more_txt": b"x"}, id="with one member more"),
        pytest.param({"seal_json": b"{}"}, id="with an empty seal"),
        pytest.param({"seal_json": b"[]"}, id="with a seal of another shape"),
        pytest.param({"seal_json": b'{"statement": {}, "seal": {}}'}, id="with an empty statement"),
        pytest.param({"seal_json": b"\xff"}, id="with a seal that is no text"),
        pytest.param({"seal_json": b"[" * 100_000}, id="with a seal without end"),
    ],
)
def test_a_bundle_of_another_shape_is_unsealed(
    desk: Desk, members: dict[str, bytes | None]
) -> None:
    desk.seal()

    repacked(desk.bundle, **members)

    assert "is not a sealed plan" in refusal(desk).summary


@given(st.data())
@settings(
    max_examples=2 * settings().max_examples,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_damaged_bundle_is_refused_wherever_the_damage_is(
    desk: Desk, data: st.DataObject
) -> None:
    whole = desk.folder / "whole.plan"
    if not whole.exists():
        desk.seal()
        desk.bundle.rename(whole)
    content = bytearray(whole.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))
    desk.bundle.write_bytes(content)

    # A zip has bytes that say nothing; whatever they say, the same plan comes out of it.
    try:
        bundle = opened(desk)
    except StalePlan:
        return
    assert (bundle.plan, bundle.lock) == (b"a saved plan", b"# the provider's hashes\n")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_that_are_packed_otherwise_are_none_of_ours(desk: Desk, method: int) -> None:
    desk.seal()
    with zipfile.ZipFile(desk.bundle) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(desk.bundle, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)

    assert "is not a sealed plan" in refusal(desk).summary


def test_a_member_that_is_there_twice_is_refused(desk: Desk) -> None:
    desk.seal()
    with zipfile.ZipFile(desk.bundle, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("plan.tfplan", b"another plan")

    assert "is not a sealed plan" in refusal(desk).summary


def test_what_only_a_link_leads_to_is_read_through_it(desk: Desk) -> None:
    desk.seal()
    real = desk.bundle.rename(desk.folder / "real.plan")
    desk.bundle.symlink_to(real)

    assert opened(desk).plan == b"a saved plan"


def test_a_folder_and_a_pipe_are_wrong_arguments(desk: Desk) -> None:
    folder, pipe = desk.folder / "folder", desk.folder / "pipe"
    folder.mkdir()
    os.mkfifo(pipe)

    for place in (folder, pipe):
        with pytest.raises(ConfigError, match="cannot read"):
            unseal(desk.environment, place, desk.sealing())


def test_a_bundle_from_the_future_is_refused(desk: Desk) -> None:
    desk.seal()

    desk.now -= timedelta(minutes=4)
    opened(desk)
    desk.now -= timedelta(minutes=2)

    assert "clock" in refusal(desk).summary


def test_a_time_in_another_zone_is_the_same_time(desk: Desk) -> None:
    tokyo = timezone(timedelta(hours=9))
    desk.now = desk.now.astimezone(tokyo)
    desk.seal()

    assert read_bundle(desk.bundle).statement.created == "2026-01-15T12:00:00+00:00"
    assert opened(desk).plan == b"a saved plan"
    desk.now += timedelta(hours=24)
    assert "expired at 2026-01-16T12:00:00+00:00" in refusal(desk).summary


def test_a_bundle_that_is_not_there_is_a_wrong_argument(desk: Desk) -> None:
    with pytest.raises(ConfigError, match="cannot read") as missing:
        opened(desk)

    assert "snowops plan ENV --out" in missing.value.hint


def test_inputs_that_are_still_the_same_are_accepted(desk: Desk) -> None:
    bundle = desk.seal()

    check_inputs(desk.prepared, desk.around.tools(), bundle, desk.bundle)


def test_every_input_that_is_another_one_is_named(desk: Desk) -> None:
    bundle = desk.seal()
    other = replace(
        desk.prepared,
        environment=changed("staging", {"storage.retention_days": 91}),
        artifact=artifact("f0" * 32),
    )

    with pytest.raises(StalePlan) as refused:
        check_inputs(other, desk.around.tools(), bundle, desk.bundle)

    assert [line.partition(":")[0] for line in refused.value.details] == [
        "environment's values",
        "Lambda artifact",
    ]
    assert "c0ffee" in refused.value.hint


def test_nobody_is_sent_to_a_commit_that_a_plan_was_not_made_from(desk: Desk) -> None:
    bundle = desk.seal()
    statement = replace(bundle.statement, commit="c0ffee-dirty")
    other = replace(desk.prepared, artifact=artifact("f0" * 32))

    with pytest.raises(StalePlan) as refused:
        check_inputs(other, desk.around.tools(), replace(bundle, statement=statement), desk.bundle)

    assert refused.value.hint == (
        "make a new plan: this one is of commit c0ffee and changes that are in no commit"
    )


def test_a_plan_that_means_the_same_is_as_good(desk: Desk) -> None:
    statement = desk.seal().statement

    again = plan_again(
        desk.prepared, desk.around.tools(), desk.saved(), statement, desk.folder / "again"
    )

    assert again.file == desk.folder / "again"
    assert desk.around.engine.asked[-1] == ("plan", again.file, statement.options)


def test_a_plan_that_means_something_else_is_shown_beside_the_reviewed_one(desk: Desk) -> None:
    statement, reviewed = desk.seal().statement, desk.saved()
    desk.around.engine.answer = replace(desk.plan("something else"), changes=(change("aws_x.y"),))

    with pytest.raises(StalePlan) as refused:
        plan_again(desk.prepared, desk.around.tools(), reviewed, statement, desk.folder / "again")

    assert refused.value.details == (
        "+ aws_x.y: create, which nobody has reviewed",
        "- module.storage.aws_s3_bucket.events: create, no longer needed",
    )


def test_a_plan_of_which_nothing_is_left_to_do_says_so_in_one_sentence(desk: Desk) -> None:
    statement, reviewed = desk.seal().statement, desk.saved()
    desk.around.engine.answer = replace(desk.plan("something else"), changes=())

    with pytest.raises(StalePlan, match="nothing of the reviewed plan is left to do") as refused:
        plan_again(desk.prepared, desk.around.tools(), reviewed, statement, desk.folder / "again")

    assert refused.value.details == ()


def test_neither_key_nor_plan_shows_in_a_representation(desk: Desk) -> None:
    bundle = desk.seal()
    key = (desk.folder / "config" / "seal.key").read_bytes()

    shown = repr((bundle, desk.sealing(), KeyFile(desk.folder / "config" / "seal.key")))

    assert "a saved plan" not in shown
    assert repr(key) not in shown
    assert key.hex() not in shown
    assert key not in read_bundle(desk.bundle).mark.code + desk.bundle.read_bytes()
