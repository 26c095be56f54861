"""The whole environment, as one frozen value."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from toolkit.domain.environment.aws import Aws
from toolkit.domain.environment.collectors import Collectors
from toolkit.domain.environment.enrichers import Enrichers
from toolkit.domain.environment.firehose import Firehose
from toolkit.domain.environment.guardrails import Guardrails
from toolkit.domain.environment.lambda_ import Lambda
from toolkit.domain.environment.network import Network
from toolkit.domain.environment.review import Review
from toolkit.domain.environment.salt import Salt
from toolkit.domain.environment.seal import Seal
from toolkit.domain.environment.section import Section
from toolkit.domain.environment.storage import Storage
from toolkit.domain.environment.streams import Streams
from toolkit.domain.environment.terraform import Terraform

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*[a-z0-9]$", max_length=20)]
TagKey = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9 _.:/=+@-]+$", max_length=128)]
TagValue = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9 _.:/=+@-]*$", max_length=256)]


class Environment(Section):
    """Everything that an environment's YAML says, after `extends` was followed."""

    name: Name
    """The file's name without `.yaml`; never written in it."""
    project: Name = "snowplow"
    """First part of every resource's name: `<project>-<environment>-...`."""
    embedded: bool = False
    """Whether the account is the embedded AWS on this machine (`snowops local up`)."""
    protected: bool = False
    """Whether apply and destroy ask for the environment's name to be typed."""
    aws: Aws
    """Account and region."""
    terraform: Terraform
    """Provider generation, state, binary."""
    network: Network = Network()
    """VPC and subnets."""
    streams: Streams
    """The four Kinesis streams."""
    collectors: Collectors
    """Collectors and their load balancer."""
    enrichers: Enrichers
    """Enrichers, their leases and schemas."""
    storage: Storage
    """The bucket."""
    salt: Salt = Salt()
    """The keyring's secret."""
    lambda_: Lambda = Field(alias="lambda")
    """The pseudonymizing functions."""
    firehose: Firehose = Firehose()
    """The delivery streams."""
    guardrails: Guardrails = Guardrails()
    """Exceptions from the guardrails, and days without changes."""
    seal: Seal = Seal()
    """How saved plans are sealed."""
    review: Review = Review()
    """Who reviews plans on merge requests."""
    tags: dict[TagKey, TagValue] = {}
    """Tags on every resource, beside `project`, `environment` and `managed_by`."""

    @property
    def prefix(self) -> str:
        """First part of every resource's name."""
        return f"{self.project}-{self.name}"

    def values(self) -> dict[str, Any]:
        """The environment as plain JSON values, under the keys that the YAML uses."""
        return self.model_dump(mode="json", by_alias=True)


# What snowops itself goes by, and Terraform never sees.
_OF_THE_COMMAND = ("guardrails", "seal", "review")


def section_names() -> tuple[str, ...]:
    """Keys of the sections that become Terraform variables, in the order an event travels."""
    ours = {"name", "project", "embedded", "protected", "terraform", *_OF_THE_COMMAND}
    fields = Environment.model_fields
    return tuple(field.alias or name for name, field in fields.items() if name not in ours)
