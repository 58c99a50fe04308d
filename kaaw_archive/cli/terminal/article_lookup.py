"""Article and version that a command is about, looked up by an address or an id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import articles, pages
from kaaw_archive.archive.queries.references import Reference, resolve
from kaaw_archive.cli.terminal.printing import count, remark
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.rows import Row


def articles_of(connection: sqlite3.Connection, named: Reference) -> list[Row]:
    """Return the articles that an address or id names; none for a capture that shows no version of any."""
    if named.article_id is not None:
        return articles.by_id(connection, named.article_id)
    return [] if named.is_exact else articles.by_address(connection, named.address)


def one_article(connection: sqlite3.Connection, typed: str) -> tuple[Row, Reference]:
    """Return the one article that an address or id names, and what was named.

    Raises ArchiveError if there is none, which names what is known, or if there are several.
    """
    named = resolve(connection, typed)
    rows = articles_of(connection, named)
    if len(rows) > 1:
        raise ArchiveError(f"{typed} carries {len(rows)} articles: name one, such as {rows[0]['url']}")
    if rows:
        return rows[0], named
    if named.articles:
        shown = count(len(named.articles), "article")
        raise ArchiveError(f"{typed} shows {shown}: name one, such as {named.capture_uid}/{named.articles[0]}")
    if named.is_exact:
        raise ArchiveError(f"{typed} shows {named.no_article}; `kaaw show` says what is known of it")
    url = named.address
    captures = pages.history(connection, url)
    if captures:
        raise ArchiveError(
            f"{url} has no article, in {count(len(captures), 'capture')}: `kaaw show` says what is known of it"
        )
    raise nothing_known(url)


def other_addresses(connection: sqlite3.Connection, found: list[Row]) -> list[Row]:
    """Return the other addresses of the texts of these articles, for :func:`remark_on_other_addresses`."""
    return [other for article in found for other in articles.other_addresses(connection, article["id"])]


def remark_on_other_addresses(others: list[Row]) -> None:
    """Tell people which other addresses a text had or has, with their versions; nothing if it has none."""
    if not others:
        return
    named = ", ".join(f"{other['url']} ({count(other['versions'], 'version')})" for other in others)
    remark(f"this text has other addresses, too, each with versions of its own: {named}")


def nothing_known(url: str) -> ArchiveError:
    """Return the error for an address that was never captured."""
    return ArchiveError(f"nothing is known of {url or 'an empty address'}: it was never captured")


def version_number(connection: sqlite3.Connection, article: Row, version: int | None, at: str | None) -> int:
    """Return the version of this number, or that of an instant, else the latest. Raises ArchiveError."""
    versions, url = articles.versions(connection, article["id"]), article["url"]
    numbers = [row["version"] for row in versions]
    if version is not None:
        if version not in numbers:
            raise ArchiveError(f"{url} has no version {version}, but 1 to {numbers[-1]}")
        return version
    if at is None:
        return int(numbers[-1])
    seen = [row["version"] for row in versions if row["first_seen_at"] <= at]
    if not seen:
        before = [row["url"] for row in other_addresses(connection, [article]) if row["first_seen_at"] <= at]
        more = f"; its text was seen before at {before[-1]}" if before else ""
        raise ArchiveError(f"{url} was first seen at {versions[0]['first_seen_at']}, after {at}{more}")
    return int(seen[-1])
