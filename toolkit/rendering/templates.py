"""Reads templates: plain Terraform whose few Jinja marks are comments to Terraform."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment as Jinja
from jinja2 import FileSystemLoader, StrictUndefined, TemplateError

from toolkit import errors
from toolkit.rendering.dialect import Dialect


@cache
def jinja(folder: Path) -> Jinja:
    """The one Jinja environment: `#% if` on a line of its own, `"<% value %>"` inside strings.

    Block and comment delimiters are set to what no template holds, so line statements are the
    only way to branch.
    """
    return Jinja(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - the output is HCL, and the values are checked facts
        keep_trailing_newline=True,
        line_statement_prefix="#%",
        variable_start_string="<%",
        variable_end_string="%>",
        block_start_string="<%block",
        block_end_string="block%>",
        comment_start_string="<%comment",
        comment_end_string="comment%>",
    )


def template_files(folder: Path, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """Every template of a generation as (path below the folder, path in the tree)."""
    found = [path for part in ("root", "modules") for path in (folder / part).rglob("*")]
    for path in sorted(found):
        relative = path.relative_to(folder)
        if path.is_file() and path.suffix in (".tf", ".tftpl") and "tests" not in relative.parts:
            target = _target(relative, dialect)
            if target is not None:
                yield relative.as_posix(), target


def _target(relative: Path, dialect: Dialect) -> str | None:
    """`bucket.aws6.tf` becomes `bucket.tf` for aws6 and nothing for aws3; root/ becomes the top."""
    parts = relative.name.split(".")
    if len(parts) == 3 and parts[1].startswith("aws"):
        if parts[1] != dialect.generation:
            return None
        relative = relative.with_name(f"{parts[0]}.{parts[2]}")
    if relative.parts[0] == "root":
        relative = relative.relative_to("root")
    return relative.as_posix()


def render_file(folder: Path, name: str, **context: object) -> str:
    """One template's text; `.tftpl` files are for Terraform's templatefile and stay as they are."""
    if name.endswith(".tftpl"):
        return (folder / name).read_text(encoding="utf-8")
    try:
        return jinja(folder).get_template(name).render(context)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        place = f"{name}:{line}" if line else name
        raise errors.TemplateError(
            f"template {place} cannot be rendered: {error}",
            hint="this is a fault of snowops' templates, not of your environment",
        ) from error
