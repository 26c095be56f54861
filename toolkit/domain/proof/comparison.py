"""Whether a JSON value became what it should: kept where it may pass, else a pseudonym.

It is written from the promise in docs/privacy.md and shares no code with the function, so that a
mistake would have to be made twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Pseudonym = Callable[[bytes], str]
"""The pseudonym of a value under the salt in use."""
Passes = Callable[[str], bool | None]
"""Whether the value at a path must stay as it is; None where it may, but need not."""

# A name starts with a letter and holds three digits at most; anything else is a value in disguise.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_SCHEMA = re.compile(r"iglu:[a-zA-Z0-9_.-]+/[a-zA-Z0-9_-]+/[a-zA-Z0-9_-]+/[0-9]+-[0-9]+-[0-9]+")
_DIGITS = 3


def is_schema(value: Any) -> bool:
    """Whether a value is the name of a schema, which stays readable."""
    return isinstance(value, str) and _SCHEMA.fullmatch(value) is not None


def only(paths: Iterable[str]) -> Passes:
    """What passes under a schema's rules."""
    allowed = frozenset(paths)
    return lambda path: path in allowed


def nothing(_: str) -> bool:
    """What passes where no rule says anything."""
    return False


@dataclass(frozen=True)
class Comparison:
    """Compares values before and after under one salt and one idea of what passes."""

    pseudonym: Pseudonym
    passes: Passes
    names: frozenset[str] = frozenset()
    """Names in the rules, which stay even where they do not look like names."""

    def faults(self, before: Any, after: Any, path: str = "") -> Iterator[str]:
        """The paths at which something else came out."""
        if isinstance(before, dict):
            yield from self._of_object(before, after, path)
        elif isinstance(before, list):
            yield from self._of_list(before, after, path)
        elif not self._is_right(before, after, path):
            yield path

    def _of_object(self, before: dict[str, Any], after: Any, path: str) -> Iterator[str]:
        if not isinstance(after, dict) or len(after) != len(before):
            yield path
            return
        for (name, value), (new_name, new_value) in zip(before.items(), after.items(), strict=True):
            expected = self._name(name)
            inner = f"{path}.{name if expected == name else '(a key)'}".lstrip(".")
            if new_name != expected:
                yield f"a name in {path or 'the document'}"
            yield from self.faults(value, new_value, inner)

    def _of_list(self, before: list[Any], after: Any, path: str) -> Iterator[str]:
        if not isinstance(after, list) or len(after) != len(before):
            yield path
            return
        for value, new_value in zip(before, after, strict=True):
            yield from self.faults(value, new_value, f"{path}[]")

    def _name(self, name: str) -> str:
        stays = name in self.names or _is_name(name)
        return name if stays else self.pseudonym(name.encode(errors="surrogatepass"))

    def _is_right(self, before: Any, after: Any, path: str) -> bool:
        passes = self.passes(path)
        kept = type(after) is type(before) and after == before
        treated = after == self._treated(before)
        return (kept or treated) if passes is None else (kept if passes else treated)

    def _treated(self, value: Any) -> str | None:
        if value is None or isinstance(value, bool):
            return None
        text = value if isinstance(value, str) else repr(value)
        return self.pseudonym(text.encode(errors="surrogatepass")) if text else ""


def _is_name(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    return digits <= _DIGITS and _NAME.fullmatch(text) is not None
