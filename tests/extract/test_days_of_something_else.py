"""Days on a page that tell of something else than its article, and lines like them that do name its day.

Each case puts markup around one article: ``top`` in front of the element that holds it, ``below`` its headline, at the
``end`` of its text, or ``beside`` it; ``head`` is what its page declares.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaaw_archive import cms
from kaaw_archive.extract import read

CASES = json.loads((Path(__file__).parent / "days_of_something_else.json").read_text(encoding="utf-8"))
URL = "https://www.deichgau.example/aktuelles/deich"
MENU = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("rathaus", "kultur", "wirtschaft", "kontakt"))
TITLE = "Der Deich am Hafen wird erneuert"
PARAGRAPHS = (
    "Der Kreistag hat den Plan mit großer Mehrheit gebilligt. Die Arbeiten sollen zwei Sommer dauern und kosten nach "
    "der letzten Schätzung neun Millionen Euro.",
    "Für die Anlieger bleibt der Weg zum Hafen offen. Wer mit dem Rad kommt, muss einen Umweg fahren, der "
    "ausgeschildert wird und etwa achthundert Meter lang ist.",
    "Landrätin Frauke Behnsen dankte den Helfern, die im Winter Sandsäcke gefüllt hatten. Ohne sie wäre das Wasser in "
    "die Keller gelaufen, sagte sie.",
)


def page_with(case: dict[str, Any]) -> str:
    title = case.get("title", TITLE)
    texts = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    top = case.get("top", "").replace("{menu}", f"<ul>{MENU}</ul>")
    head = f"<title>{title} | Deichgau</title>{case.get('head', '')}"
    return (
        f'<html lang="{case.get("language", "de")}"><head>{head}</head>'
        f'<body>{top}<div class="inhalt"><h1>{title}</h1>{case.get("below", "")}{texts}{case.get("end", "")}</div>'
        f'{case.get("beside", "")}<div class="fuss"><a href="/impressum">Impressum</a></div></body></html>'
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_day_is_that_of_the_article_or_none(case: dict[str, Any]) -> None:
    payload = page_with(case).encode()
    (article,) = read(payload, url=URL, content_type="text/html", system=cms.detect(payload, URL)).articles
    assert article.published_on == case["published_on"]
    assert article.modified_on == case.get("modified_on")
