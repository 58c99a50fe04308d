"""Links and pictures of a whole page, as an audit of a site checks them."""

from __future__ import annotations

import pytest

from kaaw_archive.extract.page_links import page_links

URL = "https://www.stadt.example/rathaus/"
SITE = "https://www.stadt.example/"

# markup, address, text, whether it is a picture alone
CASES = [
    ("<a href='amt.html'>Amt</a>", "rathaus/amt.html", "Amt", False),
    ("<a href='/'><img src='w.png' alt='Wappen'></a>", "", "Wappen", False),
    ("<a href='/'><img src='w.png' alt='Wappen'></a>", "rathaus/w.png", "Wappen", True),
    ("<img src='/bild.php?id=7' alt='Der Markt'>", "bild.php?id=7", "Der Markt", True),
    ("<img src='data:image/gif;base64,R0lGOD' data-src='/spaet.jpg'>", "spaet.jpg", "", True),
    ("<img src='/klein.jpg' alt='Plan'><a href='/klein.jpg'>groß</a>", "klein.jpg", "Plan", False),
    ("<picture><source srcset='/a.webp'><img src='/a.jpg'></picture>", "a.jpg", "", True),
    ("<noscript><img src='/ohne.jpg'></noscript>", "ohne.jpg", "", True),
    ("<iframe src='/karte'></iframe>", "karte", "", False),
]
NONE = [
    "<a href='#oben'>nach oben</a>", "<a href='mailto:a@b.example'>Mail</a>", "<img src='data:image/gif;base64,R0'>",
    "<img src='https://zaehler.example/c' width='1' height='1'>", "<img src='/z.gif' height=1px>",
    "<img hidden src='/z'>",
    "<noscript><p><img src='https://zaehler.example/m.php?idsite=3' alt=''></p></noscript>", "<img alt='ohne'>",
    "<script src='/a.js'></script><link rel='stylesheet' href='/a.css'>",
]  # fmt: skip


def found(markup: str) -> dict[str, tuple[str, bool]]:
    payload = f"<html><head><title>Rathaus</title></head><body><p>Text</p>{markup}</body></html>".encode()
    return {link.url: (link.anchor_text, link.is_picture) for link in page_links(payload, URL, "text/html").links}


@pytest.mark.parametrize(("markup", "address", "text", "is_picture"), CASES)
def test_links_and_pictures_are_found(markup: str, address: str, text: str, is_picture: bool) -> None:
    assert found(markup)[SITE + address] == (text, is_picture)


@pytest.mark.parametrize("markup", NONE)
def test_what_is_not_checked_is_left_out(markup: str) -> None:
    assert found(markup) == {}
