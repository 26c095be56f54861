"""Keeps the fast tier fast: a test without a marker may start no process and open no socket."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Machines differ in speed; no test is about time. `make test` takes the thorough profile, which
# tries the same examples each time: it tells of a change, not of luck.
_EXAMPLES = {"brief": 20, "thorough": 100}
for _name, _examples in _EXAMPLES.items():
    settings.register_profile(
        _name,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        max_examples=_examples,
        derandomize=_name == "thorough",
    )
settings.load_profile("brief")

# Each of these markers says that a test leaves the process.
MAY_LEAVE = ("terraform", "embedded", "artifact")

_PROCESSES = ("subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system")
_SOCKETS = ("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo")


class Guard:
    """Hears of every process and socket; refuses and remembers them while it is armed."""

    def __init__(self) -> None:
        self.armed = False
        self.seen: list[str] = []

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook; Python has no way to take one off again, so there is one for all."""
        if self.armed and event in (*_PROCESSES, *_SOCKETS):
            self.seen.append(f"{event} {arguments[:2]!r}")
            raise RuntimeError(self.complaint())

    def complaint(self) -> str:
        """What was refused, and what to do."""
        return f"the fast tier stays in this process, but: {self.seen}; mark the test {MAY_LEAVE}"

    @contextmanager
    def over(self, item: pytest.Item) -> Iterator[None]:
        """Armed for a test that has no marker; speaks up even where the code hid the refusal."""
        self.seen.clear()
        self.armed = not any(item.get_closest_marker(name) for name in MAY_LEAVE)
        try:
            yield
        finally:
            self.armed = False
        if self.seen:
            pytest.fail(self.complaint())


_GUARD = Guard()
sys.addaudithook(_GUARD.hear)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    with _GUARD.over(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    with _GUARD.over(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    with _GUARD.over(item):
        return (yield)
