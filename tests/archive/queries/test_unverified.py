"""Certificates that nearly no host can prove are a fault near us; that of one site is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.queries.unverified import unverified_near_us

if TYPE_CHECKING:
    from tests.archive.queries.builder import Builder

ISSUER = "issuer not known"


@pytest.fixture(autouse=True)
def _without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def answers(builder: Builder, day: int, *faults: str | None, scheme: str = "https") -> None:
    builder.begin(f"2026-03-0{day}T04:00:00.000Z")
    for number, fault in enumerate(faults):
        at = f"2026-03-0{day}T04:00:{number:02}.000Z"
        builder.keep(f"{scheme}://amt-{number}.example/", at, "<p>x</p>", tls_error=fault)


@pytest.mark.parametrize(
    ("faults", "is_near_us"),
    [
        ((ISSUER,) * 5, True),
        (("self-signed certificate in the chain",) * 2, True),
        ((ISSUER,) * 4 + (None,), True),
        ((ISSUER,) * 3 + (None,) * 2, False),  # incomplete chains are common
        ((ISSUER, None), False),
        (("certificate has expired",) * 5, False),
        ((ISSUER,), False),
        ((), False),
    ],
)
def test_nearly_all_hosts_have_an_unknown_issuer(
    builder: Builder, faults: tuple[str | None, ...], is_near_us: bool
) -> None:
    answers(builder, 1, *faults)
    assert bool(unverified_near_us(builder.connection)) is is_near_us


def test_behind_a_proxy_one_host_is_enough(builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    answers(builder, 1, ISSUER)
    found = unverified_near_us(builder.connection)
    assert found is not None
    assert "(issuer not known)" in found
    assert "SSL_CERT_FILE" in found
    answers(builder, 2, None)
    assert unverified_near_us(builder.connection) is None


def test_earlier_days_and_http_do_not_count(builder: Builder) -> None:
    answers(builder, 1, ISSUER, ISSUER, ISSUER)
    answers(builder, 4, None, None, scheme="http")
    assert unverified_near_us(builder.connection) is None
