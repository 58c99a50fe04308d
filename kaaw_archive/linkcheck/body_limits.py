"""Limits on the bodies that a link check downloads: markup up to a bound, the beginning of everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.http import Headers

DOCUMENT_FIRST_BYTES = 65_536  # of what is no markup: its kind shows in the first bytes, and small ones may stay


def wanted_bytes(headers: Headers, body_length: object, most: int) -> int | None:
    """Return how many bytes of a body are wanted, at most ``most``; None for all of them.

    ``body_length`` is an int if the server states a length; Twisted has another object for "unknown".
    """
    content_type = (headers.get("Content-Type") or b"").lower()
    is_markup = not content_type or b"html" in content_type or b"xml" in content_type
    limit = most if is_markup else min(most, DOCUMENT_FIRST_BYTES)
    length = body_length if isinstance(body_length, int) else -1
    if 0 <= length <= limit:
        return None
    return 1 if not is_markup and length > limit else limit
