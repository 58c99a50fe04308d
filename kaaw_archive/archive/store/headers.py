"""Store header blocks: lines that repeat once a host, values that vary with each capture."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from kaaw_archive.archive.headers import HeaderBlock, block_lines
from kaaw_archive.json_text import compact

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

# The values of these fields are as good as unique.
_VARYING = frozenset(
    {"date", "age", "expires", "content-length", "set-cookie", "location", "x-request-id", "x-amz-cf-id", "cf-ray"}
    | {"x-timer", "x-varnish", "traceparent", "server-timing", "content-disposition", "content-md5", "content-range"}
    | {"etag", "last-modified", "if-none-match", "if-modified-since", "referer", "range"}
)
_OTHER_VALUES_MAX = 3  # of lines whose value is shared; with more a capture gets a row of its own
_SHELF_SIZE = 1024

Values = tuple[str | None, ...]  # of the lines of a row; None: the value is the capture's own
_NEWEST = """
SELECT h.id, h.json FROM captures c JOIN headers h ON h.id = c.{column} WHERE c.url_id = ? ORDER BY c.id DESC LIMIT 1
"""


class HeaderShelf:
    """The rows of ``headers`` that each host used last; ``column`` of captures names them.

    A row is shared by blocks with the same status line and the same names in the same order and case.
    """

    def __init__(self, column: str) -> None:
        self._newest = _NEWEST.format(column=column)
        self._rows: OrderedDict[tuple[str, HeaderBlock], tuple[int, Values]] = OrderedDict()

    def put(
        self,
        connection: sqlite3.Connection,
        block: HeaderBlock,
        host: str,
        url_id: int,
        own: Mapping[str, str],
    ) -> tuple[int | None, str | None]:
        """Return the id of the shared row and the JSON of the capture's own values; None if there are none.

        ``own``: the values that columns of the capture hold (:func:`own_values`).
        """
        if not block.lines and block.version is None and block.reason is None:
            return None, None
        kind = (host, _without_values(block))
        row = self._rows.get(kind) or self._newest_of(connection, url_id, kind[1])
        if row is None or _other_values(row[1], block) > _OTHER_VALUES_MAX:
            row = _new_row(connection, block)
        self._rows[kind] = row
        self._rows.move_to_end(kind)
        if len(self._rows) > _SHELF_SIZE:
            self._rows.popitem(last=False)
        rest = _rest(row[1], block, own)
        return row[0], compact(rest) if rest else None

    def _newest_of(self, connection: sqlite3.Connection, url_id: int, kind: HeaderBlock) -> tuple[int, Values] | None:
        """Return the row that the newest capture of the URL names, if it is of this kind: a new process knows none."""
        found = connection.execute(self._newest, (url_id,)).fetchone()
        if found is None:
            return None
        lines = block_lines(found[1])
        if _names(kind) != [name for name, _ in lines]:
            return None
        values = tuple(value for _, value in lines)
        return (found[0], values) if _json(kind, values) == found[1] else None


def _new_row(connection: sqlite3.Connection, block: HeaderBlock) -> tuple[int, Values]:
    values = tuple(None if name.lower() in _VARYING else value for name, value in block.lines)
    text = _json(block, values)
    row = connection.execute("SELECT id FROM headers WHERE json = ?", (text,)).fetchone()
    if row is None:
        row = connection.execute("INSERT INTO headers (json) VALUES (?) RETURNING id", (text,)).fetchone()
    return int(row[0]), values


def _json(block: HeaderBlock, values: Values) -> str:
    status = {"version": block.version, "reason": block.reason}
    lines = [[name] if value is None else [name, value] for name, value in zip(_names(block), values, strict=True)]
    known = {name: value for name, value in status.items() if value is not None}
    return compact({**known, "is_as_received": block.is_as_received, "lines": lines})


def _rest(values: Values, block: HeaderBlock, own: Mapping[str, str]) -> dict[str, str]:
    """Return the values of the block that neither the row nor a column of the capture has, by number of the line."""
    rest: dict[str, str] = {}
    for number, ((name, value), shared) in enumerate(zip(block.lines, values, strict=True)):
        if value != (shared if shared is not None else own.get(name.lower())):
            rest[str(number)] = value
    return rest


def _other_values(values: Values, block: HeaderBlock) -> int:
    lines = zip(block.lines, values, strict=True)
    return sum(shared is not None and shared != value for (_, value), shared in lines)


def _without_values(block: HeaderBlock) -> HeaderBlock:
    names = tuple((name, "") for name, _ in block.lines)
    return HeaderBlock(names, block.version, block.reason, block.is_as_received)


def _names(block: HeaderBlock) -> list[str]:
    return [name for name, _ in block.lines]
