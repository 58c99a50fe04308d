"""Records of the Python API. Field names are column names; times are aware in UTC, None: not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from kaaw_archive.items import Edit


@dataclass(frozen=True, slots=True)
class Article:
    """Article in one of its versions: the newest, that of a day, or the newest that has the words of a search.

    Articles with one ``work_key`` are one text; it is None while the crawl that found the article has not ended.
    ``is_current`` is True at one address of each text: where it is now, or was last. ``capture_uid`` and
    ``payload_digest`` are those of the capture that ``cite`` names. ``reserved_by`` names what its publisher reserved,
    separated by blanks. ``missing_since_at``: the last looks did not find it, though its state is still live or
    unlisted, as only a look of a second day decides; None: not so.
    """

    url: str
    source: str
    state: str
    work_key: str | None
    is_current: bool
    is_news: bool
    page_kind: str
    kind: str
    version: int
    title: str
    kicker: str | None
    lead: str | None
    text: str
    author: str | None
    issuer: str | None
    place: str | None
    language: str | None
    published_on: date | None
    published_clue: str | None
    modified_on: date | None
    first_seen_at: datetime
    last_seen_at: datetime
    version_first_seen_at: datetime
    version_last_seen_at: datetime
    missing_since_at: datetime | None
    captured_url: str
    captured_at: datetime
    capture_uid: str
    payload_digest: str
    text_digest: str
    reserved_by: str | None


@dataclass(frozen=True, slots=True)
class Work:
    """One text of a publisher, whatever its addresses; ``addresses`` is their number.

    ``current_url`` is the address where it is now; None: no address shows it. ``missing_since_at``: see Article.
    """

    work_key: str
    source: str
    title: str
    published_on: date | None
    state: str
    current_url: str | None
    first_seen_at: datetime
    last_seen_at: datetime
    addresses: int
    missing_since_at: datetime | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article, with its text; its times are those of the version. ``reserved_by``: see Article."""

    url: str
    version: int
    title: str
    text: str
    author: str | None
    published_on: date | None
    modified_on: date | None
    first_seen_at: datetime
    last_seen_at: datetime
    capture_uid: str
    payload_digest: str
    text_digest: str
    reserved_by: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """Change of an article or link, which happened after ``after_at`` and not later than ``before_at``.

    The archive knows it since ``known_at``: absence takes several looks. ``edit_kind`` (the weightiest kind),
    ``significance`` (0 to 1), ``sentence`` and ``is_silent`` belong to an edit and are None otherwise. ``uid`` stays
    the same when all is derived again; None: the crawl that found the event has not ended.
    """

    kind: str
    source: str
    url: str
    after_at: datetime | None
    before_at: datetime
    known_at: datetime
    from_version: int | None
    to_version: int | None
    edit_kind: str | None
    significance: float | None
    sentence: str | None
    is_silent: bool | None
    rule: str
    uid: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """Link in an article, with the health of its target. ``verdict`` None: it was never checked.

    The verdict is that of the newest check that showed something. In the archive of a day, health and verdict follow
    from the checks until its end. ``article_state`` and ``missing_since_at`` say whether the article itself is there:
    see Article.
    """

    article_url: str
    source: str
    article_state: str
    missing_since_at: datetime | None
    version: int
    published_on: date | None
    link_url: str
    host: str
    anchor_text: str
    sentence: str | None
    role: str
    health: str
    verdict: str | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Picture:
    """Picture in the text of an article. ``alt`` is the text in its place, ``credit`` names who made it.

    ``article_state`` and ``missing_since_at``: see Link.
    """

    article_url: str
    source: str
    article_state: str
    missing_since_at: datetime | None
    version: int
    picture_url: str
    caption: str | None
    alt: str | None
    credit: str | None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """Article that has the words of a search. ``rank``: the lower, the better; ``snippet`` is a part of its text.

    ``versions`` are the numbers of all versions that have the words, ``version`` is the newest of them, whose title and
    text these are; ``removed_in`` is the version that no longer has them, None if the newest one of the article does.
    """

    url: str
    source: str
    title: str
    version: int
    versions: tuple[int, ...]
    removed_in: int | None
    is_news: bool
    published_on: date | None
    snippet: str
    rank: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Difference between two versions. ``fields`` has old and new value by name; ``lines`` is a unified diff.

    It has the links and pictures below the text; lines that many pages of the site repeat are not compared. ``edit``
    has the kinds, the significance and a sentence; None: ``no_edit`` says why, or the versions are of two articles.
    """

    from_uid: str
    to_uid: str
    fields: dict[str, tuple[str | None, str | None]]
    lines: tuple[str, ...]
    edit: Edit | None = None
    no_edit: str | None = None

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def __bool__(self) -> bool:
        return bool(self.fields or self.lines)
