"""What a run of the schedule finds to do: sources that are due, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import frontier

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_LAST_CRAWL = """
SELECT started_at, state, reason FROM crawls WHERE spider = ? AND source = ? ORDER BY started_at DESC, id DESC LIMIT 1
"""
_NEXT_DUE = "SELECT min(due_at) FROM pages WHERE source = ?"
_FOUND_SEEDS = "SELECT url FROM _found WHERE source = ? AND role = 'seed' ORDER BY found_at, rowid"
_KNOWN_KEYS = "SELECT url_key FROM pages WHERE source = ? UNION SELECT url_key FROM _found WHERE source = ?"
_ASKED = """
SELECT u.url FROM captures c JOIN urls u ON u.id = c.url_id
WHERE c.crawl_id = ? AND c.kind IN ('page', 'seed') AND c.via_id IS NULL GROUP BY u.id ORDER BY min(c.id)
"""
_UNFINISHED = ("degraded", "failed", "killed")


@dataclass(frozen=True, slots=True)
class SourceDue:
    """What a spider would find to do; times are UTC text, None where there was no crawl or is no page yet."""

    last_crawl_at: str | None
    last_state: str | None
    last_reason: str | None
    next_due_at: str | None
    seeds: int  # that are due, or were never captured
    pages: int  # that are due
    never_visited: int  # addresses that a seed named
    unread_seeds: int  # whose addresses nobody has kept

    @property
    def reasons(self) -> list[str]:
        """Why the source is due, in words; none: it is not."""
        if self.last_state is None:
            return ["never crawled"]
        found = [f"last crawl {self.last_state}"] if self.last_state in _UNFINISHED else []
        counted = ((self.seeds, "seeds"), (self.pages, "pages"), (self.never_visited, "never visited"),
                   (self.unread_seeds, "seeds to look through"))  # fmt: skip
        return found + [f"{number} {what}" for number, what in counted if number]


NOTHING = SourceDue(None, None, None, None, 0, 0, 0, 0)  # where there is no archive yet


def of_source(
    connection: sqlite3.Connection, spider: str, source: str, seeds: Sequence[str], rules: str, at: str
) -> SourceDue:
    """What is due at ``at`` (UTC text) for a spider with this source, these seeds and rules (their fingerprint)."""
    started_at, state, reason = connection.execute(_LAST_CRAWL, (spider, source)).fetchone() or (None, None, None)
    return SourceDue(
        last_crawl_at=started_at,
        last_state=state,
        last_reason=reason,
        next_due_at=connection.execute(_NEXT_DUE, (source,)).fetchone()[0],
        seeds=len(set(seeds) - frontier.not_due(connection, seeds, at)),
        pages=frontier.count_due(connection, source, at),
        never_visited=len(frontier.never_visited(connection, source)),
        unread_seeds=len(frontier.unread_seeds(connection, source, rules)),
    )


def found_seeds(connection: sqlite3.Connection, source: str) -> list[str]:
    """Feeds, sitemaps and listings of a source that others named, in the order of finding."""
    return [row[0] for row in connection.execute(_FOUND_SEEDS, (source,))]


def known_keys(connection: sqlite3.Connection, source: str) -> set[str]:
    """The url keys of everything of a source that was captured, or that a seed named."""
    return {row[0] for row in connection.execute(_KNOWN_KEYS, (source, source))}


def asked_by_last_crawl(connection: sqlite3.Connection, spider: str, source: str) -> tuple[str | None, list[str]]:
    """The uid of a spider's newest crawl, None where there is none, and the addresses that it asked for, in order."""
    row = connection.execute(
        "SELECT id, uid FROM crawls WHERE spider = ? AND source = ? ORDER BY started_at DESC, id DESC LIMIT 1",
        (spider, source),
    ).fetchone()
    if row is None:
        return None, []
    return row[1], [url for (url,) in connection.execute(_ASKED, (row[0],))]
