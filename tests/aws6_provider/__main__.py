"""`python -m tests.aws6_provider` sets the provider up and says where its mirror is."""

from __future__ import annotations

import sys

from tests.aws6_provider.install import SetUpFailed, install
from tests.aws6_provider.places import cache, places
from tests.aws6_provider.typescript import LayoutChanged


def _say(line: str) -> None:
    sys.stdout.write(f"aws6: {line}\n")
    sys.stdout.flush()


def main() -> None:
    """Set up what is missing; exit 1 with the reason where that fails."""
    made = places(cache())
    try:
        install(made, _say)
    except (SetUpFailed, LayoutChanged) as error:
        sys.exit(f"aws6: {error}")
    _say(f"mirror: {made.mirror}")


if __name__ == "__main__":
    main()
