"""Sources and hosts that an archive knows."""

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
_HOSTS = "SELECT DISTINCT host FROM links"
_SHOWN = 8


def check_sources(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """Raise WrongArguments for a name that no page and no crawl has: an empty answer would read as one about it."""
    for name in names:
        if connection.execute(_IS_KNOWN, {"name": name}).fetchone()[0]:
            continue
        known = [row[0] for row in connection.execute(_ALL)]
        raise WrongArguments(f"there is no source {name}: there are {_some(known, name)}")


def host_not_there(connection: sqlite3.Connection, name: str) -> str | None:
    """Return a sentence if no link leads to a host or below it, with hosts to which some do; None if one does."""
    known = sorted(row[0] for row in connection.execute(_HOSTS))
    if not known or any(f".{host}".endswith(f".{name.lower()}") for host in known):
        return None
    return f"no link leads to a host {name}: there are {_some(known, name)}"


def _some(known: list[str], name: str) -> str:
    """Return the known names that are like a wrong one, else the first of them, with the number of the others."""
    from difflib import get_close_matches

    near = get_close_matches(name, known) or known[:_SHOWN]
    return ", ".join(near) + (f" and {len(known) - len(near)} more" if len(known) > len(near) else "")
