"""No value reaches a review that nobody has vouched for, whatever a plan holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from hypothesis import given

from tests.reviews import prepared_for, reviewing
from tests.unit.environment.changed import changed
from tests.unit.review.plans import Planned, plans
from toolkit.adapters.terraform.plan_json import parse_plan
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.plan import PlanOptions
from toolkit.domain.position import Position, Positions
from toolkit.domain.review.model import Review
from toolkit.workflows.judging import judge_plan
from toolkit.workflows.reviewing import review_plan

PROD = changed("prod", {})
LOADED = LoadedEnvironment(PROD, Positions(Position(Path("environments/prod.yaml"), 1, 1), {}, {}))


def reviewed(planned: Planned) -> Review:
    plan, parts, prepared = parse_plan(planned.text), reviewing(), prepared_for(PROD)
    findings = judge_plan(prepared, LOADED, plan, parts.judging, "plan")
    return review_plan(prepared, plan, findings, PlanOptions(), parts)


@given(plans())
def test_no_value_is_shown_that_is_not_known_to_be_harmless(planned: Planned) -> None:
    text = json.dumps([asdict(change) for change in reviewed(planned).changes])

    assert [value for value in planned.hidden if value in text] == []


@given(plans())
def test_nothing_sensitive_or_unknown_is_anywhere(planned: Planned) -> None:
    text = json.dumps(asdict(reviewed(planned)))

    assert [value for value in planned.withheld if value in text] == []
