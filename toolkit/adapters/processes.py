"""Which Terraform works in a folder of this machine."""

from __future__ import annotations

import socket
from pathlib import Path

_PROC = Path("/proc")
_PROVIDER = "terraform-provider"


def machine() -> str:
    """This machine's name, as Terraform writes it into a lock."""
    return socket.gethostname()


def terraform_in(folder: Path) -> tuple[str, ...] | None:
    """Terraform's or OpenTofu's processes in a folder, as `1234 terraform apply`.

    None where the system does not tell: it has no `/proc`.
    """
    if not (_PROC / "self" / "cwd").exists():
        return None
    found = sorted(int(entry.name) for entry in _PROC.iterdir() if entry.name.isdecimal())
    lines = (_described(pid, folder.resolve()) for pid in found)
    return tuple(line for line in lines if line)


def _described(pid: int, folder: Path) -> str:
    process = _PROC / str(pid)
    try:
        # A process of somebody else does not tell where it works; nor does one that has just ended.
        if (process / "cwd").readlink() != folder:
            return ""
        words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return ""
    # The embedded one is an interpreter's script: its name is not the first word.
    for at, word in enumerate(words[:3]):
        name = Path(word).name
        if name.startswith(("terraform", "tofu")) and not name.startswith(_PROVIDER):
            return f"{pid} {name} {words[at + 1] if len(words) > at + 1 else ''}".rstrip()
    return ""
