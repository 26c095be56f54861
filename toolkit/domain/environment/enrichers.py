"""The Snowplow enrichers between the raw and the enriched streams."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from toolkit.domain.environment.app import App
from toolkit.domain.environment.section import BucketName, Section


class IgluRepository(Section):
    """A static Iglu schema registry."""

    name: str = Field(min_length=1)
    """What logs call it."""
    uri: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    """Where `/schemas/<vendor>/...` is served."""
    priority: int = Field(default=0, ge=0)
    """Lower is asked first."""
    vendor_prefixes: list[str] = []
    """Vendors for which this repository is asked before others."""


class Iglu(Section):
    """The Iglu resolver configuration (resolver-config 1-0-3)."""

    cache_size: int = Field(default=500, ge=1)
    """Schemas kept in memory."""
    cache_ttl_seconds: int = Field(default=600, ge=1)
    """Seconds before a schema is asked for again, a missing one too."""
    repositories: list[IgluRepository] = Field(min_length=1)
    """Registries, searched by priority."""


class Enrichment(Section):
    """One enrichment's self-describing configuration."""

    schema_: Annotated[
        str, StringConstraints(pattern=r"^iglu:[^/]+/[^/]+/jsonschema/[0-9]+-[0-9]+-[0-9]+$")
    ] = Field(alias="schema")
    """Iglu URI of the enrichment's configuration schema."""
    vendor: str = "com.snowplowanalytics.snowplow"
    """Vendor that the configuration names."""
    enabled: bool = True
    """Whether enrichers run it."""
    parameters: dict[str, Any] = {}
    """As the enrichment's documentation says; no secret belongs here."""


class Enrichers(App):
    """ECS Fargate service that reads raw-good with KCL leases in DynamoDB."""

    initial_position: Literal["TRIM_HORIZON", "LATEST"] = "TRIM_HORIZON"
    """Where a stream without leases is read from; without effect once leases exist."""
    max_iterator_age_seconds: int = Field(default=300, ge=60, le=86_400)
    """Age of the oldest unread raw record above which a task is added."""
    iglu: Iglu
    """Schema registries."""
    enrichments: dict[str, Enrichment] = {}
    """Enrichments by name, such as `ua_parser_config`."""
    deletion_protection: bool = True
    """Whether DynamoDB refuses to delete the lease table (provider generation aws6)."""
    asset_buckets: list[BucketName] = []
    """S3 buckets from which enrichments download their databases."""
