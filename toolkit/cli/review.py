"""`snowops review ENV`: what a reviewer has to know of a plan, in the terminal and as a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.allowing import AcceptPrivacyChange, Allow, Reason, allowances
from toolkit.cli.options import ArtifactDigest, EnvironmentName, Json, Targets
from toolkit.errors import ConfigError, Refused, SnowopsError, TerraformError, WrongOptions

if TYPE_CHECKING:
    from toolkit.domain.review.model import Review


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops review staging · snowops review prod --html review.html · "
        "snowops review prod --from build/ci/prod/review.json --html review.html",
    )(review)


def review(
    context: typer.Context,
    environment: EnvironmentName,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Also write it as one web page.")
    ] = None,
    made: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Show this review.json; plan nothing."),
    ] = None,
    as_json: Json = False,
    target: Targets = None,
    artifact: ArtifactDigest = None,
    destroy: Annotated[bool, typer.Option("--destroy", help="Plan the end of everything.")] = False,
    allow: Allow = None,
    reason: Reason = None,
    accept_privacy_change: AcceptPrivacyChange = None,
) -> int:
    """Plan ENV and show what its reviewer has to know: dangers first, then stage by stage."""
    from toolkit.cli.reviewing import Request
    from toolkit.domain.plan import PlanOptions

    allowed = allowances(allow, reason, accept_privacy_change)
    options = PlanOptions(targets=tuple(target or ()), destroy=destroy)
    error: SnowopsError | None
    if made is None:
        from toolkit.cli.reviewing import reviewed

        done = reviewed(context.obj, Request(environment, options, allowed, artifact))
        found, error = done.review, done.error
    elif allowed or artifact or options != PlanOptions():
        raise WrongOptions("--from shows a plan as it was made: it takes no further wishes")
    else:
        found, error = _read(made, environment), None
    _show(found, as_json=as_json)
    if html is not None:
        _write(html, found)
    raise_what_stops(found, error)
    return 0


def raise_what_stops(review: Review, error: SnowopsError | None = None) -> None:
    """Raises why there is no plan, or that findings refuse it."""
    from toolkit.domain.review.attention import refusing

    if error is not None:
        raise error
    if review.failure is not None:
        raise TerraformError(f"there is no plan of {review.environment}")
    found = refusing(review)
    if found:
        count = "1 finding refuses" if len(found) == 1 else f"{len(found)} findings refuse"
        raise Refused(
            f"{count} the plan of {review.environment}",
            hint=f"`snowops guardrails explain {found[0].id}` says why and what to do",
        )


def _read(file: Path, environment: str) -> Review:
    from toolkit.adapters.review_file import read_review
    from toolkit.domain.visible import visible

    found = read_review(file)
    if found.environment != environment:
        raise ConfigError(
            f"{file} is of another environment than {environment}: {visible(found.environment)}"
        )
    return found


def _show(review: Review, *, as_json: bool) -> None:
    from toolkit.cli.screen import data, print_json

    if as_json:
        from toolkit.adapters.review_file import review_json

        print_json(review_json(review))
        return
    from toolkit.cli.review_views import review_view

    data().print(review_view(review))


def _write(file: Path, review: Review) -> None:
    from toolkit.adapters.whole_file import FOR_EVERYBODY, write_whole
    from toolkit.cli.screen import talk
    from toolkit.cli.shipped import templates
    from toolkit.rendering.page import render_page

    content = render_page(review, templates()).encode()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, content, FOR_EVERYBODY)
    except OSError as error:
        raise ConfigError(f"cannot write {file}: {error.strerror or error}") from error
    talk().print(f"page: {file.resolve()}", style="dim", markup=False, soft_wrap=True)
