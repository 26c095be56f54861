"""Drift as Terraform tells it, and what is thought of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tests.unit.environment.changed import changed
from toolkit.adapters.terraform.drift_json import parse_drift
from toolkit.domain.drift.classify import classify
from toolkit.domain.drift.model import Drift
from toolkit.domain.environment import Environment
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.guardrails.case import Case
from toolkit.domain.position import KeyPath, Position, Positions

TODAY = date(2026, 1, 15)
FILE = Path("/ops/environments/prod.yaml")
Values = Mapping[str, Any]

BUCKET = "acme-snowplow-prod-events"
SERVICE = "module.collectors.module.app.aws_ecs_service.this"
STREAM = 'module.streams.aws_kinesis_stream.this["raw_good"]'
FUNCTION = 'module.lambda.aws_lambda_function.this["raw_bad"]'
ROLE = "module.lambda.aws_iam_role.this"
KEY = "module.storage.module.key.aws_kms_key.this"


def prod(**values: Any) -> Environment:
    """The prod environment with other values, a dot in a key written as two underscores."""
    return changed("prod", {key.replace("__", "."): value for key, value in values.items()})


_PROD = prod()


def drifted(
    address: str, before: Values, after: Values | None, sensitive: Values | None = None
) -> dict[str, Any]:
    """A resource that is not as the state has it; None: it is gone."""
    return {
        **_named(address),
        "change": {
            "actions": ["delete"] if after is None else ["update"],
            "before": before,
            "after": after,
            "before_sensitive": sensitive or {},
            "after_sensitive": sensitive or {},
        },
    }


def untouched(address: str, values: Values) -> dict[str, Any]:
    """A resource that is as the state has it."""
    return {**_named(address), "values": values, "sensitive_values": {}}


def case_of(
    *drifts: dict[str, Any], there: tuple[dict[str, Any], ...] = (), of: Environment | None = None
) -> Case:
    """What is judged."""
    state = {"values": {"root_module": {"resources": list(there)}}}
    text = json.dumps({"resource_drift": drifts, "prior_state": state})
    return Case(parse_drift(text), of or _PROD, TODAY, "drift")


def classified(
    *drifts: dict[str, Any],
    there: tuple[dict[str, Any], ...] = (),
    of: Environment | None = None,
    lines: Mapping[KeyPath, int] | None = None,
) -> tuple[Drift, ...]:
    """What is thought of it."""
    case = case_of(*drifts, there=there, of=of)
    return classify(case, loaded_of(case, lines or {}))


def loaded_of(case: Case, lines: Mapping[KeyPath, int]) -> LoadedEnvironment:
    """The case's environment, with the lines that set its keys."""
    values = {path: Position(FILE, line, 3) for path, line in lines.items()}
    return LoadedEnvironment(case.environment, Positions(Position(FILE, 1, 1), {}, values))


def policy(*statements: Values) -> str:
    """A policy's text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allows(action: str = "kms:Decrypt", role: str = "readers", **more: Any) -> dict[str, Any]:
    """A statement that lets a role do something."""
    principal = {"AWS": f"arn:aws:iam::222222222222:role/{role}"}
    known = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"}
    return {**known, **more}


def _named(address: str) -> dict[str, Any]:
    kind = address.partition("[")[0].split(".")[-2]
    return {"address": address, "type": kind, "mode": "managed"}
