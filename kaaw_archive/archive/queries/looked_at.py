"""What a check has seen of a payload already: bytes that are still the same need no second look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.rows import Row, first_row

if TYPE_CHECKING:
    import sqlite3

_CHECK_OF_PAYLOAD = """
SELECT k.* FROM link_checks k JOIN captures c ON c.id = k.capture_id
WHERE k.link_url = :link AND c.payload_digest = :digest AND k.final_url = :final
ORDER BY k.checked_at DESC, k.id DESC LIMIT 1
"""


def check_of_payload(connection: sqlite3.Connection, link_url: str, final_url: str, digest: str) -> Row | None:
    """The newest check of a link that found these very bytes at this very address, all columns; None without one."""
    return first_row(connection, _CHECK_OF_PAYLOAD, {"link": link_url, "final": final_url, "digest": digest})
