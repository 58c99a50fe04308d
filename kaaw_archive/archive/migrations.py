"""Make the tables, views and indexes: a numbered list of migrations. A migration that was released is never changed.

The SQL of a migration lies in the folder that has its number. sqlite-utils runs each migration once and notes it in the
archive; nothing else of that library is used.
"""

from __future__ import annotations

import sqlite3
from importlib import resources
from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from kaaw_archive.archive import row_digests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

MIGRATIONS = Migrations("kaaw_archive")


@MIGRATIONS()
def m001_initial(db: Database) -> None:
    """Make facts, derivations, decisions, internal tables, the search index and the views."""
    for script in ("facts", "derived", "decisions", "internal", "search", "views"):
        _run(db, "m001", script)


@MIGRATIONS()
def m002_follow_and_correct(db: Database) -> None:
    """Let people follow a site and correct what was read."""
    _run(db, "m002", "decisions")


@MIGRATIONS()
def m003_row_digests(db: Database) -> None:
    """Give each row of facts and decisions a digest of its present values."""
    _run(db, "m003", "row_digests")
    row_digests.store_all(db.conn)


@MIGRATIONS()
def m004_other_pages(db: Database) -> None:
    """Divide articles from other pages that are read and are no news."""
    _run(db, "m004", "other_pages")


@MIGRATIONS()
def m005_read_values(db: Database) -> None:
    """Keep what was read beside what a person corrected."""
    _run(db, "m005", "read_values")


@MIGRATIONS()
def m006_notified_conditions(db: Database) -> None:
    """Keep the condition of each source that people were notified of, so that they are notified once."""
    _run(db, "m006", "notified_conditions")


@MIGRATIONS()
def m007_clues(db: Database) -> None:
    """Add the clues of author, title and kind of an article."""
    _run(db, "m007", "clues")


@MIGRATIONS()
def m008_named_articles(db: Database) -> None:
    """Keep which kind of seed named an article, so that feeds, sitemaps and listings can be compared."""
    _run(db, "m008", "named_articles")


@MIGRATIONS()
def m009_comparisons(db: Database) -> None:
    """Keep what was edited between two versions, or why it is no edit."""
    _run(db, "m009", "comparisons")


@MIGRATIONS()
def m010_audited_links(db: Database) -> None:
    """Keep the links of all pages of a site that people audit."""
    _run(db, "m010", "audited_links")


@MIGRATIONS()
def m011_works(db: Database) -> None:
    """Join the addresses of one text, and find withdrawals and moves from that."""
    _run(db, "m011", "works")


@MIGRATIONS()
def m012_search(db: Database) -> None:
    """Search all versions by terms, and let every SQLite program search by words."""
    _run(db, "m012", "search")


@MIGRATIONS()
def m013_link_days(db: Database) -> None:
    """Show the three days of a link to those who write SQL."""
    _run(db, "m013", "link_days")


@MIGRATIONS()
def m014_event_readers(db: Database) -> None:
    """Keep which events a reader got, so that each is got once."""
    _run(db, "m014", "event_readers")


@MIGRATIONS()
def m015_quotes(db: Database) -> None:
    """Let people watch a quotation."""
    _run(db, "m015", "quotes")


@MIGRATIONS()
def m016_seed_history(db: Database) -> None:
    """Keep what each feed, sitemap and listing named, from when to when."""
    _run(db, "m016", "seed_history")


@MIGRATIONS()
def m017_current_addresses(db: Database) -> None:
    """Let ``is_current`` be 1 at one address of each text, and show the times of a version beside those of articles."""
    _run(db, "m017", "current_addresses")


@MIGRATIONS()
def m018_known_events(db: Database) -> None:
    """Keep which events are known while their pages are folded again, and which quotation has changed."""
    _run(db, "m018", "known_events")


@MIGRATIONS()
def m019_cited_captures(db: Database) -> None:
    """Let one view name the capture by which each version is cited, and ``page_kind`` be that of its article's page."""
    _run(db, "m019", "cited_captures")


@MIGRATIONS()
def m020_seed_departures(db: Database) -> None:
    """Tell apart how entries left a list, and name articles that count as live and were missing at the last look."""
    for script in ("seed_departures", "missing_articles"):
        _run(db, "m020", script)


def _run(db: Database, folder: str, script: str) -> None:
    sql = resources.files(__package__).joinpath(folder, f"{script}.sql").read_text(encoding="utf-8")
    for statement in statements(sql):
        db.execute(statement)


def statements(script: str) -> Iterator[str]:
    """Yield the single statements of a script; executescript would commit the transaction of the migration."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
