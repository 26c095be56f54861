"""`python -m tests.aws6_provider` sets the provider up and says where its mirror is."""

from __future__ import annotations

import sys

from tests.aws6_provider.install import install
from tests.aws6_provider.places import cache, places


def _say(line: str) -> None:
    sys.stdout.write(f"aws6: {line}\n")
    sys.stdout.flush()


def main() -> None:
    """Set up what is missing."""
    made = places(cache())
    install(made, _say)
    _say(f"mirror: {made.mirror}")


if __name__ == "__main__":
    main()
