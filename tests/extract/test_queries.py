"""Queries of links go out in the charset of their page, as browsers send them (WHATWG URL, 4.4), wherever they are."""

from __future__ import annotations

import pytest

from kaaw_archive import seeds
from kaaw_archive.extract.page_features import inspect_page
from kaaw_archive.extract.page_links import page_links
from kaaw_archive.linkrot.probe import as_requested
from kaaw_archive.seeds import SeedRules

URL = "https://www.muessenbuettel.example/aktuelles/"
HOST = "https://www.muessenbuettel.example"

# charset of the page, the reference in it, what is requested
CASES = [
    ("iso-8859-1", "/liste?titel=für", "/liste?titel=f%FCr"),
    ("windows-1252", "/liste?titel=5 €", "/liste?titel=5%20%80"),
    ("iso-8859-15", "/liste?titel=€", "/liste?titel=%A4"),
    ("iso-8859-1", "/straße/liste?titel=x", "/stra%C3%9Fe/liste?titel=x"),
    ("iso-8859-1", "/straße?titel=straße#straße", "/stra%C3%9Fe?titel=stra%DFe"),
    ("iso-8859-1", "/liste?titel=%C3%BCber", "/liste?titel=%C3%BCber"),
    ("iso-8859-1", "/liste?titel=&#8222;Rat&#8220;", "/liste?titel=%84Rat%93"),
    ("windows-1251", "/spisok?titel=мост", "/spisok?titel=%EC%EE%F1%F2"),
    ("utf-8", "/liste?titel=für", "/liste?titel=f%C3%BCr"),
    ("utf-16le", "/liste?titel=für", "/liste?titel=f%C3%BCr"),
]


def _page(charset: str, reference: str) -> tuple[bytes, str]:
    rows = "".join(
        f'<div class="row"><h2><a href="{address}">Der Rat beschliesst Nummer {number} der Liste</a></h2>'
        f"<p>{number}. Mai 2024</p></div>"
        for number, address in enumerate([*(f"/aktuelles/{n}-rat-beschliesst.html" for n in range(1, 5)), reference], 1)
    )
    markup = (
        f'<html><head><title>Aktuelles</title><meta http-equiv="refresh" content="300; url={reference}"></head>'
        f"<body><h1>Aktuelles</h1><main>{rows}</main></body></html>"
    )
    start = b"\xff\xfe" if charset == "utf-16le" else b""
    return start + markup.encode(charset, "xmlcharrefreplace"), f"text/html; charset={charset}"


@pytest.mark.parametrize(("charset", "reference", "wanted"), CASES)
def test_a_link_of_a_whole_page(charset: str, reference: str, wanted: str) -> None:
    payload, content_type = _page(charset, reference)
    assert HOST + wanted in [as_requested(link.url) for link in page_links(payload, URL, content_type).links]


@pytest.mark.parametrize(("charset", "reference", "wanted"), CASES)
def test_an_article_that_a_listing_names(charset: str, reference: str, wanted: str) -> None:
    payload, content_type = _page(charset, reference)
    found = seeds.read(payload, URL, content_type, SeedRules())
    assert HOST + wanted in [as_requested(entry.url) for entry in found.articles]


@pytest.mark.parametrize(("charset", "reference", "wanted"), CASES)
def test_where_a_page_leads_by_itself(charset: str, reference: str, wanted: str) -> None:
    payload, content_type = _page(charset, reference)
    page = inspect_page(payload, url=URL, content_type=content_type)
    assert page.leads_to is not None
    assert as_requested(page.leads_to) == HOST + wanted
