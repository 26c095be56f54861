"""Which AWS account and region an environment lives in."""

from __future__ import annotations

from toolkit.domain.environment.section import AccountId, Region, RoleArn, Section


class Aws(Section):
    """The account; Terraform refuses to touch any other."""

    region: Region
    """Region of every resource, such as `us-east-2`."""
    account_id: AccountId
    """The 12 digits, quoted, of the only account this environment may touch."""
    role_arn: RoleArn | None = None
    """Role that Terraform and snowops assume; unset: the credentials at hand serve."""
