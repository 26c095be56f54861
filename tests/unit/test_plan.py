"""What a plan says of itself."""

from __future__ import annotations

import pytest

from tests.fakes import change, plan
from toolkit.domain.plan import Summary


@pytest.mark.parametrize(
    ("address", "stage"),
    [
        ("module.storage.aws_s3_bucket.events", "storage"),
        ('module.lambda.aws_lambda_function.path["raw_bad"]', "lambda"),
        ('module.firehose["eu.west"].aws_kinesis_firehose_delivery_stream.path', "firehose"),
        ("module.collectors.module.app.aws_ecs_service.this", "collectors"),
        ("aws_kms_key.state", ""),
        ("data.aws_caller_identity.current", ""),
    ],
)
def test_a_change_belongs_to_the_stage_whose_module_holds_it(address: str, stage: str) -> None:
    assert change(address).stage == stage


def test_a_replacement_counts_once() -> None:
    made = plan(change(), change(action="replace"), change(action="delete"), change(action="read"))

    assert made.summary == Summary(create=1, update=0, delete=1, replace=1)
    assert made.summary.total == 3


@pytest.mark.parametrize(
    ("made", "empty"),
    [
        pytest.param(plan(), True, id="no change"),
        pytest.param(plan(change()), False, id="a change"),
        pytest.param(plan(outputs_changed=True), False, id="an output alone"),
    ],
)
def test_a_plan_is_empty_where_applying_it_would_change_nothing(made: object, empty: bool) -> None:
    assert made.is_empty is empty  # type: ignore[attr-defined]
