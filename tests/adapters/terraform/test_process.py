"""A Terraform process is heard while it runs and ends in good order, whatever is pressed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.adapters.terraform.process import Finished, run
from toolkit.errors import TerraformError

pytestmark = pytest.mark.embedded

CHECKOUT = Path(__file__).parents[3]

# Ends by itself after a minute, should a test go wrong.
WAIT_FOR = """
import os, pathlib, time
def wait_for(name):
    for _ in range(6000):
        if pathlib.Path(name).exists():
            return
        time.sleep(0.01)
    raise SystemExit("nobody came")
"""

# Counts interrupts, as Terraform would, until the file `enough` is there.
STOPS_IN_GOOD_ORDER = (
    WAIT_FOR
    + """
import signal
heard = []
def stop(*_):
    heard.append(1)
    os.write(1, b"interrupted\\n")
signal.signal(signal.SIGINT, stop)
print("ready", flush=True)
wait_for("enough")
pathlib.Path("saved").write_text(str(len(heard)))
"""
)


SAVES_WHEN_INTERRUPTED = (
    WAIT_FOR
    + """
import signal
def stop(*_):
    pathlib.Path("saved").touch()
    raise SystemExit
signal.signal(signal.SIGINT, stop)
print("ready", flush=True)
wait_for("what never comes")
"""
)


def nothing(*_: object) -> None:
    """Hears nothing."""


@pytest.fixture(params=[False, True], ids=["ends with us", "outlives us"])
def child(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., Finished]:
    """Runs a Python program in a folder of its own as if it were Terraform."""

    def start(
        program: str,
        on_line: Callable[[str], None] = nothing,
        on_interrupt: Callable[[], None] = nothing,
    ) -> Finished:
        return run(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env={"PATH": os.defpath},
            on_line=on_line,
            on_interrupt=on_interrupt,
            outlives=request.param,
        )

    return start


def test_lines_are_heard_while_it_runs(child: Callable[..., Finished], tmp_path: Path) -> None:
    heard: list[str] = []

    def hear(line: str) -> None:
        heard.append(line)
        (tmp_path / "heard").touch()

    finished = child(
        WAIT_FOR + "print('first', flush=True)\nwait_for('heard')\nprint('second')", hear
    )

    assert heard == ["first\n", "second\n"]
    assert finished == Finished(code=0, stderr="", interrupted=False)


def test_the_exit_code_and_the_complaint_come_back(child: Callable[..., Finished]) -> None:
    finished = child("import sys\nprint('no', file=sys.stderr)\nsys.exit(7)")

    assert finished == Finished(code=7, stderr="no\n", interrupted=False)


def test_a_complaint_longer_than_a_pipe_does_not_block_it(child: Callable[..., Finished]) -> None:
    heard: list[str] = []

    finished = child(
        "import sys\nsys.stderr.write('x' * 1_000_000)\nsys.stderr.flush()\nprint('done')",
        heard.append,
    )

    assert heard == ["done\n"]
    assert len(finished.stderr) == 1_000_000


def test_a_line_that_is_no_text_is_heard_all_the_same(child: Callable[..., Finished]) -> None:
    heard: list[str] = []

    child(r"import sys; sys.stdout.buffer.write(b'Jos\xe9\n')", heard.append)

    assert heard == ["Jos\N{REPLACEMENT CHARACTER}\n"]


def test_it_gets_only_the_surroundings_it_was_given(child: Callable[..., Finished]) -> None:
    heard: list[str] = []

    child("import os; print(sorted(set(os.environ) - {'LC_CTYPE'}))", heard.append)

    assert heard == ["['PATH']\n"]


def test_nobody_answers_its_questions(child: Callable[..., Finished]) -> None:
    heard: list[str] = []

    child("import sys; print(repr(sys.stdin.read()))", heard.append)

    assert heard == ["''\n"]


def test_a_terminal_s_interrupt_does_not_reach_it_directly(child: Callable[..., Finished]) -> None:
    heard: list[str] = []

    child("import os; print(os.getsid(0) == os.getpid())", heard.append)

    assert heard == ["True\n"]


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_asks_us_to_stop_interrupts_it_once(
    child: Callable[..., Finished], tmp_path: Path, signum: signal.Signals
) -> None:
    asked: list[str] = []

    def press(line: str) -> None:
        # Once when it is ready, and impatiently a second time when it has begun to stop.
        asked.append(line.strip())
        os.kill(os.getpid(), signum)

    def impatient() -> None:
        if len(asked) == 2:
            (tmp_path / "enough").touch()

    finished = child(STOPS_IN_GOOD_ORDER, press, impatient)

    assert asked == ["ready", "interrupted"]
    assert (tmp_path / "saved").read_text(encoding="utf-8") == "1"
    assert finished == Finished(code=0, stderr="", interrupted=True)


def test_our_own_signal_handlers_are_put_back(child: Callable[..., Finished]) -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)

    child("pass")

    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_a_screen_that_breaks_leaves_no_process_behind(
    child: Callable[..., Finished], tmp_path: Path
) -> None:
    def break_off(line: str) -> None:
        assert line == "ready\n"
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        child(SAVES_WHEN_INTERRUPTED, break_off)

    assert (tmp_path / "saved").exists()


# Runs a child as we do, and says so.
PARENT = """
import pathlib, sys
from toolkit.adapters.terraform.process import run
child = sys.argv[1]
run([sys.executable, "-c", child], cwd=pathlib.Path("."), env={}, outlives=True,
    on_line=lambda line: print(line, end="", flush=True), on_interrupt=lambda: None)
"""

# Says more than a pipe holds after its parent has gone, and then what became of it.
GOES_ON = (
    WAIT_FOR
    + """
print("ready", flush=True)
wait_for("killed")
for _ in range(1000):
    print("x" * 1000, flush=True)
pathlib.Path("saved").touch()
"""
)


def test_a_child_that_outlives_us_goes_on_when_we_are_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, GOES_ON],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        parent.kill()

    (tmp_path / "killed").touch()

    wait_for(tmp_path / "saved")


def wait_for(path: Path) -> None:
    for _ in range(3000):
        if path.exists():
            return
        time.sleep(0.01)
    pytest.fail(f"nobody wrote {path}")


def test_a_binary_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TerraformError, match="cannot run /nowhere/terraform: No such file") as no:
        run(
            ["/nowhere/terraform"],
            cwd=tmp_path,
            env={},
            on_line=nothing,
            on_interrupt=nothing,
        )

    assert "--terraform" in no.value.hint
