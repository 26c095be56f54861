"""Whether one resource policy allows more than another."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.guardrails.policy import statements, widened

ROOT = "arn:aws:iam::123456789012:root"
ROLE = "arn:aws:iam::123456789012:role/analysts"
OTHER = "arn:aws:iam::123456789012:role/others"


def policy(*items: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(items)})


def allow(**changes: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"AWS": [ROLE]},
        "Action": ["s3:GetObject"],
        "Resource": ["arn:aws:s3:::events/output/*"],
        **changes,
    }


def deny(**changes: Any) -> dict[str, Any]:
    return {
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::events/errors/*",
        "Condition": {"ArnNotLike": {"aws:PrincipalArn": [ROOT]}},
        **changes,
    }


def wider(before: str, after: str) -> list[str]:
    return list(widened(statements(before), statements(after)))


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(allow(Principal={"AWS": [ROLE, OTHER]}), id="one more principal"),
        pytest.param(allow(Principal="*"), id="everybody"),
        pytest.param(allow(Action=["s3:GetObject", "s3:DeleteObject"]), id="one more action"),
        pytest.param(allow(Action="s3:Get*"), id="a wider action"),
        pytest.param(allow(Resource="arn:aws:s3:::events/*"), id="a wider resource"),
        pytest.param(allow(Resource="arn:aws:s3:::events/OUTPUT/*"), id="a resource in capitals"),
        pytest.param(
            {**allow(), "NotResource": "arn:aws:s3:::events/errors/*", "Resource": None},
            id="everything but one resource",
        ),
    ],
)
def test_an_allowance_that_grows_is_wider(after: dict[str, Any]) -> None:
    after = {key: value for key, value in after.items() if value is not None}

    assert wider(policy(allow()), policy(after))


@pytest.mark.parametrize(
    "after",
    [
        pytest.param([], id="gone"),
        pytest.param([deny(Action="s3:PutObject")], id="of another action"),
        pytest.param([deny(Resource="arn:aws:s3:::events/errors/old/*")], id="of less"),
        pytest.param(
            [deny(Condition={"ArnNotLike": {"aws:PrincipalArn": [ROOT, ROLE]}})],
            id="with one more exception",
        ),
        pytest.param([deny(Principal={"AWS": [ROLE]})], id="for one role only"),
        pytest.param([deny(Resource="arn:aws:s3:::events/Errors/*")], id="of a name in capitals"),
        pytest.param(
            [deny(Condition={"ArnNotLike": {"aws:PrincipalArn": [ROOT]}, "Null": {"a:b": "true"}})],
            id="with one more condition",
        ),
    ],
)
def test_a_denial_that_shrinks_is_wider(after: list[dict[str, Any]]) -> None:
    assert wider(policy(deny()), policy(*after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param([allow(), deny()], [deny(), allow()], id="in another order"),
        pytest.param([allow()], [allow(Action="s3:GetObject", Sid="New")], id="in other words"),
        pytest.param(
            [allow(Action="s3:GetObject", Condition={"Bool": {"a:b": "true"}})],
            [allow(Condition={"Bool": {"a:b": ["true"]}, "StringEquals": {"c:d": "e"}})],
            id="one more condition",
        ),
        pytest.param([allow(Action="s3:*")], [allow()], id="fewer actions"),
        pytest.param(
            [allow(Action=["s3:GetObject", "s3:PutObject"])],
            [allow(), allow(Action="s3:PutObject")],
            id="in two statements",
        ),
        pytest.param([deny()], [deny(Action="s3:*")], id="a denial of more"),
        pytest.param(
            [deny(Condition={"ArnNotLike": {"aws:PrincipalArn": [ROOT, ROLE]}})],
            [deny()],
            id="fewer exceptions",
        ),
        pytest.param(
            [allow(Principal={"AWS": "123456789012"})],
            [allow(Principal={"AWS": ROOT})],
            id="an account by its other name",
        ),
        pytest.param([], [deny()], id="a new denial"),
        pytest.param(
            [deny()],
            [deny(Condition={"ArnNotEquals": {"aws:PrincipalArn": [ROOT]}})],
            id="an operator by its other name",
        ),
        pytest.param(
            [allow(Condition={"StringLike": {"a:b": "arn:*"}})],
            [allow(Condition={"StringEquals": {"a:b": "arn:c"}})],
            id="one value instead of a pattern",
        ),
    ],
)
def test_what_allows_no_more_is_not_wider(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> None:
    assert wider(policy(*before), policy(*after)) == []


def test_a_pattern_instead_of_one_value_is_wider() -> None:
    one = allow(Condition={"StringEquals": {"a:b": "arn:c"}})
    many = allow(Condition={"StringLike": {"a:b": "arn:*"}})

    assert wider(policy(one), policy(many))


def test_any_number_of_characters_is_more_than_one() -> None:
    one = allow(Resource="arn:aws:s3:::events/output/?")
    many = allow(Resource="arn:aws:s3:::events/output/*")

    assert wider(policy(one), policy(many))


def test_actions_know_no_case() -> None:
    assert wider(policy(allow()), policy(allow(Action="S3:getobject"))) == []


def test_a_condition_that_is_lifted_is_wider() -> None:
    bound = allow(Condition={"StringEquals": {"aws:SourceAccount": "123456789012"}})

    assert wider(policy(bound), policy(allow()))


@pytest.mark.parametrize(
    ("statement", "public"),
    [
        (allow(Principal="*"), True),
        (allow(Principal={"AWS": "*"}), True),
        (allow(Principal={"AWS": ROOT}), False),
        (allow(Principal="*", Condition={"Bool": {"aws:SecureTransport": "true"}}), True),
        (
            allow(
                Principal="*", Condition={"StringEquals": {"aws:PrincipalAccount": "123456789012"}}
            ),
            False,
        ),
        (allow(Principal="*", Condition={"ArnLike": {"aws:PrincipalArn": "*"}}), True),
        (allow(Principal="*", Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*"}}), True),
        (
            allow(
                Principal="*", Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/a"}}
            ),
            True,
        ),
        (allow(Principal="*", Condition={"ArnLike": {"aws:PrincipalArn": [ROLE, "arn:*"]}}), True),
        (allow(Principal="*", Condition={"ArnLike": {"aws:PrincipalArn": f"{ROLE}/*"}}), False),
        (allow(Principal="*", Condition={"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}), True),
        (allow(Principal="*", Condition={"ArnLike": {"aws:SourceArn": "arn:aws:s3:::a"}}), False),
        (allow(Principal="*", Condition={"StringLike": {"aws:PrincipalAccount": "1*"}}), True),
        (allow(Principal="*", Condition={"StringLike": {"aws:userid": "?*"}}), True),
        (allow(Principal="*", Condition={"StringLike": {"aws:userid": "AROAEXAMPLE:*"}}), False),
        (allow(Principal="*", Condition={"Null": {"aws:PrincipalArn": "false"}}), True),
        (
            allow(
                Principal="*",
                Condition={"StringEqualsIfExists": {"aws:SourceAccount": "123456789012"}},
            ),
            True,
        ),
        (
            allow(
                Principal="*",
                Condition={"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-a/r-b/*"}},
            ),
            True,
        ),
        (
            allow(
                Principal="*",
                Condition={"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a/r-b/*"}},
            ),
            False,
        ),
        (allow(Principal="*", Condition={"StringEquals": {"aws:PrincipalArn": []}}), True),
        (allow(Principal={"Federated": "*"}), True),
        (deny(), False),
    ],
)
def test_a_statement_is_public_where_nothing_names_somebody(
    statement: dict[str, Any], *, public: bool
) -> None:
    (found,) = statements(policy(statement))

    assert found.is_public is public


_words = st.lists(st.sampled_from(["a", "b", "c", "*"]), min_size=1, max_size=3)
_statements = st.builds(
    lambda effect, principals, actions, resources: {
        "Effect": effect,
        "Principal": {"AWS": principals},
        "Action": actions,
        "Resource": resources,
    },
    st.sampled_from(["Allow", "Deny"]),
    _words,
    _words,
    _words,
)


@given(st.lists(_statements, max_size=4), st.randoms())
def test_a_policy_is_never_wider_than_itself_in_another_order(
    items: list[dict[str, Any]], chance: Any
) -> None:
    shuffled = chance.sample(items, len(items))

    assert wider(policy(*items), policy(*shuffled)) == []


@given(st.lists(_statements, max_size=3), _statements)
def test_a_statement_is_either_covered_or_named(
    items: list[dict[str, Any]], more: dict[str, Any]
) -> None:
    both = policy(*items, more)

    grew, shrank = wider(policy(*items), both), wider(both, policy(*items))

    assert bool(grew) <= (more["Effect"] == "Allow")
    assert bool(shrank) <= (more["Effect"] == "Deny")
