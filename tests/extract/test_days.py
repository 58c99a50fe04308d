"""Lines with a day in an article that declares none, and the days of publication and change that are read from it.

Each line of ``days`` is read on a plain page and on one whose article a list may show whole, as they are read by
different rules: ``place`` is above the text, in front of its first sentence, or behind its last paragraph.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaaw_archive import cms
from kaaw_archive.extract import read

CASES = [
    (path.stem, case)
    for path in sorted((Path(__file__).parent / "days").glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))
]
TEXTS = {
    "de": (
        "Der Deich am Hafen wird erneuert",
        "Der Kreistag hat den Plan mit großer Mehrheit gebilligt. Die Arbeiten sollen zwei Sommer dauern und kosten "
        "nach der letzten Schätzung neun Millionen Euro.",
        "Für die Anlieger bleibt der Weg zum Hafen offen. Wer mit dem Rad kommt, muss einen Umweg fahren, der "
        "ausgeschildert wird und etwa achthundert Meter lang ist.",
    ),
    "en": (
        "The dyke at the harbour is renewed",
        "The council has approved the plan by a large majority. The work will take two summers and will cost nine "
        "million pounds by the latest estimate.",
        "The path to the harbour remains open for residents. Cyclists have to take a detour of about eight hundred "
        "yards, which is signposted.",
    ),
}
PAGES = {
    "plain": ("https://www.deichgau.example/aktuelles/deich", "", '<div class="inhalt"><h1>{}</h1>{}</div>'),
    "joomla": (
        "http://www.deichgau.example/index.php/aktuelles/12-deich",
        '<meta name="generator" content="Joomla! - Open Source Content Management">',
        '<div class="item-page"><h1>Aktuelles</h1><h2>{}</h2><dl class="article-info"><dt>Details</dt></dl>{}</div>',
    ),
}


def page_with(case: dict[str, Any], head: str, body: str) -> str:
    title, first, last = TEXTS[case["language"]]
    texts = {
        "top": [case["line"], first, last],
        "text": [f"{case['line']} {first}", last],
        "end": [first, last, case["line"]],
    }
    paragraphs = "".join(f"<p>{text}</p>" for text in texts[case["place"]])
    return (
        f'<html lang="{case["language"]}"><head><meta charset="utf-8">{head}<title>{title}</title></head>'
        f'<body>{body.format(title, paragraphs)}<div id="footer"><a href="/impressum">Impressum</a></div></body></html>'
    )


@pytest.mark.parametrize("system", PAGES)
@pytest.mark.parametrize(("kind", "case"), CASES, ids=[f"{kind}: {case['line']}" for kind, case in CASES])
def test_a_line_with_a_day_is_what_it_says(kind: str, case: dict[str, Any], system: str) -> None:
    url, head, body = PAGES[system]
    payload = page_with(case, head, body).encode()
    (article,) = read(payload, url=url, content_type="text/html", system=cms.detect(payload, url)).articles
    assert article.published_on == case["published_on"], kind
    assert (article.published_on is None) == (article.published_clue is None)
    if "modified_on" in case:
        assert article.modified_on == case["modified_on"]
