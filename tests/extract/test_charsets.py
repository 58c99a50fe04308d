"""Each folder of ``charsets`` holds the bytes of a page, the header that came with them, and how they must be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaaw_archive import cms
from kaaw_archive.extract import read

CASES = sorted((Path(__file__).parent / "charsets").iterdir())
URL = "https://www.muessenbuettel.example/satzung"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_charset_is_found_and_the_evidence_kept(case: Path) -> None:
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    payload = (case / "page.html").read_bytes()
    reading = read(payload, url=URL, content_type=expected["content_type"], system=cms.detect(payload, URL))
    (article,) = reading.articles
    kept = {name: said for name, said in reading.options.items() if name.startswith("encod")}
    assert kept == expected["options"]
    assert [part for part in expected["with"] if part not in article.text] == []
    assert [part for part in expected["without"] if part in article.text] == []


@pytest.mark.slow
def test_the_evidence_is_kept_of_pages_without_an_article_and_of_plain_text() -> None:
    for payload, content_type in ((b"<html><body></body></html>", "text/html"), ("Bäume".encode(), "text/plain")):
        reading = read(payload, url=URL, content_type=content_type, system=cms.detect(payload, URL))
        assert (reading.options["encoding"], reading.options["encoding_clue"]) == ("utf-8", "bytes")


def test_the_query_of_a_link_is_in_the_charset_of_its_page_as_browsers_send_it() -> None:
    text = "Der Rat hat am Montag den Bau des Radwegs an der Hauptstraße beschlossen. " * 8
    link = "<a href='/suche?q=für'>Alle Beschlüsse zum Radweg</a>"
    markup = f"<meta charset='iso-8859-1'><article><h1>Radweg wird gebaut</h1><p>{text}{link}</p></article>"
    payload = f"<html><head><title>Radweg wird gebaut</title></head><body>{markup}</body></html>".encode("latin-1")
    reading = read(payload, url=URL, content_type="text/html", system=cms.detect(payload, URL))
    assert [link.url for link in reading.articles[0].links] == ["https://www.muessenbuettel.example/suche?q=f%FCr"]


@pytest.mark.parametrize("control", ["&#8;", "\x01", "&#x1f;", "\x7f", "&#xffff;"])
@pytest.mark.parametrize(
    "place",
    [
        "<title>{} Radweg</title>",
        '<meta name="description" content="{}">',
        '<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{}"}}</script>',
        "<h1>{}</h1>",
        "<p>Der Bau des Radwegs wird {} teurer, sagt der Rat.</p>",
        '<p><a href="/suche?q={}">Alle Beschlüsse</a> <img src="/{}.png" alt="{}"> steht {} da.</p>',
        '<p>Am <time datetime="{}">22. September 2016 {}</time> hat der Rat getagt.</p>',
        "<ul><li>{}</li></ul><table><tr><td>{}</td></tr></table><pre>{}</pre><details><summary>{}</summary>{}</details>",
    ],
)
def test_no_control_character_costs_the_article(control: str, place: str) -> None:
    text = "<p>Der Rat hat am Montag den Bau des Radwegs an der Hauptstraße beschlossen.</p>" * 8
    odd = place.format(*[f"{control}u\u0308ber"] * 6)
    page = f"<html><head></head><body><article>{odd}{text}</article></body></html>".encode()
    reading = read(page, url=URL, content_type="text/html; charset=utf-8", system=cms.detect(page, URL))
    assert (reading.problem, len(reading.articles)) == (None, 1)
