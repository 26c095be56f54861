"""What snowops adds to what is done anyway: to importing its libraries, and to Terraform by hand.

usage: python -m benchmarks.cli [--no-plan]
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from benchmarks.timing import Timed, in_turns

ROOT = Path(__file__).resolve().parent.parent


def start_up() -> list[Timed]:
    """`--help` and `render prod` beside the import of the libraries they cannot do without."""
    snowops = [sys.executable, "-m", "toolkit"]
    return in_turns(
        {
            "import typer, pydantic": [[sys.executable, "-c", "import typer, pydantic"]],
            "snowops --help": [[*snowops, "--help"]],
            "snowops render prod": [[*snowops, "render", "prod"]],
        },
        cwd=ROOT,
        runs=11,
    )


def plan() -> list[Timed]:
    """`snowops plan local` beside init, plan and show by hand in the workspace that it made."""
    from toolkit.embedded import engine, provider_mirror
    from toolkit.embedded.cache import cache_folder

    cache = cache_folder(os.environ)
    terraform = str(engine.ensure_shim(cache))
    plugins = provider_mirror.ensure_mirror(cache, print)
    os.environ["TF_CLI_CONFIG_FILE"] = str(ROOT / ".snowops" / "terraform.rc")
    snowops = [sys.executable, "-m", "toolkit", "--terraform", "embedded", "plan", "local"]
    by_hand = (
        f"init -input=false -reconfigure -plugin-dir={plugins}",
        "plan -input=false -json -out=by-hand.tfplan",
        "show -json by-hand.tfplan",
    )
    commands = [[terraform, "-chdir=build/local", *shlex.split(words)] for words in by_hand]
    return in_turns(
        {"terraform by hand": commands, "snowops plan local": [snowops]}, cwd=ROOT, runs=7
    )


def table(timed: list[Timed]) -> str:
    """A Markdown table with ratios to the first row."""
    lines = ["| command | median s | ratio |", "| --- | --- | --- |"]
    lines += [
        f"| `{item.name}` | {item.median:.2f} | {item.ratio_to(timed[0]):.2f} |" for item in timed
    ]
    return "\n".join(lines)


def main() -> None:
    print(table(start_up()), flush=True)
    if "--no-plan" not in sys.argv:
        print()
        print(table(plan()))


if __name__ == "__main__":
    main()
