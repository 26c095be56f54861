"""The guard of the fast tier does what it says."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import suppress

import pytest

from tests.conftest import Guard


@pytest.fixture
def guard() -> Guard:
    """A guard of our own, not the one that watches this test."""
    guard = Guard()
    guard.armed = True
    return guard


@pytest.mark.parametrize(
    "event", ["subprocess.Popen", "os.posix_spawn", "socket.connect", "socket.__new__"]
)
def test_a_process_or_a_socket_is_refused(guard: Guard, event: str) -> None:
    with pytest.raises(RuntimeError, match="mark the test"):
        guard.hear(event, ("somebody",))

    assert guard.seen == [f"{event} ('somebody',)"]


def test_everything_else_passes(guard: Guard) -> None:
    guard.hear("open", ("file.txt",))

    assert guard.seen == []


def test_a_refusal_that_the_code_hides_still_fails_the_test(
    guard: Guard, request: pytest.FixtureRequest
) -> None:
    def hides_the_refusal() -> None:
        with guard.over(request.node), suppress(RuntimeError):
            guard.hear("os.fork", ())

    with pytest.raises(pytest.fail.Exception, match=r"os\.fork"):
        hides_the_refusal()


@pytest.mark.embedded
def test_a_marked_test_may_leave_the_process() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        answer = subprocess.run(
            [sys.executable, "-c", "print('here')"], capture_output=True, text=True, check=True
        )

    assert answer.stdout == "here\n"
