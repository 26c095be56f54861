from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.adapters.allowlist_files import load_allowlist, parse_allowlist, place_of
from toolkit.domain.allowlist import Passing, SchemaPattern
from toolkit.domain.position import KeyPath
from toolkit.errors import ConfigError, Refused, SnowopsError
from toolkit.runtime.fields import NEVER_ALLOWED

SHIPPED = Path(__file__).parents[2] / "environments" / "allowlist.yaml"


def refused(folder: Path, text: str) -> SnowopsError:
    file = folder / "allowlist.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SnowopsError) as raised:
        load_allowlist(file)
    return raised.value


def test_the_shipped_allowlist_is_one() -> None:
    allowlist = load_allowlist(SHIPPED)

    assert "app_id" in allowlist.columns
    assert not NEVER_ALLOWED & set(allowlist.columns)


@pytest.mark.parametrize("column", sorted(NEVER_ALLOWED))
def test_a_column_that_may_never_pass_is_refused_with_its_line(column: str, tmp_path: Path) -> None:
    error = refused(tmp_path, f"columns:\n  app_id: {{}}\n  {column}: {{ reason: we like it }}\n")

    assert isinstance(error, Refused)
    assert error.exit_code == 3
    (detail,) = error.details
    assert "allowlist.yaml:3:3" in detail
    assert f"{column} may never pass" in detail


def test_a_typo_is_told_with_its_line_and_the_nearest_column(tmp_path: Path) -> None:
    error = refused(tmp_path, "columns:\n  app_ID: {}\n")

    assert type(error) is ConfigError
    assert "allowlist.yaml:2:3" in error.details[0]
    assert "did you mean 'app_id'?" in error.details[0]


def test_a_key_twice_is_told_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, "columns:\n  app_id: {}\n  platform: {}\n  app_id: {}\n")

    assert "allowlist.yaml:4:3" in error.details[0]
    assert "1 mistake" in error.summary


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    error = refused(
        tmp_path,
        "columns:\n  contexts: {}\n  etl_tags: {}\n  user_id: {}\n"
        "schemas:\n  - schema: com.example/a\n    paths: { 'a..b': {} }\n",
    )

    assert isinstance(error, Refused)
    assert [detail.split("  ")[0].split("allowlist.yaml:")[1] for detail in error.details] == [
        "2:3",
        "3:3",
        "4:3",
        "6:5",
        "7:14",
    ]


def test_an_unknown_key_is_told_with_the_known_ones(tmp_path: Path) -> None:
    error = refused(tmp_path, "column:\n  app_id: {}\n")

    assert "known keys: columns, schemas" in error.details[0]


def test_a_text_of_another_time_is_read_like_the_file() -> None:
    allowlist = parse_allowlist("columns: { app_id: {} }\n", SHIPPED)

    assert list(allowlist.columns) == ["app_id"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read"):
        load_allowlist(tmp_path / "none.yaml")


ORDER = SchemaPattern("com.acme", "order", "1-*-*")
TWO_OF_EACH = """columns:
  app_id: { reason: names the application }
  platform: {}
schemas:
  - schema: com.acme/cart/jsonschema/1-*-*
    paths:
      id: {}
  - schema: com.acme/order/jsonschema/1-*-*
    paths:
      "items[].id": {}
      id: {}
"""


@pytest.mark.parametrize(
    ("passing", "key", "place"),
    [
        (Passing("platform"), ("columns", "platform"), (3, 3)),
        (Passing("id", ORDER), ("schemas", 1, "paths", "id"), (11, 7)),
        (Passing("items[].id", ORDER), ("schemas", 1, "paths", "items[].id"), (10, 7)),
    ],
)
def test_what_passes_has_its_place(
    passing: Passing, key: KeyPath, place: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "allowlist.yaml"
    file.write_text(TWO_OF_EACH, encoding="utf-8")

    found = place_of(passing, file)

    assert found is not None
    assert found[0] == key
    assert (found[1].file, found[1].line, found[1].column) == (file, *place)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TWO_OF_EACH, id="another one"),
        pytest.param("columns: [", id="no YAML"),
        pytest.param("columns: 7", id="no allowlist"),
        pytest.param(None, id="no file"),
    ],
)
@pytest.mark.parametrize("passing", [Passing("user_id"), Passing("mail", ORDER)])
def test_what_a_file_does_not_let_pass_has_no_place(
    passing: Passing, text: str | None, tmp_path: Path
) -> None:
    file = tmp_path / "allowlist.yaml"
    if text is not None:
        file.write_text(text, encoding="utf-8")

    assert place_of(passing, file) is None
