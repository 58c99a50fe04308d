"""Conditions in SQL for a filter of articles: a fragment for WHERE, over ``a`` (articles) and ``s`` (snapshots)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.rows import as_list

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.items import ArticleFilter

PUBLISHED = "coalesce(s.published_on, substr(a.first_seen_at, 1, 10))"  # the day that filters go by
UNDATED = "undated"  # the month and year of texts that name no day of publication
MONTH, YEAR = (f"coalesce(substr(s.published_on, 1, {letters}), '{UNDATED}')" for letters in (7, 4))
TEXT_ID = "coalesce(a.work_id, -a.id)"  # of one text, whatever its addresses; what has no work yet is one of its own
_ONE_OF = "IN (SELECT value FROM json_each(:{name}))"
_OF_TEXT = "IN (SELECT o.id FROM articles o WHERE o.id = a.id OR o.work_id = a.work_id)"
_HAPPENED = (
    f"SELECT 1 FROM events e WHERE e.article_id {{}} AND e.kind {_ONE_OF.format(name='events')} AND NOT e.is_superseded"
)
_BY_AUTHOR = "instr(kaaw_fold({}.author), :author) > 0"
_BY_AUTHOR_OF_TEXT = f"EXISTS (SELECT 1 FROM snapshots v WHERE v.article_id {_OF_TEXT} AND {_BY_AUTHOR.format('v')})"
# A text that left an address has moved, whatever became of it where it is now.
_STATES_OF_TEXT = f"(a.state {_ONE_OF} OR EXISTS (SELECT 1 FROM articles WHERE id {_OF_TEXT} AND state = 'moved'))"

# The current address of the text of an article: where it is now, or was last; as `latest.is_current`.
_CURRENT = """
(SELECT o.id FROM articles o JOIN works w ON w.id = o.work_id WHERE o.work_id = {0}.work_id
 ORDER BY o.news_since_at IS NULL, o.id IS NOT w.current_article_id, o.last_seen_at DESC, o.key DESC LIMIT 1)
"""
_CURRENT_NEWS = """
(SELECT o.id FROM works w JOIN articles o ON o.id = w.current_article_id
 WHERE w.id = {0}.work_id AND o.news_since_at IS NOT NULL)
"""
IS_CURRENT = f"(a.work_id IS NULL OR a.id = {_CURRENT.format('a').strip()})"
# Time since which the address of a live article did not show it, which waits for a look of a second day.
MISSING_SINCE = "(SELECT min(missing_since_at) FROM _missing_articles WHERE article_id = a.id)"
NEWEST = "s.version = (SELECT max(v.version) FROM snapshots v WHERE v.article_id = a.id)"


def where(chosen: ArticleFilter, *, every_version: bool = False) -> tuple[str, dict[str, object]]:
    """Return a condition for WHERE and its named values; ``every_version``: also versions that are not the newest.

    The statement must join ``articles a`` and ``snapshots s``, on a connection that has our SQL functions.
    With ``each_text_once`` a filter asks each text: its current address; events, authors, and whether it has moved, at
    any of its addresses.
    """
    parts: list[str] = []
    values: dict[str, object] = {}
    for name, condition in (
        ("sources", f"a.source {_ONE_OF}"),
        ("states", _STATES_OF_TEXT if chosen.each_text_once and "moved" in chosen.states else f"a.state {_ONE_OF}"),
        ("kinds", f"s.kind {_ONE_OF}"),
        ("languages", f"s.language {_ONE_OF}"),
    ):
        if wanted := getattr(chosen, name):
            parts.append(condition.format(name=name))
            values[name] = as_list(wanted)
    if chosen.events:
        place = _OF_TEXT if chosen.each_text_once else "= a.id"
        parts.append(f"EXISTS ({_HAPPENED.format(place)})")
        values["events"] = as_list(chosen.events)
    for name, comparison in (("since", ">="), ("until", "<=")):
        if day := getattr(chosen, name):
            parts.append(f"{PUBLISHED} {comparison} :{name}")
            values[name] = day
    if chosen.author is not None:
        parts.append(_BY_AUTHOR_OF_TEXT if chosen.each_text_once else _BY_AUTHOR.format("s"))
        values["author"] = fold(chosen.author)
    if chosen.is_news is not None:
        parts.append(f"a.news_since_at IS {'NOT ' if chosen.is_news else ''}NULL")
    if chosen.is_document is not None:
        is_document = "(SELECT page_kind FROM readings WHERE id = s.reading_id) = 'document'"
        parts.append(is_document if chosen.is_document else f"NOT {is_document}")
    if chosen.each_text_once:
        parts.append(IS_CURRENT)
    if not every_version:
        parts.append(NEWEST)
    return " AND ".join(parts) or "1", values


def current_of(article: str) -> str:
    """Return an expression for the id of the current address of the text of an article; ``article`` is its alias.

    Most texts have one that shows news now, which is looked up first, as the order of all addresses costs more.
    """
    quick = _CURRENT_NEWS.format(article).strip()
    return f"coalesce({quick}, {_CURRENT.format(article).strip()}, {article}.id)"


def fold(text: str | None) -> str | None:
    """Return text for comparing names: casefolded, without accents, ß as ss; None for None.

    >>> fold("Jörg Weiß"), fold("JORG WEISS")
    ('jorg weiss', 'jorg weiss')
    """
    if text is None:
        return None
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def register(connection: sqlite3.Connection) -> None:
    """Register ``kaaw_fold(text)`` for SQL on this connection."""
    connection.create_function("kaaw_fold", 1, fold, deterministic=True)
