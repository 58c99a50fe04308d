"""What is due: the archive is its own frontier."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries.rows import as_list

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_AT_ONCE = 2000  # addresses a statement

_NOT_DUE = """
SELECT p.url_key FROM json_each(?) AS asked
CROSS JOIN pages p ON p.url_key = asked.value
WHERE p.due_at > ?
"""


def not_due(connection: sqlite3.Connection, addresses: Iterable[str], at: str) -> set[str]:
    """Those of the addresses whose page is known and due only after ``at`` (UTC text).

    A page that was never captured is due, and so is one without a due date.
    """
    waiting: set[str] = set()
    rest = iter(addresses)
    while chunk := list(islice(rest, _AT_ONCE)):
        keys = {address: urls.key(address) for address in chunk}
        rows = connection.execute(_NOT_DUE, (as_list(set(keys.values())), at))
        later = {row[0] for row in rows}
        waiting.update(address for address, key in keys.items() if key in later)
    return waiting
