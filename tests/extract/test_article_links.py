"""Each page of ``links``: links that must be mentions, with the role where one is right, and links that must be none.

``expected.json`` names for each page its address, ``links`` (``role`` null: several are right) and ``never``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaaw_archive import cms, urls
from kaaw_archive.extract import read

FOLDER = Path(__file__).parent / "links"
CASES: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_links_of_the_article_are_mentions_and_no_others(name: str) -> None:
    case = CASES[name]
    payload = (FOLDER / case["file"]).read_bytes()
    reading = read(payload, url=case["url"], content_type="text/html", system=cms.detect(payload, case["url"]))
    roles = {urls.key(link.url): link.role for article in reading.articles for link in article.links}
    wanted = {urls.key(one["url"]): one["role"] for one in case["links"]}
    assert {key: roles.get(key) if role else role for key, role in wanted.items()} == wanted
    assert [key for key in wanted if key not in roles] == []
    assert [url for url in case["never"] if urls.is_web(url) and urls.key(url) in roles] == []


def test_every_page_is_a_case() -> None:
    assert {page.name for page in FOLDER.glob("*.html")} == {case["file"] for case in CASES.values()}


def test_positions_are_those_of_the_page() -> None:
    case = CASES["dossier-box"]
    payload = (FOLDER / case["file"]).read_bytes()
    reading = read(payload, url=case["url"], content_type="text/html", system=cms.detect(payload, case["url"]))
    found = [(link.position, link.anchor_text) for link in reading.articles[0].links]
    assert found == [
        (1, "Wie ein Deich aufgebaut ist"),
        (2, "Lexikon: vom Pegel zur Prognose"),
        (3, "Alle Beiträge im Dossier"),
        (4, "Gemeinsames Messnetz der Länder"),
    ]
