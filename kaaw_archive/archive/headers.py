"""Header blocks as the archive stores them: the lines that repeat once, the values that vary beside each capture.

A row of ``headers`` is a JSON object: ``lines`` is a list of ``[name, value]`` in the order and case of arrival, or of
``[name]`` if the value is the capture's own; ``version`` and ``reason`` are of the status line; ``is_as_received`` is
false if the client gave fields without order and case. The capture holds its own values in ``headers_rest_json``, by
the number of the line from 0, and ``etag`` and ``last_modified`` in columns. The view ``visits`` does the same in SQL.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kaaw_archive.http import Headers, Line

HEADER_COLUMNS = "h.json, c.headers_rest_json, c.etag, c.last_modified"  # c: captures, h: headers


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The header of one response or request. ``version`` ("HTTP/1.1") and ``reason`` are None if they are not known."""

    lines: tuple[Line, ...]
    version: str | None = None
    reason: str | None = None
    is_as_received: bool = True


def stored_headers(
    block_json: str | None, rest_json: str | None, etag: str | None, last_modified: str | None
) -> Headers:
    """Return the response header of a capture from its :data:`HEADER_COLUMNS`; empty if it has none."""
    if block_json is None:
        return Headers()
    rest = json.loads(rest_json) if rest_json else {}
    own = own_values(etag, last_modified)
    return Headers(
        (name, rest.get(str(number), value if value is not None else own.get(name.lower(), "")))
        for number, (name, value) in enumerate(block_lines(block_json))
    )


def take_headers(row: dict[str, Any]) -> Headers:
    """Return the headers of a row that has the :data:`HEADER_COLUMNS`, and remove these columns from it."""
    return stored_headers(*(row.pop(name) for name in ("json", "headers_rest_json", "etag", "last_modified")))


def own_values(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Return the values that a capture holds in columns, by the lower-case names of the lines that they stand for.

    A conditional request sends the validators that the answer to it repeats.
    """
    values = {"etag": etag, "if-none-match": etag, "last-modified": last_modified, "if-modified-since": last_modified}
    return {name: value for name, value in values.items() if value is not None}


@lru_cache(maxsize=1024)
def block_lines(text: str) -> tuple[tuple[str, str | None], ...]:
    """Return the lines of a row of ``headers``; a value is None if it is the capture's own."""
    lines: list[Any] = json.loads(text)["lines"]
    return tuple((line[0], line[1] if len(line) > 1 else None) for line in lines)
