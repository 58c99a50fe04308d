"""Sources: the publishers that an archive knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_IS_KNOWN = """
SELECT EXISTS (SELECT 1 FROM pages WHERE source = :name) OR EXISTS (SELECT 1 FROM crawls WHERE source = :name)
"""
_ALL = "SELECT source FROM pages UNION SELECT source FROM crawls WHERE source <> '*' ORDER BY source"
_SHOWN = 8


def check_sources(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """Raise WrongArguments for a name that no page and no crawl has: an empty answer would read as one about it."""
    for name in names:
        if connection.execute(_IS_KNOWN, {"name": name}).fetchone()[0]:
            continue
        from difflib import get_close_matches

        known = [row[0] for row in connection.execute(_ALL)]
        near = get_close_matches(name, known) or known[:_SHOWN]
        more = f" and {len(known) - len(near)} more" if near == known[:_SHOWN] and len(known) > len(near) else ""
        raise WrongArguments(f"there is no source {name}: there are {', '.join(near)}{more}")
