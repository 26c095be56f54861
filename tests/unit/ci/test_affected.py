"""Which environments a change affects is told from two trees alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from toolkit.domain.ci.affected import EnvironmentAt, Kind, Repository, Verdict, affected

STAGING = EnvironmentAt(
    "staging",
    ("environments/staging.yaml", "environments/base.yaml"),
    {"streams": 1},
    "environments/allowlist.yaml",
    protected=False,
)
PROD = EnvironmentAt(
    "prod",
    ("environments/prod.yaml", "environments/base.yaml"),
    {"streams": 2},
    "environments/allowlist.yaml",
)
BEFORE = {"staging": STAGING, "prod": PROD}
OPERATIONS = Repository()
CHECKOUT = Repository(code="")


def verdicts(
    *changed: str,
    after: dict[str, EnvironmentAt] | None = None,
    repository: Repository = OPERATIONS,
) -> dict[str, Verdict]:
    found = affected(BEFORE, BEFORE if after is None else after, changed, repository)
    return {verdict.name: verdict for verdict in found}


def states(found: dict[str, Verdict]) -> dict[str, str]:
    return {name: verdict.state for name, verdict in found.items()}


def with_values(environment: EnvironmentAt, values: Any) -> dict[str, EnvironmentAt]:
    return {**BEFORE, environment.name: replace(environment, values=values)}


def test_the_same_tree_affects_nothing() -> None:
    assert states(verdicts()) == {"staging": "unaffected", "prod": "unaffected"}


def test_an_environments_own_file_affects_it_alone() -> None:
    found = verdicts("environments/staging.yaml", after=with_values(STAGING, {"streams": 3}))

    assert states(found) == {"staging": "affected", "prod": "unaffected"}
    assert [(each.kind, each.path) for each in found["staging"].reasons] == [
        ("environment", "environments/staging.yaml")
    ]


def test_a_file_that_is_extended_is_named_as_such() -> None:
    found = verdicts("environments/base.yaml", after=with_values(PROD, {"streams": 3}))

    assert states(found) == {"staging": "unaffected", "prod": "affected"}
    assert [(each.kind, each.path) for each in found["prod"].reasons] == [
        ("extends", "environments/base.yaml")
    ]


def test_a_file_that_is_no_longer_extended_counts_too() -> None:
    alone = replace(STAGING, files=STAGING.files[:1], values={"streams": 0})

    found = verdicts("environments/base.yaml", after={**BEFORE, "staging": alone})

    assert [each.path for each in found["staging"].reasons] == ["environments/base.yaml"]


def test_values_that_differ_count_even_if_no_file_seems_to() -> None:
    # What is behind a symbolic link has another path.
    found = verdicts("shared/base.yaml", after=with_values(PROD, {"streams": 3}))

    assert states(found)["prod"] == "affected"


def test_a_comment_or_another_order_affects_nothing() -> None:
    found = verdicts("environments/base.yaml", "environments/prod.yaml")

    assert set(states(found).values()) == {"unaffected"}


@pytest.mark.parametrize("unreadable", ["before", "after", "before and after"])
def test_what_cannot_be_loaded_counts_as_affected(unreadable: str) -> None:
    broken = with_values(PROD, None)
    base, head = (broken if each in unreadable else BEFORE for each in ("before", "after"))

    found = {each.name: each for each in affected(base, head, (), OPERATIONS)}

    assert states(found) == {"staging": "unaffected", "prod": "affected"}
    assert found["prod"].reasons[0].sentence == "it cannot be loaded from both commits"


def test_the_allowlist_affects_those_who_use_it() -> None:
    other = {**BEFORE, "prod": replace(PROD, allowlist="environments/strict.yaml")}
    changed = ["environments/allowlist.yaml"]

    found = {each.name: each for each in affected(other, other, changed, OPERATIONS)}

    assert states(found) == {"staging": "affected", "prod": "unaffected"}
    assert found["staging"].reasons[0].kind == "allowlist"


def test_a_new_environment_is_affected() -> None:
    found = verdicts(after={**BEFORE, "test": replace(STAGING, name="test")})

    assert states(found)["test"] == "affected"
    assert found["test"].reasons[0].sentence == "the environment is new"


def test_a_removed_environment_is_told_apart() -> None:
    found = verdicts("environments/prod.yaml", after={"staging": STAGING})

    assert states(found) == {"staging": "unaffected", "prod": "removed"}
    assert found["prod"].reasons[0].path == "environments/prod.yaml"
    assert found["prod"].protected


def test_a_renamed_environment_is_removed_and_new() -> None:
    renamed = replace(PROD, name="live", files=("environments/live.yaml", PROD.files[1]))

    found = verdicts(
        "environments/prod.yaml",
        "environments/live.yaml",
        after={"staging": STAGING, "live": renamed},
    )

    assert states(found) == {"staging": "unaffected", "prod": "removed", "live": "affected"}


def test_a_provider_lock_affects_its_environment() -> None:
    found = verdicts("build/prod/.terraform.lock.hcl")

    assert states(found) == {"staging": "unaffected", "prod": "affected"}
    assert found["prod"].reasons[0].kind == "lock"


@pytest.mark.parametrize(
    "path",
    [
        "requirements.txt",
        "requirements-ci.txt",
        "requirements/base.txt",
        "pyproject.toml",
        "uv.lock",
        ".gitlab-ci.yml",
        ".gitlab/snowops.yml",
        ".python-version",
    ],
)
def test_what_says_which_snowops_runs_affects_all(path: str) -> None:
    found = verdicts(path)

    assert set(states(found).values()) == {"affected"}
    assert {each.kind for verdict in found.values() for each in verdict.reasons} == {"snowops"}


def test_pins_count_beside_a_project_below_the_root_and_at_the_root() -> None:
    below = Repository(project="operations")

    for path in ("operations/requirements.txt", ".gitlab-ci.yml"):
        assert set(states(verdicts(path, repository=below)).values()) == {"affected"}


@pytest.mark.parametrize(
    "path",
    ["README.md", "docs/requirements.md", "environments/schema.json", "notes/pyproject.toml"],
)
def test_other_files_affect_nothing(path: str) -> None:
    assert set(states(verdicts(path, repository=CHECKOUT)).values()) == {"unaffected"}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("templates/root/main.tf", "templates"),
        ("templates/modules/storage/main.tf", "templates"),
        ("toolkit/runtime/handler.py", "runtime"),
        ("toolkit/runtime/requirements.txt", "lock"),
        ("toolkit/rendering/render.py", "snowops"),
        ("toolkit/domain/environment/streams.py", "snowops"),
    ],
)
def test_in_its_own_checkout_snowops_code_affects_all(path: str, kind: Kind) -> None:
    found = verdicts(path, repository=CHECKOUT)

    assert [each.kind for each in found["prod"].reasons] == [kind]
    assert set(states(found).values()) == {"affected"}


def test_code_counts_only_where_snowops_runs_from_it() -> None:
    found = verdicts("templates/root/main.tf", "toolkit/runtime/handler.py")

    assert set(states(found).values()) == {"unaffected"}


def test_without_a_base_everything_is_affected() -> None:
    found = affected(None, BEFORE, (), OPERATIONS)

    assert [(each.name, each.state) for each in found] == [
        ("prod", "affected"),
        ("staging", "affected"),
    ]
    assert {each.reasons[0].kind for each in found} == {"base"}


def test_every_reason_is_given() -> None:
    found = verdicts(
        "requirements.txt",
        "environments/allowlist.yaml",
        "environments/prod.yaml",
        after=with_values(PROD, {}),
    )

    assert {each.kind for each in found["prod"].reasons} == {"environment", "allowlist", "snowops"}
