"""Loads the allowlist of an environment, and says where it is wrong."""

from __future__ import annotations

from pathlib import Path

from toolkit.adapters.refusals import refusal
from toolkit.adapters.yaml_document import Document, parse_document, read_document
from toolkit.domain.allowlist import Allowlist, Passing, key_of, may_never_pass, read
from toolkit.domain.position import KeyPath, Mistake, Position
from toolkit.errors import ConfigError, Refused


def load_allowlist(file: Path) -> Allowlist:
    """The allowlist in a file.

    Raises Refused where it names what may never pass, ConfigError for any other mistake; both
    list every mistake with its line.
    """
    return _checked(read_document(file))


def parse_allowlist(text: str, file: Path) -> Allowlist:
    """The allowlist in a text that once stood in `file`."""
    return _checked(parse_document(text, file))


def place_of(passing: Passing, file: Path) -> tuple[KeyPath, Position] | None:
    """The key that lets it pass and where it stands; None where the file lets no such thing pass.

    An artifact may be older than the file, so a file that cannot be read is no error here.
    """
    try:
        document = read_document(file)
    except ConfigError:
        return None
    allowlist, _ = read(document.value)
    key = key_of(passing, allowlist) if allowlist is not None else None
    return (key, document.positions.of_key(key)) if key is not None else None


def _checked(document: Document) -> Allowlist:
    allowlist, breaches = read(document.value)
    mistakes = list(document.mistakes)
    for breach in breaches:
        at = document.positions.of_key(breach.path)
        mistakes.append(Mistake(at, breach.path, breach.sentence, breach.hint))
    if allowlist is None or mistakes:
        never = any(may_never_pass(breach.path) for breach in breaches)
        raise refusal(
            document.file,
            mistakes,
            hint="docs/privacy.md says what happens to every column, and why",
            family=Refused if never else ConfigError,
        )
    return allowlist
