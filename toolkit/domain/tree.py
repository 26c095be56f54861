"""A rendered Terraform tree: text by path, and the digest that names it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Tree:
    """Files by their path below the workspace, POSIX separators."""

    files: Mapping[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 over every path and text, the same wherever it is rendered."""
        total = hashlib.sha256()
        for path in sorted(self.files):
            text = self.files[path].encode()
            total.update(f"{path}\0{len(text)}\0".encode())
            total.update(text)
        return total.hexdigest()
