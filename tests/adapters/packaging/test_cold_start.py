from __future__ import annotations

import sys
from pathlib import Path

import pytest

from toolkit.adapters.cold_start import cold_start, interpreter_for, milliseconds_to_import
from toolkit.domain.artifact import Platform

FILES = {"runtime/__init__.py": b"", "runtime/handler.py": b"import json\n"}


def test_another_processor_cannot_be_measured_here(tmp_path: Path) -> None:
    assert interpreter_for(Platform("3.13", "riscv")) is None
    assert cold_start(tmp_path / "never-opened.zip", Platform("3.13", "riscv")) is None


@pytest.mark.embedded
def test_the_import_of_the_handler_is_measured(tmp_path: Path) -> None:
    (tmp_path / "runtime").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_bytes(text)

    assert (milliseconds_to_import(sys.executable, tmp_path) or 0) > 0
    assert not list(tmp_path.rglob("*.pyc"))


@pytest.mark.embedded
def test_a_handler_that_cannot_be_imported_has_no_figure(tmp_path: Path) -> None:
    assert milliseconds_to_import(sys.executable, tmp_path) is None
