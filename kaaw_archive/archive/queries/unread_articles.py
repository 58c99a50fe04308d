"""Articles whose newest capture could not be read or lost most of its text, and the yield of reading by source.

An article counts until it is resolved: its page is read again, its text is back, its page is gone, or a person who has
seen the capture says in which state the article is (``kaaw correct URL state live``).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.content import SHOWS_CONTENT
from kaaw_archive.archive.queries.rows import Row, all_rows

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

TEXT_LOST = "text_lost"  # the name of the problem where there is no other: four fifths of the text are gone
# less than this share of what the article had is left; articles shorter than that are edited, not lost
LEFT_SHARE = 0.2
LONG_ENOUGH = 500  # characters

# What answers 404 or 410 now is not read, but looked for again.
_IS_LIVE_NEWS = (
    "a.state = 'live' AND a.news_since_at IS NOT NULL AND (SELECT state FROM pages WHERE id = a.page_id) <> 'gone'"
)

# A reading stands for all captures of its page up to the next reading: the same bytes are not read again.
_UNREAD = f"""
WITH unread AS (
    SELECT a.id AS article_id, a.url, a.source, coalesce(g.problem, '{TEXT_LOST}') AS problem, c.id AS capture_id
    FROM readings g JOIN captures c ON c.id = g.capture_id JOIN crawls r ON r.id = c.crawl_id
    JOIN pages p ON p.id = c.page_id JOIN articles a ON a.page_id = p.id AND a.key = p.url_key
    WHERE (g.problem IS NOT NULL OR g.is_suspect) AND {_IS_LIVE_NEWS}
      AND NOT EXISTS (SELECT 1 FROM captures d JOIN readings h ON h.capture_id = d.id JOIN crawls q ON q.id = d.crawl_id
                      WHERE d.page_id = p.id AND (d.captured_at, q.uid, d.seq) > (c.captured_at, r.uid, c.seq))
), lost AS (
    SELECT a.id AS article_id, a.url, a.source, '{TEXT_LOST}' AS problem, s.capture_id
    FROM articles a JOIN snapshots s ON s.article_id = a.id JOIN snapshots b ON b.article_id = a.id
    WHERE s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id) AND b.version = s.version - 1
      AND {_IS_LIVE_NEWS} AND length(b.text) >= {LONG_ENOUGH} AND length(s.text) < {LEFT_SHARE} * length(b.text)
), either AS (
    SELECT * FROM unread UNION ALL SELECT * FROM lost WHERE article_id NOT IN (SELECT article_id FROM unread)
), found AS (
    SELECT e.* FROM either e JOIN captures c ON c.id = e.capture_id WHERE NOT EXISTS (
        SELECT 1 FROM decisions d WHERE d.kind = 'correct' AND d.subject = e.url AND d.until_at IS NULL
          AND d.value_json ->> '$.field' = 'state' AND d.made_at >= c.captured_at)
)
"""

_LISTED = f"""{_UNREAD}
SELECT f.url, f.source, f.problem, c.captured_at AS since_at, r.uid || '-' || c.seq AS capture_uid
FROM found f JOIN captures c ON c.id = f.capture_id JOIN crawls r ON r.id = c.crawl_id
ORDER BY f.source, f.url
"""

_OF_CRAWL = f"""{_UNREAD}
SELECT count(*) FROM found f JOIN captures v ON v.id = f.capture_id
WHERE EXISTS (SELECT 1 FROM captures c WHERE c.page_id = v.page_id AND c.crawl_id = ? AND {SHOWS_CONTENT})
"""

_YIELD = """
SELECT p.source, coalesce(g.cms, '-') AS cms, c.captured_at >= :since AS is_recent, count(*) AS pages,
       sum(g.problem IS NULL AND g.page_kind <> 'other') AS articles
FROM readings g JOIN captures c ON c.id = g.capture_id JOIN pages p ON p.id = c.page_id
WHERE c.kind = 'page' AND g.page_kind <> 'asset' GROUP BY 1, 2, 3 ORDER BY 1, 2
"""

YIELD_DAYS = 30


def unread_articles(connection: sqlite3.Connection) -> list[Row]:
    """Return url, source and problem of each such article, and since which capture, by source and address."""
    return all_rows(connection, _LISTED)


def unread_in_crawl(connection: sqlite3.Connection, crawl_id: int) -> int:
    """Return how many of these articles this crawl captured."""
    return int(connection.execute(_OF_CRAWL, (crawl_id,)).fetchone()[0])


def yields(connection: sqlite3.Connection, now: datetime) -> list[Row]:
    """Return by source and content system how many readings of the last 30 days, and of before, gave an article.

    ``share`` and ``past_share`` are None where nothing was read.
    """
    since = times.to_text(now - timedelta(days=YIELD_DAYS))
    found: dict[tuple[str, str], Row] = {}
    for row in all_rows(connection, _YIELD, {"since": since}):
        one = found.setdefault(
            (row["source"], row["cms"]),
            {"source": row["source"], "cms": row["cms"]} | dict.fromkeys(("pages", "articles"), 0)
            | dict.fromkeys(("past_pages", "past_articles"), 0),
        )  # fmt: skip
        prefix = "" if row["is_recent"] else "past_"
        one |= {f"{prefix}pages": row["pages"], f"{prefix}articles": row["articles"]}
    return [row | {"share": _share(row, ""), "past_share": _share(row, "past_")} for row in found.values()]


def _share(row: Row, prefix: str) -> float | None:
    return round(row[f"{prefix}articles"] / row[f"{prefix}pages"], 3) if row[f"{prefix}pages"] else None
