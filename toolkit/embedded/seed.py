"""What a team's AWS account holds before the pipeline: a certificate for its collector."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from moto.acm.models import CertBundle, acm_backends
from moto.core.models import DEFAULT_ACCOUNT_ID

REGION = "us-east-1"
CERTIFICATE_ARN = (
    f"arn:aws:acm:{REGION}:{DEFAULT_ACCOUNT_ID}:certificate/00000000-0000-4000-8000-000000000001"
)
"""The certificate that `environments/local.yaml` names."""

_NAME = "snowplow.local.example.com"


def seed() -> None:
    """Put an issued certificate where the collectors' listener looks for it."""
    certificate, key = _self_signed()
    bundle = CertBundle(DEFAULT_ACCOUNT_ID, certificate, key, region=REGION, arn=CERTIFICATE_ARN)
    acm_backends[DEFAULT_ACCOUNT_ID][REGION]._certificates[CERTIFICATE_ARN] = bundle  # noqa: SLF001


def _self_signed() -> tuple[bytes, bytes]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(_NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return certificate.public_bytes(serialization.Encoding.PEM), private
