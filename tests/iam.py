"""Stands for IAM's simulator, which moto does not have: one role, its policies, over real HTTP.

It speaks `SimulatePrincipalPolicy` and `GetRole` as the API reference describes them: a result for
each action and resource, in pages. It knows Allow statements, wildcards, `StringEquals` and
`ForAnyValue:StringEquals`; a condition key that the request does not give is reported as missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from tests.answering import Answer, Request

_PAGE = 50


@dataclass
class SimulatedRole:
    """A role and its policies; `refusals` are codes by operation."""

    arn: str
    policies: Sequence[Mapping[str, Any]] = ()
    refusals: dict[str, str] = field(default_factory=dict)

    def __call__(self, request: Request) -> Answer:
        """IAM's answer."""
        form = {name: values[0] for name, values in parse_qs(request.body).items()}
        operation = form["Action"]
        if operation in self.refusals:
            return _refusal(self.refusals[operation])
        if operation == "GetRole":
            if form["RoleName"] != self.arn.rpartition("/")[2]:
                return _refusal("NoSuchEntity", 404)
            return _answer(operation, f"<Role><Arn>{self.arn}</Arn></Role>")
        if form["PolicySourceArn"] != self.arn:
            return _refusal("NoSuchEntity", 404)
        return self._simulation(form)

    def _simulation(self, form: Mapping[str, str]) -> Answer:
        context = _context(form)
        results = [
            self._result(action, resource, context)
            for action in _members(form, "ActionNames")
            for resource in _members(form, "ResourceArns")
        ]
        start = int(form.get("Marker", "0"))
        end = start + _PAGE
        more = f"<Marker>{end}</Marker>" if end < len(results) else ""
        page = "".join(results[start:end])
        return _answer(
            "SimulatePrincipalPolicy",
            f"<IsTruncated>{str(bool(more)).lower()}</IsTruncated>{more}"
            f"<EvaluationResults>{page}</EvaluationResults>",
        )

    def _result(self, action: str, resource: str, context: Mapping[str, list[str]]) -> str:
        decision, missing = "implicitDeny", ""
        for statement in (each for policy in self.policies for each in policy["Statement"]):
            if not _names(statement, action, resource):
                continue
            lacking = [key for key in _keys(statement) if key not in context]
            if _holds(statement, context):
                decision, missing = "allowed", ""
                break
            missing += "".join(f"<member>{escape(key)}</member>" for key in lacking)
        return (
            f"<member><EvalActionName>{action}</EvalActionName>"
            f"<EvalResourceName>{escape(resource)}</EvalResourceName>"
            f"<EvalDecision>{decision}</EvalDecision>"
            f"<MissingContextValues>{missing}</MissingContextValues></member>"
        )


def _names(statement: Mapping[str, Any], action: str, resource: str) -> bool:
    return any(fnmatchcase(action, each) for each in statement["Action"]) and any(
        fnmatchcase(resource, each) for each in statement["Resource"]
    )


def _keys(statement: Mapping[str, Any]) -> list[str]:
    return [key for keys in statement.get("Condition", {}).values() for key in keys]


def _holds(statement: Mapping[str, Any], context: Mapping[str, list[str]]) -> bool:
    wanted = [item for keys in statement.get("Condition", {}).values() for item in keys.items()]
    return all(
        set(context.get(key, ())) & set([value] if isinstance(value, str) else value)
        for key, value in wanted
    )


def _members(form: Mapping[str, str], name: str) -> list[str]:
    return [form[f"{name}.member.{at}"] for at in range(1, _count(form, name) + 1)]


def _count(form: Mapping[str, str], name: str) -> int:
    return len({key.split(".")[2] for key in form if key.startswith(f"{name}.member.")})


def _context(form: Mapping[str, str]) -> dict[str, list[str]]:
    found = {}
    for at in range(1, _count(form, "ContextEntries") + 1):
        entry = f"ContextEntries.member.{at}"
        found[form[f"{entry}.ContextKeyName"]] = [
            value for key, value in form.items() if key.startswith(f"{entry}.ContextKeyValues.")
        ]
    return found


def _answer(operation: str, result: str) -> Answer:
    return Answer(
        body=f'<{operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
        f"<{operation}Result>{result}</{operation}Result>"
        f"<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{operation}Response>",
        headers={"Content-Type": "text/xml"},
    )


def _refusal(code: str, status: int = 403) -> Answer:
    return Answer(
        status,
        f'<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error>'
        f"<Code>{code}</Code><Message>because</Message></Error></ErrorResponse>",
        {"Content-Type": "text/xml"},
    )
