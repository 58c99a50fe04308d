"""Short pages in front of others in many wordings, and news that speaks to its readers in the same words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import cms
from kaaw_archive.extract import read

if TYPE_CHECKING:
    from kaaw_archive.items import Reading

PAGES: dict[str, list[list[str]]] = json.loads((Path(__file__).parent / "walls_and_news.json").read_text("utf-8"))
URL = "https://www.kurier.example/a/4711"


def reading_of(title: str, body: str) -> Reading:
    page = (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body>'
    )
    payload = page.encode()
    return read(payload, url=URL, content_type="text/html", system=cms.detect(payload, URL))


MENU = "".join(f'<li><a href="/{number}">Bereich {number}</a></li>' for number in range(14))
FRAMES = {
    "bare": ("", ""),
    "site": (f'<header><a href="/">Stadt</a><nav><ul>{MENU}</ul></nav></header>', f"<footer><ul>{MENU}</ul></footer>"),
}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("title", "body"), PAGES["walls"])
def test_a_wall_in_any_words_is_no_article(title: str, body: str, frame: str) -> None:
    above, below = FRAMES[frame]
    reading = reading_of(title, above + body + below)
    assert (reading.articles, reading.problem is None) == ((), False)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("title", "body"), PAGES["news"])
def test_news_that_speaks_to_readers_is_an_article(title: str, body: str, frame: str) -> None:
    above, below = FRAMES[frame]
    assert reading_of(title, above + body + below).problem is None
