"""The rule which captures show content says the same in Python and in SQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import product

from kaaw_archive.archive.content import SHOWS_CONTENT, is_content

KINDS = ("page", "seed", "robots", "probe")
STATUSES = (None, 0, 100, 199, 200, 204, 206, 299, 300, 301, 303, 304, 305, 399, 404, 410, 500)


def test_python_and_sql_agree_on_every_capture() -> None:
    cases = list(product(KINDS, STATUSES, (None, "too_large"), (None, "sha256:0")))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE c (kind TEXT, status INTEGER, error TEXT, payload_digest TEXT)")
        connection.executemany("INSERT INTO c VALUES (?, ?, ?, ?)", cases)
        shown = connection.execute(f"SELECT coalesce({SHOWS_CONTENT}, 0) FROM c ORDER BY rowid").fetchall()
    assert [bool(row[0]) for row in shown] == [is_content(*case) for case in cases]
    assert [case for case in cases if is_content(*case)] == [
        (kind, status, None, "sha256:0") for kind in ("page", "seed") for status in (200, 204, 299, 304)
    ]
