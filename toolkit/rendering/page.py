"""A review as one HTML file: it needs nothing else, runs nothing and asks nobody."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment as Jinja
from jinja2 import FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from toolkit.domain.plan import STAGES, summarize
from toolkit.domain.plan_words import (
    MARKS,
    in_order,
    short_address,
    stage_title,
    summary_text,
)
from toolkit.domain.review import attention
from toolkit.domain.review.harmless import NOT_SHOWN
from toolkit.domain.review.model import Review, ReviewedChange
from toolkit.domain.review.pipeline import FATES, draw, elsewhere
from toolkit.domain.review.verdict import (
    DEEDS,
    NO_APPROVER,
    WORDS,
    by_rule,
    capitalized,
    lost,
    verdict,
    worst_first,
)
from toolkit.domain.visible import visible
from toolkit.rendering.drawing import narrow, wide


@dataclass(frozen=True)
class Section:
    """A stage of the page: what a reader must see of it, and what may be folded."""

    stage: str
    title: str
    anchor: str
    changes: tuple[ReviewedChange, ...]
    """Whatever is not new, the worst first."""
    created: tuple[ReviewedChange, ...]

    @property
    def counts(self) -> str:
        """In words; empty where nothing but places change."""
        summary = summarize((*self.changes, *self.created))
        return summary_text(summary) if summary.total else ""


def render_page(review: Review, templates: Path) -> str:
    """The page; whatever the review's texts hold is text on it."""
    sections = _sections(review)
    style = (templates / "review" / "page.css").read_text(encoding="utf-8")
    return (
        _jinja(templates / "review")
        .get_template("page.html")
        .render(
            review=review,
            style=Markup(style),  # noqa: S704 - a file of ours
            style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            verdict=verdict(review),
            worst=attention.worst(review),
            counts=attention.counts_text(review),
            refusing=by_rule(attention.refusing(review)),
            passing=by_rule(attention.passing(review)),
            lost=lost(review),
            leaving=attention.privacy_words(review),
            sections=sections,
            anchors={each.stage: each.anchor for each in sections},
            elsewhere=elsewhere(each.stage for each in sections),
            drawn=draw(review),
            layouts=(wide(), narrow()),
        )
    )


@cache
def _jinja(folder: Path) -> Jinja:
    jinja = Jinja(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    jinja.globals |= _names()
    jinja.filters |= {"capitalized": capitalized, "spelled": _spelled}
    return jinja


def _names() -> Mapping[str, Any]:
    return {
        "fates": FATES,
        "marks": MARKS,
        "deeds": DEEDS,
        "words": WORDS,
        "not_shown": NOT_SHOWN,
        "no_approver": NO_APPROVER,
        "short": short_address,
        "title": stage_title,
    }


def _shown(value: object) -> object:
    """Every value of the page goes through here, before it is escaped."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _spelled(text: str) -> Markup:
    """With what stands in backticks as code."""
    parts = [escape(visible(part)) for part in text.split("`")]
    if len(parts) % 2 == 0:
        return escape(visible(text))
    code = Markup("<code>{}</code>")
    return Markup("").join(code.format(part) if at % 2 else part for at, part in enumerate(parts))


def _sections(review: Review) -> list[Section]:
    found = [
        (stage, [change for change in review.changes if change.stage == stage])
        for stage in in_order(change.stage for change in review.changes)
    ]
    return [
        Section(
            stage,
            stage_title(stage),
            f"stage-{stage if stage in STAGES else at}",
            worst_first(each for each in of if each.action != "create"),
            tuple(each for each in of if each.action == "create"),
        )
        for at, (stage, of) in enumerate(found)
    ]
