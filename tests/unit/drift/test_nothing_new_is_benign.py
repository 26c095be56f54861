"""Whatever differs, and whatever nobody has thought of: it is looked at by somebody."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.drift.drifts import SERVICE, case_of, classified, drifted
from toolkit.adapters.terraform.differences import differ
from toolkit.domain.drift.benign import BENIGN
from toolkit.domain.drift.model import SEVERITIES, counts, needs_somebody
from toolkit.domain.plan import Change

# Types that rules and lists know, each with attributes that they look at, and one nobody knows.
_KNOWN = {
    "aws_ecs_service": ("desired_count", "task_definition", "network_configuration"),
    "aws_eip": ("association_id", "private_ip"),
    "aws_iam_role": ("inline_policy", "managed_policy_arns", "assume_role_policy"),
    "aws_kinesis_firehose_delivery_stream": ("version_id", "extended_s3_configuration"),
    "aws_kinesis_stream": ("shard_count", "encryption_type", "retention_period"),
    "aws_kms_key": ("policy", "is_enabled"),
    "aws_lambda_function": ("last_modified", "handler", "environment"),
    "aws_route_table": ("route",),
    "aws_s3_bucket": ("policy", "acl", "versioning", "lifecycle_rule"),
    "aws_secretsmanager_secret": ("policy", "kms_key_id"),
    "aws_security_group": ("ingress", "egress"),
    "aws_new_thing": ("anything",),
}
_NAMES = ("name", "policy", "cidr_block", "tags", "a.b", "type", "aws:x")
_scalars = st.none() | st.booleans() | st.integers(-1, 30) | st.text(max_size=4) | st.just("{}")
_values = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=3)
    ),
    max_leaves=6,
)
_marks = st.sampled_from([{}, True, {"policy": True}])


@st.composite
def _drifts(draw: st.DrawFn, listed: bool) -> dict[str, Any]:
    """One resource that is gone or another; if not `listed`, nothing listed is all that differs."""
    kind = draw(st.sampled_from(sorted(_KNOWN)))
    attributes = (*_KNOWN[kind], "tags", "strange")
    before = draw(st.dictionaries(st.sampled_from(attributes), _values, min_size=1, max_size=4))
    changes = st.dictionaries(st.sampled_from(attributes), _values, min_size=1, max_size=3)
    after = {**before, **draw(changes)}
    if not listed:
        after["strange"] = draw(_values)
        assume(differ(before.get("strange"), after["strange"]))
    assume(differ(before, after))
    stage, key = draw(st.sampled_from(["collectors", "lambda"])), draw(st.integers(0, 10**9))
    gone = draw(st.booleans())
    address = f'module.{stage}.{kind}.this["{key}"]'
    return drifted(address, before, None if gone else after, draw(_marks))


@given(_drifts(listed=False))
def test_what_no_rule_or_list_knows_is_never_benign(drift: dict[str, Any]) -> None:
    (found,) = classified(drift)

    assert found.severity != "benign"
    assert found.why
    assert found.fix
    assert needs_somebody([found])


@given(_drifts(listed=True))
def test_what_is_benign_is_on_the_list_with_everything_that_differs(drift: dict[str, Any]) -> None:
    (found,) = classified(drift)

    if found.severity == "benign":
        kind, names = drift["type"], {each.outermost for each in found.change.attributes}
        assert {(kind, name) for name in names - {"tags"}} <= {*BENIGN}
        assert found.change.action == "update"


@given(st.lists(_drifts(listed=True), max_size=5, unique_by=lambda drift: drift["address"]))
def test_every_change_is_of_one_class_and_the_worst_come_first(
    drifts: list[dict[str, Any]],
) -> None:
    plan = case_of(*drifts).plan

    found = classified(*drifts)

    def address(change: Change) -> str:
        return change.address

    assert sorted((each.change for each in found), key=address) == sorted(plan.changes, key=address)
    assert sum(counts(found).values()) == len(drifts)
    order = [SEVERITIES.index(each.severity) for each in found]
    assert order == sorted(order)


@given(_drifts(listed=True), st.integers(3, 24))
def test_what_is_benign_beside_it_excuses_nothing(drift: dict[str, Any], tasks: int) -> None:
    benign = drifted(SERVICE, {"desired_count": 2}, {"desired_count": tasks})

    (alone,) = classified(drift)
    together = {each.address: each.severity for each in classified(drift, benign)}

    assert together == {drift["address"]: alone.severity, SERVICE: "benign"}
