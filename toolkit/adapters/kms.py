"""Keys in KMS: seals with an HMAC key, which never leaves it, and looks at others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import code_of, speaking

_ALGORITHM = "HMAC_SHA_256"
_CODE_BYTES = 32
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
        if len(code) != _CODE_BYTES:
            return False
        with speaking(f"check the seal with {self.key}"):
            try:
                answer = self.client.verify_mac(
                    KeyId=self.key, Message=message, MacAlgorithm=_ALGORITHM, Mac=code
                )
            except ClientError as error:
                if code_of(error) == _INVALID:
                    return False
                raise
        return bool(answer["MacValid"])


def key_states(client: Any, names: Iterable[str]) -> Mapping[str, str | None]:
    """KMS' word for each key, by alias or ARN; None where there is none. `client` is boto3's."""
    return {name: _state(client, name) for name in names}


def _state(client: Any, name: str) -> str | None:
    with speaking(f"look at the key {name}"):
        try:
            return str(client.describe_key(KeyId=name)["KeyMetadata"]["KeyState"])
        except ClientError as error:
            if code_of(error) == "NotFoundException":
                return None
            raise
