"""Which attributes of a change are shown, by which names, and what stands for the others."""

from __future__ import annotations

import json
from typing import Any

import pytest

from toolkit.adapters.terraform.plan_json import parse_plan
from toolkit.domain.review.attributes import reviewed_attributes
from toolkit.domain.review.harmless import NOT_SHOWN

Told = tuple[str, str | None, str | None]
HIDDEN = (NOT_SHOWN, NOT_SHOWN)
DELIVERY = "aws_kinesis_firehose_delivery_stream"


def told(
    kind: str, before: Any, after: Any, actions: tuple[str, ...] = ("update",), **more: Any
) -> list[Told]:
    """Name, before and after of each attribute that is reviewed."""
    change = {"actions": actions, "before": before, "after": after, **more}
    item = {"address": f"module.salt.{kind}.this", "type": kind, "change": change}
    (found,) = parse_plan(json.dumps({"resource_changes": [item]})).changes
    return [(each.name, each.before, each.after) for each in reviewed_attributes(found)]


@pytest.mark.parametrize(("kind", "before", "after", "expected"), [
    pytest.param(
        "aws_kinesis_stream", {"shard_count": 2}, {"shard_count": 4},
        [("shard_count", "2", "4")], id="a number",
    ),
    pytest.param(
        "aws_kinesis_stream", {}, {"name": "raw-good"}, [("name", None, "raw-good")], id="a name",
    ),
    pytest.param(
        "aws_kinesis_stream", {"encryption_type": "KMS"}, {"encryption_type": None},
        [("encryption_type", "KMS", None)], id="what is gone",
    ),
    pytest.param(
        "aws_kinesis_stream", {"kms_key_id": "arn:a"}, {"kms_key_id": "arn:b"},
        [("kms_key_id", *HIDDEN)], id="what nobody has vouched for",
    ),
    pytest.param(
        "aws_new_thing", {"name": "a"}, {"name": "b"}, [("name", *HIDDEN)],
        id="of a type nobody knows",
    ),
    pytest.param(
        "aws_kinesis_stream", {"tags": {"team": "a"}}, {"tags": {"team": "b"}},
        [("tags", *HIDDEN)], id="tags",
    ),
    pytest.param(
        "aws_lambda_function", {"architectures": ["x86_64"]}, {"architectures": ["arm64"]},
        [("architectures", '["x86_64"]', '["arm64"]')], id="a list of words",
    ),
    pytest.param(
        DELIVERY,
        {"extended_s3_configuration": [{"prefix": "a/", "role_arn": "arn:a"}]},
        {"extended_s3_configuration": [{"prefix": "b/", "role_arn": "arn:a"}]},
        [("extended_s3_configuration.prefix", "a/", "b/")], id="inside of a block",
    ),
    pytest.param(
        DELIVERY,
        {"extended_s3_configuration": [{"prefix": "a/", "role_arn": "arn:a"}]},
        {"extended_s3_configuration": [{"prefix": "b/", "role_arn": "arn:b"}]},
        [("extended_s3_configuration.prefix", "a/", "b/"), ("extended_s3_configuration", *HIDDEN)],
        id="inside of a block, beside something hidden",
    ),
    pytest.param(
        "aws_s3_bucket",
        {"lifecycle_rule": [{"id": "a", "expiration": [{"days": 1}]},
                            {"id": "b", "expiration": [{"days": 2}]}]},
        {"lifecycle_rule": [{"id": "b", "expiration": [{"days": 3}]},
                            {"id": "a", "expiration": [{"days": 1}]}]},
        [("lifecycle_rule[b].expiration.days", "2", "3")], id="a block in another place of a list",
    ),
    pytest.param(
        "aws_s3_bucket",
        {"lifecycle_rule": [{"prefix": "a", "status": "Enabled"}, {"prefix": "b"}]},
        {"lifecycle_rule": [{"prefix": "a", "status": "Disabled"}, {"prefix": "b"}]},
        [("lifecycle_rule[0].status", "Enabled", "Disabled")], id="blocks without names",
    ),
    pytest.param(
        "aws_cloudformation_stack",
        {"template_body": json.dumps({"Resources": {"Function": {"Properties": {"Timeout": 1}}}})},
        {"template_body": json.dumps({"Resources": {"Function": {"Properties": {"Timeout": 2}}}})},
        [("template_body.Resources.Function.Properties.Timeout", "1", "2")], id="in a template",
    ),
    pytest.param(
        "aws_dynamodb_table", {"point_in_time_recovery": [{"enabled": True}]},
        {"point_in_time_recovery": []},
        [("point_in_time_recovery.enabled", "true", None)], id="a block that is gone",
    ),
    pytest.param(
        "aws_dynamodb_table", {"point_in_time_recovery": [{"enabled": False}]},
        {"point_in_time_recovery": []},
        [("point_in_time_recovery", *HIDDEN)], id="one emptiness for another",
    ),
])  # fmt: skip
def test_what_changes_is_shown_as_far_as_it_is_harmless(
    kind: str, before: Any, after: Any, expected: list[Told]
) -> None:
    assert told(kind, before, after) == expected


@pytest.mark.parametrize("value", [
    pytest.param("a sentence of somebody", id="a sentence"),
    pytest.param("x" * 101, id="something long"),
    pytest.param("<script>", id="markup"),
    pytest.param("AKIA" + "A1B2" * 4, id="an access key"),
    pytest.param("q7Zk2Lw9Xb4Rt6Yp1Vm3Nc8Hd5Js0Gf+", id="a word without structure"),
    pytest.param(["a", "AKIA" + "A1B2" * 4], id="an access key in a list"),
    pytest.param(["q7Zk2Lw9Xb4Rt6Yp1Vm3Nc8Hd5Js0Gf+"], id="such a word in a list"),
    pytest.param({"a": "b"}, id="something else than a word"),
])  # fmt: skip
def test_a_harmless_attribute_with_another_value_than_it_has_is_hidden(value: Any) -> None:
    found = told("aws_lambda_function", {"handler": "runtime.handle"}, {"handler": value})

    assert found == [("handler", "runtime.handle", NOT_SHOWN)]


def test_what_is_not_known_yet_says_so() -> None:
    found = told("aws_kinesis_stream", {"name": "a"}, {}, after_unknown={"name": True})

    assert found == [("name", "a", "(known after apply)")]


def test_what_is_not_known_yet_inside_of_a_block_says_so() -> None:
    found = told(
        DELIVERY,
        {"extended_s3_configuration": [{"prefix": "a/"}]},
        {"extended_s3_configuration": [{}]},
        after_unknown={"extended_s3_configuration": [{"prefix": True}]},
    )

    assert found == [("extended_s3_configuration.prefix", "a/", "(known after apply)")]


@pytest.mark.parametrize("side", ["before_sensitive", "after_sensitive"])
def test_a_value_that_has_or_had_a_mark_is_not_shown_on_either_side(side: str) -> None:
    found = told(
        DELIVERY,
        {"extended_s3_configuration": [{"prefix": "old/"}]},
        {"extended_s3_configuration": [{"prefix": "new/"}]},
        **{side: {"extended_s3_configuration": [{"prefix": True}]}},
    )

    assert "old/" not in repr(found)
    assert "new/" not in repr(found)
    assert [name for name, _, _ in found] == ["extended_s3_configuration"]


def test_what_forces_a_replacement_is_named_as_a_whole() -> None:
    (found,) = reviewed(
        DELIVERY,
        {"name": "a", "extended_s3_configuration": [{"prefix": "a/"}]},
        {"name": "a", "extended_s3_configuration": [{"prefix": "b/"}]},
        [["extended_s3_configuration", 0, "prefix"]],
    )

    assert found == ("extended_s3_configuration", NOT_SHOWN, NOT_SHOWN)


def reviewed(kind: str, before: Any, after: Any, paths: list[Any]) -> list[Told]:
    return told(kind, before, after, ("delete", "create"), replace_paths=paths)


def test_a_new_resource_shows_what_is_harmless_and_known() -> None:
    after = {"name": "raw-good", "shard_count": 4, "kms_key_id": "arn:k", "retention_period": None}

    found = told(
        "aws_kinesis_stream", None, after, ("create",), after_unknown={"retention_period": True}
    )

    assert sorted(found) == [("name", None, "raw-good"), ("shard_count", None, "4")]


@pytest.mark.parametrize("actions", [("delete",), ("forget",), ("no-op",)], ids=str)
def test_what_goes_or_stays_shows_nothing(actions: tuple[str, ...]) -> None:
    change = {"actions": actions, "before": {"name": "a"}, "after": None}
    item = {"address": "aws_kinesis_stream.this", "type": "aws_kinesis_stream", "change": change}
    plan = parse_plan(json.dumps({"resource_changes": [item]}))

    assert [reviewed_attributes(each) for each in plan.resources] == [()]


def test_the_name_of_a_block_is_shown_where_it_is_harmless_alone() -> None:
    processors = [{"type": "Lambda", "id": "person"}, {"type": "Other", "id": "persons"}]
    later = [{"type": "Lambda", "id": "person"}, {"type": "Third", "id": "persons"}]

    def written(items: Any) -> Any:
        configuration = {"processing_configuration": [{"processors": items}]}
        return {"extended_s3_configuration": [configuration]}

    found = told(DELIVERY, written(processors), written(later))

    assert "person" not in repr(found)
