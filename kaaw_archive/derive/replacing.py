"""Folds a page from nothing in place of what was derived from it, unless it was captured again meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import folding
from kaaw_archive.archive.store import derivations
from kaaw_archive.derive.fold import refold_page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from kaaw_archive.archive.queries.folding import CaptureFact
    from kaaw_archive.derive.fold import ReadingKey
    from kaaw_archive.items import Reading


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The captures of a page, in order, as far as they were known when ``newest_id`` was the newest of all captures."""

    url_key: str
    url_ids: frozenset[int]
    newest_id: int
    facts: Sequence[CaptureFact]


def page_facts(connection: sqlite3.Connection, url_key: str) -> PageFacts:
    """The captures of the page under this key, folded or not."""
    newest_id = folding.newest_capture_id(connection)  # first: what comes after it is looked for before the fold
    return facts_at(connection, url_key, folding.url_ids_of_key(connection, url_key), newest_id)


def facts_at(connection: sqlite3.Connection, url_key: str, url_ids: Iterable[int], newest_id: int) -> PageFacts:
    """As :func:`page_facts`, for a caller who has looked up the addresses of many pages at once."""
    known = frozenset(url_ids)
    return PageFacts(url_key, known, newest_id, folding.facts_of_urls(connection, known))


def replace_page(connection: sqlite3.Connection, page: PageFacts, readings: Mapping[ReadingKey, Reading]) -> bool:
    """Folds a page from nothing; False, and nothing is changed, where it was captured since its facts were read.

    Under an address that is new to it, too. Whoever calls settles the links.
    """
    if not folding.url_ids_of_key(connection, page.url_key, page.newest_id) <= page.url_ids:
        return False
    if [fact.id for fact in folding.facts_of_urls(connection, page.url_ids)] != [fact.id for fact in page.facts]:
        return False
    refold_page(connection, page.facts, readings)
    return True


def replace_one_page(connection: sqlite3.Connection, page: PageFacts, readings: Mapping[ReadingKey, Reading]) -> bool:
    """As :func:`replace_page`; the links that only this page mentioned, or mentioned first, are settled with it."""
    old = folding.page_by_key(connection, page.url_key)
    link_ids = folding.links_first_cited_by(connection, old.id) if old is not None else []
    is_replaced = replace_page(connection, page, readings)
    if is_replaced:
        derivations.settle_links(connection, link_ids)
    return is_replaced
