"""Privacy rules: every path goes through its function, and nothing goes around it."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.delivery import Destination, destinations
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.functions import HOLDERS, function_of
from toolkit.domain.guardrails.values import block, text
from toolkit.domain.plan import Withheld

_LAMBDA = Rule(
    id="PRIVACY-LAMBDA-MISSING",
    severity="critical",
    title="A path does not go through its pseudonymizing function",
    why="Firehose would store people's data in clear, in the prefix that the warehouse loads.",
    fix="Put the Lambda processor with the path's own function back, and enable it.",
)
_BACKUP = Rule(
    id="PRIVACY-SOURCE-BACKUP",
    severity="critical",
    title="Firehose keeps a copy of the records as they came",
    why="The copy is in clear.",
    fix='Set `s3_backup_mode = "Disabled"`: the source stream keeps the records long enough.',
)
_ERRORS = Rule(
    id="PRIVACY-ERRORS-LOADED",
    severity="critical",
    title="Untransformed records are written where they are loaded",
    why="What the function could not transform is written in clear below the error prefix; a "
    "loader of the prefix around it would put it into the warehouse.",
    fix="Make `storage.prefixes.errors` a sibling of the loaded prefixes.",
)
RULES = (_LAMBDA, _BACKUP, _ERRORS)


def around_the_function(case: Case) -> Iterator[Finding]:
    """Paths without their function, with another one, or with a copy beside it."""
    for each in destinations(case):
        problem = _without(case, each)
        if problem:
            yield Finding(_LAMBDA, each.change.address, problem)
        backup = each.settings.get("s3_backup_mode")
        if backup == "Enabled" or isinstance(backup, Withheld):
            yield Finding(_BACKUP, each.change.address, "the source backup is enabled, or may be")


def errors_among_the_loaded(case: Case) -> Iterator[Finding]:
    """Error prefixes that lie below a loaded one, or that nobody has set."""
    found = destinations(case)
    for each in found:
        errors, path = each.error_prefix, ("storage", "prefixes", "errors")
        around = [
            other
            for other in found
            if other.settings.get("prefix") and errors.startswith(other.prefix)
        ]
        if not errors:
            sentence = "it has no error prefix of its own"
            yield Finding(_ERRORS, each.change.address, sentence, path)
        elif around:
            sentence = f"'{errors}' lies below '{around[0].prefix}' of {around[0].path}"
            yield Finding(_ERRORS, each.change.address, sentence, path)


def _without(case: Case, each: Destination) -> str:
    """What is wrong with the processing; empty where nothing is.

    The function's ARN is unknown until the function is there; a known one must be that of the
    path's own function in this account: its `live` alias, or its newest code.
    """
    processing = block(each.settings.get("processing_configuration"))
    if processing.get("enabled") is not True:
        return "processing is off"
    arns = each.parameters("LambdaArn")
    if not arns:
        return "no Lambda processor is named"
    expected = function_of(case.environment, each.path)
    for arn in arns:
        if arn is Withheld.UNKNOWN and not _is_there(case, expected, each.path):
            continue
        parts = text(arn).split(":")
        if expected not in parts or case.environment.aws.account_id not in parts:
            named = text(arn).rpartition("function:")[2] or "one that nobody can see"
            return f"records go through '{named}', not through '{expected}'"
        if parts[-1] not in (expected, "live", "$LATEST"):
            return f"records go through '{parts[-1]}' of '{expected}', which stays as it is"
    return ""


def _is_there(case: Case, name: str, path: str) -> bool:
    """Whether a path's function is there, and nothing of it is made anew: its ARN is known."""
    made = [each for each in case.plan.changes if each.action in ("create", "replace")]
    return not any(each.stage == "lambda" and path in each.address for each in made) and any(
        name in (text(facts.get("function_name")), text(facts.get("name")))
        for each in case.plan.resources
        if each.type in HOLDERS
        for facts in (each.before or {},)
    )
