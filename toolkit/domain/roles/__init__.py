"""The roles that plan and apply an environment: what each resource type needs, as IAM policies."""

from toolkit.domain.roles.documents import Roles, roles
from toolkit.domain.roles.types import resource_types

__all__ = ["Roles", "resource_types", "roles"]
