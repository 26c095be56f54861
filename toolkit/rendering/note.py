"""A review as the note of a merge request, in GitLab's Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.domain.review.attention import counts_text, refusing, worst
from toolkit.domain.review.history import Earlier, distinct, hidden_lines, history_of, marker
from toolkit.domain.review.model import Review
from toolkit.domain.review.verdict import WORDS, capitalized, verdict
from toolkit.rendering.markdown.budget import LIMIT, Loss, Part, Shorter, fitted
from toolkit.rendering.markdown.dangers import dangers, passing
from toolkit.rendering.markdown.sections import again, artifact, cut, failure, history, privacy
from toolkit.rendering.markdown.stages import stages
from toolkit.rendering.markdown.text import clipped, code, link, short_commit, words

_SHORT = 200


@dataclass(frozen=True)
class Links:
    """Absolute URLs; empty where not known."""

    job: str = ""
    """The job that made the plan."""
    artifact: str = ""
    """Where the whole review is."""
    commit: str = ""
    """The commit that was planned."""


_NOWHERE = Links()


def render_note(
    review: Review,
    earlier: tuple[Earlier, ...] = (),
    *,
    links: Links = _NOWHERE,
    limit: int = LIMIT,
) -> str:
    """The note, no longer than the limit; `earlier` is what `history_of` finds in the last one.

    Findings and losses are named in it whatever the limit is: where these alone are longer, so is
    the note.
    """
    known = _known(review, earlier)
    if _says_nothing(review):
        return f"{_hidden(review, known)}\n\n{_verdict(review, links)}"
    whole = links.artifact or links.job
    parts = _parts(review, earlier, known, links)
    return fitted(parts, lambda lost: cut(lost, whole, review.command), 3, limit)


def _parts(
    review: Review, earlier: tuple[Earlier, ...], known: tuple[Earlier, ...], links: Links
) -> tuple[Part, ...]:
    """Everything there is to say; what was cut is said before the fourth of them."""
    before = tuple(each for each in known if each.meaning != review.meaning)
    folds = stages(review)
    return (
        Part(_hidden(review, known), (Shorter(_hidden(review, known[:1]), Loss.MEMORY),)),
        Part(
            _verdict(review, links),
            (Shorter(_verdict(review, links, _SHORT), Loss.SENTENCES),),
        ),
        dangers(review),
        failure(review),
        Part("#### Stage by stage" if folds else "", (Shorter("", Loss.STAGES),)),
        *folds,
        Part("Outputs change." if review.outputs_changed else ""),
        privacy(review),
        artifact(review),
        passing(review),
        again(review, earlier[0] if earlier else None),
        history(before),
    )


def _known(review: Review, earlier: tuple[Earlier, ...]) -> tuple[Earlier, ...]:
    """This plan, if there is one, and those that the note remembers."""
    this = Earlier(review.meaning, review.commit, review.created, counts_text(review))
    lines = hidden_lines(distinct((this, *earlier)))
    return history_of("\n".join((marker(review.environment), *lines)))


def _hidden(review: Review, plans: tuple[Earlier, ...]) -> str:
    return "\n".join((marker(review.environment), *hidden_lines(plans)))


def _says_nothing(review: Review) -> bool:
    more = (review.findings, review.privacy, review.artifact, review.targets)
    return review.is_empty and not any(more)


def _verdict(review: Review, links: Links, longest: int = LIMIT) -> str:
    """One line: what becomes of which plan, and the worst that it does to data or privacy."""
    environment, account, region = (
        code(clipped(text, longest)) for text in (review.environment, review.account, review.region)
    )
    protected = ", protected" if review.protected else ""
    commit = link(code(short_commit(clipped(review.commit, longest))), links.commit)
    made = code(clipped(review.created, longest))
    job = f" by {link('this job', links.job)}" if links.job else ""
    becomes = f"**{WORDS[verdict(review)]}: {environment}.**"
    where = f"Account {account}, {region}{protected}, commit {commit}, made {made}{job}."
    if _says_nothing(review):
        return f"{becomes} {where}"
    if review.failure is not None:
        return f"{becomes} {_sentence(review.failure.summary, longest)}<br>{where}"
    return (
        f"{becomes} {_doing(review)}<br>**Worst:** {_sentence(worst(review), longest)}<br>{where}"
    )


def _sentence(text: str, longest: int) -> str:
    return f"{words(clipped(capitalized(text), longest).removesuffix('.'))}."


def _doing(review: Review) -> str:
    targets, refused = len(review.targets), len(refusing(review))
    parts = (
        counts_text(review),
        f"of {targets} target{'s' if targets > 1 else ''} alone" if targets else "",
        "takes everything down" if review.destroys else "",
        f"refused by {refused} finding{'s' if refused > 1 else ''}" if refused else "",
    )
    return f"{capitalized(', '.join(part for part in parts if part))}."
