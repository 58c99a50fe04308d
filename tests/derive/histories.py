"""Histories of pages for the fold: what answered at which hour, with readings made by hand instead of by workers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from kaaw_archive import times, urls
from kaaw_archive.archive import payloads
from kaaw_archive.archive.queries import folding
from kaaw_archive.archive.queries.boilerplate import groups_to_fold_again
from kaaw_archive.archive.store import crawls
from kaaw_archive.archive.store.captures import CaptureStore
from kaaw_archive.derive.fold import RefoldNeeded, fold_capture, reading_keys
from kaaw_archive.derive.refold import page_facts, replace_one_page
from kaaw_archive.derive.works import find_works
from kaaw_archive.items import ArticleLink, ArticleRecord, Capture, NewCapture, Reading, SeedEntry, SeedList
from kaaw_archive.similarity import line_digest
from tests.derive.tables import assert_sound

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.folding import CaptureFact
    from kaaw_archive.items import CaptureKind

DAY = 24.0  # hours
PAGE = "https://www.amt.example/presse/1"
_DATA, _END = b"<script type='application/json'>", b"</script>"
BEGAN = datetime(2016, 9, 1, 6, 0, tzinfo=UTC)


def at(hour: float) -> str:
    """So many hours after the history began."""
    return times.to_text(BEGAN + timedelta(hours=hour))


@dataclass(frozen=True)
class Step:
    """What one look at an address brings. ``said`` is the page; None: no content."""

    status: int | None = 200
    said: dict[str, Any] | None = None
    error: str | None = None
    headers: dict[str, list[str]] = field(default_factory=dict)
    url: str = PAGE
    kind: CaptureKind = "page"


def shows(
    text: str,
    *,
    title: str = "Meldung",
    noise: str = "",
    links: tuple[str, ...] = (),
    url: str = PAGE,
    anchor: str | None = None,
    beside: tuple[str, ...] = (),
    is_news: bool = True,
    pictures: tuple[str, ...] = (),
) -> Step:
    """A page with an article; ``noise`` is a part of the page that is not part of the article.

    ``is_news``: False for a page that is read and is of another kind. ``anchor`` is the text of the links, ``beside``
    lines that the page shows and the extractor does not take for text.
    """
    said = {"title": title, "text": text, "noise": noise, "links": links, "anchor": anchor, "beside": beside}
    if not is_news:
        said["kind"] = "other"
    if pictures:
        said["pictures"] = pictures
    return Step(said=said, url=url)


def shows_list(texts: dict[str, str], url: str) -> Step:
    """A list that carries whole articles, each with an address of its own."""
    return Step(said={"list": texts}, url=url)


def names(url: str, *entries: tuple[str, str | None], kind: str = "listing") -> Step:
    """A seed that names these addresses, each with the time that it states."""
    return Step(said={"named": entries, "as": kind}, url=url, kind="seed")


def shows_problem(problem: str, kind: str = "other", url: str = PAGE) -> Step:
    """A page that the extractor finds no article on."""
    return Step(said={"problem": problem, "kind": kind}, url=url)


def answers(status: int, url: str = PAGE, **headers: str) -> Step:
    return Step(status, headers={name.replace("_", "-"): [value] for name, value in headers.items()}, url=url)


def not_modified(url: str = PAGE) -> Step:
    return Step(304, url=url)


def fails(error: str, status: int | None = None, url: str = PAGE) -> Step:
    return Step(status, error=error, url=url)


def markup(said: dict[str, Any]) -> bytes:
    """Return a page that shows the article, with all that it is in a script."""
    title, text = said.get("title", ""), said.get("text", "")
    page = f"<html><title>{title}</title><body><main><h1>{title}</h1><p>{text}</p></main>"
    return page.encode() + _DATA + json.dumps(said, ensure_ascii=False).encode() + _END


def read(body: bytes, url: str, version: str = "1") -> Reading:
    """The reading of a page of such a history."""
    said = json.loads(body.partition(_DATA)[2].removesuffix(_END))
    common: dict[str, Any] = {"extractor": "by hand", "extractor_version": version, "cms": "plain"}
    if "named" in said:
        entries = tuple(SeedEntry(address, f"Titel von {address}", day) for address, day in said["named"])
        return Reading(page_kind="listing", problem="listing", named=SeedList(said["as"], entries), **common)
    if "problem" in said:
        return Reading(page_kind=said["kind"], problem=said["problem"], **common)
    if "list" in said:
        listed = tuple(ArticleRecord(url=to, title="Meldung", text=text) for to, text in said["list"].items())
        return Reading(page_kind="listing", articles=listed, **common)
    links = tuple(
        ArticleLink(position, link, link, said["anchor"] or f"Anker {position}", None, "reference", None)
        for position, link in enumerate(said["links"])
    )
    text = said["text"] if version == "1" else f"{said['text']} (gelesen mit {version})"
    beside = tuple(map(line_digest, said["beside"]))
    article = ArticleRecord(
        url=url, title=said["title"], text=text, links=links, beside=beside, published_on=said.get("day"),
        structure=tuple({"type": "image", "url": picture, "caption": "Bild"} for picture in said.get("pictures", ())),
    )  # fmt: skip
    options = {"canonical": said["canonical"]} if "canonical" in said else {}
    return Reading(page_kind=said.get("kind", "article"), articles=(article,), options=options, **common)


class World:
    """An archive in which a history happens; every capture is committed at once, as the connection does it."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        uid: str = "20160901T060000Z-000001",
        source: str = "*",
        spider: str = "site",
    ) -> None:
        self.connection = connection
        self.version = "1"
        self.refolds = 0
        row = crawls.begin(
            connection, uid, spider=spider, source=source, arguments={}, software="test", user_agent="test",
            started_at=at(0),
        )  # fmt: skip
        self.crawl_id = row.id
        self.store = CaptureStore(row)
        self._newest: dict[str, str] = {}

    def beside(self, uid: str, source: str = "*", spider: str = "site") -> World:
        """Begin another crawl of the same archive, which knows what this one was shown."""
        other = World(self.connection, uid, source, spider)
        other._newest = self._newest
        return other

    def capture(self, hour: float, step: Step, via: Capture | None = None) -> Capture:
        """Only the fact; a 304 confirms what this address showed last, and without that it is an error."""
        body = None if step.said is None else markup(step.said)
        confirmed = self._newest.get(step.url) if step.status == 304 else None
        error = "unexpected_304" if step.status == 304 and confirmed is None else step.error
        capture = self.store.keep(
            self.connection,
            NewCapture(
                kind=step.kind, url=step.url, captured_at=at(hour), status=step.status, error=error, body=body,
                media_type="text/html", headers=step.headers, via_id=via.id if via else None,
                not_modified_digest=confirmed, elapsed_ms=7,
            ),
        )  # fmt: skip
        if body is not None and capture.payload_digest is not None:
            self._newest[step.url] = capture.payload_digest
        return capture

    def happens(self, hour: float, step: Step, via: Capture | None = None) -> Capture:
        """A capture, folded as a crawl does it."""
        capture = self.capture(hour, step, via)
        self.fold(capture.id, is_read=capture.needs_reading)
        return capture

    def fold(self, capture_id: int, *, is_read: bool = True) -> None:
        """Folds a capture; its page from its first capture on where that is needed."""
        fact = folding.capture_fact(self.connection, capture_id)
        reading = self._read(fact) if is_read and fact.is_content else None
        self.connection.execute("BEGIN")
        try:
            fold_capture(self.connection, capture_id, reading)
        except RefoldNeeded as needed:
            self.connection.execute("ROLLBACK")
            self.refold(needed.group)
        else:
            self.connection.execute("COMMIT")
        self._refold_waiting()

    def refold(self, group: str) -> None:
        """All captures of the pages of a group from nothing, and of those for which more is known by that."""
        self._refold(group)
        self._refold_waiting(group)

    def _refold_waiting(self, *done: str) -> None:
        while waiting := [one for one in groups_to_fold_again(self.connection) if one not in done]:
            self._refold(waiting[0])

    def _refold(self, group: str) -> None:
        self.refolds += 1
        page = page_facts(self.connection, group)
        facts = {fact.id: fact for fact in page.facts}
        readings = {key: self._read(facts[capture_id]) for capture_id, key in reading_keys(page.facts).items()}
        self.connection.execute("BEGIN")
        assert replace_one_page(self.connection, page, readings)
        self.connection.execute("COMMIT")

    def refold_all(self) -> None:
        """Every page, in the order in which their addresses came into the archive."""
        for group in dict.fromkeys(urls.group(url) for _, url in folding.captured_urls(self.connection)):
            self.refold(group)

    def _read(self, fact: CaptureFact) -> Reading:
        assert fact.payload_digest is not None
        return read(payloads.read(self.connection, fact.payload_digest), fact.url, self.version)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query, once the works are found, as a crawl finds them when it ends."""
        find_works(self.connection)
        return [tuple(row) for row in self.connection.execute(sql)]

    def versions(self) -> list[tuple[Any, ...]]:
        """Version, text and both ends of every snapshot, in hours."""
        found = self.rows(
            "SELECT version, text, first_seen_at, last_seen_at FROM snapshots ORDER BY article_id, version"
        )
        return [(version, text, _hours(first), _hours(last)) for version, text, first, last in found]

    def events(self) -> list[tuple[Any, ...]]:
        """Kind and bracket of every event, in hours."""
        found = self.rows("SELECT kind, after_at, before_at FROM events ORDER BY before_at, id")
        return [(kind, None if after is None else _hours(after), _hours(before)) for kind, after, before in found]

    def state(self) -> tuple[Any, ...]:
        """The states of the page and of its article, None where there is none."""
        (row,) = self.rows("SELECT p.state, (SELECT state FROM articles WHERE page_id = p.id) FROM pages p LIMIT 1")
        return row

    def due_in(self) -> tuple[float, int]:
        """Hours from the last capture of the only page to its next, and its interval in seconds."""
        ((due_at, interval_s, last),) = self.rows(
            "SELECT p.due_at, p.interval_s, c.captured_at FROM pages p JOIN captures c ON c.id = p.last_capture_id"
        )
        return _hours(due_at) - _hours(last), interval_s


def _hours(text: str) -> float:
    return round((times.from_text(text) - BEGAN).total_seconds() / 3600, 4)


def tell(world: World, *steps: tuple[float, Step]) -> None:
    """Lets each step happen at its hour; the tables are sound afterwards."""
    for hour, step in steps:
        world.happens(hour, step)
    assert_sound(world.connection)
