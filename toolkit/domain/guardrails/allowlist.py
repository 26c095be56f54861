"""Privacy rules: what may pass untouched grows only with a reason."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.domain.guardrails.case import Case, CompiledRules
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.values import document, text
from toolkit.domain.plan import Facts

_GREW = Rule(
    id="PRIVACY-ALLOWLIST-GREW",
    severity="critical",
    title="More than today leaves the function unpseudonymized",
    why="What passes once is in the warehouse, and in every copy that is made of it.",
    fix="Have the change to the allowlist reviewed, then give --accept-privacy-change REASON.",
)
_UNKNOWN = Rule(
    id="PRIVACY-ALLOWLIST-UNKNOWN",
    severity="high",
    title="Nobody can tell whether the allowlist grew",
    why="The deployed artifact, or the new one, is not where its function says it is.",
    fix="Find the artifact; or read both allowlists, then give --accept-privacy-change REASON.",
)
RULES = (_GREW, _UNKNOWN)
ACCEPTED_BY_REASON = (_GREW.id, _UNKNOWN.id)
"""Rules that `--accept-privacy-change` lets pass."""

_FUNCTIONS = ("aws_lambda_function", "aws_cloudformation_stack")
_SHOWN = 5
# What leaves a column: nothing or a pseudonym, what the schemas' rules let pass, everything.
_OPENNESS = {"empty": 0, "hash": 0, "json": 1, "keep": 2}


def artifact_keys(case: Case) -> tuple[str, ...]:
    """Keys of the artifacts whose rules are needed to tell whether the allowlist grew."""
    new, old = _keys(case)
    return tuple(sorted({*new.values(), *old} if set(new.values()) - old else ()))


def grown_allowlist(case: Case) -> Iterator[Finding]:
    """Functions whose new artifact lets more pass than one that is deployed."""
    new, old = _keys(case)
    path = ("lambda", "allowlist")
    for address, key in new.items():
        if not old or key in old:
            continue
        rules = [case.rules.get(each) for each in (key, *sorted(old))]
        if any(each is None for each in rules):
            sentence = "the rules of the old or of the new artifact could not be read"
            yield Finding(_UNKNOWN, address, sentence, path)
            continue
        now, *deployed = (each for each in rules if each is not None)
        more = sorted({line for each in deployed for line in growth(each, now)})
        if more:
            yield Finding(_GREW, address, _sentence(more), path)


def growth(before: CompiledRules, after: CompiledRules) -> Iterator[str]:
    """What passes by the later rules and does not by the earlier ones."""
    for name, treatment in after["columns"].items():
        old = before["columns"].get(name, "empty")
        if _OPENNESS.get(treatment, 2) > _OPENNESS.get(old, 2):
            yield f"column {name} ({treatment} instead of {old})"
    for rule in after["schemas"]:
        for path in rule["paths"]:
            if not any(_covers(each, rule) and path in each["paths"] for each in before["schemas"]):
                yield f"{path} of {rule['vendor']}/{rule['name']}/{rule['version']}"


def _covers(general: CompiledRules, specific: CompiledRules) -> bool:
    numbers = zip(general["version"].split("-"), specific["version"].split("-"), strict=False)
    same = all(general[name] == specific[name] for name in ("vendor", "name"))
    return same and all(wanted in ("*", number) for wanted, number in numbers)


def _sentence(more: list[str]) -> str:
    rest = len(more) - _SHOWN
    return "these pass now: " + ", ".join(more[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _keys(case: Case) -> tuple[dict[str, str], set[str]]:
    """The new artifact of each function by address, and all deployed ones."""
    found = [change for change in case.plan.resources if change.type in _FUNCTIONS]
    new = {change.address: _key(change.after) for change in found}
    old = {_key(change.before) for change in found}
    return {address: key for address, key in new.items() if key}, old - {""}


def _key(facts: Facts | None) -> str:
    if facts is None:
        return ""
    stack = document(facts.get("template_body"))
    for resource in (stack.get("Resources", {}) if isinstance(stack, dict) else {}).values():
        if resource.get("Type") == "AWS::Lambda::Function":
            return text(resource.get("Properties", {}).get("Code", {}).get("S3Key"))
    return text(facts.get("s3_key"))
