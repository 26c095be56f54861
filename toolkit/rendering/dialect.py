"""What the two AWS provider generations say differently; nothing else knows their versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Generation = Literal["aws3", "aws6"]


@dataclass(frozen=True)
class Dialect:
    """One provider generation, as the templates may ask about it."""

    generation: Generation
    provider_version: str
    """Version constraint of `hashicorp/aws`."""
    eip_has_domain: bool
    """Whether an elastic IP says `domain`, not `vpc`."""
    has_stream_modes: bool
    """Whether a Kinesis stream can be on-demand."""
    listeners_have_tags: bool
    """Whether a load balancer's listener can be tagged."""
    says_buffering: bool
    """Whether Firehose's buffer arguments are `buffering_*`, not `buffer_*`."""
    tables_can_be_protected: bool
    """Whether a DynamoDB table can refuse to be deleted."""


_DIALECTS = {
    "aws3": Dialect(
        generation="aws3",
        provider_version="3.39.0",
        eip_has_domain=False,
        has_stream_modes=False,
        listeners_have_tags=False,
        says_buffering=False,
        tables_can_be_protected=False,
    ),
    "aws6": Dialect(
        generation="aws6",
        provider_version="~> 6.0",
        eip_has_domain=True,
        has_stream_modes=True,
        listeners_have_tags=True,
        says_buffering=True,
        tables_can_be_protected=True,
    ),
}


def dialect(generation: Generation) -> Dialect:
    """The dialect of a provider generation."""
    return _DIALECTS[generation]
