"""What collectors and enrichers have in common: a Snowplow release on Fargate."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from toolkit.domain.environment.section import LogRetention, Percent, Section

ReleaseLine = Literal["apache", "limited-use"]


class App(Section):
    """A Snowplow application as an ECS Fargate service."""

    release_line: ReleaseLine = "apache"
    """`apache`: the last Apache-2.0 releases; `limited-use`: current, under Snowplow's licence."""
    accept_limited_use_license: bool = False
    """Your organisation's acceptance of the Snowplow Limited Use License; never a default."""
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
    """Release, such as `2.10.0`; it must belong to the release line."""
    image_repository: str = Field(min_length=1)
    """Container image without tag; put your own registry in front of it to mirror."""
    image_digest: Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")] | None = None
    """Digest that pins the image; unset: the version is the tag."""
    cpu: Literal[256, 512, 1024, 2048, 4096, 8192, 16384] = 1024
    """CPU units of a task; 1024 are one vCPU."""
    memory_mb: int = Field(default=2048, ge=512, le=122880)
    """Memory of a task in MiB; Fargate allows certain pairs of CPU and memory."""
    min_tasks: int = Field(default=2, ge=1, le=500)
    """Tasks that always run."""
    max_tasks: int = Field(default=4, ge=1, le=500)
    """Tasks that autoscaling may reach."""
    target_cpu_percent: Percent = 60
    """Mean CPU that autoscaling aims at."""
    log_retention_days: LogRetention = 30
    """Days that the application's logs are kept."""
