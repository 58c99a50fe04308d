"""Listings of programs: numbers in front of their lines are no text, and numbers of the program are."""

from __future__ import annotations

import pytest

from kaaw_archive import cms
from kaaw_archive.extract import read

URL = "https://www.statistik.example/methoden/programm"
SENTENCE = "Das Amt erklärt auf dieser Seite, mit welchem Programm es die Angaben der Haushalte prüft."


@pytest.mark.parametrize(
    ("listing", "shown"),
    [
        ("<pre><i>1</i>zeile = lies()\n<i>2</i>gib(zeile)\n</pre>", "zeile = lies() gib(zeile)"),
        ("<pre><b><i> 9</i>a = 1</b>\n<b><i>10</i>b = 2</b></pre>", "a = 1 b = 2"),
        (
            "<table><tr><td><pre>1<br>2</pre></td><td><pre>a = 1<br>b = 2</pre></td></tr></table>",
            "a = 1",
        ),
        ("<pre>[\n<i>1</i>,\n<i>2</i>,\n]</pre>", "[ 1, 2, ]"),
        ("<pre><i>1</i> = a\n<i>3</i> = b</pre>", "1 = a 3 = b"),
    ],
)
def test_numbers_of_lines_are_no_text(listing: str, shown: str) -> None:
    body = f"<p>{SENTENCE} So sieht es aus:</p>{listing}<p>{SENTENCE}</p>"
    payload = f"<html lang=de><body><main><h1>Prüfung der Angaben</h1>{body}</main></body></html>".encode()
    (article,) = read(payload, url=URL, content_type="text/html", system=cms.detect(payload, URL)).articles
    assert shown in article.text.splitlines()
