"""Plans and outputs as people and machines read them."""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import Console, RenderableType
from syrupy.assertion import SnapshotAssertion

from tests.fakes import change, plan
from tests.unit.environment.changed import changed
from toolkit.cli import views
from toolkit.domain.plan import AttributeChange, Change, Summary
from toolkit.domain.plan_words import summary_text
from toolkit.workflows.applying import Applied

STAGING = changed("staging", {})


def shown(view: RenderableType) -> str:
    """A view on a plain screen of a hundred columns."""
    console = Console(width=100, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(view)
    return captured.get()


def update(address: str, *attributes: AttributeChange, action: Any = "update") -> Change:
    actions = ("delete", "create") if action == "replace" else (action,)
    return Change(address, "aws_x", action, actions, attributes)


STREAM = 'module.streams.aws_kinesis_stream.this["raw_good"]'
PLANS = [
    pytest.param(plan(), id="nothing to do"),
    pytest.param(plan(outputs_changed=True), id="outputs alone"),
    pytest.param(
        plan(
            change("module.storage.aws_s3_bucket.events"),
            change("aws_kms_key.root"),
            change("module.network.aws_vpc.this"),
            change('module.lambda.aws_lambda_function.path["raw_bad"]'),
            change("module.monitoring.aws_cloudwatch_dashboard.this"),
        ),
        id="stages in the order an event travels, the rest after them",
    ),
    pytest.param(
        plan(
            update(STREAM, AttributeChange("shard_count", "2", "4")),
            update(
                "module.firehose.aws_kinesis_firehose_delivery_stream.this",
                AttributeChange("name", "old", "new", forces_replacement=True),
                AttributeChange("role", "(sensitive)", "(known after apply)"),
                AttributeChange("tags", None, '{"team": "data"}'),
                AttributeChange("buffer", "64", None),
                action="replace",
            ),
            change("module.salt.aws_kms_key.this", action="delete"),
        ),
        id="attributes that change",
    ),
    pytest.param(
        plan(update(STREAM, *(AttributeChange(f"name_{at}", "a", "b") for at in range(11)))),
        id="more attributes than anybody reads",
    ),
    pytest.param(
        plan(
            change("module.collectors.module.app.aws_ecs_service.this"),
            change('module.salt["a.b"].aws_kms_key.this'),
        ),
        id="modules in modules and dots in keys",
    ),
    pytest.param(
        plan(update(STREAM, AttributeChange("[red]tags", "[/bold]", "[link=x]y"))),
        id="values that look like marks",
    ),
]


@pytest.mark.parametrize("made", PLANS)
def test_plan(made: Any, snapshot: SnapshotAssertion) -> None:
    assert shown(views.plan_view(STAGING, made)) == snapshot


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        (Summary(create=3, replace=1), "3 to create, 1 to replace"),
        (Summary(1, 2, 3, 4), "1 to create, 2 to change, 4 to replace, 3 to delete"),
        (Summary(), "outputs only"),
    ],
)
def test_counts_are_told_in_words(summary: Summary, words: str) -> None:
    assert summary_text(summary) == words


@pytest.mark.parametrize("action", ["create", "replace"])
def test_a_secret_that_was_made_waits_for_its_salt(
    action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made = change("module.salt.aws_secretsmanager_secret.this", action)

    views.after_apply("staging", plan(change(), made))

    assert capsys.readouterr().err == "next: snowops salt init staging\n"


@pytest.mark.parametrize("action", ["update", "delete"])
def test_no_other_apply_sends_anybody_to_the_salt(
    action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    views.after_apply(
        "staging", plan(change(), change("module.salt.aws_secretsmanager_secret.this", action))
    )
    views.after_apply("staging", None)

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("verb", "done"), [("apply", "applied"), ("destroy", "destroyed")])
def test_what_was_done_is_one_line(verb: str, done: str) -> None:
    applied = Applied(Summary(create=2), {})

    assert shown(views.applied_view(STAGING, applied, verb)) == f"staging {done}: 2 created\n"


def test_outputs(snapshot: SnapshotAssertion) -> None:
    outputs = {
        "collector_endpoint": "https://snowplow.staging.example.com",
        "streams": {"raw_good": "snowplow-staging-raw-good", "raw_bad": "snowplow-staging-raw-bad"},
        "zones": ["us-east-2a", "us-east-2b"],
        "bucket": "[bold]acme[/bold]",
    }

    assert shown(views.outputs_view(outputs)) == snapshot


def test_the_plan_for_machines_has_the_documented_shape() -> None:
    made = plan(
        change("module.storage.aws_s3_bucket.events"),
        update(STREAM, AttributeChange("shard_count", "2", "4"), action="replace"),
    )

    document = views.plan_json("staging", made)

    summary = document.pop("summary")
    assert {name: summary[name] for name in ("create", "update", "delete", "replace")} == {
        "create": 1,
        "update": 0,
        "delete": 0,
        "replace": 1,
    }
    assert document == {
        "schema": "snowops.plan/v1",
        "environment": "staging",
        "terraform_version": "1.11.4",
        "meaning": "",
        "changes": [
            {"address": "module.storage.aws_s3_bucket.events", "actions": ["create"]},
            {"address": STREAM, "actions": ["delete", "create"]},
        ],
        "findings": [],
    }


def test_no_value_of_an_attribute_is_in_the_plan_for_machines() -> None:
    made = plan(update(STREAM, AttributeChange("shard_count", "before", "after")))

    assert "before" not in str(views.plan_json("staging", made))


def test_what_was_applied_for_machines_has_its_shape() -> None:
    document = views.applied_json("staging", Applied(Summary(create=1), {"bucket": "acme"}))

    assert document["schema"] == "snowops.apply/v1"
    assert document["environment"] == "staging"
    assert document["summary"]["create"] == 1
    assert document["outputs"] == {"bucket": "acme"}
