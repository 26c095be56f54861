from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.gitlab_api.server import Server, serving


@pytest.fixture
def gitlab() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority of our own, and what it signed for a server on loopback."""
    folder = tmp_path_factory.mktemp("authority")
    signs, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    host = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    (folder / "authority.pem").write_bytes(
        _signed("Acme authority", signs, signs, x509.BasicConstraints(ca=True, path_length=None))
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "server.pem").write_bytes(private + _signed("gitlab", signs, key, host))
    return folder


def _signed(
    name: str,
    signs: ec.EllipticCurvePrivateKey,
    key: ec.EllipticCurvePrivateKey,
    extension: x509.ExtensionType,
) -> bytes:
    def called(name: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])

    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(called(name))
        .issuer_name(called("Acme authority"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(extension, critical=True)
        .sign(signs, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)
