"""A town's archive of some hundred pages of its file, and ways to damage that file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING

from kaaw_archive.archive.connect import open_for_writing
from tests.archive.queries.builder import Builder, article
from tests.german_pages import page

if TYPE_CHECKING:
    from pathlib import Path

PAGES = 60
ALL_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'"


def address(number: int) -> str:
    return f"https://www.stadt.example/presse/{number}"


def build(path: Path) -> None:
    """Two crawls; every page twice, the second time a little different; a decision; all of it in the one file."""
    with closing(open_for_writing(path)) as connection:
        builder = Builder(connection, is_large=True)
        for day in (1, 2):
            builder.begin(f"2016-09-0{day}T06:00:00.000Z")
            connection.execute("BEGIN")
            for number in range(PAGES):
                body = page(number).decode() + f"<!-- {day} -->"
                at = f"2016-09-0{day}T06:{number // 60:02}:{number % 60:02}.000Z"
                builder.page(address(number), at, article(address(number), f"Meldung {number}", f"Stand {day}."),
                             body=body)  # fmt: skip
            connection.execute("COMMIT")
            builder.end("finished", f"2016-09-0{day}T07:00:00.000Z")
        connection.execute(
            "INSERT INTO decisions (kind, subject, reason, made_by, made_at)"
            " VALUES ('block', 'amt.example', 'Bitte', 'Anna', '2016-09-02T08:00:00.000Z')"
        )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def page_size(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA page_size").fetchone()[0])


def overwrite_pages(path: Path, numbers: list[int], noise: int) -> None:
    """Pages of the file, the first has number 0, become noise."""
    size = page_size(path)
    with path.open("r+b") as file:
        for number in numbers:
            file.seek(number * size)
            file.write(Random(noise).randbytes(size))


def root_page(path: Path, name: str) -> int:
    """The number of the first page of a table or an index, counted from 0."""
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]) - 1


def dump(path: Path, tables: tuple[str, ...]) -> dict[str, list[tuple[object, ...]]]:
    """All rows of these tables, in order."""
    with closing(sqlite3.connect(path)) as db:
        return {table: db.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall() for table in tables}
