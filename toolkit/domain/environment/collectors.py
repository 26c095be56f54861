"""The Snowplow stream collectors behind their load balancer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from toolkit.domain.environment.app import App
from toolkit.domain.environment.section import Cidr, Section

_CookieName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9_-]+$")]
_CertificateArn = Annotated[
    str,
    StringConstraints(
        pattern=r"^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[a-zA-Z0-9_-]+$"
    ),
]


# What else there is lets TLS 1.0 in (Elastic Load Balancing, "Security policies").
_TlsPolicy = Annotated[
    str,
    StringConstraints(pattern=r"^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)-[A-Za-z0-9-]+$"),
]


class Cookie(Section):
    """The network user id cookie that the collector sets."""

    enabled: bool = True
    """Whether the collector sets the cookie."""
    name: _CookieName = "sp"
    """Name of the cookie."""
    expiration_days: int = Field(default=365, ge=1, le=400)
    """Days it lives; browsers cap it at 400."""
    domains: list[str] = []
    """Domains it may be set on; empty: the collector's own."""
    http_only: bool = True
    """Whether scripts cannot read it."""
    same_site: Literal["None", "Lax", "Strict"] = "None"
    """`None` lets trackers on other sites send it (always with `Secure`)."""


class Buffer(Section):
    """Records a collector holds in memory before it writes them; a killed task loses them."""

    byte_limit: int = Field(default=1_000_000, ge=1, le=5_242_880)
    """Bytes."""
    record_limit: int = Field(default=500, ge=1, le=500)
    """Records; PutRecords takes 500."""
    time_limit_ms: int = Field(default=500, ge=1, le=60_000)
    """Milliseconds."""


class Waf(Section):
    """A web ACL in front of the load balancer."""

    requests_per_5_minutes: int = Field(ge=100, le=2_000_000_000)
    """Requests of one address in five minutes before it is blocked; offices share addresses."""


class Collectors(App):
    """ECS Fargate service behind an Application Load Balancer."""

    port: int = Field(default=8000, ge=1024, le=65535)
    """Port of the container."""
    domain_name: str = Field(min_length=4, max_length=253)
    """Name under which trackers reach the collectors."""
    zone_id: str | None = None
    """Route 53 zone for the alias record, and for the certificate's if one is made."""
    certificate_arn: _CertificateArn | None = None
    """ACM certificate; unset: one is made for `domain_name` and validated through `zone_id`."""
    tls_policy: _TlsPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
    """Security policy of the HTTPS listener; TLS 1.2 and newer only."""
    allowed_cidr_blocks: list[Cidr] = ["0.0.0.0/0"]
    """Who may reach the load balancer on 80 (redirect) and 443."""
    deletion_protection: bool = True
    """Whether the load balancer refuses to be deleted."""
    idle_timeout_seconds: int = Field(default=60, ge=1, le=600)
    """Idle timeout of the load balancer; the collector's own must be longer (610 s)."""
    target_requests_per_task: int = Field(default=6000, ge=60)
    """Requests per minute and task that autoscaling aims at."""
    sqs_overflow: bool = False
    """Queues that take records when Kinesis throttles; nothing drains them by itself. Collector
    2.10.0 to 3.3.0 turns every event above 192 KB into a size violation while this is on."""
    waf: Waf | None = None
    """Rate rule; unset: no web ACL."""
    paths: dict[str, str] = {}
    """Own request paths, each to the tracker protocol path it stands for."""
    cookie: Cookie = Cookie()
    """The network user id cookie."""
    buffer: Buffer = Buffer()
    """In-memory buffer of a collector."""
