"""Which addresses a block covers, and what may be its subject."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive import blocks
from kaaw_archive.blocks import Block
from kaaw_archive.errors import WrongArguments


def block(typed: str) -> Block:
    return Block(blocks.normal_subject(typed), "bitte nicht", "test", "2016-09-22T12:00:00.000Z", None)


@pytest.mark.parametrize(
    ("subject", "url", "is_covered"),
    [
        ("example.org", "https://example.org/", True),
        ("example.org", "http://EXAMPLE.org:8080/x?y#z", True),
        ("example.org", "https://www.example.org", True),
        ("example.org", "https://a.b.example.org/x", True),
        ("example.org", "https://example.org./x", True),
        ("example.org", "https://anexample.org/", False),
        ("example.org", "https://example.org.evil.net/", False),
        ("example.org", "https://evil.net/example.org", False),
        ("example.org", "https://example.org@evil.net/", False),
        ("example.org", "https://name:wort@example.org/", True),
        ("www.example.org", "https://example.org/", True),
        ("www.example.org", "https://amt.example.org/", False),
        ("Müller.example", "https://xn--mller-kva.example/", True),
        ("xn--mller-kva.example", "https://www.müller.example/", True),
        ("https://example.org/", "http://example.org/x", True),
        ("example.org:8080", "http://example.org/x", True),
        ("intranet", "http://intranet/x", True),
        ("org", "https://example.org/", False),
        ("127.0.0.1", "http://127.0.0.1:8000/", True),
        ("::1", "http://[::1]/", True),
        ("example.org/private/*", "https://example.org/private/", True),
        ("example.org/private/*", "https://www.example.org/private/a/b?c", True),
        ("www.example.org/private/*", "https://example.org/private/a", True),
        ("https://example.org/private/*", "http://example.org:8080/private/a", True),
        ("example.org/private/*", "https://example.org/private", False),
        ("example.org/private/*", "https://example.org/Private/", False),
        ("example.org/private/*", "https://amt.example.org/private/", False),
        ("example.org/private/*", "https://example.org/oeffentlich/../private/a", True),
        ("example.org/private/*", "https://example.org/x/%2e%2e/private/a", True),
        ("example.org/private/*", "https://example.org/priv%61te/a", True),
        ("example.org/private/*", "https://example.org/?next=/private/a", False),
        ("example.org/persönlich*", "https://example.org/pers%C3%B6nlich/a", True),
        ("example.org/pers%C3%B6nlich*", "https://example.org/persönlich/a", True),
        ("example.org/*.pdf", "https://example.org/a/b.pdf", True),
        ("example.org/*.pdf", "https://example.org/a/b.pdf?x", False),
        ("example.org/*id=*&a=*", "https://example.org/x?id=5&a=6", True),
        ("example.org/a*a", "https://example.org/a", False),
        ("*.example.org", "https://amt.example.org/x", True),
        ("*.example.org", "https://example.org/x", False),
        ("*.example.org", "https://evil.net/x.example.org/", False),
        ("*.example.org/a/*", "https://www.example.org/a/b", True),
        ("example.*", "https://example.net/x", True),
        ("example.org:8080/*", "http://example.org:8080/x", True),
        ("example.org:8080/*", "http://example.org/x", False),
        ("*/druck/*", "https://example.org/druck/1", True),
        ("*/druck/*", "keine Adresse", False),
        ("example.org", "", False),
    ],
)
def test_covers(subject: str, url: str, is_covered: bool) -> None:
    assert block(subject).covers(url) is is_covered


@pytest.mark.parametrize(
    "typed",
    ["", " ", "/", "https://", "example.org/private", "example.org/a.html", "info@example.org", "exa mple.org", "-",
     "a..b", "http://[", "ex\x00ample.org", "a" * 64 + ".org", "a." * 130 + "org", "ex!ample.org", "ex!*", "mü*.de",
     "example.org:99999999/*", "example.org/\ud800*", "*", "*.*", "*/*", "https://*/"],
)  # fmt: skip
def test_what_is_no_subject_is_said_in_one_line(typed: str) -> None:
    with pytest.raises(WrongArguments) as caught:
        blocks.normal_subject(typed)
    assert len(str(caught.value).splitlines()) == 1


@given(typed=st.text(max_size=40), url=st.text(max_size=60))
def test_no_text_breaks_it(typed: str, url: str) -> None:
    try:
        subject = blocks.normal_subject(typed)
    except WrongArguments:
        subject = typed
    for address in (url, f"https://{url}", f"https://example.org/{url}"):
        assert Block(subject, None, "", "", None).covers(address) in (True, False)


def test_a_normal_subject_is_normal() -> None:
    for typed in ("Example.ORG", "WWW.example.org/A/*", "*.müller.example", "example.org/%41/*", "::1"):
        once = blocks.normal_subject(typed)
        assert blocks.normal_subject(once) == once


def test_many_stars_on_a_long_address_take_no_time() -> None:
    hostile = block("example.org/" + "*a" * 200 + "*b")
    assert hostile.covers("https://example.org/" + "a" * 20_000) is False
