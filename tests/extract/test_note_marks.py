"""Marks of footnotes behind a word stand in brackets; powers, units and numbers of sentences stay as they are."""

from __future__ import annotations

import pytest

from kaaw_archive import cms
from kaaw_archive.extract import read

URL = "https://www.statistik.example/berichte/mieten"
SENTENCE = "Das Amt hat im Sommer zwölftausend Haushalte nach der Miete und der Größe der Wohnung gefragt."


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("Die Mieten<sup>1</sup> steigen weiter.", "Die Mieten[1] steigen weiter."),
        ("Die Mieten steigen.<sup>12</sup>", "Die Mieten steigen.[12]"),
        ('Die Mieten<sup><a href="#n1">1</a></sup> steigen.', "Die Mieten[1] steigen."),
        ('Die Mieten<a href="#n1"><sup>1</sup></a> steigen.', "Die Mieten[1] steigen."),
        ("Die Mieten<sup>[1]</sup> steigen.", "Die Mieten[1] steigen."),
        ("Eine Wohnung hat 70 m<sup>2</sup> und spart CO<sup>2</sup>.", "Eine Wohnung hat 70 m2 und spart CO2."),
        ("Das sind 10<sup>6</sup> Euro.", "Das sind 106 Euro."),
        ("Der Rat tagt.<sup>2</sup>Er stimmt ab.", "Der Rat tagt.2Er stimmt ab."),
    ],
)
def test_the_mark_of_a_footnote_is_no_letter_of_its_word(markup: str, shown: str) -> None:
    body = f"<p>{SENTENCE}</p><p>{SENTENCE} {markup}</p><p>{SENTENCE}</p>"
    payload = f"<html lang=de><body><main><h1>Mieten im Land</h1>{body}</main></body></html>".encode()
    (article,) = read(payload, url=URL, content_type="text/html", system=cms.detect(payload, URL)).articles
    assert f"{SENTENCE} {shown}" in article.text.splitlines()
