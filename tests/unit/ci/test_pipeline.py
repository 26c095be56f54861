"""Which jobs the child pipeline has, and in which order they may run."""

from __future__ import annotations

from datetime import timedelta

import pytest

from toolkit.domain.ci.affected import Reason, State, Verdict
from toolkit.domain.ci.pipeline import (
    Lifetime,
    Pipeline,
    Target,
    on_default_branch,
    on_merge_request,
    on_schedule,
)

DAY = Lifetime("24h", timedelta(hours=24))
STAGING, PROD = Target("staging", protected=False), Target("prod", protected=True)


def jobs(pipeline: Pipeline) -> dict[str, dict[str, object]]:
    return {name: job for name, job in pipeline.items() if name not in ("include", "stages")}


def verdict(name: str, state: State) -> Verdict:
    return Verdict(name, state, (Reason("environment", f"environments/{name}.yaml", "changed"),))


def test_only_what_is_affected_is_planned() -> None:
    found = on_merge_request([verdict("prod", "unaffected"), verdict("staging", "affected")], DAY)

    assert list(jobs(found)) == ["plan staging", "note staging"]


def test_a_merge_request_applies_nothing() -> None:
    found = on_merge_request([verdict("prod", "affected")], DAY)

    assert not [name for name in jobs(found) if name.startswith("apply")]


def test_a_note_is_written_whatever_came_of_the_plan_and_by_a_job_of_its_own() -> None:
    note = jobs(on_merge_request([verdict("prod", "affected")], DAY))["note prod"]

    assert note["needs"] == ["plan prod"]
    assert note["when"] == "always"
    assert note["extends"] == ".snowops-note"
    assert note["script"] == ["snowops ci note prod"]


def test_notes_of_an_environment_are_written_one_after_the_other() -> None:
    found = jobs(on_merge_request([verdict("prod", "affected")], DAY))

    assert found["note prod"]["resource_group"] == "prod-note"
    assert found["plan prod"]["resource_group"] == "prod"


def test_the_pipeline_of_the_merge_request_says_which_plan_is_newer() -> None:
    """Its child may start after the child of the next one."""
    note = jobs(on_merge_request([verdict("prod", "affected")], DAY, pipeline=1042))["note prod"]

    assert note["script"] == ["snowops ci note prod --pipeline 1042"]


def test_the_plan_is_kept_as_long_as_its_seal_holds_and_not_for_everybody() -> None:
    plan = jobs(on_merge_request([verdict("prod", "affected")], DAY))["plan prod"]

    assert plan["script"] == ["snowops ci plan prod --expires 24h"]
    assert plan["artifacts"] == {
        "name": "plan-prod",
        "when": "always",
        "access": "developer",
        "expire_in": "24 hours",
        "paths": ["build/ci/prod/"],
        "reports": {
            "terraform": "build/ci/prod/terraform.json",
            "codequality": "build/ci/prod/code-quality.json",
        },
    }


@pytest.mark.parametrize(
    ("span", "spelled"),
    [
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(days=3), "72 hours"),
        (timedelta(minutes=60), "1 hours"),
    ],
)
def test_a_lifetime_is_spelled_out(span: timedelta, spelled: str) -> None:
    found = on_default_branch([STAGING], Lifetime("any", span))

    assert found["plan staging"]["artifacts"]["expire_in"] == spelled


def test_a_removed_environment_warns_and_says_what_to_do() -> None:
    found = jobs(on_merge_request([verdict("old", "removed")], DAY))

    assert list(found) == ["removed old"]
    script = found["removed old"]["script"]
    assert isinstance(script, list)
    assert "snowops destroy old" in script[0]
    assert script[1] == "exit 1"
    assert found["removed old"]["allow_failure"] is True


def test_protected_environments_are_applied_last() -> None:
    found = jobs(on_default_branch([PROD, STAGING], DAY))

    assert found["apply staging"]["needs"] == ["plan staging"]
    assert found["apply prod"]["needs"] == [
        "plan prod",
        {"job": "apply staging", "artifacts": False},
    ]
    assert "manual_confirmation" in found["apply prod"]


def test_protected_environments_alone_wait_for_nobody() -> None:
    found = jobs(on_default_branch([PROD], DAY))

    assert found["apply prod"]["needs"] == ["plan prod"]


def test_every_apply_is_a_gate_that_a_person_opens() -> None:
    found = jobs(on_default_branch([PROD, STAGING], DAY))

    for name in ("apply staging", "apply prod"):
        assert found[name]["when"] == "manual"
        assert found[name]["allow_failure"] is False
        assert found[name]["environment"] == {"name": name.removeprefix("apply ")}


def test_an_apply_that_fails_keeps_what_is_known_of_it() -> None:
    found = jobs(on_default_branch([STAGING], DAY))

    assert found["apply staging"]["artifacts"] == {
        "name": "apply-staging",
        "when": "on_failure",
        "access": "developer",
        "expire_in": "1 week",
        "paths": [".snowops/applies/staging/"],
    }


def test_one_environment_is_worked_on_by_one_job_at_a_time() -> None:
    every = {
        **jobs(on_default_branch([PROD, STAGING], DAY)),
        **jobs(on_schedule([PROD, STAGING])),
    }

    assert {name: job["resource_group"] for name, job in every.items()} == {
        name: name.split()[-1] for name in every
    }


def test_a_schedule_looks_for_drift_and_fails_where_somebody_must_look() -> None:
    found = jobs(on_schedule([STAGING]))

    assert found["drift staging"]["script"] == ["snowops drift staging"]


@pytest.mark.parametrize(
    "pipeline",
    [
        on_merge_request([verdict("prod", "unaffected")], DAY),
        on_default_branch([], DAY),
        on_schedule([]),
    ],
    ids=["merge request", "default branch", "schedule"],
)
def test_a_pipeline_without_work_still_has_a_job_that_says_so(pipeline: Pipeline) -> None:
    assert list(jobs(pipeline)) == ["nothing to do"]


def test_no_name_reaches_the_shell_unquoted() -> None:
    found = jobs(on_merge_request([verdict("a b;$(c)", "affected")], DAY))

    assert found["plan a b;$(c)"]["script"] == ["snowops ci plan 'a b;$(c)' --expires 24h"]


def test_there_are_no_stages_without_jobs() -> None:
    assert on_default_branch([STAGING], DAY)["stages"] == ["plan", "apply"]
    assert on_merge_request([verdict("old", "removed")], DAY)["stages"] == ["plan"]
