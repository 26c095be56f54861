"""Privacy rules: what may pass untouched grows only with a reason."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.domain.allowlist import Passing, SchemaPattern
from toolkit.domain.artifact import object_key
from toolkit.domain.guardrails.case import Case, CompiledRules
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.functions import HOLDERS, functions, settings_of
from toolkit.domain.guardrails.values import text
from toolkit.domain.plan import Change, Facts, Withheld

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

_SHOWN = 5
# What leaves a column: nothing or a pseudonym, what the schemas' rules let pass, everything.
_OPENNESS = {"empty": 0, "hash": 0, "json": 1, "keep": 2}


def artifacts(case: Case) -> tuple[dict[str, set[str]], set[str]]:
    """Keys of the artifacts: the new ones of each resource by address, and all deployed ones."""
    found = [change for change in case.plan.resources if change.type in HOLDERS]
    new = {change.address: _keys(change.after) or _of_the_plan(case, change) for change in found}
    old = {key for change in found for key in _keys(change.before)}
    return {address: keys for address, keys in new.items() if keys}, old


def artifact_keys(case: Case) -> tuple[str, ...]:
    """Keys of the artifacts whose rules are needed to tell whether the allowlist grew."""
    added, old = added_artifacts(case)
    return tuple(sorted({*added, *old} if added else ()))


def added_artifacts(case: Case) -> tuple[list[str], set[str]]:
    """Keys of the artifacts that no function runs today, in order, and of all deployed ones."""
    new, old = artifacts(case)
    return sorted(set[str]().union(*new.values()) - old), old


def grown_allowlist(case: Case) -> Iterator[Finding]:
    """Functions whose new artifact lets more pass than one that is deployed."""
    new, old = artifacts(case)
    path = ("lambda", "allowlist")
    for change in _from_elsewhere(case):
        sentence = "its code comes from elsewhere than the artifact bucket"
        yield Finding(_UNKNOWN, change.address, sentence, path)
    for address, key in [(address, key) for address, keys in new.items() for key in sorted(keys)]:
        if not old or key in old:
            continue
        rules = [case.rules.get(each) for each in (key, *sorted(old))]
        if any(each is None for each in rules):
            sentence = "the rules of the old or of the new artifact could not be read"
            yield Finding(_UNKNOWN, address, sentence, path)
            continue
        now, *deployed = (each for each in rules if each is not None)
        more = sorted({found for each in deployed for found in growth(each, now)})
        if more:
            sentence = _sentence([words for words, _ in more])
            yield Finding(_GREW, address, sentence, path, passing=more[0][1])


def _from_elsewhere(case: Case) -> Iterator[Change]:
    """Functions of the pipeline whose code is none of its artifacts, or none that is known."""
    bucket = case.environment.lambda_.artifact_bucket
    for function in functions(case):
        code = function.settings.code
        known = text(code.get("S3Key")) and code.get("S3Bucket", bucket) == bucket
        if case.is_ours(function.name) and not known:
            yield function.change


def _of_the_plan(case: Case, change: Change) -> set[str]:
    """The plan's own artifact, for a stack that is known only after apply."""
    body = (change.after or {}).get("template_body")
    sha256 = case.plan.artifact_sha256
    return {object_key(sha256)} if body is Withheld.UNKNOWN and sha256 else set()


def growth(before: CompiledRules, after: CompiledRules) -> Iterator[tuple[str, Passing]]:
    """What passes by the later rules and does not by the earlier ones, in words and as it is."""
    for name, treatment in after["columns"].items():
        old = before["columns"].get(name, "empty")
        if _OPENNESS.get(treatment, 2) > _OPENNESS.get(old, 2):
            yield f"column {name} ({treatment} instead of {old})", Passing(name)
    for rule in after["schemas"]:
        schema = SchemaPattern(rule["vendor"], rule["name"], rule["version"])
        for path in rule["paths"]:
            if not any(_covers(each, rule) and path in each["paths"] for each in before["schemas"]):
                yield f"{path} of {'/'.join(schema)}", Passing(path, schema)


def _covers(general: CompiledRules, specific: CompiledRules) -> bool:
    numbers = zip(general["version"].split("-"), specific["version"].split("-"), strict=False)
    same = all(general[name] == specific[name] for name in ("vendor", "name"))
    return same and all(wanted in ("*", number) for wanted, number in numbers)


def _sentence(more: list[str]) -> str:
    rest = len(more) - _SHOWN
    return "these pass now: " + ", ".join(more[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _keys(facts: Facts | None) -> set[str]:
    found = (text(each.code.get("S3Key")) for each in settings_of(facts or {}))
    return {key for key in found if key}
