"""Tells names of properties from values that stand where names should."""

from __future__ import annotations

import re

REMEMBERED_NAMES = 4096

# A letter or underscore first, then letters, digits and underscores, 64 characters at most, of
# which three may be digits: `osIs64Bit` and `sha256` are names; a number, a UUID, an e-mail
# address, a domain or a hash is not.
_NAME = re.compile(r"(?=(?:[^0-9]*[0-9]){0,3}[^0-9]*\Z)[A-Za-z_][A-Za-z0-9_]{0,63}")


def is_name(text: str) -> bool:
    """Whether a text looks like the name of a property."""
    return len(text) <= 64 and _NAME.fullmatch(text) is not None


class KnownNames(dict[str, bool]):
    """`names[text]`: whether it looks like a name, remembered for those that do."""

    def __missing__(self, text: str) -> bool:
        if not is_name(text):
            return False
        if len(self) >= REMEMBERED_NAMES:
            self.clear()
        self[text] = True
        return True
