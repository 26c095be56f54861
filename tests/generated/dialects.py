"""What docs/dialects.md says of the two provider generations."""

from __future__ import annotations

from tests.generated.parts import table, with_part
from tests.terraform.dialects.differences import SAID_ANOTHER_WAY, SAID_BY_AWS6_ALONE


def dialects(text: str) -> str:
    """The document with its two tables."""
    ways = [(f"`{kind}`", why) for kind, why in sorted(SAID_ANOTHER_WAY.items())]
    alone = [
        (f"`{kind}`", f"`{argument}`" if argument else "the resource", why)
        for (kind, argument), why in sorted(SAID_BY_AWS6_ALONE.items(), key=str)
    ]
    text = with_part(text, "ways", table(("type in aws3", "said another way"), ways))
    return with_part(text, "alone", table(("type", "argument", "why aws6 alone says it"), alone))
