"""A sealed plan: what one file holds of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from toolkit.domain.seal.statement import Statement


@dataclass(frozen=True)
class Mark:
    """The seal itself: made by which method, with which key, and the code that proves it."""

    method: str
    """`kms` or `file`."""
    key: str
    """The KMS key, or the fingerprint of a key file; never the key."""
    code: bytes

    def as_json(self) -> dict[str, Any]:
        """The mark as it stands in a bundle."""
        return {"method": self.method, "key": self.key, "code": self.code.hex()}


@dataclass(frozen=True)
class Bundle:
    """Terraform's plan file and provider lock, what is said about them, and its seal."""

    statement: Statement
    mark: Mark
    plan: bytes = field(repr=False)
    """Holds sensitive values in clear."""
    lock: bytes = field(repr=False)
