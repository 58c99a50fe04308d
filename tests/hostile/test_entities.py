"""Entities of XML: none is read from a file, and none that grows is written out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import seeds
from kaaw_archive.derive.reading import read_payload
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


def check(text: str) -> None:
    """Assert that neither what a seed names nor what is read has the text of an entity."""
    for content_type in ("application/xml", "text/html", "application/xhtml+xml"):
        found = seeds.read(text.encode(), URL, content_type, RULES)
        assert "geheim" not in repr(found)[:100_000]
        assert "geheim" not in repr(read_payload(text.encode(), URL, content_type).articles)[:100_000]
