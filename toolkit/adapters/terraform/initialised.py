"""Whether a workspace was initialised for exactly what it holds, so that init has nothing to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from toolkit.adapters.terraform.binary import Binary

_LOCK = ".terraform.lock.hcl"


@dataclass(frozen=True)
class Initialised:
    """The mark that a successful init leaves, in the folder that init itself fills.

    It names everything that init reads: the files of the tree, the provider lock, the executable
    and where it takes providers from.
    """

    workspace: Path
    binary: Binary
    plugin_dir: Path | None

    def holds(self) -> bool:
        """Whether nothing that init reads has changed since it last succeeded."""
        try:
            return self._mark.read_text(encoding="utf-8") == self._digest()
        except OSError:
            return False

    def remember(self) -> None:
        """Leaves the mark."""
        self._mark.parent.mkdir(exist_ok=True)
        self._mark.write_text(self._digest(), encoding="utf-8")

    def forget(self) -> None:
        """Takes the mark away: after any failure the next run initialises again."""
        self._mark.unlink(missing_ok=True)

    @property
    def _mark(self) -> Path:
        return self.workspace / ".terraform" / "initialised-by-snowops"

    def _digest(self) -> str:
        words = f"{self.binary.path}\0{self.binary.version}\0{self.plugin_dir}\0"
        total = hashlib.sha256(words.encode())
        for file in self._files():
            content = file.read_bytes()
            total.update(f"{file.relative_to(self.workspace)}\0{len(content)}\0".encode())
            total.update(content)
        return total.hexdigest()

    def _files(self) -> Iterator[Path]:
        yield from sorted(self.workspace.glob("*.tf"))
        yield from sorted(self.workspace.glob("modules/*/*.tf"))
        if (self.workspace / _LOCK).is_file():
            yield self.workspace / _LOCK
