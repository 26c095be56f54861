"""IAM's simulator: what a role may do, without doing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import denied, speaking
from toolkit.domain.health.permissions import Decision, Question


class Simulator:
    """Asks what a user's or role's policies allow; `client` is a boto3 IAM client.

    Policies of buckets, keys and secrets are not part of it, nor are those of a session.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def with_path(self, principal: str) -> str:
        """A role's ARN with its path; as it was given where IAM may not be asked."""
        _, is_role, name = principal.partition(":role/")
        if not is_role or "/" in name:
            return principal
        with speaking(f"look at the role {name}"):
            try:
                return str(self._client.get_role(RoleName=name)["Role"]["Arn"])
            except ClientError as error:
                if not denied(error):
                    raise
                return principal

    def decisions(self, principal: str, question: Question) -> Mapping[str, Decision]:
        """The decision on each action of a question (IAM `SimulatePrincipalPolicy`)."""
        found: dict[str, set[Decision]] = {action: set() for action in question.actions}
        with speaking(f"simulate what {principal} may do"):
            for action, decision in self._evaluations(principal, question):
                found[action].add(decision)
        return {action: _best(decisions) for action, decisions in found.items()}

    def _evaluations(self, principal: str, question: Question) -> Iterator[tuple[str, Decision]]:
        pages = self._client.get_paginator("simulate_principal_policy").paginate(
            PolicySourceArn=principal,
            ActionNames=list(question.actions),
            ResourceArns=list(question.resources),
            ContextEntries=[
                {
                    "ContextKeyName": each.key,
                    "ContextKeyValues": list(each.values),
                    "ContextKeyType": "stringList" if each.many else "string",
                }
                for each in question.given
            ],
        )
        for result in (each for page in pages for each in page["EvaluationResults"]):
            yield result["EvalActionName"], _decision(result["EvalDecision"], result)
            for one in result.get("ResourceSpecificResults", ()):
                yield result["EvalActionName"], _decision(one["EvalResourceDecision"], one)


def _decision(word: str, result: Mapping[str, Any]) -> Decision:
    if word == "allowed":
        return "allowed"
    return "undecided" if result.get("MissingContextValues") else "denied"


def _best(decisions: set[Decision]) -> Decision:
    if "allowed" in decisions:
        return "allowed"
    return "undecided" if "undecided" in decisions else "denied"
