"""Parts of a job's log that GitLab folds."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def section(name: str, title: str, variables: Mapping[str, str]) -> Iterator[None]:
    """Folds what is said within; nothing is added outside GitLab.

    The marks are those of the GitLab documentation, "Custom collapsible sections".
    """
    if variables.get("GITLAB_CI") != "true":
        yield
        return
    _mark(f"section_start:{int(time.time())}:{name}[collapsed=true]", title)
    try:
        yield
    finally:
        _mark(f"section_end:{int(time.time())}:{name}", "")


def _mark(mark: str, title: str) -> None:
    sys.stderr.write(f"\x1b[0K{mark}\r\x1b[0K{title}\n")
    sys.stderr.flush()
