"""Prints every figure of docs/performance.md: `python -m benchmarks`."""

from __future__ import annotations

import subprocess
import sys

if __name__ == "__main__":
    for name in ("cli", "pseudonymize", "package", "render"):
        print(f"\n## benchmarks.{name}\n", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)
