"""`snowops salt`: what a person types, what is asked, how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.cli.conftest import Snowops, Terminal
from toolkit.embedded import server

SECRET = "snowplow-local-salt"

# --- Command lines


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["rotate", "local", "--activate-in", "soon"], "'soon' is no duration"),
        (["bridge", "local", "--for", "1.5h"], "'1.5h' is no duration"),
        (["bridge", "local", "--column", "user_id", "--end"], "give one of them"),
        (["retire", "local"], "ID"),
        (["rotate"], "ENV"),
        (["melt", "local"], "melt"),
    ],
)
def test_a_wrong_command_line_exits_64(
    words: list[str], sentence: str, snowops: Snowops, project: Path
) -> None:
    shown = snowops("salt", *words)

    assert shown.code == 64
    assert sentence in shown.err


@pytest.mark.parametrize(
    "command",
    ["init", "status", "rotate", "rollback", "retire", "repair", "history", "bridge"],
)
def test_every_command_takes_json_and_dry_run(command: str, snowops: Snowops) -> None:
    shown = snowops("salt", command, "--help")

    assert shown.code == 0
    assert "--json" in shown.out
    assert "--dry-run" in shown.out


# --- With an AWS


@pytest.fixture
def secret(project: Path) -> Iterator[Any]:
    """An embedded AWS with an empty secret."""
    aws = server.up(project, report=lambda _line: None)
    make: Any = boto3.client
    client = make(
        "secretsmanager",
        region_name="us-east-1",
        endpoint_url=aws.endpoint,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    client.create_secret(Name=SECRET)
    yield client
    server.down(project)


def protect(project: Path) -> None:
    place = project / "environments" / "local.yaml"
    place.write_text(place.read_text().replace("embedded: true", "embedded: true\nprotected: true"))


def entries(snowops: Snowops) -> list[str]:
    found = json.loads(snowops("salt", "status", "local", "--json").out)
    return [entry["id"] for entry in found["entries"]]


@pytest.mark.embedded
def test_a_life_in_commands(snowops: Snowops, project: Path, secret: Any) -> None:
    assert snowops("salt", "rotate", "local", "--yes").code == 1
    made = snowops("salt", "init", "local", "--json")
    again = snowops("salt", "init", "local", "--json")
    dry = snowops("salt", "rotate", "local", "--dry-run", "--json")
    unasked = snowops("salt", "rotate", "local")
    rotated = snowops("salt", "rotate", "local", "--activate-in", "2h", "--yes", "--json")
    soon = snowops("salt", "rotate", "local", "--activate-in", "1s", "--yes")
    back = snowops("salt", "rollback", "local", "--confirm", "local", "--json")
    records = json.loads(snowops("salt", "history", "local", "--json").out)["records"]

    assert [json.loads(each.out)["changed"] for each in (made, again)] == [True, False]
    assert (json.loads(dry.out)["changed"], json.loads(dry.out)["would_change"]) == (False, True)
    assert unasked.code == 3
    assert "rotate the salt of local was not confirmed" in unasked.err
    assert soon.code == 0
    assert json.loads(back.out)["removed"] == json.loads(rotated.out)["id"]
    assert [each["action"] for each in records] == ["init", "rotate", "rollback"]
    assert entries(snowops) == [json.loads(made.out)["id"]]


@pytest.mark.embedded
def test_a_protected_environment_wants_its_name_typed(
    snowops: Snowops, project: Path, secret: Any, person: Callable[[str], Terminal]
) -> None:
    protect(project)

    assert snowops("salt", "init", "local").code == 3
    assert snowops("salt", "init", "local", "--confirm", "local").code == 0
    assert snowops("salt", "rotate", "local", "--yes").code == 3
    assert snowops("salt", "rotate", "local", "--confirm", "prod").code == 3
    assert len(entries(snowops)) == 1
    person("local\n")
    assert snowops("salt", "rotate", "local").code == 0


@pytest.mark.embedded
def test_retiring_wants_execute_and_the_entry_typed(
    snowops: Snowops, project: Path, secret: Any
) -> None:
    snowops("salt", "init", "local")
    first = secret.get_secret_value(SecretId=SECRET, VersionStage="AWSCURRENT")["SecretString"]
    document = json.loads(first)
    (entry,) = document["entries"]
    older = {**entry, "id": "older", "active_from": "2020-01-01T00:00:00Z"}
    older["salt"] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    entry["active_from"] = "2021-01-01T00:00:00Z"
    text = json.dumps({"entries": [older, entry]})
    secret.put_secret_value(SecretId=SECRET, SecretString=text)

    dry = snowops("salt", "retire", "local", "older", "--json")
    unasked = snowops("salt", "retire", "local", "older", "--execute")
    named = snowops("salt", "retire", "local", "older", "--execute", "--confirm", "local")
    before = entries(snowops)
    done = snowops("salt", "retire", "local", "older", "--execute", "--confirm", "local/older")

    assert json.loads(dry.out)["unlinkable_until"] == "2021-01-01T00:00:00Z"
    assert (unasked.code, named.code, done.code) == (3, 3, 0)
    assert "give --confirm local/older" in unasked.err
    assert before == ["older", entry["id"]]
    assert entries(snowops) == [entry["id"]]


@pytest.mark.embedded
def test_what_only_a_person_can_right_exits_1(snowops: Snowops, project: Path, secret: Any) -> None:
    secret.put_secret_value(SecretId=SECRET, SecretString="hunter2")

    looked = snowops("salt", "status", "local")
    repaired = snowops("salt", "repair", "local", "--yes")

    assert looked.code == repaired.code == 1
    assert "is no keyring: it is not JSON" in looked.err
    assert "needs a person" in repaired.out
    assert "hunter2" not in looked.out + looked.err + repaired.out + repaired.err
