"""Reports that are asked for as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from toolkit.adapters.workspace import write_file
from toolkit.errors import ConfigError


def write_json(path: Path, value: Any) -> None:
    """Writes a JSON document, whole or not at all."""
    try:
        write_file(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}") from error
