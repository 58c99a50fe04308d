"""Stored values that cannot be what was stored: no UTF-8, no JSON, no time, not those of their row's digest.

SQLite sees damage in the frame of its pages, not in the values of a row; only an index that repeats a value shows it.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive import row_digests
from kaaw_archive.similarity import text_digest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping

_TIME = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_CERTIFICATE = ("certificates", "der")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


NOT_OF_ROW_DIGEST = "not the values of its row_digest"


@dataclass(frozen=True, slots=True)
class Fault:
    """Values that cannot be what was stored, and the ids of their rows; ``column`` is None if it may be any."""

    table: str
    column: str | None
    reason: str
    row_ids: tuple[int, ...]


def faults(connection: sqlite3.Connection, table: str) -> list[Fault]:
    """Return what is wrong in the values of a table; ``table`` is a trusted name. Raises sqlite3.DatabaseError."""
    of_table = connection.execute(f"PRAGMA table_info({table})")
    columns = [row[1] for row in of_table if row[2] == "TEXT" or (table, row[1]) == _CERTIFICATE]
    if not columns:
        return []
    found: dict[tuple[str | None, str], list[int]] = {}
    named: list[tuple[str | None, str]]
    as_bytes = ", ".join(f"CAST({column} AS BLOB)" for column in columns)
    covered = row_digests.digest_columns(connection, table)
    is_same = f"{row_digests.COLUMN} IS {row_digests.expression(covered)}" if covered else "1"
    for row_id, same, *values in connection.execute(f"SELECT rowid, {is_same}, {as_bytes} FROM {table} NOT INDEXED"):
        named = list(row_faults(table, dict(zip(columns, values, strict=True))))
        if not same and not named:
            named = [(None, NOT_OF_ROW_DIGEST)]
        for column, reason in named:
            found.setdefault((column, reason), []).append(row_id)
    return [Fault(table, column, reason, tuple(row_ids)) for (column, reason), row_ids in found.items()]


def row_faults(table: str, row: Mapping[str, bytes | None]) -> Iterator[tuple[str, str]]:
    """Yield column and reason of each text or certificate of a row, given as bytes, that cannot be what was stored."""
    texts: dict[str, str] = {}
    for column, value in row.items():
        if value is None:
            continue
        if (table, column) == _CERTIFICATE:
            if hashlib.sha256(value).hexdigest().encode() != row["sha256"]:
                yield column, "not the certificate of its digest"
            continue
        try:
            texts[column] = value.decode("utf-8")
        except UnicodeDecodeError:
            yield column, "no UTF-8"
            continue
        reason = _reason(table, column, texts[column])
        if reason is not None:
            yield column, reason
    is_left_out = texts.get("text") == "" and texts.get("structure") == "[]"  # by an export, for its publisher's rights
    if table == "snapshots" and not is_left_out and text_digest(texts.get("text", "")) != texts.get("text_digest"):
        yield "text", "not the text of its digest"


def _reason(table: str, column: str, text: str) -> str | None:
    """Return what a text of this column is not; None if nothing is wrong."""
    if column.endswith("_json") or (table, column) == ("headers", "json"):
        return None if _is_json(text) else "no JSON"
    for ending, form, reason in _FORMS:
        if column.endswith(ending):
            return None if form(text) else reason
    return "control characters" if table == "captures" and _CONTROL.search(text) else None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


_FORMS: tuple[tuple[str, Callable[[str], Any], str], ...] = (
    ("_at", _TIME.fullmatch, "no time"),
    ("digest", _DIGEST.fullmatch, "no digest"),
)
