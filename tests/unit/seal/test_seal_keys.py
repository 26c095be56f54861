"""Keys that seal: a file of one's own, or a key in KMS."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from toolkit.adapters.kms import KmsKey
from toolkit.adapters.seal_key import KeyFile, default_key_file
from toolkit.errors import ConfigError, ServiceError


@pytest.fixture
def key(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "snowops" / "seal.key")


def test_the_first_seal_makes_the_key_for_its_owner_alone(key: KeyFile) -> None:
    key.sign(b"plan")

    assert stat.S_IMODE(key.path.stat().st_mode) == 0o600
    assert len(key.path.read_bytes()) == 32
    assert [each.name for each in key.path.parent.iterdir()] == ["seal.key"]


def test_a_key_file_knows_its_own_seal(key: KeyFile) -> None:
    code = key.sign(b"plan")

    assert key.verify(b"plan", code)
    assert not key.verify(b"another plan", code)
    assert not key.verify(b"plan", code[:-1])


def test_two_key_files_have_two_fingerprints(key: KeyFile, tmp_path: Path) -> None:
    other = KeyFile(tmp_path / "other" / "seal.key")
    code = key.sign(b"plan")
    other.sign(b"plan")

    assert key.key != other.key
    assert not other.verify(b"plan", code)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused(key: KeyFile, mode: int) -> None:
    key.sign(b"plan")
    key.path.chmod(mode)

    with pytest.raises(ConfigError, match="may be read by others"):
        key.sign(b"plan")


def test_a_file_that_is_no_key_is_refused(key: KeyFile) -> None:
    key.path.parent.mkdir()
    key.path.write_bytes(b"short")
    key.path.chmod(0o600)

    with pytest.raises(ConfigError, match="not a key that snowops made"):
        key.sign(b"plan")


@pytest.mark.parametrize(
    ("surroundings", "place"),
    [
        ({"XDG_CONFIG_HOME": "/settings"}, "/settings/snowops/seal.key"),
        ({"XDG_CONFIG_HOME": ""}, "/home/ana/.config/snowops/seal.key"),
        ({}, "/home/ana/.config/snowops/seal.key"),
    ],
)
def test_the_key_lies_among_the_users_settings(surroundings: dict[str, str], place: str) -> None:
    assert default_key_file(surroundings, Path("/home/ana")) == Path(place)


@pytest.fixture
def kms() -> Any:
    """moto's KMS, which answers GenerateMac and VerifyMac as AWS does."""
    with mock_aws():
        yield boto3.client(
            "kms", "us-east-2", aws_access_key_id="test", aws_secret_access_key="test"
        )


def hmac_key(kms: Any, usage: str = "GENERATE_VERIFY_MAC", spec: str = "HMAC_256") -> KmsKey:
    made = kms.create_key(KeyUsage=usage, KeySpec=spec)
    return KmsKey(kms, made["KeyMetadata"]["Arn"])


def test_a_kms_key_knows_its_own_seal(kms: Any) -> None:
    key = hmac_key(kms)

    code = key.sign(b"plan")

    assert key.verify(b"plan", code)
    assert not key.verify(b"another plan", code)
    assert not hmac_key(kms).verify(b"plan", code)


def test_a_key_of_another_usage_cannot_seal(kms: Any) -> None:
    key = hmac_key(kms, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT")

    with pytest.raises(ServiceError, match="cannot seal the plan"):
        key.sign(b"plan")


@pytest.mark.parametrize("code", [b"", b"x", bytes(32), bytes(9000)])
def test_a_code_of_another_length_seals_nothing(kms: Any, key: KeyFile, code: bytes) -> None:
    key.sign(b"plan")

    assert not key.verify(b"plan", code)
    assert not hmac_key(kms).verify(b"plan", code)


def test_a_key_file_may_lie_elsewhere(key: KeyFile, tmp_path: Path) -> None:
    code = key.sign(b"plan")
    link = KeyFile(tmp_path / "link")
    link.path.symlink_to(key.path)

    assert link.verify(b"plan", code)
    key.path.chmod(0o644)
    with pytest.raises(ConfigError, match="may be read by others"):
        link.verify(b"plan", code)


def test_a_link_to_nowhere_is_no_key_and_none_is_made_through_it(tmp_path: Path) -> None:
    link = KeyFile(tmp_path / "link")
    link.path.symlink_to(tmp_path / "nowhere")

    with pytest.raises(ConfigError, match="cannot read"):
        link.sign(b"plan")
    assert not (tmp_path / "nowhere").exists()
