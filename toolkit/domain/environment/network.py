"""The network that collectors and enrichers run in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from toolkit.domain.environment.section import Cidr, LogRetention, Section

_SubnetIds = Annotated[list[str], Field(min_length=2)]


class ExistingNetwork(Section):
    """A VPC that somebody else owns; snowops creates nothing in it but security groups."""

    vpc_id: str
    """Such as `vpc-0123456789abcdef0`."""
    public_subnet_ids: _SubnetIds
    """Subnets of the load balancer, in two or more zones."""
    private_subnet_ids: _SubnetIds
    """Subnets of the tasks, in two or more zones, with a way to Kinesis, DynamoDB, Logs and ECR."""


class Network(Section):
    """Either an existing VPC or a small one of our own."""

    existing: ExistingNetwork | None = None
    """Given ids; unset: a VPC is created from the keys below."""
    cidr_block: Cidr = "10.40.0.0/16"
    """Address range of the created VPC, at most a /20."""
    availability_zones: list[str] = Field(default=[], max_length=6)
    """Two or more zones of the region; needed when the VPC is created."""
    nat_gateways: Literal["none", "single", "per-zone"] = "single"
    """Way out for image pulls and Iglu repositories; `none` needs mirrors inside the VPC."""
    vpc_endpoints: bool = True
    """Private endpoints for Kinesis, DynamoDB, S3, Secrets Manager, Logs and ECR."""
    flow_log_retention_days: LogRetention = 30
    """Days that VPC flow logs are kept."""
