"""Certificates for the tests, good and bad, each a PEM file with its key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.now(UTC)  # TLS libraries look at the clock of the machine
DAY = timedelta(days=1)


class Authority:
    """A certificate authority; ``path`` is its own certificate."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(name)
        certificate = _builder(self._name, self._name, self._key, NOW - DAY, NOW + DAY).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        self.path = folder / f"{name}.pem"
        self.path.write_bytes(_pem(certificate.sign(self._key, hashes.SHA256())))

    def issue(self, host: str, *, file: str, starts: datetime = NOW - DAY, ends: datetime = NOW + DAY) -> Path:
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(_name(host), self._name, key, starts, ends).add_extension(
            x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False
        )
        return _write(self._folder / file, builder.sign(self._key, hashes.SHA256()), key)


def self_signed(folder: Path, host: str, *, file: str, has_alternative_name: bool = True) -> Path:
    """As appliances make it; the old ones without the extension that names the host."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(_name(host), _name(host), key, NOW - DAY, NOW + DAY)
    if has_alternative_name:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    return _write(folder / file, builder.sign(key, hashes.SHA256()), key)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, starts: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write(path: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Path:
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(_pem(certificate) + secret)
    return path
