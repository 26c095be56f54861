from __future__ import annotations

import pytest

from toolkit.domain.artifact import Dependency, Manifest, Platform
from toolkit.domain.artifact_contents import SourceTree, Wheel


@pytest.fixture
def platform() -> Platform:
    return Platform("3.13", "arm64")


@pytest.fixture
def sources() -> SourceTree:
    return SourceTree(
        files={"__init__.py": b"", "handler.py": b"def handle(event, context): ...\n"},
        commit="a" * 40,
    )


@pytest.fixture
def wheels() -> tuple[Wheel, ...]:
    return (_wheel("zeta", "2.0"), _wheel("alpha", "1.0"))


@pytest.fixture
def manifest(wheels: tuple[Wheel, ...]) -> Manifest:
    return Manifest(
        commit="a" * 40,
        dirty=False,
        rules="b" * 64,
        python_version="3.13",
        architecture="arm64",
        dependencies=tuple(wheel.dependency for wheel in wheels),
    )


def _wheel(name: str, version: str) -> Wheel:
    dependency = Dependency(name, version, f"{name}-{version}-py3-none-any.whl", "c" * 64)
    return Wheel(dependency, {f"{name}/__init__.py": f"# {name}\n".encode()})
