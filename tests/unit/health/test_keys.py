"""Keys: those that encrypt, and the one that seals."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.environment.changed import changed
from toolkit.domain.health.keys import KeyFileFacts, key_aliases, key_file, keys

SALT, STREAMS = "alias/snowplow-staging-salt", "alias/snowplow-staging-streams"
FINE = KeyFileFacts("seal.key", exists=True, private=True, mine=True, size=32)
MODULES = Path(__file__).parents[3] / "templates" / "modules"


def names_of_keys(module: Path) -> set[str]:
    """What a module calls its key, after the prefix."""
    text = "\n".join(path.read_text() for path in sorted(module.glob("*.tf")))
    named = re.search(r'source = "\.\./key"\n\n  name +=(.*)', text)
    name = named.group(1) if named else ""
    if "local.name" in name:
        name = "".join(re.findall(r"^  name +=(.*)", text, re.MULTILINE))
    return set(re.findall(r'"\$\{var\.environment\.prefix\}-(\w+)"', name))


def test_keys_that_are_on_pass() -> None:
    found = keys({SALT: "Enabled", STREAMS: "Enabled"}, "staging", applied=True)

    assert (found.outcome, found.sentence) == ("passed", "2 keys are enabled")


def test_keys_that_were_not_made_yet_are_no_fault() -> None:
    assert keys({SALT: None, STREAMS: None}, "staging", applied=False).outcome == "skipped"


def test_a_key_that_has_gone_from_what_runs_fails() -> None:
    found = keys({SALT: "Enabled", STREAMS: None}, "staging", applied=True)

    assert found.outcome == "failed"
    assert found.sentence == f"there is no key {STREAMS}"
    assert "`snowops plan staging`" in found.fix


@pytest.mark.parametrize("state", ["Disabled", "PendingDeletion", "Unavailable"])
def test_a_key_that_cannot_be_used_fails_whatever_else_there_is(state: str) -> None:
    found = keys({SALT: state, STREAMS: "Enabled"}, "staging", applied=True)

    assert found.outcome == "failed"
    assert found.details == (f"{SALT} is {state}",)


def test_a_pending_deletion_is_not_taken_for_a_key_that_was_never_made() -> None:
    found = keys({SALT: "PendingDeletion", STREAMS: None}, "staging", applied=True)

    assert "cannot be read" in found.sentence


def test_the_aliases_are_those_of_the_templates() -> None:
    uses = {use for module in MODULES.iterdir() for use in names_of_keys(module)}
    with_overflow = changed("staging", {"collectors.sqs_overflow": True})

    assert "alias/snowplow-staging-overflow" in key_aliases(with_overflow)
    assert "alias/snowplow-staging-overflow" not in key_aliases(changed("staging", {}))
    assert {alias.rpartition("-")[2] for alias in key_aliases(with_overflow)} == uses


def test_a_key_file_of_one_s_own_passes() -> None:
    assert key_file(FINE, "staging", ci=False).outcome == "passed"


def test_no_key_file_yet_is_no_fault() -> None:
    found = key_file(KeyFileFacts("seal.key", exists=False), "staging", ci=False)

    assert found.outcome == "skipped"
    assert "`snowops plan staging --out`" in found.sentence


@pytest.mark.parametrize(
    ("changes", "said", "fixable"),
    [
        ({"private": False}, "may be read by others", True),
        ({"mine": False}, "belongs to somebody else", False),
        ({"size": 31}, "is not a key that snowops made", False),
        ({"mine": False, "private": False}, "belongs to somebody else", False),
    ],
)
def test_a_key_file_that_others_could_use_fails(
    changes: dict[str, bool | int], said: str, fixable: bool
) -> None:
    found = key_file(replace(FINE, **changes), "staging", ci=False)  # type: ignore[arg-type]

    assert (found.outcome, found.fixable) == ("failed", fixable)
    assert said in found.sentence


def test_a_job_without_a_kms_key_is_told_that_others_cannot_check_its_seals() -> None:
    found = key_file(FINE, "staging", ci=True)

    assert found.outcome == "warned"
    assert "`snowops bootstrap staging`" in found.fix
