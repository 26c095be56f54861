"""Imports point one way, and nothing grows until nobody reads it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "toolkit"

# Who may import whom; a layer may always import itself. `snowops render` is one call into
# rendering, so the command makes it without a workflow in between.
ARROWS: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "cli": {"workflows", "rendering", "adapters", "embedded", "domain", "errors"},
    "workflows": {"rendering", "domain", "errors"},
    "rendering": {"domain", "errors"},
    "adapters": {"domain", "errors"},
    "embedded": {"domain", "errors"},
    "domain": {"runtime.fields", "errors"},
    "runtime": set(),
    "errors": set(),
}

# Parties that only certain layers speak with.
RESERVED: dict[str, set[str]] = {
    "rich": {"cli"},
    "typer": {"cli"},
    "click": set(),
    "boto3": {"adapters", "embedded", "runtime"},
    "botocore": {"adapters", "embedded", "runtime"},
    "subprocess": {"adapters", "embedded"},
    "python_terraform": {"adapters"},
    "gitlab": {"adapters"},
    "ruamel": {"adapters"},
    "jinja2": {"rendering"},
    "moto": {"embedded"},
    "werkzeug": {"embedded"},
}

# What reaches the disk, the clock, the network, chance or the surroundings.
IMPURE_MODULES = {
    "asyncio", "ctypes", "getpass", "glob", "http", "io", "logging", "multiprocessing", "os",
    "platform", "random", "secrets", "shutil", "signal", "socket", "ssl", "subprocess", "sys",
    "tempfile", "threading", "time", "urllib", "zipfile",
}  # fmt: skip
# Of those, what only computes.
PURE_PARTS = ("urllib.parse",)
IMPURE_CALLS = {
    "chmod", "exists", "getenv", "glob", "input", "is_dir", "is_file", "iterdir", "mkdir", "now",
    "open", "print", "read_bytes", "read_text", "resolve", "rglob", "rmdir", "stat", "symlink_to",
    "today", "touch", "unlink", "utcnow", "uuid1", "uuid4", "write_bytes", "write_text",
}  # fmt: skip

# What takes long to load; only the command that uses it pays.
HEAVY = {"boto3", "botocore", "gitlab", "moto", "jinja2", "python_terraform", "ruamel"}

LONGEST_MODULE = 200
LONGEST_FUNCTION = 35


@dataclass(frozen=True)
class Import:
    """One import: who, on which line, what, and whether it waits until a function is called."""

    module: Path
    line: int
    name: str
    lazy: bool

    @property
    def layer(self) -> str:
        return _layer(self.module)

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.name}"


def modules() -> list[Path]:
    """Every module, relative to the package."""
    return sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


@cache
def parsed(module: Path) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"))


@cache
def imports() -> tuple[Import, ...]:
    """Every import of the package, those inside functions and for type checkers too."""
    found: list[Import] = []
    for module in modules():
        tree = parsed(module)
        lazy = {inner for outer in functions(tree) for inner in ast.walk(outer)}
        for node in ast.walk(tree):
            line = getattr(node, "lineno", 0)
            found += [Import(module, line, name, node in lazy) for name in _names(module, node)]
    return tuple(found)


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _names(module: Path, node: ast.AST) -> list[str]:
    """Dotted names; `from toolkit.cli import views` means the module `toolkit.cli.views`."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{_origin(module, node)}.{alias.name}" for alias in node.names]
    return []


def _origin(module: Path, node: ast.ImportFrom) -> str:
    """What `from` names, in full; the runtime, which is packed without us, says it relatively."""
    if not node.level:
        return str(node.module)
    package = ("toolkit", *module.parts[: -node.level])
    return ".".join([*package, node.module] if node.module else package)


def _layer(module: Path) -> str:
    return module.parts[0].removesuffix(".py")


def _allowed(found: Import) -> bool:
    target = found.name.removeprefix("toolkit.")
    if target.split(".")[0] == found.layer:
        return True
    return any(
        target == allowed or target.startswith(f"{allowed}.") for allowed in ARROWS[found.layer]
    )


def test_every_layer_stands_in_the_table() -> None:
    assert {_layer(module) for module in modules()} <= set(ARROWS)


def test_imports_follow_the_arrows() -> None:
    inner = [found for found in imports() if found.name.startswith("toolkit.")]

    assert inner
    assert [str(found) for found in inner if not _allowed(found)] == []


@pytest.mark.parametrize("party", RESERVED)
def test_only_its_layers_speak_with(party: str) -> None:
    found = [each for each in imports() if each.name.split(".")[0] == party]

    assert [str(each) for each in found if each.layer not in RESERVED[party]] == []


def test_the_runtime_loads_boto3_only_when_it_is_called() -> None:
    eager = [each for each in imports() if each.layer == "runtime" and not each.lazy]

    assert [str(each) for each in eager if each.name.split(".")[0] in ("boto3", "botocore")] == []


def test_the_domain_reaches_nothing_outside() -> None:
    found = [each for each in imports() if each.layer == "domain"]

    outside = [each for each in found if each.name.split(".")[0] in IMPURE_MODULES]
    assert [str(each) for each in outside if not each.name.startswith(PURE_PARTS)] == []


def test_the_domain_calls_nothing_that_touches_the_world() -> None:
    calls = [
        f"{module}:{node.lineno} calls {_called(node)}"
        for module in modules()
        if _layer(module) == "domain"
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Call) and _called(node) in IMPURE_CALLS
    ]

    assert calls == []


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    lengths = {
        str(module): len((PACKAGE / module).read_text(encoding="utf-8").splitlines())
        for module in modules()
    }

    assert {name: size for name, size in lengths.items() if size > LONGEST_MODULE} == {}


def test_no_function_is_too_long_to_be_seen_at_once() -> None:
    # The body counts: a command has as many parameters as it has options.
    lengths = {
        f"{module}:{function.lineno} {function.name}": (function.end_lineno or 0)
        - function.body[0].lineno
        + 1
        for module in modules()
        for function in functions(parsed(module))
    }

    assert {name: size for name, size in lengths.items() if size > LONGEST_FUNCTION} == {}


def test_every_module_says_in_one_sentence_what_it_is() -> None:
    silent = [
        str(module)
        for module in modules()
        if (PACKAGE / module).stat().st_size and not ast.get_docstring(parsed(module))
    ]

    assert silent == []


@pytest.mark.embedded
@pytest.mark.parametrize(
    "arguments", [["plan", "--help"], ["env", "--help"], ["salt", "--help"], ["version"]]
)
def test_no_command_loads_what_it_does_not_use(arguments: list[str]) -> None:
    assert _loaded_by(arguments) & HEAVY == set()


@pytest.mark.embedded
def test_the_first_help_does_not_even_load_the_model() -> None:
    # Typer itself loads pydantic as soon as a command has parameters to read.
    assert _loaded_by(["--help"]) & (HEAVY | {"pydantic"}) == set()


def _loaded_by(arguments: list[str]) -> set[str]:
    """Top-level names of the modules that a fresh interpreter has loaded after a command."""
    program = (
        "import json, sys\n"
        "from toolkit.cli.main import run\n"
        f"code = run({arguments!r})\n"
        "print()\n"
        "print(json.dumps([code, sorted(name.split('.')[0] for name in sys.modules)]))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    code, loaded = json.loads(answer.stdout.splitlines()[-1])
    assert code == 0
    return set(loaded)
