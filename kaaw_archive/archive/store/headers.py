"""Header fields, stored once where they repeat: most of a host's answers differ in a date and a length only.

A capture names a shared JSON object and holds the RFC 7396 merge patch that turns it into its own headers.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

# Never shared: their values are as good as unique.
_OWN = frozenset(
    {"date", "age", "expires", "content-length", "set-cookie", "location", "x-request-id", "x-amz-cf-id", "cf-ray"}
    | {"x-timer", "x-varnish", "traceparent", "server-timing", "content-disposition", "content-md5", "content-range"}
)
_PATCH_MAX_FIELDS = 3  # of shareable fields; beyond it these headers become the shared ones
_SHELF_SIZE = 1024

Fields = dict[str, list[str]]
Shared = tuple[int, Fields]


class HeaderShelf:
    """Remembers, a process, which shared headers each host and status used last."""

    def __init__(self) -> None:
        self._shared: OrderedDict[tuple[str, int | None], Shared] = OrderedDict()

    def put(
        self, connection: sqlite3.Connection, host: str, status: int | None, headers: Fields
    ) -> tuple[int | None, str | None]:
        """The columns headers_id and headers_rest_json for these headers; (None, None) where there are none."""
        if not headers:
            return None, None
        shelf = (host, status)
        shared = self._shared.get(shelf)
        patch = _patch(shared[1], headers) if shared else None
        if shared is None or patch is None or len(patch.keys() - _OWN) > _PATCH_MAX_FIELDS:
            shareable = {name: values for name, values in sorted(headers.items()) if name not in _OWN}
            shared = (_shared_id(connection, shareable), shareable)
            patch = _patch(shareable, headers)
            self._shared[shelf] = shared
            if len(self._shared) > _SHELF_SIZE:
                self._shared.popitem(last=False)
        return shared[0], _compact(patch) if patch else None


def _patch(base: Fields, fields: Fields) -> dict[str, list[str] | None]:
    patch: dict[str, list[str] | None] = {n: v for n, v in fields.items() if base.get(n) != v}
    patch.update(dict.fromkeys(base.keys() - fields.keys()))
    return patch


def _shared_id(connection: sqlite3.Connection, fields: Fields) -> int:
    text = _compact(fields)
    row = connection.execute("SELECT id FROM headers WHERE json = ?", (text,)).fetchone()
    if row is None:
        row = connection.execute("INSERT INTO headers (json) VALUES (?) RETURNING id", (text,)).fetchone()
    return int(row[0])


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
