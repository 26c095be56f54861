"""Whatever is edited: an environment whose tree or rules differ is never called unaffected."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.environment.changed import ENVIRONMENTS
from toolkit.adapters.allowlist_files import load_allowlist
from toolkit.adapters.environment_files import environment_names, load
from toolkit.adapters.git_trees import environments_in
from toolkit.domain.allowlist import compile_rules
from toolkit.domain.ci.affected import Environments, Repository, affected
from toolkit.errors import SnowopsError
from toolkit.rendering.render import render

TEMPLATES = ENVIRONMENTS.parent / "templates"

Edit = Callable[[dict[str, str]], object]
Files = tuple[tuple[str, str], ...]


def _replaced(name: str, old: str, new: str) -> Edit:
    def edit(files: dict[str, str]) -> None:
        if name in files:
            assert old in SHIPPED[name], old
            files[name] = files[name].replace(old, new)

    return edit


def _appended(name: str, text: str) -> Edit:
    return lambda files: files.update({name: files.get(name, "") + text})


def _renamed(old: str, new: str) -> Edit:
    return lambda files: files.update({new: files.pop(old)}) if old in files else None


# Short ones, which are soon read.
ALLOWLIST = """\
columns:
  app_id: { reason: names the application }
  platform: { reason: one of a few words }
schemas: []
"""
BASE = (ENVIRONMENTS / "base.yaml").read_text()
STAGING = (ENVIRONMENTS / "staging.yaml").read_text()
SHIPPED = {
    "allowlist.yaml": ALLOWLIST,
    "base.yaml": BASE[: BASE.index("  enrichments:")] + BASE[BASE.index("tags:") :],
    "staging.yaml": STAGING,
    "prod.yaml": STAGING.replace("staging", "prod"),
}
EDITS: dict[str, Edit] = {
    "a comment": _appended("prod.yaml", "\n# a comment\n"),
    "a comment in the base": _appended("base.yaml", "\n# a comment\n"),
    "more shards in the base": _replaced(
        "base.yaml", "raw_bad: { shards: 1", "raw_bad: { shards: 2"
    ),
    "another retention": _replaced("prod.yaml", "buffer_mb: 16", "buffer_mb: 32"),
    "fewer allowed columns": _replaced("allowlist.yaml", "  platform:", "  event:"),
    "another allowlist": _replaced(
        "staging.yaml", "lambda:\n", "lambda:\n  allowlist: strict.yaml\n"
    ),
    "that allowlist": _appended("strict.yaml", "columns: {}\nschemas: []\n"),
    "a removed environment": lambda files: files.pop("staging.yaml", None),
    "a renamed environment": _renamed("prod.yaml", "live.yaml"),
    "a renamed base": _renamed("base.yaml", "common.yaml"),
    "a new environment": _appended("test.yaml", "extends: staging\n"),
    "a parent that becomes abstract": _appended("prod.yaml", "\nabstract: true\n"),
    "a mistake": _appended("staging.yaml", "\nno such key: 1\n"),
    "no YAML": _appended("prod.yaml", "\n{"),
}


def edited(edits: Sequence[str]) -> Files:
    files = dict(SHIPPED)
    for name in edits:
        EDITS[name](files)
    return tuple(sorted(files.items()))


@contextmanager
def folder_of(files: Files) -> Iterator[Path]:
    with TemporaryDirectory() as temporary:
        for name, text in files:
            (Path(temporary) / name).write_text(text)
        yield Path(temporary)


# Reading YAML is what takes time here, so that the same files are read once.
@cache
def environments(files: Files) -> Environments:
    with folder_of(files) as folder:
        found = environments_in(folder, "environments")
        assert set(found) == {*environment_names(folder)}
        return found


@cache
def outcome(files: Files, name: str) -> tuple[object, ...] | None:
    """Everything that a plan of the environment is made from; None where it cannot be loaded."""
    with folder_of(files) as folder:
        try:
            environment = load(folder, name).environment
            allowlist = load_allowlist(folder / environment.lambda_.allowlist)
        except SnowopsError:
            return None
    rules = compile_rules(allowlist, environment.lambda_.narrow_columns)
    values = json.dumps(environment.values(), sort_keys=True)
    return tree_digest(values, environment), rules


_TREES: dict[str, str] = {}


def tree_digest(values: str, environment: object) -> str:
    if values not in _TREES:
        _TREES[values] = render(environment, TEMPLATES).digest  # type: ignore[arg-type]
    return _TREES[values]


def edits(most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(EDITS)), max_size=most)


@settings(max_examples=settings().max_examples // 3)
@given(edits(1), edits(4), st.booleans())
def test_no_environment_is_missed(one: list[str], more: list[str], turned: bool) -> None:
    base, head = (edited(each) for each in ((more, one) if turned else (one, more)))
    changed = {f"environments/{name}" for name, _ in {*base} ^ {*head}}

    found = affected(environments(base), environments(head), changed, Repository())

    states = {verdict.name: verdict.state for verdict in found}
    assert set(states) == {*environments(base), *environments(head)}
    for name, state in states.items():
        if state == "unaffected":
            assert outcome(base, name) == outcome(head, name)
        assert (state == "removed") == (name not in environments(head))
