"""What Terraform calls for resources of some types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Need:
    """The calls of one service; `{prefix}`, `{region}`, `{account}` and the like are filled in.

    Sources: the Service Authorization Reference, and the calls that the AWS provider makes.
    """

    sid: str
    """What the statements are called, after `Read` or `Change`."""
    types: tuple[str, ...]
    """Resource types of Terraform that bring the need."""
    on: tuple[str, ...]
    """ARNs that the calls are about."""
    read: tuple[str, ...] = ()
    """Calls that only look, on those resources."""
    look: tuple[str, ...] = ()
    """Calls that only look and know no resource."""
    change: tuple[str, ...] = ()
    """Calls that make, change or delete, on those resources."""
    make: tuple[str, ...] = ()
    """Calls that make something and know no resource."""
    when: Mapping[str, Any] = field(default_factory=dict)
    """Condition of the changing calls."""
