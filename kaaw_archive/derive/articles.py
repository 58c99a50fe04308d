"""Fold of a page into its articles and their versions, and of looks that do not show them into signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaaw_archive import urls
from kaaw_archive.archive.queries import folding, readings
from kaaw_archive.archive.store import boilerplate as learned
from kaaw_archive.archive.store import derivations, signs
from kaaw_archive.derive import boilerplate, comparing, edits
from kaaw_archive.derive.absences import sign_of
from kaaw_archive.derive.article_content import TrimmedArticle
from kaaw_archive.derive.publisher import is_only_cited
from kaaw_archive.similarity import text_digest

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.folding import CaptureFact, PageRow
    from kaaw_archive.items import Reading


class OutOfOrder(Exception):
    """Raised if another page that owns the article is folded further than the capture that is to be folded now."""


def fold_reading(
    connection: sqlite3.Connection, page: PageRow, fact: CaptureFact, reading: Reading, reading_id: int
) -> bool:
    """Add or extend the articles that a capture shows; return True if one of them is new or differs.

    A list may show whole articles that have pages of their own: until its own page was captured, an article is what
    the newest list says, from then on what its own page says. Raises OutOfOrder.
    """
    is_changed = False
    index = boilerplate.index_at(connection, fact, reading)
    is_news = reading.page_kind != "other" and not is_only_cited(connection, page, fact)
    for read in reading.articles:
        article = TrimmedArticle(read, index, is_news=is_news)
        stored = readings.article_by_key(connection, urls.key(read.url))
        if stored is None:
            _add_article(connection, page, fact, article, reading_id)
            is_changed = True
        elif stored["extractor"] != [reading.extractor, reading.extractor_version]:
            raise OutOfOrder(page.url_key)  # another extractor makes other texts, which are no edits
        elif not owns(connection, page, stored, fact):
            continue
        elif stored["page_id"] == page.id:
            is_changed |= _update(connection, stored, fact, article, reading_id)
        else:
            _take_over(connection, stored, page, fact, article, reading_id)
    return is_changed


def owns(connection: sqlite3.Connection, page: PageRow, stored: dict[str, Any], fact: CaptureFact) -> bool:
    """Return True if a stored article is from this capture on as this page shows it, False if another page owns it.

    Only an article that the page owns may be compared with what the page shows: nothing that is stored of it is later
    than the capture. Raises OutOfOrder if the page that owned it before is folded further than this capture.
    """
    if stored["page_id"] == page.id:
        return True
    owner = folding.page_by_key(connection, stored["page_key"])
    assert owner is not None  # an article's page is there as long as the article is
    if owner.group != page.group:
        return False
    is_folded_further = owner.last_order > fact.order
    own_page_at = stored["own_page_at"]
    has_own_page = own_page_at is not None and (own_page_at < fact.captured_at or not is_folded_further)
    if has_own_page and stored["key"] != page.url_key:
        return False
    if is_folded_further:
        raise OutOfOrder(page.url_key)
    return True


def _take_over(
    connection: sqlite3.Connection,
    stored: dict[str, Any],
    page: PageRow,
    fact: CaptureFact,
    article: TrimmedArticle,
    reading_id: int,
) -> None:
    """Let this page own the article. Its own page may word it otherwise than a list: that is a version, but no edit."""
    is_own_page = stored["key"] == page.url_key
    derivations.move_in(connection, stored["article_id"], page.id, fact.captured_at if is_own_page else None)
    if not is_own_page:
        _update(connection, stored, fact, article, reading_id)
        return
    is_worded_alike = (stored["title"], stored["text_digest"]) == (
        article.record.title,
        text_digest(article.record.text),
    )
    if is_worded_alike or article.is_same(connection, stored):
        snapshot_id = stored["snapshot_id"]
        derivations.extend_snapshot(connection, stored["article_id"], snapshot_id, fact.id, fact.captured_at)
    else:
        snapshot_id = _add_snapshot(connection, stored["article_id"], stored["version"] + 1, article, fact, reading_id)
        derivations.see_article(connection, stored["article_id"], fact.captured_at)
    _become_news(connection, stored, article, fact, snapshot_id)
    signs.end(connection, stored["article_id"], fact.id)


def fold_absence(connection: sqlite3.Connection, page_id: int, fact: CaptureFact, problem: str | None = None) -> None:
    """Note what a capture without content, or of a page with this problem, says of the articles of the page."""
    sign = sign_of(fact, problem)
    if sign is not None:
        for article_id, last_seen_at in readings.articles_that_go_with(connection, page_id):
            signs.note(connection, article_id, sign, fact.id, fact.captured_at, last_seen_at)


def fold_presence(connection: sqlite3.Connection, page: PageRow, from_capture_id: int, fact: CaptureFact) -> None:
    """Extend the articles of a page that shows the same as at an earlier capture: they were there, or are back.

    Raises OutOfOrder.
    """
    page_id = page.id
    for key in readings.taken_over_since(connection, page_id, from_capture_id):
        owner = folding.page_by_key(connection, key)
        if owner is not None and owner.last_order > fact.order:
            raise OutOfOrder(key)
    derivations.extend(connection, page_id, from_capture_id, fact.id, fact.captured_at)
    signs.end_of_page(connection, page_id, fact.id, fact.captured_at)
    signs.repeat(connection, page_id, from_capture_id, fact.id)
    if page.kind != "other" and not is_only_cited(connection, page, fact):
        for article_id, snapshot_id in readings.other_pages(connection, page_id, fact.id):
            derivations.become_news(connection, article_id, fact.captured_at)
            signs.note_new(connection, article_id, fact.id, fact.captured_at, snapshot_id, "first listed as news")


def _add_article(
    connection: sqlite3.Connection, page: PageRow, fact: CaptureFact, article: TrimmedArticle, reading_id: int
) -> None:
    is_own_page = urls.key(article.read.url) == page.url_key
    article_id = derivations.add_article(
        connection,
        article.read.url,
        page.id,
        page.source,
        fact.captured_at,
        is_own_page=is_own_page,
        is_news=article.is_news,
    )
    snapshot_id = _add_snapshot(connection, article_id, 1, article, fact, reading_id)
    if article.is_news:
        signs.note_new(connection, article_id, fact.id, fact.captured_at, snapshot_id, "first capture")


def _become_news(
    connection: sqlite3.Connection, stored: dict[str, Any], article: TrimmedArticle, fact: CaptureFact, snapshot_id: int
) -> bool:
    """Make an article of another page that is read as an article now; return False if it is none, or was one before.

    It stays one from then on, whatever later captures are read as.
    """
    if not article.is_news or stored["news_since_at"] is not None:
        return False
    derivations.become_news(connection, stored["article_id"], fact.captured_at)
    rule = "first read as an article"
    signs.note_new(connection, stored["article_id"], fact.id, fact.captured_at, snapshot_id, rule)
    return True


def _update(
    connection: sqlite3.Connection, stored: dict[str, Any], fact: CaptureFact, article: TrimmedArticle, reading_id: int
) -> bool:
    article_id, snapshot_id = stored["article_id"], stored["snapshot_id"]
    is_other = not article.is_same(connection, stored)
    new_id = snapshot_id
    if is_other:
        new_id = _add_snapshot(connection, article_id, stored["version"] + 1, article, fact, reading_id)
        derivations.see_article(connection, article_id, fact.captured_at)
    else:
        derivations.extend_snapshot(connection, article_id, snapshot_id, fact.id, fact.captured_at)
    is_new = _become_news(connection, stored, article, fact, new_id)
    if is_other and not is_new:
        edits.add_edit(connection, snapshot_id, new_id)
    signs.end(connection, article_id, fact.id)
    return is_other or is_new


def _add_snapshot(
    connection: sqlite3.Connection,
    article_id: int,
    version: int,
    article: TrimmedArticle,
    fact: CaptureFact,
    reading_id: int,
) -> int:
    assert fact.payload_digest is not None  # only content has readings
    snapshot_id = derivations.add_snapshot(
        connection,
        article_id,
        version,
        article.record,
        text_digest=text_digest(article.record.text),
        payload_digest=fact.payload_digest,
        capture_id=fact.id,
        reading_id=reading_id,
        at=fact.captured_at,
        cut_json=article.cut_json,
    )
    learned.store_lines_beside(connection, snapshot_id, comparing.beside(article.read))
    return snapshot_id
