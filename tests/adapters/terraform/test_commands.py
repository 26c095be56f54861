"""What of a plan's configuration runs programs."""

from __future__ import annotations

import json
from typing import Any

from tests.adapters.terraform import recordings
from toolkit.adapters.terraform.plan_json import parse_plan
from toolkit.domain.plan import Command


def test_a_provisioner_of_a_real_plan() -> None:
    assert parse_plan(recordings.text("plan.json")).commands == (
        Command("terraform_data.slow", "provisioner local-exec"),
    )


def test_programs_are_found_in_every_module_and_once_each() -> None:
    provisioner = {"type": "remote-exec", "expressions": {"inline": {"constant_value": ["x"]}}}
    inner = {"resources": [_resource("null_resource.y", provisioners=[provisioner] * 2)]}
    outer = {
        "resources": [
            _resource("data.external.x", "data"),
            _resource("data.http.x", "data"),
            _resource("terraform_data.quiet"),
        ],
        "module_calls": {"m": {"module": {"module_calls": {"n": {"module": inner}}}}},
    }

    found = parse_plan(json.dumps({"configuration": {"root_module": outer}})).commands

    assert found == (
        Command("data.external.x", "data source external"),
        Command("module.m.module.n.null_resource.y", "provisioner remote-exec"),
    )


def _resource(address: str, mode: str = "managed", **more: Any) -> dict[str, Any]:
    return {"address": address, "mode": mode, "type": address.split(".")[-2], **more}
