"""Fold a group of pages from nothing in place of its derivations, unless it was captured again meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import folding
from kaaw_archive.archive.queries.crawl_checks import links_cited_by
from kaaw_archive.archive.store import derivations
from kaaw_archive.derive.crawl_checks import update_after_refold
from kaaw_archive.derive.fold import refold_group

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from kaaw_archive.archive.queries.folding import CaptureFact
    from kaaw_archive.derive.fold import ReadingKey
    from kaaw_archive.items import Reading


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Captures of a group of pages (``urls.group``), most often of one page alone, in order.

    ``newest_id`` is the newest capture of the archive when they were read; later captures are not among them.
    """

    group: str
    url_ids: frozenset[int]
    newest_id: int
    facts: Sequence[CaptureFact]


def page_facts(connection: sqlite3.Connection, group: str) -> PageFacts:
    """Return the captures of the pages of this group, folded or not."""
    newest_id = folding.newest_capture_id(connection)  # first: later captures are searched for before the fold
    return facts_at(connection, group, folding.url_ids_of_group(connection, group), newest_id)


def facts_at(connection: sqlite3.Connection, group: str, url_ids: Iterable[int], newest_id: int) -> PageFacts:
    """Return the same as :func:`page_facts` for a caller that has the addresses of many groups already."""
    ids = frozenset(url_ids)
    return PageFacts(group, ids, newest_id, folding.facts_of_urls(connection, ids))


def replace_page(connection: sqlite3.Connection, page: PageFacts, readings: Mapping[ReadingKey, Reading]) -> bool:
    """Fold pages from nothing; return False and change nothing if they were captured since their facts were read.

    A capture under an address that is new to the group counts, too. The caller settles the links.
    """
    if not folding.url_ids_of_group(connection, page.group, page.newest_id) <= page.url_ids:
        return False
    if [fact.id for fact in folding.facts_of_urls(connection, page.url_ids)] != [fact.id for fact in page.facts]:
        return False
    refold_group(connection, page.group, page.facts, readings)
    return True


def replace_one_page(connection: sqlite3.Connection, page: PageFacts, readings: Mapping[ReadingKey, Reading]) -> bool:
    """Fold pages as :func:`replace_page` does, and bring the links up to date that they cite or that lead to them."""
    cited = links_cited_by(connection, folding.page_ids_of_group(connection, page.group))
    is_replaced = replace_page(connection, page, readings)
    if is_replaced:
        derivations.settle_links(connection, cited)
        update_after_refold(connection, folding.page_ids_of_group(connection, page.group), cited)
    return is_replaced
