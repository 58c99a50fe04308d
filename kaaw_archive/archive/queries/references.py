"""Resolve what a person types to name something: an address, or any id that the program has printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.content import PROBLEM, SHOWS_ARTICLE, SHOWS_CONTENT
from kaaw_archive.archive.queries.pages import spellings
from kaaw_archive.archive.queries.rows import Row, all_rows, first_row
from kaaw_archive.errors import ArchiveError, WrongArguments

if TYPE_CHECKING:
    import sqlite3

_CAPTURE_UID = re.compile(r"(\d{8}T\d{6}Z-\w{1,40})-(\d{1,12})(?:/(\S+))?")
_CRAWL_UID = re.compile(r"\d{8}T\d{6}Z-\w{1,40}")
DIGEST = re.compile(r"(?:sha256:)?([0-9a-f]{8,64})", re.IGNORECASE)
_ROW = re.compile(r"(article|snapshot):(\d{1,18})")
_KEY = re.compile(r"[^\s/:()]{1,300}\)/\S*")

_CAPTURE = f"""
SELECT v.id, v.uid, v.url, v.captured_at, v.page_id, {SHOWS_ARTICLE} AS shows_article,
       iif({SHOWS_CONTENT}, {PROBLEM}, NULL) AS problem
FROM crawls r JOIN captures c ON c.crawl_id = r.id AND c.seq = :seq JOIN visits v ON v.id = c.id
WHERE r.uid = :crawl
"""
# The version that a capture shows begins or ends with it, or was there before and after it.
_OF_CAPTURE = """
SELECT a.id AS article_id, a.key, a.url, s.version, a.key IS (SELECT url_key FROM pages WHERE id = :page_id) AS is_own
FROM snapshots s JOIN articles a ON a.id = s.article_id
WHERE s.capture_id = :id OR s.last_capture_id = :id
   OR (a.page_id = :page_id AND s.first_seen_at <= :captured_at AND :captured_at <= s.last_seen_at)
ORDER BY a.id, s.version
"""
# "g" follows "f", the last hexadecimal digit
_OF_DIGEST = """
SELECT a.id AS article_id, a.url, s.version, v.id AS capture_id, v.uid
FROM snapshots s JOIN articles a ON a.id = s.article_id JOIN visits v ON v.id = s.capture_id
WHERE s.payload_digest >= :prefix AND s.payload_digest < :prefix || 'g'
   OR s.text_digest >= :prefix AND s.text_digest < :prefix || 'g'
ORDER BY a.id, s.version
"""
_CAPTURE_OF_PAYLOAD = """
SELECT c.seq, r.uid AS crawl FROM captures c JOIN crawls r ON r.id = c.crawl_id
WHERE c.payload_digest >= :prefix AND c.payload_digest < :prefix || 'g' ORDER BY c.captured_at DESC, c.id DESC LIMIT 1
"""
_ARTICLE = "SELECT id AS article_id, url, NULL AS version, NULL AS capture_id, NULL AS uid FROM articles"
_OF_SNAPSHOT = """
SELECT a.id AS article_id, a.url, v.version, v.capture_id, v.capture_uid AS uid
FROM cited_captures v JOIN articles a ON a.id = v.article_id WHERE v.snapshot_id = :id
"""
_OF_ROW = {"snapshot": _OF_SNAPSHOT, "article": f"{_ARTICLE} WHERE id = :id"}
_OF_KEY = f"{_ARTICLE} WHERE key = :key"
_PAGE_OF_KEY = "SELECT url FROM pages WHERE url_key = :key"


@dataclass(frozen=True, slots=True)
class Reference:
    """Page, article, version or capture that was named; None for each that was not.

    ``address`` leads to the same page. A capture that shows no version, such as a 404, has no ``article_id``;
    ``is_exact`` tells it from an address, which stands for all that was captured there. ``articles`` are the addresses
    of the articles of a list that was captured, if it shows several. ``problem`` is the reason why the content of a
    capture is no article: it is a page of maintenance, a login.
    """

    address: str
    article_id: int | None = None
    version: int | None = None
    capture_id: int | None = None
    capture_uid: str | None = None
    articles: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def is_exact(self) -> bool:
        return self.capture_uid is not None

    @property
    def no_article(self) -> str:
        """Return the words "no article", with what was captured instead if it was read."""
        return f"no article: {self.problem.replace('_', ' ')}" if self.problem else "no article"


def resolve(connection: sqlite3.Connection, typed: str) -> Reference:
    """Return what an address or id names.

    Ids are: the uid of a capture, or ``UID/ADDRESS`` for one article of those that it shows; a digest of a payload or
    of a text, or its first eight digits or more; the key of an article or page; ``article:ID`` and ``snapshot:ID`` with
    the number of the row. Anything else is an address, known or not. Raises ArchiveError for an id that this archive
    does not have, WrongArguments for a digest of several articles.
    """
    wanted = typed.strip()
    if found := _CAPTURE_UID.fullmatch(wanted):
        return _of_capture(connection, found[1], int(found[2]), found[3])
    if _CRAWL_UID.fullmatch(wanted):
        raise WrongArguments(f"{wanted} is a crawl: name one of its captures, such as {wanted}-1")
    if found := DIGEST.fullmatch(wanted):
        return _of_digest(connection, wanted, f"sha256:{found[1].lower()}")
    if found := _ROW.fullmatch(wanted):
        row = first_row(connection, _OF_ROW[found[1]], {"id": int(found[2])})
        if row is None:
            raise ArchiveError(f"no {found[1]} {found[2]} in this archive")
        return _named(row)
    if _KEY.fullmatch(wanted):
        if row := first_row(connection, _OF_KEY, {"key": wanted}):
            return _named(row)
        if row := first_row(connection, _PAGE_OF_KEY, {"key": wanted}):
            return Reference(row["url"])
    return Reference(typed)


def _named(row: Row) -> Reference:
    return Reference(row["url"], row["article_id"], row["version"], row["capture_id"], row["uid"])


def _of_capture(connection: sqlite3.Connection, crawl: str, seq: int, address: str | None = None) -> Reference:
    """Return the version that a capture shows: of the article at this address, else of the only one, or of the page."""
    capture = first_row(connection, _CAPTURE, {"crawl": crawl, "seq": seq})
    if capture is None:
        raise ArchiveError(f"no capture {crawl}-{seq} in this archive")
    versions = all_rows(connection, _OF_CAPTURE, capture) if capture["shows_article"] else []
    shown = _of_one_article(versions, address)
    if address is not None and not shown:
        raise ArchiveError(f"capture {capture['uid']} does not show {address}")
    others = () if shown else tuple(dict.fromkeys(row["url"] for row in versions))
    return Reference(
        address=capture["url"],
        article_id=shown[-1]["article_id"] if shown else None,
        version=shown[-1]["version"] if shown else None,
        capture_id=capture["id"],
        capture_uid=capture["uid"],
        articles=others,
        problem=capture["problem"],
    )


def _of_one_article(versions: list[Row], address: str | None) -> list[Row]:
    """Return the versions of the article at an address, else of the only article, else of the page's own; none else."""
    if address is not None:
        keys = {urls.key(form) for form in spellings(address)}
        return [row for row in versions if row["key"] in keys]
    if len({row["article_id"] for row in versions}) == 1:
        return versions
    return [row for row in versions if row["is_own"]]


def _of_digest(connection: sqlite3.Connection, typed: str, prefix: str) -> Reference:
    versions = all_rows(connection, _OF_DIGEST, {"prefix": prefix})
    addresses = list(dict.fromkeys(row["url"] for row in versions))
    if len(addresses) > 1:
        raise WrongArguments(f"{typed} names versions of {len(addresses)} articles, such as {addresses[0]}: name one")
    if versions:
        return _named(versions[-1])
    capture = first_row(connection, _CAPTURE_OF_PAYLOAD, {"prefix": prefix})
    if capture is None:
        raise ArchiveError(f"no payload {typed} in this archive, and no text")
    return _of_capture(connection, capture["crawl"], capture["seq"])
