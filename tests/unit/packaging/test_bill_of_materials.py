from __future__ import annotations

import json
from dataclasses import replace

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from toolkit.domain.artifact import Manifest
from toolkit.domain.bill_of_materials import bill_of_materials


def test_the_bill_is_valid_cyclonedx(manifest: Manifest) -> None:
    bill = bill_of_materials(manifest).decode()

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None


def test_the_bill_names_every_wheel_by_version_and_hash(manifest: Manifest) -> None:
    bill = json.loads(bill_of_materials(manifest))

    assert [(each["purl"], each["hashes"]) for each in bill["components"]] == [
        ("pkg:pypi/alpha@1.0", [{"alg": "SHA-256", "content": "c" * 64}]),
        ("pkg:pypi/zeta@2.0", [{"alg": "SHA-256", "content": "c" * 64}]),
    ]
    assert bill["metadata"]["component"]["version"] == "a" * 40


def test_the_bill_is_the_same_at_every_build(manifest: Manifest) -> None:
    assert bill_of_materials(manifest) == bill_of_materials(manifest)


def test_the_bill_carries_no_time(manifest: Manifest) -> None:
    assert "timestamp" not in json.loads(bill_of_materials(manifest))["metadata"]


def test_another_artifact_has_another_serial_number(manifest: Manifest) -> None:
    other = replace(manifest, rules="d" * 64)

    serials = {json.loads(bill_of_materials(each))["serialNumber"] for each in (manifest, other)}

    assert len(serials) == 2
