"""After a full cycle no form of any salt is anywhere but in Secrets Manager."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.adapters.salt.conftest import ROOT, Account, artifact, create_function
from tests.terraform.conftest import terraform as terraform  # noqa: PLC0414 - a fixture
from tests.terraform.trees import ARTIFACT, Terraform, environment_of, mirror_of, write_tree
from toolkit.domain.salt.keyring import Keyring, KeyringEntry
from toolkit.domain.salt.secret_text import read_keyring, write_keyring
from toolkit.embedded import server
from toolkit.embedded.override import OVERRIDE_NAME, provider_override

pytestmark = pytest.mark.embedded

SECRET, FUNCTION = "snowplow-local-salt", "snowplow-local-pseudonymizer-enriched-good"

# Runs one command line as `snowops` would, and writes down its arguments, its environment, what it
# starts and puts into the environment, and everything that any library logs at DEBUG.
PROGRAM = """
import logging, os, sys
notes = open(sys.argv.pop(1), "a")
watched = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.putenv")
def note(event, facts):
    if event in watched:
        notes.write(f"{event} {facts!r}\\n")
sys.addaudithook(note)
logging.basicConfig(level=logging.DEBUG, stream=notes)
from toolkit.cli.main import run
code = run(sys.argv[1:])
notes.write(repr((sys.argv, dict(os.environ))))
sys.exit(code)
"""


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    """A project of its own, with the secret and one function of its local environment."""
    shutil.copytree(ROOT / "environments", tmp_path / "environments")
    account = Account(server.up(tmp_path, report=lambda _line: None))
    account.client("secretsmanager").create_secret(Name=SECRET)
    create_function(account, FUNCTION, "handler", artifact(), SECRET)
    yield account
    server.down(tmp_path)


def salts_ever(account: Account) -> set[bytes]:
    """Every salt in any version of the secret, with a label or without."""
    client = account.client("secretsmanager")
    versions = client.list_secret_version_ids(SecretId=SECRET, IncludeDeprecated=True)["Versions"]
    texts = [
        client.get_secret_value(SecretId=SECRET, VersionId=version["VersionId"])["SecretString"]
        for version in versions
    ]
    return {entry.salt for text in texts for entry in read_keyring(text).entries}


def forms(salt: bytes) -> list[bytes]:
    """How a salt could be written down."""
    encoded = base64.b64encode(salt)
    return [
        salt,
        encoded,
        encoded.rstrip(b"="),
        base64.urlsafe_b64encode(salt),
        base64.b64encode(encoded),
        quote(encoded).encode(),
        quote(salt).encode(),
        salt.hex().encode(),
        salt.hex().upper().encode(),
        repr(salt)[2:-1].encode(),
        str(list(salt)).encode(),
    ]


def assert_nowhere(salts: set[bytes], places: dict[str, bytes]) -> None:
    found = [
        name
        for name, content in places.items()
        for salt in salts
        if any(form in content for form in forms(salt))
    ]
    assert found == []


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and what is inside those that are zips."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            found[str(path)] = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    found |= {f"{path}!{name}": archive.read(name) for name in archive.namelist()}
    return found


def logs(account: Account) -> bytes:
    """Everything that the functions have logged."""
    client = account.client("logs")
    groups = [group["logGroupName"] for group in client.describe_log_groups()["logGroups"]]
    events = [client.filter_log_events(logGroupName=name)["events"] for name in groups]
    return "\n".join(event["message"] for group in events for event in group).encode()


def aged() -> str:
    now = datetime.now(UTC).replace(microsecond=0)
    entries = [
        KeyringEntry(f"e{days}", os.urandom(32), now - timedelta(days=days), "anna")
        for days in (900, 800)
    ]
    return write_keyring(Keyring(tuple(entries)))


def test_a_full_cycle_leaves_no_salt_behind(account: Account, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    told: dict[str, bytes] = {}

    def snowops(*words: str) -> None:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path / "notes"), *words],
            cwd=tmp_path,
            env={**os.environ, "HOME": str(home), "TMPDIR": str(home), "CI": "true"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        told[" ".join(words)] = done.stdout + done.stderr

    snowops("salt", "init", "local")
    snowops("salt", "rotate", "local", "--activate-in", "2h", "--yes")
    snowops("salt", "bridge", "local", "--column", "user_id", "--yes", "--json")
    snowops("salt", "status", "local", "--json")
    snowops("salt", "rollback", "local", "--yes", "--reason", "a test")
    client = account.client("secretsmanager")
    client.put_secret_value(SecretId=SECRET, SecretString=aged())
    snowops("salt", "retire", "local", "e900", "--execute", "--confirm", "local/e900")
    snowops("salt", "repair", "local")
    snowops("salt", "history", "local", "--json")

    salts = salts_ever(account)
    assert len(salts) == 4
    assert b"salt-" in told["salt status local --json"]
    assert b"SaltIds" in logs(account) or b"REPORT" in logs(account)
    assert_nowhere(salts, {**told, **files(tmp_path), "logs of functions": logs(account)})


@pytest.mark.terraform
def test_terraform_never_sees_a_salt(
    terraform: Terraform, account: Account, tmp_path: Path
) -> None:
    account.client("secretsmanager").delete_secret(SecretId=SECRET, ForceDeleteWithoutRecovery=True)
    tree = tmp_path / "build"
    write_tree(environment_of("local", "aws3"), tree)
    (tree / OVERRIDE_NAME).write_text(provider_override(account.aws.endpoint, "us-east-1"))
    terraform.init(tree, mirror_of("aws3"))
    words = ("-input=false", "-no-color", "-target=module.salt")
    applied = terraform.run(tree, "apply", "-auto-approve", *words)
    assert applied.returncode == 0, applied.stderr
    account.client("secretsmanager").put_secret_value(SecretId=SECRET, SecretString=aged())

    planned = terraform.run(tree, "plan", f"-out={tree / 'plan'}", *words)
    again = terraform.run(tree, "apply", "-auto-approve", *words)

    assert (planned.returncode, again.returncode) == (0, 0), planned.stderr + again.stderr
    words_said: dict[str, Any] = {"plan": planned.stdout, "apply": again.stdout}
    said = {name: text.encode() for name, text in words_said.items()}
    assert "aws_secretsmanager_secret" in (tree / "terraform.tfstate").read_text()
    assert_nowhere(salts_ever(account), {**said, **files(tree)})


@pytest.mark.terraform
def test_a_schedule_is_applied_and_rotates(
    terraform: Terraform, account: Account, tmp_path: Path
) -> None:
    secrets, s3 = account.client("secretsmanager"), account.client("s3")
    secrets.delete_secret(SecretId=SECRET, ForceDeleteWithoutRecovery=True)
    environment = environment_of("local", "aws3")
    bucket = environment.lambda_.artifact_bucket
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key=ARTIFACT["key"], Body=artifact())
    salt = environment.salt.model_copy(update={"rotation_days": 90})
    tree = tmp_path / "build"
    write_tree(environment.model_copy(update={"salt": salt}), tree)
    (tree / OVERRIDE_NAME).write_text(provider_override(account.aws.endpoint, "us-east-1"))
    terraform.init(tree, mirror_of("aws3"))
    words = ("-input=false", "-no-color", "-target=module.rotation", "-target=module.salt")

    applied = terraform.run(tree, "apply", "-auto-approve", *words)
    planned = terraform.run(tree, "plan", "-detailed-exitcode", *words)
    secrets.put_secret_value(SecretId=SECRET, SecretString=aged())
    facts = secrets.describe_secret(SecretId=SECRET)
    secrets.rotate_secret(SecretId=SECRET)

    assert applied.returncode == 0, applied.stderr
    assert planned.returncode == 0, planned.stdout
    assert facts["RotationRules"] == {"AutomaticallyAfterDays": 90}
    current = secrets.get_secret_value(SecretId=SECRET, VersionStage="AWSCURRENT")["SecretString"]
    assert read_keyring(current).newest.created_by == "secretsmanager"


def test_the_search_finds_a_salt_that_leaks(tmp_path: Path) -> None:
    salt = os.urandom(32)
    for number, form in enumerate(forms(salt)):
        with zipfile.ZipFile(tmp_path / f"{number}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inside", b"before " + form + b" after")

    for number in range(len(forms(salt))):
        content = files(tmp_path)[f"{tmp_path / str(number)}.zip!inside"]
        with pytest.raises(AssertionError):
            assert_nowhere({salt}, {"a file": content})
