"""Headings and declared titles that differ, and which of them is the title of the article."""

from __future__ import annotations

import pytest

from kaaw_archive import cms
from kaaw_archive.extract import read

URL = "https://www.deichgau.example/aktuelles/deich"
TITLE = "Der Deich am Hafen wird erneuert"
LEAD = (
    "Der Kreis erneuert den Deich am Hafen, weil er an zwei Stellen weich ist. Er fängt im Frühjahr an, baut zwei "
    "Sommer lang und zahlt neun Millionen Euro, von denen das Land die Hälfte gibt."
)
TEXT = (
    "<p>Der Kreistag hat den Plan mit großer Mehrheit gebilligt. Die Arbeiten sollen zwei Sommer dauern und kosten "
    "nach der letzten Schätzung neun Millionen Euro.</p><p>Für die Anlieger bleibt der Weg zum Hafen offen. Wer mit "
    "dem Rad kommt, muss einen Umweg fahren, der ausgeschildert wird und etwa achthundert Meter lang ist.</p>"
)


@pytest.mark.parametrize(
    ("declared", "shown", "title"),
    [
        pytest.param(f"{TITLE} | Deichgau", LEAD, TITLE, id="a heading that is a paragraph"),
        pytest.param(f"{TITLE} | Aktuelles", f"{TITLE} – Deichgau", TITLE, id="the name of the site behind a heading"),
        pytest.param(f"{TITLE} – Teil 2", f"{TITLE} – Teil 2", f"{TITLE} – Teil 2", id="a part of a title, no site"),
        pytest.param("Kreis Deichgau", "Deichbau", "Deichbau", id="a short heading beside the name of the site"),
    ],
)
def test_the_title_is_what_the_page_calls_its_article(declared: str, shown: str, title: str) -> None:
    page = (
        f"<html lang=de><head><title>{declared}</title></head><body><main><h1>{shown}</h1>{TEXT}</main></body></html>"
    )
    payload = page.encode()
    (article,) = read(payload, url=URL, content_type="text/html", system=cms.detect(payload, URL)).articles
    assert article.title == title
