"""Entities of XML: none is read from a file, and none that grows is written out."""

from __future__ import annotations

import io
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import seeds
from kaaw_archive.derive.reading import read_payload
from kaaw_archive.extract import office_text
from kaaw_archive.seeds import SeedRules

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://www.amt.example/feed.xml"
RULES = SeedRules(hosts=("www.amt.example",))
BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
SITEMAP = "<urlset><url><loc>https://www.amt.example/{}</loc></url></urlset>"
FEED = "<rss><channel><item><title>{0}</title><link>https://www.amt.example/{0}</link></item></channel></rss>"
PAGE = "<html><body><h1>{}</h1></body></html>"


@pytest.mark.parametrize("body", [SITEMAP, FEED, PAGE], ids=["sitemap", "feed", "page"])
@pytest.mark.parametrize("kind", ["SYSTEM", 'PUBLIC "-//X"'])
def test_no_file_is_read(tmp_path: Path, body: str, kind: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    doctype = f'<!DOCTYPE x [<!ENTITY e {kind} "{secret.as_uri()}">]>'
    check(f'<?xml version="1.0"?>{doctype}{body.format("&e;", "&e;")}')


@pytest.mark.parametrize("body", [SITEMAP, FEED, PAGE], ids=["sitemap", "feed", "page"])
def test_no_bomb_is_written_out(body: str) -> None:
    began = time.thread_time()
    check(f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "geheim">{BOMB}]>{body.format("&a11;", "&a11;")}')
    assert time.thread_time() - began < 2


def office_file(doctype: str, text: str) -> bytes:
    """Return an OpenDocument text with one paragraph."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?>{doctype}<o:document-content xmlns:o="{names}:office:1.0" xmlns:text="{names}:text:1.0">'
        f"<o:body><o:text><text:p>Anfang {text} Ende</text:p></o:text></o:body></o:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["SYSTEM", 'PUBLIC "-//X"', "bomb"])
def test_an_office_file_reads_and_writes_out_no_entity(tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    outer = f'<!ENTITY a11 {kind} "{secret.as_uri()}">' if kind != "bomb" else f'<!ENTITY a0 "geheim">{BOMB}'
    began = time.thread_time()
    found = repr(office_text.paragraphs(office_file(f"<!DOCTYPE x [{outer}]>", "&a11;"), "odt"))
    assert "geheim" not in found
    assert len(found) < 1_000
    assert time.thread_time() - began < 2
    assert office_text.paragraphs(office_file("", "Mitte"), "odt") == ["Anfang Mitte Ende"]


def check(text: str) -> None:
    """Assert that neither what a seed names nor what is read has the text of an entity."""
    for content_type in ("application/xml", "text/html", "application/xhtml+xml"):
        found = seeds.read(text.encode(), URL, content_type, RULES)
        assert "geheim" not in repr(found)[:100_000]
        assert "geheim" not in repr(read_payload(text.encode(), URL, content_type).articles)[:100_000]
