"""A page is freed as soon as it is read, and another reader is asked no more often than its answers differ."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

import trafilatura

from kaaw_archive import cms
from kaaw_archive.extract import read
from kaaw_archive.extract.article.page import ArticlePage
from kaaw_archive.extract.html import reader_view

if TYPE_CHECKING:
    import pytest

URL = "https://www.stadt.example/aktuelles/haushalt"
SENTENCE = "Der Rat hat am Montag über den Haushalt beraten und ihn nach zwei Stunden einstimmig beschlossen."
ARTICLE = f"<html><body><main><h1>Haushalt</h1>{f'<p>{SENTENCE}</p>' * 8}</main></body></html>"
MENU = '<nav><ul><li><a href="/a">Rathaus</a></li><li><a href="/b">Stadt</a></li></ul></nav>'
SHORT = f"<html><body><h1>Haushalt</h1>{MENU}</body></html>"


def test_a_page_is_freed_without_the_collector_of_cycles() -> None:
    seen = reader_view.tree_of(ARTICLE)
    assert seen is not None
    page = ArticlePage(seen.root, URL, cms.detect(ARTICLE.encode(), URL))
    assert page.record().text.startswith(SENTENCE)
    is_there = weakref.ref(page)
    del page
    assert is_there() is None


def test_another_reader_is_asked_once_in_each_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def bare_extraction(_: object, *, fast: bool, **options: Any) -> None:
        asked.append(fast)

    monkeypatch.setattr(trafilatura, "bare_extraction", bare_extraction)
    read(SHORT.encode(), url=URL, content_type="text/html", system=cms.detect(SHORT.encode(), URL))
    assert asked == [True, False]
