"""The same with the state in S3, which Terraform saves there only now and then.

Real Terraform, the real provider 3.39.0, the state bucket in the embedded AWS, behind one door.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest

from tests.accounts import environment
from tests.fakes import FakeTools
from tests.terraform.door import Door
from tests.terraform.trees import Terraform, mirror_of
from toolkit.adapters.processes import machine, terraform_in
from toolkit.adapters.state_bucket import StateBucket
from toolkit.adapters.terraform.binary import Binary
from toolkit.adapters.terraform.cli import Terraform as Engine
from toolkit.domain.bootstrap.buckets import BucketWish, state_bucket
from toolkit.domain.environment.terraform import S3Backend
from toolkit.domain.plan import Plan, PlanOptions
from toolkit.embedded.override import provider_override
from toolkit.embedded.server import EmbeddedAws
from toolkit.errors import SnowopsError, StateLocked
from toolkit.workflows.applies import Applies
from toolkit.workflows.applying import apply_plan
from toolkit.workflows.looking_back import look_back
from toolkit.workflows.planning import make_plan
from toolkit.workflows.preparing import Prepared
from toolkit.workflows.resuming import Brought, bring_back, settle
from toolkit.workflows.unlocking import Held, Surroundings, find

pytestmark = [
    pytest.mark.terraform,
    pytest.mark.embedded,
    pytest.mark.xdist_group("faults in s3"),
]

ROOT = """
terraform {{
  required_providers {{
    aws = {{ source = "hashicorp/aws", version = "3.39.0" }}
  }}
  backend "s3" {{
    bucket         = "{bucket}"
    key            = "snowplow/staging.tfstate"
    region         = "us-east-2"
    use_lockfile   = true
    use_path_style = true
    max_retries    = 1
  }}
}}

resource "aws_iam_role" "first" {{
  name               = "{bucket}-first"
  assume_role_policy = local.trust
}}

resource "aws_iam_role" "second" {{
  name               = "{bucket}-second"
  assume_role_policy = local.trust
  description        = aws_iam_role.first.arn
}}

locals {{
  trust = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = {{ Service = "ec2.amazonaws.com" }}
    }}]
  }})
}}
"""
FIRST, SECOND = "aws_iam_role.first", "aws_iam_role.second"


@dataclass
class Desk:
    """A root of two roles, driven by the real adapter, with everything that an apply has around."""

    folder: Path
    engine: Engine
    around: FakeTools
    door: Door
    aws: EmbeddedAws
    bucket: str

    @property
    def prepared(self) -> Prepared:
        return Prepared(self.staging, self.around.artifact, self.folder, self.engine)

    @property
    def staging(self) -> Any:
        return environment(terraform__backend__bucket=self.bucket)

    @property
    def applies(self) -> Applies:
        at_work = lambda: terraform_in(self.folder) or ()  # noqa: E731
        return replace(self.around.applies(self.staging), lock=self.lock, at_work=at_work)

    @property
    def state(self) -> StateBucket:
        wish, backend = state_bucket(self.staging), self.staging.terraform.backend
        assert isinstance(wish, BucketWish)
        assert isinstance(backend, S3Backend)
        return StateBucket(client("s3", self.door.endpoint), wish, backend)

    def lock(self) -> Held | None:
        return find(self.state, Surroundings(machine(), lambda: terraform_in(self.folder)))

    def apply(self, options: PlanOptions = PlanOptions()) -> Plan:  # noqa: B008
        tools = replace(self.around.tools(), applies=lambda _environment: self.applies)
        saved = make_plan(self.prepared, tools, self.folder.parent / "plan", options)
        apply_plan(self.prepared, tools, saved)
        return saved.plan

    def fails(self, fault: Callable[[], object]) -> SnowopsError:
        """An apply that meets a fault when AWS has just made the second role."""
        self.door.stop_at("CreateRole", nth=2, then=fault)
        with pytest.raises(SnowopsError) as raised:
            self.apply()
        return raised.value

    def resumes(self) -> Brought:
        """Unlocks, brings back, applies, and then nothing is left to do."""
        with pytest.raises(StateLocked) as locked:
            look_back(self.staging, self.applies)
        assert "`snowops unlock staging`" in locked.value.hint
        lock = self.state.lock()
        assert lock is not None
        assert self.state.release(lock)
        before = look_back(self.staging, self.applies)
        brought = bring_back(self.prepared, self.applies, before, lambda _kept: None)
        self.apply(PlanOptions(imports=brought.imports))
        settle(self.applies, before, brought)
        assert look_back(self.staging, self.applies).is_clean
        assert self.engine.plan(self.folder.parent / "plan", PlanOptions()).is_empty
        return brought

    def roles(self) -> set[str]:
        found = client("iam", self.aws.endpoint).list_roles()["Roles"]
        return {role["RoleName"] for role in found if role["RoleName"].startswith(self.bucket)}


def client(service: str, endpoint: str) -> Any:
    make: Callable[..., Any] = boto3.client
    return make(service, region_name="us-east-2", endpoint_url=endpoint)


@pytest.fixture
def desk(
    tmp_path: Path, terraform: Terraform, aws: EmbeddedAws, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    door, bucket = Door(aws.port), f"state-{uuid4().hex[:8]}"
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    client("s3", aws.endpoint).create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "us-east-2"}
    )
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / "main.tf").write_text(ROOT.format(bucket=bucket))
    (folder / "provider.tf").write_text(provider_override(door.endpoint, "us-east-2"))
    env = {
        **os.environ,
        "TF_CLI_CONFIG_FILE": str(terraform.settings),
        "AWS_ENDPOINT_URL": door.endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    binary = Binary(terraform.binary, "1.15.5", "embedded")
    around = FakeTools(folder)
    engine = Engine(binary, folder, env, around._hear, mirror_of("aws3"))
    engine.init()
    yield Desk(folder, engine, around, door, aws, bucket)
    door.shut()


def test_a_terraform_that_is_killed_has_not_saved_what_it_made(desk: Desk) -> None:
    def kill() -> None:
        for line in terraform_in(desk.folder) or ():
            os.kill(int(line.split()[0]), signal.SIGKILL)

    error = desk.fails(kill)

    told = "\n".join(error.details)
    assert f"{FIRST} ({desk.bucket}-first): made" in told
    assert f"{SECOND} ({desk.bucket}-second): was being made" in told
    assert "the lock is held: by" in told
    assert error.hint.endswith("then `snowops apply staging --resume`")
    assert "`snowops unlock staging`" in error.hint
    assert desk.engine.state().resources == {}
    assert desk.roles() == {f"{desk.bucket}-first", f"{desk.bucket}-second"}

    brought = desk.resumes()

    assert {each.address for each in brought.missing} == {FIRST, SECOND}
    assert set(desk.engine.state().resources) == {FIRST, SECOND}


def test_an_aws_that_cannot_be_reached_can_save_no_state_either(desk: Desk) -> None:
    error = desk.fails(desk.door.shut)

    (kept,) = desk.around.kept.waiting()
    told = "\n".join(error.details)
    assert f"{kept.path}: serial" in told
    assert "whether the lock was released could not be seen" in told
    assert kept.facts is not None
    assert set(kept.facts.resources) == {FIRST}
    assert f"{SECOND} ({desk.bucket}-second): making it failed" in told
    desk.door.open()

    brought = desk.resumes()

    assert len(brought.pushed) == 1
    assert [each.address for each in brought.missing] == [SECOND]
    assert set(desk.engine.state().resources) == {FIRST, SECOND}
    assert desk.around.kept.waiting() == ()
