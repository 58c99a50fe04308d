"""Filter of articles: search, lists, exports and the Python API choose by the same fields."""

from __future__ import annotations

from dataclasses import dataclass

STATES = ("live", "unlisted", "withdrawn", "moved")
ARTICLE_EVENTS = ("new", "edited", "withdrawn", "unlisted", "relisted", "moved", "returned")


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Conditions on an article and on one of its versions; all must hold, and of several values of a field one.

    ``sources``, ``states`` and ``events`` (kinds of events that happened to it) ask the article; ``kinds``,
    ``languages`` (as ``de``) and ``author`` (a part of the name, case and accents ignored) ask the version. ``since``
    and ``until`` are days, both included: of publication, or of the first capture if that is unknown. ``is_news``: True
    for articles, False for other pages, None for both. ``each_text_once``: of the addresses of a text only that where
    it is now, or was last. ``is_document``: True for PDFs and other documents, False for web pages, None for both. An
    empty tuple or None asks nothing.
    """

    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    states: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    author: str | None = None
    is_news: bool | None = None
    each_text_once: bool = False
    is_document: bool | None = None
