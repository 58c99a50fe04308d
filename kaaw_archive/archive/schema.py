"""The tables, views and indexes, as a numbered list of migrations; a migration that has landed is never changed."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from kaaw_archive.archive.m001.derived import DERIVED
from kaaw_archive.archive.m001.facts import FACTS
from kaaw_archive.archive.m001.views import DECISIONS, SEARCH, VIEWS
from kaaw_archive.archive.m002.frontier import FRONTIER
from kaaw_archive.archive.m002.groups import GROUPS
from kaaw_archive.archive.m002.links import LINKS
from kaaw_archive.archive.m003.learned import LEARNED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

APPLICATION_ID = 0x6B616177  # "kaaw" in ASCII: what `file` and we know an archive by

MIGRATIONS = Migrations("kaaw_archive")


def statements(script: str) -> Iterator[str]:
    """The single statements of a script; executescript would commit the migration's transaction."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


@MIGRATIONS()
def m001_initial(db: Database) -> None:
    """Facts, derivations, decisions, the search index and the four promised views."""
    _run(db, FACTS, DERIVED, DECISIONS, SEARCH, VIEWS)


@MIGRATIONS()
def m002_frontier(db: Database) -> None:
    """What seeds named and nobody has visited yet; pages that are folded together; what follows from link checks."""
    _run(db, FRONTIER, GROUPS, LINKS)


@MIGRATIONS()
def m003_learned(db: Database) -> None:
    """What is learned of a site and cut from its texts; by which rules the search index was made."""
    _run(db, LEARNED)


def _run(db: Database, *scripts: str) -> None:
    for script in scripts:
        for statement in statements(script):
            db.execute(statement)


SCHEMA_VERSION = 3  # how many migrations there are; stored in PRAGMA user_version
