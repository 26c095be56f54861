"""`python -m tests.golden.update` rewrites the golden trees; look at the difference in git."""

from __future__ import annotations

import sys

from tests.golden.trees import FOLDER, cases, golden_file, rendered


def update() -> None:
    """Writes the tree of every case and removes those of cases that are gone."""
    wanted = dict(cases())
    for file in FOLDER.glob("*.txt"):
        if file.stem not in wanted:
            file.unlink()
    for case, environment in wanted.items():
        golden_file(case).write_text(rendered(environment), encoding="utf-8")
        sys.stdout.write(f"{golden_file(case).name}\n")


if __name__ == "__main__":
    update()
