"""What rendering an environment costs, and whether it stays the same for many.

usage: python -m benchmarks.render [ENVIRONMENTS]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from toolkit.adapters import workspace
from toolkit.adapters.environment_files import load
from toolkit.domain.environment.rules import broken_rules
from toolkit.rendering.render import render

ROOT = Path(__file__).resolve().parent.parent
SHARE = 5  # the first and the last fifth are compared


def environments(count: int, folder: Path) -> list[str]:
    """Write as many YAML files over `base`, each with names and sizes of its own."""
    for name in ("base.yaml", "prod.yaml", "allowlist.yaml"):
        (folder / name).write_bytes((ROOT / "environments" / name).read_bytes())
    names = [f"e{number:04d}" for number in range(count)]
    for number, name in enumerate(names):
        shards = 8 + number % 16
        (folder / f"{name}.yaml").write_text(
            "extends: prod\n"
            f'aws: {{ region: us-east-2, account_id: "{100000000000 + number}" }}\n'
            f"streams: {{ raw_good: {{ shards: {shards}, retention_hours: 48 }} }}\n"
            f"storage: {{ bucket: acme-{name}-events }}\n"
            f"collectors: {{ sqs_overflow: {str(number % 2 == 0).lower()} }}\n"
        )
    return names


def seconds_each(names: list[str], folder: Path, out: Path) -> Iterator[float]:
    """Load, judge, render and write each environment, as `snowops render` does."""
    for name in names:
        start = time.perf_counter()
        environment = load(folder, name).environment
        assert not broken_rules(environment)
        workspace.write(render(environment, ROOT / "templates"), out / name)
        yield time.perf_counter() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as made:
        folder, out = Path(made, "environments"), Path(made, "build")
        folder.mkdir()
        found = list(seconds_each(environments(count, folder), folder, out))
    share = max(1, count // SHARE)
    first, last = statistics.median(found[1 : share + 1]), statistics.median(found[-share:])
    print(f"{count} environments in {sum(found):.1f} s; the first, cold, in {found[0]:.2f} s")
    print(f"median each: {1000 * statistics.median(found):.0f} ms")
    print(
        f"first fifth {1000 * first:.0f} ms, last fifth {1000 * last:.0f} ms: x{last / first:.2f}"
    )


if __name__ == "__main__":
    main()
