"""Content of an article in a capture: without the boilerplate of its site, and compared with its newest version."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kaaw_archive import urls
from kaaw_archive.derive import boilerplate, comparing
from kaaw_archive.similarity import text_digest

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.derive.boilerplate import BoilerplateIndex
    from kaaw_archive.items import ArticleRecord


class TrimmedArticle:
    """An article of a reading: ``read`` as it was read, ``record`` without the boilerplate of its site.

    ``is_news``: False for a page that is read and is no article.
    """

    def __init__(self, read: ArticleRecord, index: BoilerplateIndex, *, is_news: bool) -> None:
        self.read = read
        self.is_news = is_news
        self._index = index

    @property
    def record(self) -> ArticleRecord:
        return self._trimmed[0]

    @property
    def cut_json(self) -> str | None:
        return self._trimmed[1]

    @cached_property
    def _trimmed(self) -> tuple[ArticleRecord, str | None]:
        """Return the article without boilerplate; computed on demand, because most articles have not changed."""
        return boilerplate.trim_boilerplate(self.read, self._index)

    def is_same(self, connection: sqlite3.Connection, stored: dict[str, Any]) -> bool:
        """Return True if the newest stored version of the article has the same content."""
        content = _stored_content(stored)
        return (
            _content(self.read) == content
            or _content(self.record) == content
            or comparing.is_same(connection, stored, self.read, self._index)
        )


def _content(record: ArticleRecord) -> list[Any]:
    """Return what makes two versions of an article differ; the date of modification does not."""
    own_key = urls.key(record.url)
    links = [key for link in record.links if comparing.is_content(link.role, key := urls.key(link.url), own_key)]
    return [record.title, record.kicker, record.lead, text_digest(record.text), record.published_on, json.dumps(links)]


def _stored_content(stored: dict[str, Any]) -> list[Any]:
    names = ("title", "kicker", "lead", "text_digest", "published_on")
    links = [key for key, role in stored["links"] if comparing.is_content(role, key, stored["key"])]
    return [*(stored[name] for name in names), json.dumps(links)]
