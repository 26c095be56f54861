"""Progress: plain lines where nobody watches, one line that is drawn anew on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from toolkit.cli.progress import Progress
from toolkit.domain.plan import Summary
from toolkit.domain.progress import (
    Diagnostic,
    Event,
    ResourceDone,
    ResourceFailed,
    ResourceStarted,
    Said,
    StepStarted,
    Stopping,
)

VPC = "module.network.aws_vpc.this"
BUCKET = 'module.storage.aws_s3_bucket.this["events"]'


def lines(*events: Event, expected: int = 0) -> list[str]:
    """What a log file would hold."""
    console = Console(file=io.StringIO(), width=100)
    progress = Progress(console)
    progress.start()
    progress.expect(expected)
    for event in events:
        progress.report(event)
    progress.stop()
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue().splitlines()


@pytest.mark.parametrize(
    ("events", "shown"),
    [
        pytest.param([StepStarted("terraform init")], ["terraform init ..."], id="a step"),
        pytest.param(
            [ResourceStarted(VPC, "create"), ResourceDone(VPC, "create", 12.0)],
            [f"created {VPC} (12 s)"],
            id="a resource that was created",
        ),
        pytest.param(
            [ResourceDone(BUCKET, "update", 0.4), ResourceDone(VPC, "delete", 3)],
            [f"changed {BUCKET} (0 s)", f"deleted {VPC} (3 s)"],
            id="others that were changed and deleted",
        ),
        pytest.param(
            [ResourceStarted(VPC, "refresh"), ResourceDone(VPC, "refresh", 0)], [],
            id="a look is not worth a line",
        ),
        pytest.param([ResourceDone("data.x.y", "read", 1)], [], id="nor is a data source"),
        pytest.param([Said("Initializing the backend...")], [], id="nor is what Terraform says"),
        pytest.param(
            [ResourceFailed(VPC, "create")], [f"failed to create {VPC}"], id="a failure",
        ),
        pytest.param(
            [Diagnostic("warning", "Old argument", address=VPC)],
            [f"warning: Old argument {VPC}"],
            id="a warning",
        ),
        pytest.param(
            [Diagnostic("error", "No such key")], [], id="an error, which is shown at the end",
        ),
        pytest.param(
            [Stopping()],
            ["stopping: Terraform finishes what runs, saves the state and unlocks; wait"],
            id="an interrupt",
        ),
    ],
)  # fmt: skip
def test_a_line_is_left_of(events: list[Event], shown: list[str]) -> None:
    assert lines(*events) == shown


def test_an_apply_counts_towards_what_the_plan_said() -> None:
    shown = lines(
        StepStarted("terraform apply"),
        ResourceDone(VPC, "create", 2),
        ResourceDone(BUCKET, "create", 3),
        expected=5,
    )

    assert shown == [
        "terraform apply ...",
        f"1/5 created {VPC} (2 s)",
        f"2/5 created {BUCKET} (3 s)",
    ]


def test_what_comes_before_an_apply_leaves_its_count_as_it_is() -> None:
    shown = lines(
        StepStarted("upload the Lambda artifact"),
        StepStarted("terraform apply"),
        ResourceDone(VPC, "create", 2),
        expected=5,
    )

    assert shown[-1] == f"1/5 created {VPC} (2 s)"


def test_a_look_on_the_way_does_not_count_towards_it() -> None:
    shown = lines(
        StepStarted("terraform apply"),
        ResourceDone("data.aws_iam_policy_document.role", "read", 0),
        ResourceDone(VPC, "refresh", 0),
        ResourceDone(VPC, "delete", 2),
        ResourceDone(VPC, "create", 2),
        expected=Summary(replace=1).steps,
    )

    assert shown[1:] == [f"1/2 deleted {VPC} (2 s)", f"2/2 created {VPC} (2 s)"]


def test_a_plan_counts_towards_nothing() -> None:
    shown = lines(StepStarted("terraform plan"), ResourceDone(VPC, "create", 2), expected=5)

    assert shown[-1] == f"created {VPC} (2 s)"


def test_a_resource_with_brackets_is_shown_as_it_is() -> None:
    assert lines(ResourceDone(BUCKET, "create", 1)) == [f"created {BUCKET} (1 s)"]


def test_a_terminal_s_line_names_step_count_and_the_slowest() -> None:
    progress = Progress(Console(file=io.StringIO(), width=200))
    progress.report(StepStarted("terraform apply"))
    progress.expect(3)
    progress.report(ResourceDone("aws_x.done", "create", 1))
    progress.report(ResourceStarted(VPC, "create"))
    progress.report(ResourceStarted(BUCKET, "create"))

    line = progress.__rich__().plain

    assert line.startswith("terraform apply  1/3  0:0")
    assert VPC in line
    assert line.endswith(" +1")


def test_a_terminal_s_line_is_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    console = Console(file=io.StringIO(), width=60, force_terminal=True, color_system=None)
    progress = Progress(console)

    progress.start()
    progress.report(StepStarted("terraform apply"))
    progress.stop()

    file = console.file
    assert isinstance(file, io.StringIO)
    shown, _, after = file.getvalue().partition("terraform apply")
    assert shown
    assert "\x1b[2K" in after


def test_pausing_twice_does_no_harm() -> None:
    progress = Progress(Console(file=io.StringIO(), force_terminal=True))
    progress.start()

    progress.pause()
    progress.pause()
    progress.report(StepStarted("terraform apply"))
    progress.stop()
