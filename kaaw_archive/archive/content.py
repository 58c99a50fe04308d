"""One rule for captures that show the content of a page, in Python and in SQL."""

from __future__ import annotations

from kaaw_archive.http import ABSENT, PERMANENT_REDIRECTS, shows_content

# Kinds of capture that are folded into pages; robots.txt and probes are not. In SQL, after IN.
FOLDED = ("page", "seed")
FOLDED_KINDS = f"{FOLDED}"
# Statuses of a page that is absent, and of one that has moved permanently. In SQL, after IN.
ABSENT_STATUSES = f"{tuple(sorted(ABSENT))}"
MOVED_STATUSES = f"{tuple(sorted(PERMANENT_REDIRECTS))}"
# For a capture ``c``: the answer has the whole page, or confirms that it is unchanged (304); a 206 has a part.
ANSWERS = "c.error IS NULL AND (c.status BETWEEN 200 AND 299 AND c.status <> 206 OR c.status = 304)"
# For a capture ``c``, the same as is_content().
SHOWS_CONTENT = f"c.kind IN {FOLDED_KINDS} AND c.payload_digest IS NOT NULL AND {ANSWERS}"
# For a capture ``c`` that shows content: the newest reading of its page until then found no fault. An unchanged page is
# not read again.
_NEWEST_READING = """
(SELECT {} FROM captures r JOIN readings g ON g.capture_id = r.id
 WHERE r.page_id = c.page_id AND r.captured_at <= c.captured_at ORDER BY r.captured_at DESC, r.id DESC LIMIT 1)
"""
_IS_WELL_READ = _NEWEST_READING.format("g.problem IS NULL AND NOT g.is_suspect")
# For a capture ``c`` that shows content: why that is no article, such as a page of maintenance; NULL if it is one.
PROBLEM = _NEWEST_READING.format("g.problem")
# For a capture ``c``: it shows what stands at its page's address, and no wall, login or error. It may show a version.
SHOWS_ARTICLE = f"{SHOWS_CONTENT} AND {_IS_WELL_READ}"


def is_content(kind: str, status: int | None, error: str | None, digest: str | None) -> bool:
    """Return True for a capture that shows content of the page: a 2xx with a payload, or a 304 that confirms one."""
    return shows_content(status, error) and digest is not None and kind in FOLDED
