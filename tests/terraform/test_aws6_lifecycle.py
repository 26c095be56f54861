"""The aws6 dialect, judged by real Terraform with the provider's schema, from init to destroy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terraform.trees import (
    ENVIRONMENTS,
    Terraform,
    environment_of,
    mirror_of,
    resources,
    write_tree,
)
from tests.terraform.unseen import faults, misdirected
from tests.terraform.variants import EVERYTHING, changed, variants
from toolkit.adapters.environment_files import environment_names
from toolkit.domain.environment import Environment

pytestmark = pytest.mark.terraform

LIVED = {name: environment_of(name, "aws6") for name in environment_names(ENVIRONMENTS)}
VARIANTS = dict(variants())
LIVED["everything"] = changed(LIVED["staging"], EVERYTHING)


@pytest.mark.parametrize("environment", LIVED.values(), ids=LIVED)
def test_an_environment_is_applied_settles_and_is_destroyed(
    environment: Environment, terraform: Terraform, tmp_path: Path
) -> None:
    rooted(environment, terraform, tmp_path)

    valid = terraform.run(tmp_path, "validate", "-no-color")
    planned = terraform.plan(tmp_path)
    applied = terraform.run(tmp_path, "apply", "-no-color", "plan")
    second = terraform.run(
        tmp_path, "plan", "-no-color", "-input=false", "-detailed-exitcode", "-out=settled"
    )
    settled = terraform.show(tmp_path, "settled")
    destroyed = terraform.run(tmp_path, "destroy", "-no-color", "-auto-approve")
    left = terraform.run(tmp_path, "state", "list")

    assert valid.returncode == 0, valid.stderr
    assert len(planned["resource_changes"]) > 80
    assert applied.returncode == 0, applied.stderr
    assert second.returncode == 0, second.stdout
    assert faults(resources(planned["planned_values"]["root_module"])) == ()
    assert misdirected(resources(settled["planned_values"]["root_module"])) == ()
    assert destroyed.returncode == 0, destroyed.stderr
    assert left.stdout == ""


@pytest.mark.parametrize("environment", VARIANTS.values(), ids=VARIANTS)
def test_a_variant_is_planned(
    environment: Environment, terraform: Terraform, tmp_path: Path
) -> None:
    rooted(environment, terraform, tmp_path)

    planned = terraform.plan(tmp_path)

    assert faults(resources(planned["planned_values"]["root_module"])) == ()


@pytest.mark.parametrize(
    ("module", "said", "broken", "complaint"),
    [
        ("streams", "retention_period =", "retention_days   =", "Unsupported argument"),
        ("streams", "stream_mode_details {", "stream_mode_details = {", "Unsupported argument"),
        ("streams", "stream_mode = ", "shard_mode  = ", "Unsupported argument"),
        (
            "firehose",
            "kinesis_source_configuration {",
            "kinesis_source {",
            "Unsupported block type",
        ),
        ("firehose", 'destination = "extended_s3"', "", "Missing required argument"),
        ("firehose", 'type = "Lambda"', "", "Missing required argument"),
        (
            "app",
            "desired_count           = var.app.min_tasks",
            'desired_count = "many"',
            "number is required",
        ),
        ("app", "tags = {", 'arn = "mine"\n  tags = {', "Value for unconfigurable attribute"),
        (
            "storage",
            "aws_s3_bucket.events.arn",
            "aws_s3_bucket.events.number",
            "Unsupported attribute",
        ),
        ("network", 'resource "aws_flow_log"', 'resource "aws_flow_logs"', "Invalid resource type"),
    ],
)
def test_a_broken_template_is_refused(
    module: str, said: str, broken: str, complaint: str, terraform: Terraform, tmp_path: Path
) -> None:
    rooted(LIVED["staging"], terraform, tmp_path)
    places = [
        path for path in (tmp_path / "modules" / module).glob("*.tf") if said in path.read_text()
    ]
    assert places
    for path in places:
        path.write_text(path.read_text().replace(said, broken))

    done = terraform.run(tmp_path, "validate", "-no-color")

    assert done.returncode == 1
    assert complaint in done.stderr


def rooted(environment: Environment, terraform: Terraform, folder: Path) -> None:
    """An initialised tree whose state is a file beside it."""
    write_tree(environment, folder)
    (folder / "backend.tf").unlink(missing_ok=True)
    terraform.init(folder, mirror_of("aws6"))
