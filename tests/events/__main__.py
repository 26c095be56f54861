"""Prints enriched events, one a line: `python -m tests.events COUNT`."""

from __future__ import annotations

import sys

from tests.events.generator import events

if __name__ == "__main__":
    for line in events(int(sys.argv[1])):
        sys.stdout.buffer.write(line + b"\n")
