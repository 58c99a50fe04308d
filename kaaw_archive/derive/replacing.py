"""Folds a group of pages from nothing in place of what was derived from it, unless it was captured again meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import folding
from kaaw_archive.archive.store import derivations
from kaaw_archive.derive.fold import refold_group

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from kaaw_archive.archive.queries.folding import CaptureFact
    from kaaw_archive.derive.fold import ReadingKey
    from kaaw_archive.items import Reading


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The captures of a group of pages (``urls.group``), most often of one page alone, in order.

    As far as they were known when ``newest_id`` was the newest of all captures.
    """

    group: str
    url_ids: frozenset[int]
    newest_id: int
    facts: Sequence[CaptureFact]


def page_facts(connection: sqlite3.Connection, group: str) -> PageFacts:
    """The captures of the pages of this group, folded or not."""
    newest_id = folding.newest_capture_id(connection)  # first: what comes after it is looked for before the fold
    return facts_at(connection, group, folding.url_ids_of_group(connection, group), newest_id)


def facts_at(connection: sqlite3.Connection, group: str, url_ids: Iterable[int], newest_id: int) -> PageFacts:
    """As :func:`page_facts`, for a caller who has looked up the addresses of many pages at once."""
    known = frozenset(url_ids)
    return PageFacts(group, known, newest_id, folding.facts_of_urls(connection, known))


def replace_page(connection: sqlite3.Connection, page: PageFacts, readings: Mapping[ReadingKey, Reading]) -> bool:
    """Folds pages from nothing; False, and nothing is changed, where they were captured since their facts were read.

    Under an address that is new to it, too. Whoever calls settles the links.
    """
    if not folding.url_ids_of_group(connection, page.group, page.newest_id) <= page.url_ids:
        return False
    if [fact.id for fact in folding.facts_of_urls(connection, page.url_ids)] != [fact.id for fact in page.facts]:
        return False
    refold_group(connection, page.group, page.facts, readings)
    return True


def replace_one_page(connection: sqlite3.Connection, page: PageFacts, readings: Mapping[ReadingKey, Reading]) -> bool:
    """As :func:`replace_page`; the links that only these pages mentioned, or mentioned first, are settled with it."""
    old = folding.pages_of_group(connection, page.group)
    link_ids = [link for page_id in old for link in folding.links_first_cited_by(connection, page_id)]
    is_replaced = replace_page(connection, page, readings)
    if is_replaced:
        derivations.settle_links(connection, link_ids)
    return is_replaced
