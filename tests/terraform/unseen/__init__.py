"""What a schema cannot see and AWS or its provider refuses: judged on planned resources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tests.terraform.unseen.conflicts import conflicts
from tests.terraform.unseen.fault import Fault
from tests.terraform.unseen.forms import arns, names, policies
from tests.terraform.unseen.perpetual import perpetual_differences
from tests.terraform.unseen.words import words

__all__ = ["Fault", "faults", "misdirected"]

Resources = Iterable[dict[str, Any]]
Check = Callable[[str, dict[str, Any]], Iterator[str]]


def faults(planned: Resources) -> tuple[Fault, ...]:
    """Everything wrong with the first plan of a tree, in the form of Terraform's plan JSON.

    What the plan does not know yet is null there and is not judged.
    """
    return _found(planned, words, names, arns, policies, conflicts, perpetual_differences)


def misdirected(settled: Resources) -> tuple[Fault, ...]:
    """ARNs of the wrong service and policies out of form, where an apply has made them known.

    The other checks do not fit there: what nobody set has a made-up value by then.
    """
    return _found(settled, arns, policies)


def _found(resources: Resources, *checks: Check) -> tuple[Fault, ...]:
    return tuple(
        Fault(resource["address"], sentence)
        for resource in resources
        for check in checks
        for sentence in check(resource["type"], resource["values"])
    )
