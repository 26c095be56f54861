"""`python -m tests.scan` scans, prints what is not waived, and exits 1 where there is any."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.scan.equipment import install
from tests.scan.scanners import scan
from tests.scan.subjects import subjects
from tests.scan.waivers import judge, waivers
from tests.terraform.trees import Terraform
from toolkit.embedded.cache import cache_folder
from toolkit.embedded.engine import ensure_shim


def main() -> None:
    """Scan the shipped environments."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = folder / "empty.tfrc"
        settings.touch()
        terraform = Terraform(ensure_shim(cache_folder(os.environ)), settings)
        found = scan(install(), subjects(terraform, folder))
    verdict = judge(found, waivers(), datetime.now(UTC).date())
    if text := str(verdict):
        sys.exit(text)
    sys.stdout.write(f"{len(found)} findings, all waived with a reason: see docs/security.md\n")


if __name__ == "__main__":
    main()
