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
