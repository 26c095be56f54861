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
    has_stream_modes: bool
    """Whether a Kinesis stream can be on-demand."""
    says_buffering: bool
    """Whether Firehose's buffer arguments are `buffering_*`, not `buffer_*`."""


_DIALECTS = {
    "aws3": Dialect(
        generation="aws3", provider_version="3.39.0", has_stream_modes=False, says_buffering=False
    ),
    "aws6": Dialect(
        generation="aws6", provider_version="~> 6.0", has_stream_modes=True, says_buffering=True
    ),
}


def dialect(generation: Generation) -> Dialect:
    """The dialect of a provider generation."""
    return _DIALECTS[generation]
