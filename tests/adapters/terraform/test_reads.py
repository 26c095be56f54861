"""Which data sources put a secret into the state."""

from __future__ import annotations

import json
from typing import Any

from toolkit.adapters.terraform.plan_json import parse_plan
from toolkit.domain.plan import Withheld

SECRET = "arn:aws:secretsmanager:us-east-2:1:secret:salt-a1B2c3"


def _data(address: str, **more: Any) -> dict[str, Any]:
    return {"address": address, "mode": "data", "type": address.split(".")[-2], **more}


def test_secrets_that_are_read_while_planning_or_applying() -> None:
    values = {"secret_id": SECRET, "secret_string": "hunter2"}
    now = _data("module.salt.data.aws_secretsmanager_secret_version.now", values=values)
    other = _data("data.aws_caller_identity.me", values={"account_id": "1"})
    written = {**now, "mode": "managed", "address": "aws_secretsmanager_secret_version.w"}
    change = {"actions": ["read"], "before": None, "after": {}, "after_unknown": {}}
    later = _data("data.aws_secretsmanager_secret_version.later", change=change)
    inner = {"resources": [now, other, written]}
    raw = {
        "prior_state": {"values": {"root_module": {"child_modules": [inner]}}},
        "resource_changes": [later],
    }

    found = parse_plan(json.dumps(raw)).reads

    assert {each.address: each.after for each in found} == {
        now["address"]: {"secret_id": SECRET},
        later["address"]: {"secret_id": Withheld.UNKNOWN},
    }
    assert "hunter2" not in repr(found)
