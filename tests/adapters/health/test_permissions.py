"""IAM's simulator is asked what a plan needs; `tests/iam.py` says what stands for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import boto3
import pytest

from tests.answering import Server, answering
from tests.iam import SimulatedRole
from tests.unit.environment.changed import changed
from tests.unit.roles.test_roles import roles_of
from toolkit.adapters.permissions import Simulator
from toolkit.domain.health.check import Result
from toolkit.domain.health.permissions import Question, permissions, questions
from toolkit.errors import ServiceError

pytestmark = pytest.mark.embedded

ROLE = "arn:aws:iam::111111111111:role/teams/data/plan"
STAGING = changed("staging", {"seal.kms_key": "alias/ours"})
POLICIES = roles_of(STAGING).plan


@contextmanager
def simulating(role: SimulatedRole) -> Iterator[tuple[Simulator, Server]]:
    with answering(role) as server:
        client: Any = boto3.client(
            "iam",
            region_name="us-east-1",
            endpoint_url=server.url,
            aws_access_key_id="a",
            aws_secret_access_key="b",
        )
        yield Simulator(client), server


def judged(simulator: Simulator) -> Result:
    asked = [(each, simulator.decisions(ROLE, each)) for each in questions(POLICIES)]
    return permissions(asked, ROLE, "staging")


def without(
    action: str, policies: Sequence[Mapping[str, Any]] = POLICIES
) -> tuple[dict[str, Any], ...]:
    """The plan's policies, but for one action."""
    return tuple(
        {
            "Statement": [
                {**each, "Action": [name for name in each["Action"] if name != action]}
                for each in policy["Statement"]
            ]
        }
        for policy in policies
    )


def test_a_role_with_the_rendered_policies_may_plan() -> None:
    with simulating(SimulatedRole(ROLE, POLICIES)) as (simulator, _):
        found = judged(simulator)

    assert found.outcome == "passed"


def test_a_role_with_everything_may_plan() -> None:
    everything = {"Statement": [{"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}]}

    with simulating(SimulatedRole(ROLE, (everything,))) as (simulator, _):
        assert judged(simulator).outcome == "passed"


@pytest.mark.parametrize(
    "action", ["kinesis:DescribeStreamSummary", "ec2:DescribeVpcs", "kms:GenerateMac"]
)
def test_an_action_that_the_role_lacks_is_named_alone(action: str) -> None:
    with simulating(SimulatedRole(ROLE, without(action))) as (simulator, _):
        found = judged(simulator)

    assert found.outcome == "failed"
    assert [line.partition(" ")[0] for line in found.details] == [action]


def test_the_same_action_elsewhere_is_not_enough() -> None:
    elsewhere = {
        "Effect": "Allow",
        "Action": ["s3:GetObject"],
        "Resource": ["arn:aws:s3:::other/*"],
    }
    policies = (*without("s3:GetObject"), {"Statement": [elsewhere]})

    with simulating(SimulatedRole(ROLE, policies)) as (simulator, _):
        found = judged(simulator)

    assert any(line.startswith("s3:GetObject on") for line in found.details)


def test_a_condition_on_something_that_only_a_request_has_is_undecided() -> None:
    from_home = {
        "Effect": "Allow", "Action": ["*"], "Resource": ["*"],
        "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}},
    }  # fmt: skip

    with simulating(SimulatedRole(ROLE, ({"Statement": [from_home]},))) as (simulator, _):
        found = judged(simulator)

    assert found.outcome == "warned"
    assert "hang on conditions" in found.sentence


def test_answers_that_come_in_pages_are_read_to_the_end() -> None:
    many = Question(tuple(f"s3:Action{number}" for number in range(40)), ("arn:a", "arn:b"))
    policy = {"Statement": [{"Action": ["*"], "Resource": ["arn:b"]}]}

    with simulating(SimulatedRole(ROLE, (policy,))) as (simulator, server):
        found = simulator.decisions(ROLE, many)

    assert set(found.values()) == {"allowed"}
    assert len(server.heard) == 2


def test_a_session_s_role_is_found_with_its_path() -> None:
    with simulating(SimulatedRole(ROLE)) as (simulator, _):
        assert simulator.with_path("arn:aws:iam::111111111111:role/plan") == ROLE


def test_where_iam_may_not_be_asked_the_role_stays_as_it_was_given() -> None:
    given = "arn:aws:iam::111111111111:role/plan"

    with simulating(SimulatedRole(ROLE, refusals={"GetRole": "AccessDenied"})) as (simulator, _):
        assert simulator.with_path(given) == given


def test_a_user_is_not_looked_up() -> None:
    with simulating(SimulatedRole(ROLE)) as (simulator, server):
        assert simulator.with_path("arn:aws:iam::1:user/ana") == "arn:aws:iam::1:user/ana"

    assert server.heard == []


def test_a_simulation_that_is_denied_is_a_sentence() -> None:
    refusing = SimulatedRole(ROLE, refusals={"SimulatePrincipalPolicy": "AccessDenied"})

    with (
        simulating(refusing) as (simulator, _),
        pytest.raises(ServiceError, match=r"cannot simulate what .*AccessDenied"),
    ):
        judged(simulator)
