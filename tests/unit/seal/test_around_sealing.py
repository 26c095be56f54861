"""What stands around a sealed plan: its provider lock, its commit, the rules of its artifact."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tests.fakes import FakeTools, plan
from tests.unit.environment.changed import changed
from tests.unit.guardrails.plans import SHRUNK, resource
from toolkit.adapters.compiled_rules import rules_in, stored_rules
from toolkit.adapters.git import revision
from toolkit.domain.allowlist import Passing
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.plan import Change
from toolkit.domain.position import KeyPath, Position, Positions
from toolkit.workflows.judging import Judging, judge_plan
from toolkit.workflows.preparing import Prepared, prepare

RULES = {"version": 1, "columns": {"user_id": "hash"}, "schemas": []}


def artifact(name: str = "rules.json", content: bytes | None = None) -> bytes:
    """A zip with one member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, json.dumps(RULES).encode() if content is None else content)
    return buffer.getvalue()


def test_a_bundles_provider_lock_is_there_before_terraform_starts(tmp_path: Path) -> None:
    around = FakeTools(tmp_path)
    around.fails["engine"] = RuntimeError("Terraform starts")

    with pytest.raises(RuntimeError, match="Terraform starts"):
        prepare(changed("staging", {}), around.tools(), b"# locked\n")

    assert (tmp_path / ".terraform.lock.hcl").read_bytes() == b"# locked\n"


def test_rules_are_read_out_of_an_artifact(tmp_path: Path) -> None:
    file = tmp_path / "artifact.zip"
    file.write_bytes(artifact())

    assert rules_in(file) == RULES


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="no file"),
        pytest.param(b"no zip", id="no zip"),
        pytest.param(artifact("other.json"), id="without rules"),
        pytest.param(artifact(content=b"{"), id="with half of them"),
        pytest.param(artifact(content=b"[]"), id="with something else"),
    ],
)
def test_rules_that_are_not_there_are_none(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "artifact.zip"
    if content is not None:
        file.write_bytes(content)

    assert rules_in(file) is None


def test_rules_of_a_deployed_artifact_come_from_its_bucket() -> None:
    with mock_aws():
        s3 = boto3.client("s3", "us-east-1", aws_access_key_id="t", aws_secret_access_key="t")
        s3.create_bucket(Bucket="artifacts")
        s3.put_object(Bucket="artifacts", Key="old.zip", Body=artifact())

        found = stored_rules(s3, "artifacts", "old.zip")
        missing = stored_rules(s3, "artifacts", "none.zip")
        no_bucket = stored_rules(s3, "nowhere", "old.zip")

    assert found == RULES
    assert (missing, no_bucket) == (None, None)


@pytest.mark.parametrize(
    ("after", "asked"),
    [("new.zip", ["new.zip", "old.zip"]), ("old.zip", [])],
    ids=["another artifact", "the same artifact"],
)
def test_artifacts_are_opened_only_where_functions_get_another_one(
    tmp_path: Path, after: str, asked: list[str]
) -> None:
    around, staging, opened = FakeTools(tmp_path), changed("staging", {}), []
    prepared = Prepared(staging, around.artifact, tmp_path, around.engine)
    loaded = LoadedEnvironment(staging, Positions(Position(Path("staging.yaml"), 1, 1)))
    update: Change = resource("aws_lambda_function", {"s3_key": "old.zip"}, {"s3_key": after})

    def rules(_environment: Any, _artifact: Any, key: str) -> dict[str, Any]:
        opened.append(key)
        return RULES

    judging = Judging(rules, lambda: date(2026, 1, 15))
    found = judge_plan(prepared, loaded, plan(update), judging, "plan")

    assert found == ()
    assert opened == asked


@pytest.mark.parametrize(
    ("at_hand", "key"),
    [
        (Position(Path("environments/allowlist.yaml"), 7, 3), ("columns", "user_id")),
        (None, ("lambda", "allowlist")),
    ],
    ids=["in the allowlist at hand", "in another one"],
)
def test_what_passes_now_is_shown_where_it_is_let_pass(
    tmp_path: Path, at_hand: Position | None, key: KeyPath
) -> None:
    around, staging = FakeTools(tmp_path), changed("staging", {})
    prepared = Prepared(staging, around.artifact, tmp_path, around.engine)
    loaded = LoadedEnvironment(staging, Positions(Position(Path("staging.yaml"), 1, 1)))
    update: Change = resource("aws_lambda_function", {"s3_key": "old.zip"}, {"s3_key": "new.zip"})
    rules = {
        "old.zip": {"columns": {"user_id": "hash"}, "schemas": []},
        "new.zip": {"columns": {"user_id": "keep"}, "schemas": []},
    }

    def place(_environment: Any, passing: Passing) -> tuple[KeyPath, Position] | None:
        return (("columns", passing.name), at_hand) if at_hand else None

    judging = Judging(lambda _, __, given: rules[given], lambda: date(2026, 1, 15), place)
    (found,) = judge_plan(prepared, loaded, plan(update), judging, "plan")

    assert (found.path, found.origin) == (key, at_hand)


def test_an_allowance_that_meets_no_finding_is_said_to_let_nothing_pass(tmp_path: Path) -> None:
    around, staging, said = FakeTools(tmp_path), changed("staging", {}), []
    prepared = Prepared(staging, around.artifact, tmp_path, around.engine)
    loaded = LoadedEnvironment(staging, Positions(Position(Path("staging.yaml"), 1, 1)))
    judging = Judging(lambda *_: None, lambda: date(2026, 1, 15), say=said.append)
    given = (
        Allowance("DATA-SHARDS-REDUCED", SHRUNK.address, "measured"),
        Allowance("DATA-SHARDS-REDUCED", "module.steams", "measured"),
        Allowance("PRIVACY-ALLOWLIST-GREW", "*", "reviewed"),
    )

    (found,) = judge_plan(prepared, loaded, plan(SHRUNK), judging, "plan", given)

    assert found.status == "allowed"
    assert said == [
        "--allow DATA-SHARDS-REDUCED@module.steams lets nothing pass: there is no such finding"
    ]


@pytest.mark.embedded
def test_a_commit_is_marked_where_its_checkout_has_changes(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        subprocess.run(["git", "-C", str(tmp_path), *who, *words], check=True, capture_output=True)

    outside = revision(tmp_path)
    git("init", "-q")
    before_the_first = revision(tmp_path)
    (tmp_path / "prod.yaml").write_text("one")
    git("add", ".")
    git("commit", "-qm", "one")
    clean = revision(tmp_path)
    (tmp_path / "note.txt").write_text("not tracked")
    with_another_file = revision(tmp_path)
    (tmp_path / "prod.yaml").write_text("two")

    assert outside == before_the_first == "none"
    assert len(clean) == 40
    assert with_another_file == clean
    assert revision(tmp_path) == f"{clean}-dirty"
