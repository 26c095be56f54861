"""What nobody may miss: never folded, and never cut but for its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from toolkit.domain.plan_words import MARKS
from toolkit.domain.review import attention
from toolkit.domain.review.model import Review, ReviewedFinding
from toolkit.domain.review.verdict import DEEDS, by_rule, capitalized, lost, other_losses
from toolkit.rendering.markdown.budget import Loss, Part, Shorter
from toolkit.rendering.markdown.text import clipped, code, words

_SHORT = 120
_SIGNS = {"refused": "✗", "allowed": "✓", "waived": "✓"}


def dangers(review: Review) -> Part:
    """What refuses the plan, each finding as `--allow` takes it, then what is lost."""
    found = attention.refusing(review)
    named = {each.address for each in found}
    return _part("#### What needs attention", found, (*_leaving(review), *_losses(review, named)))


def passing(review: Review) -> Part:
    """What a waiver or a person lets pass, and why."""
    return _part("#### What was let pass", attention.passing(review))


def _part(title: str, findings: Iterable[ReviewedFinding], more: Iterable[str] = ()) -> Part:
    groups, last = by_rule(findings), [*more]
    if not groups and not last:
        return Part("")
    whole, short, named = (
        "\n".join((title, "", *(line for group in groups for line in told(group)), *last))
        for told in (_whole, _short, _named)
    )
    return Part(whole, (Shorter(short, Loss.REASONS), Shorter(named, Loss.SENTENCES)))


def _whole(group: Sequence[ReviewedFinding]) -> Iterator[str]:
    rule = group[0]
    passes = "" if rule.status == "refused" else f", {rule.status}"
    yield f"- **{_SIGNS[rule.status]} {code(rule.id)}** {rule.severity}{passes}"
    for each, names in _alike(group):
        said = f"{words(capitalized(each.sentence))}{_cause(each)}"
        yield f"  - {'<br>'.join((said, *names))}"
        if each.reason:
            yield f"    - *Reason:* {words(each.reason)}"
    if rule.status == "refused":
        yield f"  - *Why it matters:* {words(rule.why)}"
        yield f"  - *What to do:* {words(rule.fix)}"


def _alike(group: Sequence[ReviewedFinding]) -> Iterator[tuple[ReviewedFinding, list[str]]]:
    """Findings that say the same, once, with the names of all of them."""
    found: dict[ReviewedFinding, list[str]] = {}
    for each in group:
        found.setdefault(replace(each, address=""), []).append(_name(each))
    yield from found.items()


def _short(group: Sequence[ReviewedFinding]) -> Iterator[str]:
    for each in group:
        reason = f" ({words(clipped(each.reason, _SHORT))})" if each.reason else ""
        sentence = words(capitalized(clipped(each.sentence, _SHORT)))
        yield f"- **{_SIGNS[each.status]}** {_name(each)} {each.status}: {sentence}{reason}"


def _named(group: Sequence[ReviewedFinding]) -> Iterator[str]:
    for each in group:
        yield f"- {_SIGNS[each.status]} {_name(each)}"


def _name(each: ReviewedFinding) -> str:
    return code(f"{each.id}@{each.address}")


def _cause(each: ReviewedFinding) -> str:
    place = f" in {code(f'{each.file}:{each.line}')}" if each.file else ""
    return f", set by {code(each.key)}{place}" if each.key else ""


def _leaving(review: Review) -> Iterator[str]:
    said = attention.privacy_words(review)
    if said:
        yield f"- **{capitalized(said)}**: see below"


def _losses(review: Review, named: set[str]) -> Iterator[str]:
    """What is lost that no finding has named yet; with it, how much has been named."""
    kept, others = lost(review)
    unnamed = [each for each in kept if each.address not in named]
    if not unnamed and not others:
        return
    yield f"- **{_resources(len(kept) + others)} deleted, replaced or let go**"
    if len(unnamed) < len(kept):
        yield f"  - {len(kept) - len(unnamed)} named above"
    for each in unnamed:
        yield f"  - `{MARKS[each.action]}` {code(each.address)} {DEEDS[each.action]}"
    if others:
        yield f"  - {other_losses(others)}: see below"


def _resources(count: int) -> str:
    return "1 resource" if count == 1 else f"{count} resources"
