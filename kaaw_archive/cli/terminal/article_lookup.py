"""Article and version that a command is about, looked up by an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import articles, pages
from kaaw_archive.cli.terminal.printing import count
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.rows import Row


def known_articles(connection: sqlite3.Connection, url: str) -> list[Row]:
    """Return the articles of this address. Raises ArchiveError if it has none; the error names what is known."""
    rows = articles.by_address(connection, url)
    if rows:
        return rows
    captures = pages.history(connection, url)
    if captures:
        raise ArchiveError(
            f"{url} has no article, in {count(len(captures), 'capture')}: `kaaw show` says what is known of it"
        )
    raise nothing_known(url)


def nothing_known(url: str) -> ArchiveError:
    """Return the error for an address that was never captured."""
    return ArchiveError(f"nothing is known of {url or 'an empty address'}: it was never captured")


def version_number(versions: list[Row], url: str, version: int | None, at: str | None) -> int:
    """Return the version of this number, or that of an instant, else the latest. Raises ArchiveError."""
    numbers = [row["version"] for row in versions]
    if version is not None:
        if version not in numbers:
            raise ArchiveError(f"{url} has no version {version}, but 1 to {numbers[-1]}")
        return version
    if at is None:
        return int(numbers[-1])
    seen = [row["version"] for row in versions if row["first_seen_at"] <= at]
    if not seen:
        raise ArchiveError(f"{url} was first seen at {versions[0]['first_seen_at']}, after {at}")
    return int(seen[-1])
