from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.aws6_provider.served import arns
from tests.aws6_provider.served.checks import problems
from tests.aws6_provider.served.configuration import NoRegion, account_of
from tests.aws6_provider.served.data_sources import read
from tests.aws6_provider.served.fakes import Account, filled
from tests.aws6_provider.served.planning import planned
from tests.aws6_provider.served.policy_document import DocumentRefused, render
from tests.aws6_provider.served.values import UNKNOWN, empty, is_known

ACCOUNT = Account("111122223333", "eu-central-1", {"team": "data"})
TEXT = {"type": "string", "optional": True}
ASKED = {"type": "string", "optional": True, "computed": True}
TOLD = {"type": "string", "computed": True}
TAGS = {"type": ["map", "string"], "optional": True}
TAGS_ALL = TAGS | {"computed": True}

STREAM = {
    "attributes": {
        "name": {"type": "string", "required": True},
        "arn": TOLD,
        "id": ASKED,
        "region": ASKED,
        "tags": TAGS,
        "tags_all": TAGS_ALL,
        "secret": TEXT | {"write_only": True},
    },
    "block_types": {
        "mode": {
            "nesting_mode": "list",
            "block": {"attributes": {"kind": TEXT, "version": TOLD}},
        }
    },
}


def stream(**values: object) -> dict[str, object]:
    return empty(STREAM) | values


def test_a_new_resource_is_planned_with_what_aws_decides_unknown() -> None:
    config = stream(name="raw", tags={"a": "b"}, secret="x", mode=[{"kind": "k", "version": None}])

    plan = planned("aws_kinesis_stream", STREAM, config, config, ACCOUNT)

    assert plan == {
        "name": "raw",
        "arn": UNKNOWN,
        "id": UNKNOWN,
        "region": "eu-central-1",
        "tags": {"a": "b"},
        "tags_all": {"team": "data", "a": "b"},
        "secret": None,
        "mode": [{"kind": "k", "version": UNKNOWN}],
    }


def test_applying_leaves_nothing_unknown_and_keeps_what_was_planned() -> None:
    config = stream(name="raw", mode=[{"kind": "k", "version": None}])
    plan = planned("aws_kinesis_stream", STREAM, config, config, ACCOUNT)

    state = filled("aws_kinesis_stream", STREAM, plan, ACCOUNT)

    assert is_known(state)
    assert state["arn"] == "arn:aws:kinesis:eu-central-1:111122223333:stream/raw"
    assert state["id"] == state["arn"]
    assert all(state[name] == value for name, value in plan.items() if is_known(value))


def test_what_was_applied_is_planned_again_without_a_change() -> None:
    config = stream(name="raw", mode=[{"kind": "k", "version": None}])
    plan = planned("aws_kinesis_stream", STREAM, config, config, ACCOUNT)
    state = filled("aws_kinesis_stream", STREAM, plan, ACCOUNT)

    # Terraform proposes the configuration over the prior state's computed values.
    second_plan = planned("aws_kinesis_stream", STREAM, state, config, ACCOUNT)

    assert second_plan == state


def test_tags_that_are_not_known_yet_leave_all_tags_unknown() -> None:
    config = stream(name="raw", tags=UNKNOWN)

    assert planned("aws_kinesis_stream", STREAM, config, config, ACCOUNT)["tags_all"] is UNKNOWN


@pytest.mark.parametrize(
    ("region", "partition"),
    [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_an_arn_names_the_partition_of_its_region(region: str, partition: str) -> None:
    known = {"region": region, "account": "111122223333", "name": "q"}

    assert arns.arn("aws_sqs_queue", known) == f"arn:{partition}:sqs:{region}:111122223333:q"


@given(type_name=st.sampled_from(sorted(arns.ARNS)))
def test_every_arn_can_be_made_of_nothing_but_account_and_region(type_name: str) -> None:
    made = arns.arn(type_name, ACCOUNT.texts({}))

    assert len(made.split(":", 5)) == 6
    assert "{" not in made


def test_a_computed_attribute_may_not_be_set() -> None:
    (found,) = problems(STREAM, stream(name="raw", arn="x"))

    assert found.path == ("arn",)
    assert 'Can\'t configure a value for "arn"' in found.detail


def test_a_required_argument_may_not_be_null() -> None:
    (found,) = problems(STREAM, stream())

    assert found.summary == "Missing required argument"


def test_a_problem_in_a_block_is_reported_with_its_path() -> None:
    (found,) = problems(STREAM, stream(name="raw", mode=[{"kind": "k", "version": "1"}]))

    assert found.path == ("mode", 0, "version")


@pytest.mark.parametrize("policy", ["{", "", "[]", "'a'"])
def test_a_policy_must_be_a_json_object(policy: str) -> None:
    (found,) = problems({"attributes": {"policy": TEXT}}, {"policy": policy})

    assert found.summary.startswith('"policy" contains an invalid JSON')


@pytest.mark.parametrize("policy", ["{}", None, UNKNOWN])
def test_a_policy_may_be_json_or_not_known_yet(policy: object) -> None:
    assert list(problems({"attributes": {"policy": TEXT}}, {"policy": policy})) == []


def test_the_allowed_account_is_played() -> None:
    tags = [{"tags": {"team": "data"}}]

    account = account_of(
        {"region": "eu-central-1", "allowed_account_ids": ["111122223333"], "default_tags": tags},
        {},
    )

    assert account == ACCOUNT


def test_the_region_may_come_from_the_environment() -> None:
    assert account_of({}, {"AWS_REGION": "eu-north-1"}).region == "eu-north-1"


@pytest.mark.parametrize("region", [None, UNKNOWN])
def test_a_provider_without_a_region_is_refused(region: object) -> None:
    with pytest.raises(NoRegion):
        account_of({"region": region}, {})


def test_availability_zones_are_those_of_the_region() -> None:
    schema = {"attributes": {"region": ASKED, "names": {"type": ["list", "string"]}}}

    state = read("aws_availability_zones", schema, empty(schema), ACCOUNT)

    assert state["names"] == ["eu-central-1a", "eu-central-1b", "eu-central-1c"]


STATEMENT = {
    "sid": "Read",
    "effect": None,
    "actions": ["s3:GetObject", "s3:PutObject"],
    "resources": ["arn:aws:s3:::lake/&{aws:username}"],
    "principals": [
        {"type": "AWS", "identifiers": ["b", "a"]},
        {"type": "Service", "identifiers": ["s3.amazonaws.com"]},
    ],
    "condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["true"]}],
}


def test_a_policy_document_is_rendered_as_the_provider_renders_it() -> None:
    text, minified = render({"statement": [STATEMENT], "policy_id": "lake"})

    assert (
        json.loads(text)
        == json.loads(minified)
        == {
            "Version": "2012-10-17",
            "Id": "lake",
            "Statement": [
                {
                    "Sid": "Read",
                    "Effect": "Allow",
                    "Action": ["s3:PutObject", "s3:GetObject"],
                    "Resource": "arn:aws:s3:::lake/${aws:username}",
                    "Principal": {"AWS": ["b", "a"], "Service": "s3.amazonaws.com"},
                    "Condition": {"Bool": {"aws:SecureTransport": "true"}},
                }
            ],
        }
    )


def test_everybody_is_written_as_a_star() -> None:
    everybody = [{"type": "*", "identifiers": ["*"]}]

    text, _ = render({"statement": [{"principals": everybody}]})

    assert json.loads(text)["Statement"] == [{"Effect": "Allow", "Principal": "*"}]


def test_documents_are_merged_and_overridden_by_sid() -> None:
    source = json.dumps({"Statement": [{"Sid": "A", "Action": "a"}, {"Sid": "B", "Action": "b"}]})
    override = json.dumps({"Statement": {"Sid": "B", "Action": "c"}})

    text, _ = render({"source_policy_documents": [source], "override_policy_documents": [override]})

    assert [(one["Sid"], one["Action"]) for one in json.loads(text)["Statement"]] == [
        ("A", "a"),
        ("B", "c"),
    ]


@pytest.mark.parametrize(
    "config",
    [
        {"statement": [STATEMENT, STATEMENT]},
        {"source_policy_documents": ["{"]},
    ],
    ids=["the same Sid twice", "a source that is not JSON"],
)
def test_a_document_that_the_provider_would_not_render_is_refused(config: dict[str, Any]) -> None:
    with pytest.raises(DocumentRefused):
        render(config)
