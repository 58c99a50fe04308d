"""Derivations that were made by other versions of the rules than those of today: their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.boilerplate import is_half_derived

if TYPE_CHECKING:
    import sqlite3

_READINGS = "SELECT count(*) FROM readings WHERE extractor <> ? OR extractor_version <> ?"
_PAGES = "SELECT count(*) FROM pages WHERE key_version <> ?"
_DERIVED_BY = "SELECT version FROM _state WHERE name = 'derived_by'"
_CHECKS = "SELECT count(*) FROM link_checks WHERE rules_version <> ?"


@dataclass(frozen=True, slots=True)
class OutdatedRows:
    """Numbers of readings of another extractor, pages with other url keys, checks by other rules.

    ``is_half_derived``: a derivation of everything is at work or ended early. ``derived_by`` is the checksum of the
    versions that derived everything last; None: that was never done.
    """

    readings: int
    pages: int
    checks: int
    is_half_derived: bool
    derived_by: int | None


def outdated_rows(
    connection: sqlite3.Connection, *, extractor: str, extractor_version: str, key_version: int, rules_version: str
) -> OutdatedRows:
    """Return what other versions than these made."""

    def count(sql: str, *versions: str | int) -> int:
        return int(connection.execute(sql, versions).fetchone()[0])

    derived_by = connection.execute(_DERIVED_BY).fetchone()
    return OutdatedRows(
        readings=count(_READINGS, extractor, extractor_version),
        pages=count(_PAGES, key_version),
        checks=count(_CHECKS, rules_version),
        is_half_derived=is_half_derived(connection),
        derived_by=None if derived_by is None else int(derived_by[0]),
    )
