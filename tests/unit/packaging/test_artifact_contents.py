from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from toolkit.domain.artifact import Platform
from toolkit.domain.artifact_contents import SourceTree, Wheel, contents
from toolkit.errors import SnowopsError

RULES = {"columns": [1, 2], "schemas": {"b": 1, "a": "ä"}}


def test_code_wheels_rules_manifest_and_bill_lie_side_by_side(
    platform: Platform, sources: SourceTree, wheels: tuple[Wheel, ...]
) -> None:
    made = contents(platform, RULES, sources, wheels)

    assert sorted(made.entries) == [
        "MANIFEST.json",
        "alpha/__init__.py",
        "rules.json",
        "runtime/__init__.py",
        "runtime/handler.py",
        "sbom.cdx.json",
        "zeta/__init__.py",
    ]


def test_the_manifest_says_what_went_in(
    platform: Platform, sources: SourceTree, wheels: tuple[Wheel, ...]
) -> None:
    made = contents(platform, RULES, replace(sources, dirty=True), wheels)

    manifest = json.loads(made.entries["MANIFEST.json"])
    assert manifest["commit"] == "a" * 40
    assert manifest["dirty"] is True
    assert manifest["rules"]["sha256"] == hashlib.sha256(made.entries["rules.json"]).hexdigest()
    assert (manifest["python_version"], manifest["architecture"]) == ("3.13", "arm64")
    assert manifest["dependencies"]["alpha"] == {
        "version": "1.0",
        "wheel": "alpha-1.0-py3-none-any.whl",
        "sha256": "c" * 64,
    }


def test_the_order_in_which_rules_and_wheels_come_makes_no_difference(
    platform: Platform, sources: SourceTree, wheels: tuple[Wheel, ...]
) -> None:
    turned = {"schemas": {"a": "ä", "b": 1}, "columns": [1, 2]}

    one = contents(platform, RULES, sources, wheels)
    other = contents(platform, turned, sources, wheels[::-1])

    assert dict(one.entries) == dict(other.entries)


def test_a_changed_rule_changes_the_artifact(
    platform: Platform, sources: SourceTree, wheels: tuple[Wheel, ...]
) -> None:
    one = contents(platform, RULES, sources, wheels)
    other = contents(platform, {**RULES, "columns": [1]}, sources, wheels)

    changed = {path for path in one.entries if one.entries[path] != other.entries[path]}
    assert changed == {"rules.json", "MANIFEST.json", "sbom.cdx.json"}


def test_two_parts_may_not_bring_the_same_path(
    platform: Platform, sources: SourceTree, wheels: tuple[Wheel, ...]
) -> None:
    thief = replace(wheels[0], files={"runtime/handler.py": b"other code"})

    with pytest.raises(SnowopsError, match=r"both bring 'runtime/handler\.py'"):
        contents(platform, RULES, sources, [thief])


@pytest.mark.parametrize("path", ["../outside.py", "/etc/passwd", "a/../../b", "a\\b", ""])
def test_no_entry_leads_out_of_the_zip(
    path: str, platform: Platform, sources: SourceTree, wheels: tuple[Wheel, ...]
) -> None:
    hostile = replace(wheels[0], files={path: b""})

    with pytest.raises(SnowopsError, match="may not hold an entry"):
        contents(platform, RULES, sources, [hostile])
