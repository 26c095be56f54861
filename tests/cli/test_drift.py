"""Drift as people and machines read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from tests.reviews import names
from tests.unit.drift.drifts import (
    FUNCTION,
    KEY,
    ROLE,
    SERVICE,
    STREAM,
    allows,
    case_of,
    drifted,
    loaded_of,
    policy,
    prod,
    untouched,
)
from tests.unit.environment.changed import ENVIRONMENTS
from toolkit.adapters.environment_files import load
from toolkit.cli.drift_views import drift_json, drift_view
from toolkit.domain.drift.classify import classify
from toolkit.domain.environment import Environment
from toolkit.workflows.drifting import Drifted

ARN = "arn:aws:kms:us-east-2:222222222222:key"
LOGS = "module.firehose.aws_cloudwatch_log_group.this"
LINES = {("firehose", "log_retention_days"): 58, ("streams", "raw_good", "shards"): 21}
SCALED = drifted(SERVICE, {"desired_count": 3}, {"desired_count": 9})
WIDENED = drifted(
    KEY,
    {"arn": f"{ARN}/k", "policy": policy(allows())},
    {
        "arn": f"{ARN}/k",
        "policy": policy(allows(), allows(role="newcomer")),
    },
)
KEPT_LONGER = drifted(
    LOGS,
    {"name": "/firehose", "retention_in_days": 365, "kms_key_id": "key"},
    {"name": "/firehose", "retention_in_days": 400, "kms_key_id": "key"},
)
WAIVED = prod(
    guardrails__waivers=[
        {
            "id": "DATA-SHARDS-REDUCED",
            "address": STREAM,
            "owner": "data platform",
            "reason": "halved for January",
            "expires": "2026-01-31",
        }
    ]
)
HALVED = drifted(
    STREAM, {"shard_count": 8, "kms_key_id": "k"}, {"shard_count": 4, "kms_key_id": "k"}
)


def found(*drifts: dict[str, Any], of: Environment | None = None) -> Drifted:
    """What `snowops drift prod` finds."""
    case = case_of(*drifts, of=of, there=(untouched("module.network.aws_vpc.this", {"id": "v"}),))
    return Drifted(case.plan, classify(case, loaded_of(case, LINES)))


def shown(made: Drifted, of: Environment | None = None) -> str:
    console = Console(width=100, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(drift_view(of or prod(), made))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


CASES = [
    pytest.param([], prod(), id="no drift"),
    pytest.param([SCALED], prod(), id="benign"),
    pytest.param(
        [SCALED, drifted(SERVICE.replace("collectors", "enrichers"), {"desired_count": 3},
                         {"desired_count": 8})],
        prod(), id="benign for one reason",
    ),
    pytest.param([KEPT_LONGER], prod(), id="suspicious, and a key that sets it"),
    pytest.param([SCALED, KEPT_LONGER, WIDENED], prod(), id="one of each"),
    pytest.param([WIDENED], prod(embedded=True), id="dangerous, where nobody keeps a trail"),
    pytest.param([HALVED], WAIVED, id="waived"),
    pytest.param([HALVED], prod(), id="dangerous, and a key that sets it"),
    pytest.param(
        [
            drifted(STREAM, {"name": "raw-good", "kms_key_id": "k"}, None),
            drifted("module.network.aws_route.out", {"id": "r"}, None),
            drifted(ROLE, {"name": "r", "managed_policy_arns": []},
                    {"name": "r", "managed_policy_arns": ["arn:aws:iam::aws:policy/Power"]}),
            drifted(FUNCTION, {"function_name": "f", "handler": "a", "timeout": 1},
                    {"function_name": "f", "handler": "b", "timeout": 2}),
        ],
        prod(), id="deleted, attached, deployed by hand",
    ),
    pytest.param(
        [drifted("module.salt.aws_x.this", {}, {f"name_{at}": at for at in range(1, 12)})],
        prod(), id="more attributes than anybody reads",
    ),
    pytest.param(
        [drifted("module.salt.aws_x.this", {"[red]a": "[/bold]"}, {"[red]a": "[link=x]y"})],
        prod(), id="values that look like marks",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("drifts", "environment"), CASES)
def test_drift_on_the_screen(
    drifts: list[dict[str, Any]], environment: Environment, snapshot: SnapshotAssertion
) -> None:
    assert shown(found(*drifts, of=environment), environment) == snapshot


def test_nothing_deployed_is_not_the_same_as_no_drift() -> None:
    nothing = Drifted(case_of().plan, ())

    assert shown(nothing) == "prod: nothing is deployed."


@given(names, names, names)
def test_no_text_reaches_the_terminal_as_anything_else(address: str, name: str, value: str) -> None:
    drift = drifted(f"module.salt.aws_x.this[{address}]", {name: "a"}, {name: value, "more": 1})

    seen = shown(found(drift))

    assert all(each.isprintable() or each.isspace() for each in seen)
    assert "\x1b" not in seen


def test_drift_for_machines_has_the_documented_shape() -> None:
    document = drift_json("prod", found(SCALED, KEPT_LONGER, HALVED))

    (finding,) = document.pop("findings")
    assert finding["id"] == "DATA-SHARDS-REDUCED"
    assert finding["address"] == STREAM
    assert document == {
        "schema": "snowops.drift/v1",
        "environment": "prod",
        "terraform_version": "",
        "resources": 4,
        "summary": {"dangerous": 1, "suspicious": 1, "benign": 1},
        "changes": [
            {
                "address": STREAM,
                "actions": ["update"],
                "class": "dangerous",
                "attributes": ["shard_count"],
                "rules": ["DATA-SHARDS-REDUCED"],
                "why": finding["why"],
                "fix": "`snowops plan prod` shows what puts it back, `snowops apply prod` does it",
                "cause": {
                    "key": "streams.raw_good.shards",
                    "file": "environments/prod.yaml",
                    "line": 21,
                },
                "resource_name": None,
            },
            {
                "address": LOGS,
                "actions": ["update"],
                "class": "suspicious",
                "attributes": ["retention_in_days"],
                "rules": [],
                "why": "nothing says that AWS or the pipeline changes it by itself",
                "fix": "`snowops plan prod` shows what puts it back, `snowops apply prod` does it; "
                "to keep it, set firehose.log_retention_days in environments/prod.yaml",
                "cause": {
                    "key": "firehose.log_retention_days",
                    "file": "environments/prod.yaml",
                    "line": 58,
                },
                "resource_name": "/firehose",
            },
            {
                "address": SERVICE,
                "actions": ["update"],
                "class": "benign",
                "attributes": [],
                "rules": [],
                "why": "autoscaling moves the tasks between min_tasks and max_tasks",
                "fix": None,
                "cause": None,
                "resource_name": None,
            },
        ],
    }


DOCS = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
FLOW = "module.network.aws_cloudwatch_log_group.flow"
DOCUMENTED = (
    drifted(
        "module.salt.module.key.aws_kms_key.this",
        {"arn": f"{ARN}/9a1c", "policy": policy(allows())},
        {"arn": f"{ARN}/9a1c", "policy": policy(allows(), allows(role="newcomer"))},
    ),
    drifted(
        FLOW,
        {"name": "/vpc/snowplow-prod", "retention_in_days": 365, "kms_key_id": "key"},
        {"name": "/vpc/snowplow-prod", "retention_in_days": 400, "kms_key_id": "key"},
    ),
    SCALED,
)


def documented(language: str, heading: str) -> str:
    """The first example of a language below a heading of docs/operations.md."""
    return DOCS.partition(heading)[2].partition(f"```{language}\n")[2].partition("```")[0]


def test_the_documented_example_is_what_is_shown() -> None:
    loaded = load(ENVIRONMENTS, "prod")
    case = case_of(*DOCUMENTED, of=loaded.environment)

    seen = shown(Drifted(case.plan, classify(case, loaded)), loaded.environment)

    assert documented("text", "## Drift").rstrip() == seen


def test_the_documented_json_is_what_is_printed() -> None:
    loaded = load(ENVIRONMENTS, "prod")
    case = case_of(DOCUMENTED[1], of=loaded.environment)

    printed = drift_json("prod", Drifted(case.plan, classify(case, loaded)))

    example = json.loads(documented("json", "`snowops drift ENV --json` prints"))
    assert example == {**printed, "terraform_version": "1.15.5", "resources": 123}
    assert len(example["changes"]) == 1
