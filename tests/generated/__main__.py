"""`python -m tests.generated` writes every generated part of the documentation anew."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.generated.dialects import dialects
from tests.generated.licences import licences
from tests.generated.modules import MODULES, module_names, readme
from tests.generated.security import security
from tests.scan.subjects import subjects
from tests.terraform.trees import CHECKOUT, Terraform
from toolkit.embedded.cache import cache_folder
from toolkit.embedded.engine import ensure_shim


def main() -> None:
    """Rewrite what has changed."""
    write(CHECKOUT / "docs" / "dialects.md", dialects)
    write(CHECKOUT / "docs" / "licences.md", licences)
    for name in module_names():
        write(MODULES / name / "README.md", partial(readme, module=name))
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "empty.tfrc"
        settings.touch()
        terraform = Terraform(ensure_shim(cache_folder(os.environ)), settings)
        settled = subjects(terraform, Path(folder))
        write(CHECKOUT / "docs" / "security.md", partial(security, settled=settled))


def write(path: Path, generate: Callable[[str], str]) -> None:
    path.write_text(generate(path.read_text()))


if __name__ == "__main__":
    main()
