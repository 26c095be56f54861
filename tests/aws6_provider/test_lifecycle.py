from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.aws6_provider import mirror, provider_version

if TYPE_CHECKING:
    from tests.aws6_provider.conftest import Root

pytestmark = pytest.mark.terraform

APPLY = ("apply", "-no-color", "-input=false", "-auto-approve")
PLAN = ("plan", "-no-color", "-input=false", "-detailed-exitcode")


def values(root: Root) -> dict[str, Any]:
    shown = json.loads(root.run("show", "-json").stdout)
    resources = shown["values"]["root_module"]["resources"]
    return {resource["address"]: resource["values"] for resource in resources}


def test_a_good_root_is_applied_converges_changes_and_is_destroyed(root: Root) -> None:
    assert root.run("validate").returncode == 0

    applied = root.run(*APPLY)
    second_plan = root.run(*PLAN)
    update = root.run(*APPLY, "-var=retention=72")
    plan_after_update = root.run(*PLAN, "-var=retention=72")
    destroyed = root.run("destroy", "-no-color", "-auto-approve")

    assert applied.returncode == 0, applied.stderr
    assert second_plan.returncode == 0, second_plan.stdout
    assert "0 added, 2 changed, 0 destroyed" in update.stdout
    assert plan_after_update.returncode == 0, plan_after_update.stdout
    assert "Destroy complete" in destroyed.stdout


def test_what_is_applied_has_the_shapes_that_wiring_relies_on(root: Root) -> None:
    root.run(*APPLY)

    state = values(root)

    stream = state['aws_kinesis_stream.raw["good"]']
    assert stream["arn"] == "arn:aws:kinesis:eu-central-1:111122223333:stream/raw-good"
    assert stream["tags_all"] == {"pipeline": "test", "stream": "good"}
    assert stream["region"] == "eu-central-1"
    alias = state["aws_lambda_alias.live"]
    assert alias["arn"] == "arn:aws:lambda:eu-central-1:111122223333:function:hash:live"
    assert state['aws_route53_record.validation["collector.example.com"]']["type"] == "CNAME"
    assert state['aws_subnet.public["eu-central-1b"]']["id"].startswith("subnet-")
    granted = json.loads(state["aws_iam_role_policy.lambda"]["policy"])
    assert granted["Statement"][0]["Resource"] == stream["arn"]
    trust = json.loads(state["aws_iam_role.lambda"]["assume_role_policy"])
    assert trust["Statement"][0]["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"}
    }


def test_a_write_only_secret_never_reaches_the_state(root: Root) -> None:
    root.run(*APPLY)

    state = (root.folder / "terraform.tfstate").read_text()

    assert "secret_string_wo_version" in state
    assert "not kept" not in state


def test_a_resource_can_be_imported(root: Root) -> None:
    imported = """
        import {
          to = aws_sns_topic.alarms
          id = "arn:aws:sns:eu-central-1:111122223333:alarms"
        }
        resource "aws_sns_topic" "alarms" {
          name = "alarms"
        }
    """
    (root.folder / "imported.tf").write_text(imported)

    applied = root.run(*APPLY)
    second_plan = root.run(*PLAN)

    assert "1 imported" in applied.stdout, applied.stderr
    assert second_plan.returncode == 0, second_plan.stdout


def test_the_mirror_holds_one_version_of_the_sixth_generation(root: Root) -> None:
    lock = (root.folder / ".terraform.lock.hcl").read_text()

    assert provider_version().startswith("6.")
    assert f'version     = "{provider_version()}"' in lock
    assert (mirror() / "registry.terraform.io" / "hashicorp" / "aws").is_dir()
