"""Privacy rule: what handles people's data is the sealed artifact, set up as it is meant to be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from toolkit.domain.artifact import object_key
from toolkit.domain.guardrails.aliases import wrong_aliases
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.functions import (
    KINDS,
    Function,
    Settings,
    function_of,
    functions,
)
from toolkit.domain.guardrails.values import text
from toolkit.domain.partitions import partition
from toolkit.domain.plan import Withheld

_OTHER = Rule(
    id="PRIVACY-FUNCTION-OTHER-CODE",
    severity="critical",
    title="A function runs something else than the sealed artifact",
    why="Nobody has reviewed or proved what would happen to people's data then.",
    fix="Take it back to what modules/lambda and modules/rotation say; Python and the processor "
    "are set by `lambda.python_version` and `lambda.architecture`.",
)
RULES = (_OTHER,)

# With these Lambda, Python or the loader run code that is not in the artifact.
_CODE_VARIABLES = ("AWS_LAMBDA_EXEC_WRAPPER", "LD_", "PYTHON")
_KIND, _SECRET = "EVENT_KIND", "the secret of SALT_SECRET_ID"
_HANDLER, _ROTATOR = "runtime.handler.handle", "runtime.rotation.handle"
# Secrets Manager ends every ARN with six characters of its own.
_NAME = re.compile(r"^arn:.*:secret:|-[A-Za-z0-9]{6}$")


def other_code(case: Case) -> Iterator[Finding]:
    """Functions that would run other code, or be told otherwise; drift has a rule of its own."""
    if case.verb == "drift":
        return
    for function in functions(case):
        for sentence in _differences(case, function):
            yield Finding(_OTHER, function.change.address, sentence)
    for change, after in case.planned("aws_cloudformation_stack"):
        if after.get("template_url") and case.is_ours(text(after.get("name"))):
            sentence = "its template lies at a URL, where nobody can see it"
            yield Finding(_OTHER, change.address, sentence)
    for change, sentence in wrong_aliases(case):
        yield Finding(_OTHER, change.address, sentence)


def _differences(case: Case, function: Function) -> Iterator[str]:
    """What is not as the modules have it; what comes anew may be known only after apply."""
    wanted, found = _wanted(case, function.name), _found(function.settings)
    for name, value in wanted.items():
        now = found.get(name)
        if now != value and not (now is Withheld.UNKNOWN and _comes_anew(case, function, name)):
            yield f"{name} is {_shown(now)} instead of {_shown(value)}"
    variables = function.settings.variables
    for name in variables if wanted and isinstance(variables, dict) else ():
        if name.startswith(_CODE_VARIABLES):
            yield f"variable {name} may let other code run"


def _wanted(case: Case, name: str) -> dict[str, Any]:
    """What a function of ours is set to; empty for any other."""
    environment = case.environment
    prefix, region = environment.prefix, environment.aws.region
    paths = {function_of(environment, path): kind for path, kind in KINDS.items()}
    if name in paths:
        role, special = f"{prefix}-pseudonymizer", {"Handler": _HANDLER, _KIND: paths[name]}
    elif name == f"{prefix}-salt-rotation":
        role, special = name, {"Handler": _ROTATOR}
    else:
        return {}
    account = environment.aws.account_id
    sha256 = case.plan.artifact_sha256
    return {
        **special,
        "Runtime": f"python{environment.lambda_.python_version}",
        "Architectures": [environment.lambda_.architecture],
        "Role": f"arn:{partition(region)}:iam::{account}:role/{role}",
        "PackageType": "Zip",
        _SECRET: f"{prefix}-salt",
        **({"S3Key": object_key(sha256)} if sha256 else {}),
        **dict.fromkeys(("S3ObjectVersion", "ImageUri", "ImageConfig", "Layers")),
    }


def _found(settings: Settings) -> dict[str, Any]:
    """What a function is set to, defaults included; of the secret's ARN its name alone."""
    values = {name: value or None for name, value in (settings.values | settings.code).items()}
    variables = settings.variables if isinstance(settings.variables, dict) else {}
    secret = variables.get("SALT_SECRET_ID")
    return {
        **values,
        "Architectures": values.get("Architectures") or ["x86_64"],
        "PackageType": values.get("PackageType") or "Zip",
        _KIND: variables.get("EVENT_KIND"),
        _SECRET: _NAME.sub("", secret) if isinstance(secret, str) else secret,
    }


def _comes_anew(case: Case, function: Function, name: str) -> bool:
    """Whether a function, or what it names, is made by the plan."""
    kind = {"Role": "aws_iam_role", _SECRET: "aws_secretsmanager_secret"}.get(name, "")
    return any(
        change is function.change or change.type == kind
        for change in case.plan.changes
        if change.action in ("create", "replace")
    )


def _shown(value: Any) -> str:
    if value is None or isinstance(value, Withheld):
        return "unset" if value is None else "what nobody can see"
    if isinstance(value, list) and len(value) == 1:
        return _shown(value[0])
    return f"'{value}'" if isinstance(value, str) else json.dumps(value, default=str)
