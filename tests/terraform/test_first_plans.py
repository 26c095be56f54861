"""A first plan of a shipped environment breaks no guardrail."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.terraform.trees import ENVIRONMENTS, Terraform, environment_of, mirror_of, write_tree
from toolkit.adapters.environment_files import load
from toolkit.adapters.terraform.plan_json import parse_plan
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.judge import judge

pytestmark = pytest.mark.terraform


@pytest.mark.parametrize("name", ["staging", "prod", "local"])
def test_a_first_plan_has_no_finding(name: str, terraform: Terraform, tmp_path: Path) -> None:
    environment = environment_of(name, "aws6")
    write_tree(environment, tmp_path)
    (tmp_path / "backend.tf").unlink(missing_ok=True)
    terraform.init(tmp_path, mirror_of("aws6"))

    done = terraform.run(tmp_path, "plan", "-input=false", "-no-color", "-out=plan")
    plan = parse_plan(terraform.run(tmp_path, "show", "-json", "plan").stdout)

    assert done.returncode == 0, done.stderr
    assert plan.summary.create > 100
    found = judge(Case(plan, environment, date(2026, 1, 15)), load(ENVIRONMENTS, name))
    assert [each.name for each in found] == []
