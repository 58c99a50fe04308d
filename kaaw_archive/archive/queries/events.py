"""Events with all that a reader wants to know of them: title, addresses, bracket, proof, edit."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries.exports import SIGNALS
from kaaw_archive.archive.queries.pages import spellings
from kaaw_archive.archive.queries.rows import Row, all_rows, as_list

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kaaw_archive.items import EventFilter

# events with their articles or links, the versions before and after, and the edit
EVENTS_WITH_EDITS = """
FROM events e
LEFT JOIN articles a ON a.id = e.article_id
LEFT JOIN links l ON l.id = e.link_id
LEFT JOIN snapshots old ON old.id = e.from_snapshot_id
LEFT JOIN snapshots new ON new.id = e.to_snapshot_id
LEFT JOIN comparisons k ON k.to_snapshot_id = e.to_snapshot_id AND e.kind = 'edited'
"""
# The day of publication of an event's article, of its newest version; NULL if it is not known, or of a link
PUBLISHED_ON = """(SELECT published_on FROM snapshots WHERE article_id = e.article_id ORDER BY version DESC LIMIT 1)"""
# Articles that cite the link of an event, and those of them whose version of that time does
_CITING = """
FROM mentions m JOIN snapshots v ON v.id = m.snapshot_id JOIN articles citing ON citing.id = v.article_id
WHERE m.link_id = e.link_id
"""
_CITING_THEN = f"""{_CITING} AND v.first_seen_at <= e.before_at
AND NOT EXISTS (SELECT 1 FROM snapshots later WHERE later.article_id = v.article_id AND later.version > v.version
                AND later.first_seen_at <= e.before_at)
"""
# What happens to a link happens to each source that cites it; the event has the name of one.
OF_SOURCES = f"""(
    e.source IN (SELECT value FROM json_each(:sources))
    OR EXISTS (SELECT 1 {_CITING_THEN} AND citing.source IN (SELECT value FROM json_each(:sources))))
"""
_CITED_BY = f"""
(SELECT json_group_array(source) FROM (
    SELECT e.source WHERE EXISTS (SELECT 1 {_CITING})
    UNION SELECT citing.source {_CITING_THEN}))
"""
# A link that recovers before it is dead has no event.
_ANSWERED_AGAIN = """
(SELECT iif(h.to_health = 'alive', h.before_at, NULL) FROM health_changes h
 WHERE e.kind = 'link_failing' AND h.link_id = e.link_id AND h.before_at > e.before_at
 ORDER BY h.before_at, h.id LIMIT 1)
"""
# A page that is no news (a section, a form) is archived, and its first capture is no event that a reader waits for.
_IS_NEWS = """(e.kind <> 'new' OR EXISTS (SELECT 1 FROM articles n WHERE n.id = e.article_id
                                          AND n.news_since_at IS NOT NULL))"""
_EVENTS = f"""
SELECT e.uid, e.kind, e.source, coalesce(a.url, l.url) AS url,
       coalesce(new.title, old.title, (SELECT title FROM snapshots WHERE article_id = a.id
                                       ORDER BY version DESC LIMIT 1)) AS title,
       {PUBLISHED_ON} AS published_on,
       there.url AS moved_to_url, e.after_at, e.before_at, e.known_at, e.rule, e.is_superseded, e.is_reread,
       e.quotation, e.quotation_form, {_CITED_BY} AS cited_by_json, {_ANSWERED_AGAIN} AS answered_again_at,
       k.kinds_json, k.significance, k.sentence, k.is_silent, old.version AS from_version, new.version AS to_version,
       (SELECT json_group_array(r.uid || '-' || c.seq) FROM json_each(e.proof_json) p JOIN captures c ON c.id = p.value
        JOIN crawls r ON r.id = c.crawl_id WHERE e.link_id IS NULL) AS captures_json
{EVENTS_WITH_EDITS}
LEFT JOIN articles there ON there.id = new.article_id AND e.kind = 'moved'
WHERE {{}} ORDER BY e.known_at DESC, e.uid LIMIT :limit
"""

_COUNT = """
SELECT count(*) FROM events e LEFT JOIN comparisons k ON k.to_snapshot_id = e.to_snapshot_id AND e.kind = 'edited'
WHERE {}
"""

# The events of a page: of the articles at its address, or on it, and of all other addresses of their texts.
_OF_PAGE = """
e.article_id IN (SELECT o.id FROM articles o WHERE o.key = :key
                 OR o.page_id = (SELECT id FROM pages WHERE url_key = :key)
                 OR o.work_id IN (SELECT work_id FROM articles WHERE key = :key))
OR e.link_id IN (SELECT id FROM links WHERE url_key = :key)
"""

_SIGNALS_OF_EVENTS = f"""
SELECT e.uid, {SIGNALS} FROM events e JOIN articles a ON a.id = e.article_id
LEFT JOIN snapshots s ON s.id = coalesce(e.to_snapshot_id, e.from_snapshot_id)
LEFT JOIN captures c ON c.id = s.capture_id
WHERE e.uid IN (SELECT value FROM json_each(?))
"""

MOST = 1_000_000


def find_events(connection: sqlite3.Connection, chosen: EventFilter, limit: int = MOST) -> list[Row]:
    """Return the events that meet a filter, the last to become known first.

    New pages that are no news are left out, unless the filter names their address.
    Events that a running crawl found are left out until their works are found.
    """
    condition, values = _where(chosen)
    rows = all_rows(connection, _EVENTS.format(condition), values | {"limit": limit})
    for row in rows:
        row["edit_kinds"] = json.loads(row.pop("kinds_json") or "[]")
        row["cited_by"] = json.loads(row.pop("cited_by_json"))
        row["captures"] = json.loads(row.pop("captures_json"))
    return rows


def count_events(connection: sqlite3.Connection, chosen: EventFilter) -> int:
    """Return the number of events that meet a filter."""
    condition, values = _where(chosen)
    number: int = connection.execute(_COUNT.format(condition), values).fetchone()[0]
    return number


def count_known_later(connection: sqlite3.Connection, chosen: EventFilter) -> int:
    """Return the number of events that may have happened in the time of a filter, and became known after it."""
    if chosen.until is None:
        return 0
    condition, values = _where(replace(chosen, since=None, until=None))
    in_time = "e.known_at > :until AND e.after_at < :until AND e.before_at >= :since"
    values |= {"since": chosen.since or "", "until": chosen.until}
    number: int = connection.execute(_COUNT.format(f"{condition} AND {in_time}"), values).fetchone()[0]
    return number


def _where(chosen: EventFilter) -> tuple[str, dict[str, object]]:
    parts = ["e.uid IS NOT NULL"]
    values: dict[str, object] = {}
    for name, condition in (
        ("sources", OF_SOURCES),
        ("kinds", "e.kind IN (SELECT value FROM json_each(:kinds))"),
        ("edit_kinds", "EXISTS (SELECT 1 FROM json_each(k.kinds_json) n JOIN json_each(:edit_kinds) w USING (value))"),
    ):
        if wanted := getattr(chosen, name):
            parts.append(condition)
            values[name] = as_list(wanted)
    for name, condition in (
        ("since", "e.known_at >= :since"),
        ("until", "e.known_at <= :until"),
        ("significance", "(e.kind <> 'edited' OR coalesce(k.significance, 1) >= :significance)"),
        ("is_silent", "k.is_silent = :is_silent"),
        ("published_since", f"coalesce({PUBLISHED_ON}, '9') >= :published_since"),
        ("reader", "e.uid NOT IN (SELECT uid FROM _read_events WHERE reader = :reader)"),
    ):
        if getattr(chosen, name) is not None:
            parts.append(condition)
            values[name] = getattr(chosen, name)
    if chosen.url is not None:
        parts.append(f"({_OF_PAGE})")
        values["key"] = urls.key(spellings(chosen.url)[0])
    else:
        parts.append(_IS_NEWS)
    return " AND ".join(parts), values


def signals_of_events(connection: sqlite3.Connection, events: Iterable[Row]) -> dict[str, str]:
    """Return what the pages of these events say of the use of their text, a JSON list of ``rights_json``, by uid."""
    return dict(connection.execute(_SIGNALS_OF_EVENTS, (as_list(event["uid"] for event in events),)).fetchall())
