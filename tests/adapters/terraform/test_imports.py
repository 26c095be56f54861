"""Which import an error of Terraform's is about."""

from __future__ import annotations

import pytest

from toolkit.adapters.terraform.imports import refused
from toolkit.domain.plan import Import
from toolkit.domain.progress import Diagnostic

STREAM = Import('module.streams.aws_kinesis_stream.this["raw_bad"]', "raw-bad")
VPC = Import("module.network.aws_vpc.this", "vpc-1")

# In the words of Terraform 1.15.
NOT_THERE = Diagnostic(
    "error",
    "Cannot import non-existent remote object",
    "While attempting to import an existing object to\n"
    '"module.streams.aws_kinesis_stream.this[\\"raw_bad\\"]", the provider detected\n'
    "that no object exists with the given id.",
)
NO_CONFIGURATION = Diagnostic(
    "error",
    "Configuration for import target does not exist",
    "Resource module.network.aws_vpc.this not found.",
    place="snowops_imports.tf:7",
)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param([NOT_THERE], {STREAM.address: ""}, id="one that is not there"),
        pytest.param(
            [NO_CONFIGURATION],
            {
                VPC.address: "Configuration for import target does not exist: "
                "Resource module.network.aws_vpc.this not found."
            },
            id="one that the tree does not know",
        ),
        pytest.param(
            [Diagnostic("error", "Not supported", address=VPC.address)],
            {VPC.address: "Not supported"},
            id="one whose address is named beside the text",
        ),
        pytest.param(
            [NOT_THERE, Diagnostic("error", "Plugin did not respond", address=VPC.address)],
            {},
            id="none, as the provider has ended",
        ),
        pytest.param([Diagnostic("error", "no route", place="main.tf:7")], {}, id="none of them"),
        pytest.param([Diagnostic("warning", "old", address=VPC.address)], {}, id="a warning"),
    ],
)
def test_an_error_is_about(found: list[Diagnostic], expected: dict[str, str]) -> None:
    assert refused(found, [STREAM, VPC]) == expected
