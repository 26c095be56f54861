"""What else a reviewer must know: why there is no plan, privacy, the artifact, the digest."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.domain.review.history import Earlier
from toolkit.domain.review.model import PrivacyChange, Review
from toolkit.domain.review.verdict import NO_APPROVER, leaving
from toolkit.rendering.markdown.budget import Loss, Part, Shorter
from toolkit.rendering.markdown.text import (
    clipped,
    code,
    fenced,
    fold,
    link,
    mention,
    short_commit,
    words,
)

_SHORT_DIGEST = 12
_SHORT_COMMAND = 200
_MOST_NAMES = 30
_LONG_FAILURES = (20_000, 2_000)
"""How many characters of Terraform's words stay."""


def failure(review: Review) -> Part:
    """Why there is no plan, in Terraform's words, and what to do."""
    found = review.failure
    if found is None:
        return Part("")
    said = "\n".join(found.details)
    hint = f"**Next:** {words(found.hint)}" if found.hint else ""
    forms: list[str] = []
    for longest in (len(said), *_LONG_FAILURES, 0):
        kept = said[:longest]
        more = f"{len(said) - len(kept)} more characters, cut to fit." if kept != said else ""
        shown = fenced(kept.split("\n")) if kept.strip() else ""
        forms.append("\n\n".join(part for part in (shown, more, hint) if part))
    return Part(forms[0], tuple(Shorter(form, Loss.FAILURE) for form in forms[1:]))


def privacy(review: Review) -> Part:
    """What leaves the functions otherwise than today, and who must approve it."""
    found = review.privacy
    if found is None:
        return Part("")
    lists = leaving(found)
    if not (lists or found.unknown):
        return Part("")
    head = ["#### What leaves the functions", f"**Must approve:** {_approvers(found)}"]
    if found.unknown:
        head.append("**✗ The rules of one side could not be read:** nobody can tell what leaves.")
    whole = (_names(mark, title, names) for mark, title, names in lists)
    short = (f"`{mark}` **{title} ({len(names)})**" for mark, title, names in lists)
    return Part("\n\n".join((*head, *whole)), (Shorter("\n\n".join((*head, *short)), Loss.NAMES),))


def _approvers(found: PrivacyChange) -> str:
    return ", ".join(map(mention, found.approvers)) or NO_APPROVER


def _names(mark: str, title: str, names: Sequence[str]) -> str:
    """What leaves more than today is never folded."""
    listed = ", ".join(map(code, names))
    if mark != "+" and len(names) > _MOST_NAMES:
        return fold(f"<code>{mark}</code> <strong>{title}</strong> {len(names)}", listed)
    return f"`{mark}` **{title} ({len(names)}):** {listed}"


def artifact(review: Review) -> Part:
    """Which artifact the functions run, before and after."""
    found = review.artifact
    if found is None:
        return Part("")
    sides = (
        ("Deployed", found.before, found.before_commit),
        ("Planned", found.after, found.after_commit),
    )
    lines = ["#### The functions' artifact", ""]
    for side, digest, commit in sides:
        made = f", made from commit {code(short_commit(commit))}" if commit else ""
        lines.append(f"- **{side}:** {code(digest) if digest else 'none'}{made}")
    if found.commits:
        lines.append(f"- **Commits in between:** {code(found.commits)}")
    return Part("\n".join(lines), (Shorter("", Loss.ARTIFACT),))


def again(review: Review, newest: Earlier | None) -> Part:
    """The digest that apply demands, and the command that makes the same plan."""
    short, lines = [], []
    if review.meaning:
        short = [f"- **Digest that apply demands:** {code(review.meaning)}"]
        if newest is not None:
            has = "has the same" if newest.meaning == review.meaning else "has another one"
            short[0] += f"; the plan of commit {code(short_commit(newest.commit))} {has}"
    if review.targets:
        lines.append(f"- **Targets:** {', '.join(map(code, review.targets))}")
    lines.append(
        f"- **Command that makes the same plan:** {code(review.command)} on commit "
        f"{code(review.commit)}"
    )
    head = ["#### To have it again", ""]
    shorter = Shorter("\n".join(head + short) if short else "", Loss.COMMAND)
    return Part("\n".join(head + short + lines), (shorter,))


def history(earlier: Sequence[Earlier]) -> Part:
    """The plans that the note has shown before."""
    if not earlier:
        return Part("")
    rows = (
        f"| {code(each.meaning[:_SHORT_DIGEST])} | {code(short_commit(each.commit))} "
        f"| {code(each.created)} "
        f"| {each.counts} |"
        for each in earlier
    )
    table = "\n".join(("| Digest | Commit | Made | Plan |", "| --- | --- | --- | --- |", *rows))
    listed = fold(f"Earlier plans of this merge request: {len(earlier)}", table)
    return Part(listed, (Shorter("", Loss.EARLIER),))


def cut(lost: Sequence[str], address: str, command: str) -> str:
    """What was cut, and where the whole is."""
    if not lost:
        return ""
    whole = (
        link("the job's artifact", address)
        if address
        else f"what {code(clipped(command, 200))} prints"
    )
    return f"> **Cut to fit:** {', '.join(lost)}. The whole review is in {whole}."
