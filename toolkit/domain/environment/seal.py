"""How saved plans are sealed."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from toolkit.domain.environment.section import Section

_KmsKey = Annotated[
    str,
    StringConstraints(
        pattern=r"^(alias/[a-zA-Z0-9/_-]+|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/.+)$"
    ),
]


class Seal(Section):
    """The key that seals the plans of `snowops plan --out`."""

    kms_key: _KmsKey | None = None
    """KMS key of usage GENERATE_VERIFY_MAC (HMAC_256), as an ARN or `alias/...`; unset: a key file
    of the person who plans, so that only the same person can apply."""
