"""Seals with an HMAC key in KMS, which never leaves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import speaking

_ALGORITHM = "HMAC_SHA_256"
_INVALID = "KMSInvalidMacException"


@dataclass(frozen=True)
class KmsKey:
    """A KMS key of usage GENERATE_VERIFY_MAC; `client` is boto3's.

    Who may call `kms:GenerateMac` may seal; who may call `kms:VerifyMac` may check.
    """

    client: Any = field(repr=False)
    key: str
    method: str = "kms"

    def sign(self, message: bytes) -> bytes:
        """The code for a message of at most 4096 bytes (KMS API reference, `GenerateMac`)."""
        with speaking(f"seal the plan with {self.key}"):
            answer = self.client.generate_mac(
                KeyId=self.key, Message=message, MacAlgorithm=_ALGORITHM
            )
        return bytes(answer["Mac"])

    def verify(self, message: bytes, code: bytes) -> bool:
        """Whether a code is this key's for a message; KMS compares."""
        with speaking(f"check the seal with {self.key}"):
            try:
                answer = self.client.verify_mac(
                    KeyId=self.key, Message=message, MacAlgorithm=_ALGORITHM, Mac=code
                )
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") == _INVALID:
                    return False
                raise
        return bool(answer["MacValid"])
