"""Folds what a page says into its articles and their versions, and what happened to them into events."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kaaw_archive import times, urls
from kaaw_archive.archive.queries import captures, folding, readings
from kaaw_archive.archive.store import boilerplate as learned
from kaaw_archive.archive.store import derivations
from kaaw_archive.derive import boilerplate, comparing
from kaaw_archive.derive.pages import moved_to

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.folding import CaptureFact, PageRow
    from kaaw_archive.derive.boilerplate import Learner
    from kaaw_archive.items import ArticleRecord, Reading

# A 404 counts after a second one, at least so much later: servers lose pages for a night and find them again.
MISSING_CONFIRMED_AFTER = timedelta(hours=20)


def text_digest(text: str) -> str:
    """The digest of a text without regard to blanks and line ends."""
    return "sha256:" + hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()


class Told:
    """An article as a capture tells it: as it was read, and without what many pages of the site say, too."""

    def __init__(self, read: ArticleRecord, known_to: Learner) -> None:
        self.read = read
        self.known_to = known_to

    @property
    def record(self) -> ArticleRecord:
        return self._trimmed[0]

    @property
    def cut_json(self) -> str | None:
        return self._trimmed[1]

    @cached_property
    def _trimmed(self) -> tuple[ArticleRecord, str | None]:
        """Not asked for where the article says what it said before, as most do."""
        return boilerplate.without_known(self.known_to, self.read)

    def is_same(self, connection: sqlite3.Connection, known: dict[str, Any]) -> bool:
        """Whether this is what the newest version of the article tells."""
        there = _known_content(known)
        return (
            _content(self.read) == there
            or _content(self.record) == there
            or comparing.is_same(connection, known, self.read, self.known_to)
        )


class OutOfOrder(Exception):
    """Another page that shows the article has been folded further than the capture that is to be folded now."""


def fold_reading(
    connection: sqlite3.Connection, page: PageRow, fact: CaptureFact, reading: Reading, reading_id: int
) -> bool:
    """Adds or extends the articles that a capture shows; True when one of them is new or differs.

    A list may show whole articles that have pages of their own: until its own page was captured, an article is what
    the newest list says, from then on what its own page says. Raises OutOfOrder.
    """
    is_changed = False
    known_to = boilerplate.learner(connection, fact, reading)
    for read in reading.articles:
        told = Told(read, known_to)
        known = readings.article_by_key(connection, urls.key(read.url))
        if known is None:
            _begin(connection, page, fact, told, reading_id)
            is_changed = True
        elif known["extractor"] != [reading.extractor, reading.extractor_version]:
            raise OutOfOrder(page.url_key)  # another extractor words it otherwise, which is nobody's edit
        elif not speaks_for(connection, known, page, fact):
            continue
        elif known["page_id"] == page.id:
            is_changed |= _continue(connection, known, fact, told, reading_id)
        else:
            _take_over(connection, known, page, fact, told, reading_id)
    return is_changed


def speaks_for(connection: sqlite3.Connection, known: dict[str, Any], page: PageRow, fact: CaptureFact) -> bool:
    """Return True if the article is from now on as this page shows it, False if another page speaks for it.

    Only an article for which the page speaks may be compared with what the page shows: of such an article nothing
    stored is younger than the capture. Raises OutOfOrder if the page that spoke for it was folded further than this.
    """
    if known["page_id"] == page.id:
        return True
    home = folding.page_by_key(connection, known["page_key"])
    assert home is not None  # an article's page is there as long as the article is
    if home.group != page.group:
        return False
    is_folded_further = home.last_order > fact.order
    own_page_at = known["own_page_at"]
    has_own_page = own_page_at is not None and (own_page_at < fact.captured_at or not is_folded_further)
    if has_own_page and known["key"] != page.url_key:
        return False
    if is_folded_further:
        raise OutOfOrder(page.url_key)
    return True


def _take_over(
    connection: sqlite3.Connection,
    known: dict[str, Any],
    page: PageRow,
    fact: CaptureFact,
    told: Told,
    reading_id: int,
) -> None:
    """Another page speaks for the article. Where it only words it otherwise than the list did, nobody edited it."""
    is_own_page = known["key"] == page.url_key
    derivations.move_in(connection, known["article_id"], page.id, fact.captured_at if is_own_page else None)
    if not is_own_page:
        _continue(connection, known, fact, told, reading_id)
        return
    is_worded_alike = (known["title"], known["text_digest"]) == (told.record.title, text_digest(told.record.text))
    if is_worded_alike or told.is_same(connection, known):
        derivations.extend_snapshot(connection, known["article_id"], known["snapshot_id"], fact.id, fact.captured_at)
    else:
        _add_snapshot(connection, known["article_id"], known["version"] + 1, told, fact, reading_id)
        derivations.see_article(connection, known["article_id"], fact.captured_at)
    _return(connection, page.id, known["article_id"], known["state"], fact)


def fold_absence(connection: sqlite3.Connection, page_id: int, fact: CaptureFact) -> None:
    """Withdraws the articles of a page that is gone, by a 410 or a confirmed 404, or says that they moved."""
    for article_id, state, last_seen_at in readings.articles_that_go_with(connection, page_id):
        if moved_to(fact):
            kind, article_state, rule = "moved", "moved", "permanent redirect"
        elif fact.status == 410 or (fact.status == 404 and _is_confirmed(connection, page_id, fact, last_seen_at)):
            kind, article_state, rule = "withdrawn", "withdrawn", "410" if fact.status == 410 else "404 twice"
        else:
            continue
        if state == article_state:
            continue
        derivations.set_article_state(connection, article_id, article_state)
        derivations.add_event(
            connection, kind, article_id, after_at=last_seen_at, before_at=fact.captured_at, proof=[fact.id], rule=rule
        )


def join_moved(connection: sqlite3.Connection, page_id: int, fact: CaptureFact, *, has_new_article: bool) -> None:
    """Articles that moved learn where to: from all captures and articles there are now, whichever came first.

    Asked after every capture that can change the answer, so that it is the same however often a page is folded anew.
    """
    origins = {page_id, *captures.pages_before(connection, fact.id)}
    if has_new_article:
        origins |= set(captures.pages_leading_to(connection, page_id))
    for origin in origins:
        if readings.has_moved_articles(connection, origin):
            derivations.join_moved(connection, origin, captures.moved_to_page(connection, origin))


def fold_presence(connection: sqlite3.Connection, page_id: int, from_capture_id: int, fact: CaptureFact) -> None:
    """The page shows what it showed at an earlier capture: its articles were there all the while, or are back.

    Raises OutOfOrder.
    """
    for key in readings.taken_over_since(connection, page_id, from_capture_id):
        home = folding.page_by_key(connection, key)
        if home is not None and home.last_order > fact.order:
            raise OutOfOrder(key)
    derivations.extend(connection, page_id, from_capture_id, fact.id, fact.captured_at)
    for article_id, state, last_seen_at in readings.articles_of_page(connection, page_id):
        if last_seen_at == fact.captured_at:
            _return(connection, page_id, article_id, state, fact)


def _begin(connection: sqlite3.Connection, page: PageRow, fact: CaptureFact, told: Told, reading_id: int) -> None:
    is_own_page = urls.key(told.read.url) == page.url_key
    article_id = derivations.add_article(
        connection, told.read.url, page.id, page.source, fact.captured_at, is_own_page=is_own_page
    )
    snapshot_id = _add_snapshot(connection, article_id, 1, told, fact, reading_id)
    derivations.add_event(
        connection,
        "new",
        article_id,
        after_at=None,
        before_at=fact.captured_at,
        proof=[fact.id],
        rule="first capture",
        to_snapshot_id=snapshot_id,
    )


def _continue(
    connection: sqlite3.Connection, known: dict[str, Any], fact: CaptureFact, told: Told, reading_id: int
) -> bool:
    article_id, snapshot_id, seen_before = known["article_id"], known["snapshot_id"], known["last_seen_at"]
    is_edit = not told.is_same(connection, known)
    if is_edit:
        new_id = _add_snapshot(connection, article_id, known["version"] + 1, told, fact, reading_id)
        derivations.see_article(connection, article_id, fact.captured_at)
        derivations.add_event(
            connection,
            "edited",
            article_id,
            after_at=seen_before,
            before_at=fact.captured_at,
            proof=[fact.id],
            rule="content differs",
            from_snapshot_id=snapshot_id,
            to_snapshot_id=new_id,
        )
    else:
        derivations.extend_snapshot(connection, article_id, snapshot_id, fact.id, fact.captured_at)
    _return(connection, known["page_id"], article_id, known["state"], fact)
    return is_edit


def _return(connection: sqlite3.Connection, page_id: int, article_id: int, state: str, fact: CaptureFact) -> None:
    """It was back after the last capture that still said it was away, which is where its withdrawal's bracket ends."""
    if state == "live":
        return
    absences = folding.absences_before(connection, page_id, fact)
    absent_at = next((one.captured_at for one in absences if one.status in (404, 410) or moved_to(one)), None)
    derivations.set_article_state(connection, article_id, "live")
    derivations.add_event(
        connection,
        "returned",
        article_id,
        after_at=absent_at,
        before_at=fact.captured_at,
        proof=[fact.id],
        rule="the page answers again",
    )


def _add_snapshot(
    connection: sqlite3.Connection,
    article_id: int,
    version: int,
    told: Told,
    fact: CaptureFact,
    reading_id: int,
) -> int:
    assert fact.payload_digest is not None  # only content has readings
    snapshot_id = derivations.add_snapshot(
        connection,
        article_id,
        version,
        told.record,
        text_digest=text_digest(told.record.text),
        payload_digest=fact.payload_digest,
        capture_id=fact.id,
        reading_id=reading_id,
        at=fact.captured_at,
        cut_json=told.cut_json,
    )
    learned.keep_beside(connection, snapshot_id, comparing.beside(told.read))
    return snapshot_id


def _content(record: ArticleRecord) -> list[Any]:
    """What makes two versions of an article different; dates of modification and template fields do not."""
    links = [urls.key(link.url) for link in record.links if link.role != "image"]
    return [record.title, record.kicker, record.lead, text_digest(record.text), record.published_on, json.dumps(links)]


def _known_content(known: dict[str, Any]) -> list[Any]:
    names = ("title", "kicker", "lead", "text_digest", "published_on")
    return [*(known[name] for name in names), json.dumps(known["link_keys"])]


def _is_confirmed(connection: sqlite3.Connection, page_id: int, fact: CaptureFact, last_seen_at: str) -> bool:
    first = folding.first_missing_at(connection, page_id, last_seen_at)
    if first is None:
        return False
    return times.from_text(fact.captured_at) - times.from_text(first) >= MISSING_CONFIRMED_AFTER
