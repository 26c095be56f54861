"""Runs each scanner and puts what it says into one form."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.aws6_provider.install import SetUpFailed
from tests.scan.finding import Finding
from tests.scan.subjects import Policy, Subject, role_policies

CHECKOV = ("-m", "checkov.main")
NAG = ("-c", "from tfnag.cli import main; raise SystemExit(main())")
LINT = Path(__file__).with_name("lint.py")
# Policies whose `*` is the resource that they belong to, and what their actions need beside it.
_OF_ONE_RESOURCE = {
    "aws_kms_key": ("arn:aws:kms:us-east-2:111111111111:alias/one",),
    "aws_secretsmanager_secret_policy": (),
}
_QUIET = ("--compact", "--quiet", "--skip-download", "--output", "json")


def scan(scanners: Path, found: list[Subject]) -> list[Finding]:
    """Everything that the scanners in an environment say about the subjects, in order."""
    python = scanners / "bin" / "python"
    with ThreadPoolExecutor(2) as pool:
        tree = pool.submit(lambda: list(_checkov_trees(python, found)))
        plan = pool.submit(lambda: list(_checkov_plans(python, found)))
        rest = [*_nag(python, found), *_lint(python, found)]
        return sorted({*tree.result(), *plan.result(), *rest})


def _checkov_trees(python: Path, found: list[Subject]) -> Iterator[Finding]:
    folder = found[0].tree.parent
    words = ("--framework", "terraform", "--directory", str(folder))
    for check in _failed(_json(python, *CHECKOV, *words, *_QUIET)):
        environment = Path(check["file_path"]).parts[1]
        yield _of_checkov("checkov", environment, check)


def _checkov_plans(python: Path, found: list[Subject]) -> Iterator[Finding]:
    names = {str(subject.plan): subject.name for subject in found}
    words = ("--framework", "terraform_plan", "--file", *names)
    for check in _failed(_json(python, *CHECKOV, *words, *_QUIET)):
        yield _of_checkov("checkov plan", Path(check["file_path"]).stem, check)


def _of_checkov(scanner: str, environment: str, check: dict[str, Any]) -> Finding:
    return Finding(scanner, check["check_id"], environment, check["resource"], check["check_name"])


def _failed(reports: Any) -> Iterator[dict[str, Any]]:
    for report in reports if isinstance(reports, list) else [reports]:
        yield from report["results"]["failed_checks"]


def _nag(python: Path, found: Iterable[Subject]) -> Iterator[Finding]:
    for subject in found:
        words = ("scan", "--format", "json", "--fail-on", "never", "--plan-json", str(subject.plan))
        for finding in _json(python, *NAG, *words):
            message, address = finding["message"], finding["address"]
            yield Finding("tf-nag", finding["rule_id"], subject.name, address, message)


def _lint(python: Path, found: Iterable[Subject]) -> Iterator[Finding]:
    for subject in found:
        policies = {
            f"{policy.address}.{policy.argument}": json.dumps(_lintable(policy))
            for policy in subject.policies()
        }
        policies |= {address: json.dumps(policy) for address, policy in role_policies(subject.name)}
        for finding in _json(python, str(LINT), read=json.dumps(policies)):
            title = f"{finding['title']}: {finding['detail']}"
            yield Finding("parliament", finding["id"], subject.name, finding["address"], title)


def _lintable(policy: Policy) -> dict[str, Any]:
    """The policy with its own resource where it says `*` for it, or nothing in a trust policy."""
    if policy.argument != "assume_role_policy" and policy.type not in _OF_ONE_RESOURCE:
        return policy.document
    own = {"Resource": [policy.arn, *_OF_ONE_RESOURCE.get(policy.type, ())]}
    statements = [statement | own for statement in policy.document["Statement"]]
    return {**policy.document, "Statement": statements}


def _json(program: Path, *words: str, read: str = "") -> Any:
    command = [str(program), *words]
    done = subprocess.run(command, input=read, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError as error:
        raise SetUpFailed(f"{words[:2]} said no JSON: {done.stdout}{done.stderr}") from error
