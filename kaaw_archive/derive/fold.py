"""Fold of captures, one after the other in the order in which they were made, into what is derived from their pages.

The state of a page is in its rows, so a capture is added without a look at all those before it. What is stored must be
the state right before the capture: RefoldNeeded is raised if something that the capture is compared with, or that has
been compared with it, is folded further, or was read by another extractor. Its pages are folded from the first capture
on then.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.content import FOLDED
from kaaw_archive.archive.queries import folding
from kaaw_archive.archive.queries import readings as queries
from kaaw_archive.archive.queries.folding import LastContent
from kaaw_archive.archive.store import boilerplate as learned
from kaaw_archive.archive.store import derivations, works
from kaaw_archive.derive import boilerplate, suspicion
from kaaw_archive.derive.articles import OutOfOrder, fold_absence, fold_presence, fold_reading
from kaaw_archive.derive.corrections import without_corrections
from kaaw_archive.derive.crawl_checks import update_after_capture
from kaaw_archive.derive.pages import advance
from kaaw_archive.derive.publisher import is_better_known, sources_of
from kaaw_archive.derive.seed_history import fold_list, fold_same_list

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from kaaw_archive.archive.queries.folding import CaptureFact, PageRow
    from kaaw_archive.items import Reading

# payload digest, url, content type, asked as a seed or not: all that a reading depends on
ReadingKey = tuple[str, str, str | None, bool]


@dataclass(slots=True)
class _FoldState:
    """Readings that are held back, and the last content, by the id of the page, of what this fold has folded so far.

    ``is_complete``: it began with the first capture, so that the last content need not be looked up. ``sources`` are
    those of the pages, by url key.
    """

    is_complete: bool
    sources: Mapping[str, str] = field(default_factory=dict)
    held_back: dict[int, Reading] = field(default_factory=dict)
    contents: dict[int, LastContent] = field(default_factory=dict)

    def last_content(self, connection: sqlite3.Connection, page: PageRow) -> LastContent | None:
        return self.contents.get(page.id) if self.is_complete else folding.last_content(connection, page.id)


class RefoldNeeded(Exception):
    """The pages of this group (``urls.group``) must be folded from their first capture on."""

    def __init__(self, group: str) -> None:
        super().__init__(group)
        self.group = group


def reading_key(fact: CaptureFact, source: CaptureFact | None = None) -> ReadingKey:
    """Return what the reading of this capture depends on. Raises ValueError if it shows no content.

    The content type is that of the response that brought the payload, because a 304 need not repeat it (RFC 9110,
    15.4.5): for a 304, ``source`` is the newest earlier capture of the page with these bytes and their type, or None.
    """
    if fact.payload_digest is None:
        raise ValueError(f"capture {fact.id} shows no content")
    response = source if fact.status == 304 else fact
    content_type = None if response is None else response.headers.first("content-type")
    return fact.payload_digest, fact.url, content_type, fact.kind == "seed"


def reading_keys(facts: Iterable[CaptureFact]) -> dict[int, ReadingKey]:
    """Return the keys of the readings that a fold of these captures of a group, in order, needs, by capture id.

    A capture with the same bytes as the one before it of its page needs none.
    """
    keys: dict[int, ReadingKey] = {}
    sources: dict[tuple[str, str], CaptureFact] = {}
    shown: dict[str, str] = {}
    for fact in facts:
        if not fact.is_content or fact.payload_digest is None:
            continue
        page = urls.key(fact.url)
        if fact.payload_digest != shown.get(page):
            keys[fact.id] = reading_key(fact, sources.get((page, fact.payload_digest)))
        shown[page] = fact.payload_digest
        if fact.status != 304 and "content-type" in fact.headers:
            sources[page, fact.payload_digest] = fact
    return keys


def fold_capture(connection: sqlite3.Connection, capture_id: int, reading: Reading | None) -> None:
    """Fold a capture that was just made; ``reading`` is None if it had nothing new to read.

    Does nothing for a capture that was folded before or that belongs to no page. Raises RefoldNeeded.
    """
    fact = folding.capture_fact(connection, capture_id)
    if fact.page_id is not None or fact.kind not in FOLDED:
        return
    page = folding.page_by_key(connection, urls.key(fact.url))
    if _is_late(connection, fact, page, reading) or (page is not None and is_better_known(connection, page, fact)):
        raise RefoldNeeded(urls.group(fact.url))
    if reading is not None:
        boilerplate.add_reading(connection, fact, reading)
    try:
        with without_corrections(connection, urls.group(fact.url), _keys(reading)):
            _fold(connection, fact, page, reading, _FoldState(is_complete=False, sources=sources_of([fact])))
    except OutOfOrder:
        raise RefoldNeeded(urls.group(fact.url)) from None
    update_after_capture(connection, fact.id)


def _keys(reading: Reading | None) -> list[str]:
    """Return the url keys of the articles of a reading."""
    return [] if reading is None else [urls.key(article.url) for article in reading.articles]


def _is_late(connection: sqlite3.Connection, fact: CaptureFact, page: PageRow | None, reading: Reading | None) -> bool:
    """Return True if something that is folded already would have been folded differently after this capture.

    A reading that is held back has been compared with articles of its group and has left no mark on them.
    """
    group = urls.group(fact.url)
    if group != urls.key(fact.url) and fact.is_content and queries.has_later_suspect(connection, group, fact.order):
        return True
    if page is None:
        return False
    return fact.order < page.last_order or (
        reading is not None
        and queries.has_other_extractor(connection, page.id, reading.extractor, reading.extractor_version)
    )


def refold_group(
    connection: sqlite3.Connection,
    group: str,
    facts: Sequence[CaptureFact],
    readings: Mapping[ReadingKey, Reading],
) -> None:
    """Fold these captures of a group of pages, given in order, from nothing. Raises KeyError for a missing reading."""
    keys = reading_keys(facts)
    learn_from(connection, facts, readings)
    learned.mark_refolded(connection, group)
    state = _FoldState(is_complete=True, sources=sources_of(facts))
    with without_corrections(connection, group, (key for reading in readings.values() for key in _keys(reading))):
        derivations.clear_pages(connection, folding.page_ids_of_group(connection, group))
        for fact in facts:
            reading = readings[keys[fact.id]] if fact.id in keys else None
            _fold(connection, fact, folding.page_by_key(connection, urls.key(fact.url)), reading, state)


def learn_from(
    connection: sqlite3.Connection, facts: Sequence[CaptureFact], readings: Mapping[ReadingKey, Reading]
) -> None:
    """Add these captures to the boilerplate index that pages are folded by. Raises KeyError for a missing reading."""
    keys = reading_keys(facts)
    for fact in facts:
        if fact.id in keys:
            boilerplate.add_reading(connection, fact, readings[keys[fact.id]])


def _fold(
    connection: sqlite3.Connection,
    fact: CaptureFact,
    page: PageRow | None,
    reading: Reading | None,
    state: _FoldState,
) -> None:
    """Fold one capture."""
    previous = state.last_content(connection, page) if page is not None else None
    page = page or _new_page(connection, fact, state.sources[urls.key(fact.url)])
    is_changed = False
    fresh: Reading | None = None
    if not fact.is_content:
        fold_absence(connection, page.id, fact)
    elif previous is not None and previous.digest == fact.payload_digest:
        if queries.is_suspect(connection, previous.capture_id):
            is_changed = _confirm(connection, page, fact, previous, state.held_back.pop(page.id, None))
        else:
            fold_presence(connection, page, previous.capture_id, fact)
        fold_same_list(connection, page.id, fact)
    elif reading is None:
        raise RefoldNeeded(page.group)  # content that was not read for this page
    else:
        fresh = reading
        is_doubtful = suspicion.is_doubtful(connection, page, fact, reading)
        reading_id = derivations.add_reading(connection, fact.id, reading, is_suspect=is_doubtful)
        state.held_back.pop(page.id, None)
        if is_doubtful:
            state.held_back[page.id] = reading
        else:
            is_changed = fold_reading(connection, page, fact, reading, reading_id)
            is_changed |= previous is not None and not reading.articles
            fold_absence(connection, page.id, fact, reading.problem)
        if reading.named is not None:
            fold_list(connection, page.id, fact, reading.named)
    if fact.is_content and fact.payload_digest is not None:
        state.contents[page.id] = LastContent(fact.id, fact.payload_digest)
    columns = asdict(advance(page, fact, fresh, is_changed=is_changed, was_read=previous is not None))
    derivations.update_page(connection, page.id, last_capture_id=fact.id, **columns)
    works.is_changed(connection, page.id)


def _new_page(connection: sqlite3.Connection, fact: CaptureFact, source: str) -> PageRow:
    """Add and return the page of its first capture."""
    derivations.add_page(connection, fact.url, source, fact.id, fact.captured_at)
    page = folding.page_by_key(connection, urls.key(fact.url))
    assert page is not None
    return page


def _confirm(
    connection: sqlite3.Connection, page: PageRow, fact: CaptureFact, previous: LastContent, reading: Reading | None
) -> bool:
    """Fold a reading that was held back, because a second capture shows the same bytes.

    Raises RefoldNeeded if the reading is not at hand.
    """
    if reading is None:
        raise RefoldNeeded(page.group)
    reading_id = derivations.confirm_reading(connection, previous.capture_id)
    return fold_reading(connection, page, fact, reading, reading_id)
