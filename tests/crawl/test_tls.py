"""A certificate that does not verify is written down, and the page is kept all the same."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.crawl.crawler import Crawler
from tests.german_pages import page
from tests.local_site import Answer, LocalSite

if TYPE_CHECKING:
    from pathlib import Path

    from tests.program import Program

pytestmark = pytest.mark.slow

TOWN = "www.stadt-a.example"


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, TOWN)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(TOWN)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem = key.private_bytes(serialization.Encoding.PEM, *form) + certificate.public_bytes(serialization.Encoding.PEM)
    path = tmp_path / "certificate.pem"
    path.write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_a_self_signed_certificate_is_named_and_the_page_kept(
    self_signed: ssl.SSLContext, program: Program, archive_path: Path
) -> None:
    with LocalSite(tls=self_signed) as site:
        site.add(TOWN, "/x", Answer(page(1)))
        crawler = Crawler(program, site, archive_path)
        assert crawler.run([f"https://{TOWN}/x"]).code == 0
        visit = crawler.visits(f"https://{TOWN}/x")[-1]
        assert (visit["status"], visit["error"]) == (200, None)
        assert visit["tls_error"]
        (certificate,) = crawler.rows("SELECT sha256, der FROM certificates")
        assert sha256(certificate["der"]).hexdigest() == certificate["sha256"] == visit["cert_sha256"]
        assert crawler.payload(f"https://{TOWN}/x") == page(1)
        assert len(site.requests(TOWN, "/x")) == 1
