"""Fields are found by path, and the JSON Schema agrees with the model."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tests.unit.environment.changed import ENVIRONMENTS
from toolkit.adapters.yaml_document import read_document
from toolkit.domain.environment import section_names
from toolkit.domain.environment.schema import field_at, json_schema, known_keys
from toolkit.domain.position import KeyPath

FILES = sorted(file.name for file in ENVIRONMENTS.glob("*.yaml") if file.name != "allowlist.yaml")


@pytest.mark.parametrize(
    ("path", "part"),
    [
        pytest.param(("aws", "region"), "Region", id="in a section"),
        pytest.param(("lambda", "memory_mb"), "Memory", id="in a section named by a keyword"),
        pytest.param(("terraform", "backend", "bucket"), "must exist", id="in one of a union"),
        pytest.param(("collectors", "waf", "requests_per_5_minutes"), "address", id="optional"),
        pytest.param(
            ("enrichers", "iglu", "repositories", 3, "uri"), "schemas", id="in an item of a list"
        ),
        pytest.param(
            ("enrichers", "enrichments", "anything", "schema"), "Iglu URI", id="under a free key"
        ),
    ],
)
def test_a_field_is_found_by_its_path(path: KeyPath, part: str) -> None:
    field = field_at(path)

    assert field is not None
    assert part in str(field.description)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param((), id="the file itself"),
        pytest.param(("collector",), id="a section that is none"),
        pytest.param(("aws", "regoin"), id="a key that is none"),
        pytest.param(("tags", "team"), id="a free key"),
        pytest.param(("aws", "region", "name"), id="below a text"),
        pytest.param(
            ("enrichers", "enrichments", "any", "parameters", "fields"), id="in free-form data"
        ),
    ],
)
def test_nothing_is_found_where_no_field_stands(path: KeyPath) -> None:
    assert field_at(path) is None


def test_keys_of_the_file_are_its_sections_and_what_steers_loading() -> None:
    keys = known_keys(())

    assert set(section_names()) | {"extends", "abstract", "project"} <= set(keys)
    assert "name" not in keys


def test_keys_of_a_union_are_those_of_all_its_kinds() -> None:
    assert set(known_keys(("terraform", "backend"))) >= {"type", "bucket", "kms_key_id"}


def test_free_form_data_has_no_known_keys() -> None:
    assert known_keys(("enrichers", "enrichments", "any", "parameters")) == ()


def test_the_schema_beside_the_environments_is_current() -> None:
    written = json.loads((ENVIRONMENTS / "schema.json").read_text(encoding="utf-8"))

    assert written == json_schema(), "run: snowops env schema > environments/schema.json"


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("file", FILES)
def test_shipped_files_fit_the_schema(file: str) -> None:
    document = read_document(ENVIRONMENTS / file)

    jsonschema.validate(document.value, json_schema())


@pytest.mark.parametrize("file", FILES)
def test_shipped_files_tell_editors_of_the_schema(file: str) -> None:
    first = (ENVIRONMENTS / file).read_text(encoding="utf-8").splitlines()[0]

    assert first == "# yaml-language-server: $schema=schema.json"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"aws": {"regoin": "us-east-1"}}, id="an unknown key"),
        pytest.param({"aws": {"account_id": 123456789012}}, id="an unquoted account"),
        pytest.param({"streams": {"mode": "serverless"}}, id="a choice that is none"),
        pytest.param({"name": "prod"}, id="a name of its own"),
    ],
)
def test_the_schema_refuses(value: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, json_schema())
