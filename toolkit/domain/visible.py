"""Text that shows all it holds: what hides, or changes how the rest is read, is spelt out."""

from __future__ import annotations

import unicodedata

# Controls, formats (bidirectional marks among them), halves of characters, unknown ones, and line
# separators other than the plain one.
_HIDING = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_KEPT = "\n\t"


def visible(text: str) -> str:
    """The same text with such characters as `\\u202e`; a terminal or a page may show it."""
    if text.isprintable():
        return text
    return "".join(map(_seen, text))


def _seen(character: str) -> str:
    if character in _KEPT or unicodedata.category(character) not in _HIDING:
        return character
    return character.encode("unicode_escape").decode("ascii")
