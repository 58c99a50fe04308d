"""Select links for lists and reports: filtered, with a check, their mentions and decisions about them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries.article_filters import IS_CURRENT
from kaaw_archive.archive.queries.links import AUDITED, CITED_NOW, WATCHED
from kaaw_archive.archive.queries.pages import spellings
from kaaw_archive.archive.queries.rows import Row, all_rows, as_list, first_row, texts
from kaaw_archive.verdicts import BROKEN_HEALTH, INCONCLUSIVE, NEEDING_MENDING, LinkHealth, Verdict

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

# Links in the newest version of each text of news, pictures aside.
_MENTIONS_NOW = """mentions m JOIN snapshots s ON s.id = m.snapshot_id JOIN articles a ON a.id = s.article_id
    WHERE m.role <> 'image' AND a.news_since_at IS NOT NULL
      AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = s.article_id)"""
_MENTIONED = f"SELECT 1 FROM {_MENTIONS_NOW} AND m.link_id = l.id"

# label of the option -> condition; all that are given must hold
FILTERS = {
    "source": f"EXISTS ({_MENTIONED} AND a.source = :source)",
    "article": f"EXISTS ({_MENTIONED} AND a.url IN (SELECT value FROM json_each(:article)))",
    "host": "(l.host = :host OR l.host LIKE '%.' || :host)",
    "verdict": "k.verdict = :verdict",
    "health": "l.health = :health",
    "since": "l.health_since_at >= :since",
    "is_cited": f":is_cited AND {CITED_NOW}",
}
# label of the option --leads-to -> whether the address, and the one at the end of its redirects, are so
LEADS_TO: dict[str, Callable[[str, str], bool]] = {
    "home": urls.leads_home,
    "other-host": lambda url, target: urls.site(url) != urls.site(target),
}

# The newest check since the health is what it is, of those that showed something, else the newest. A fault of ours, or
# a wall in front of a page that is gone, takes nothing from what is known.
_HIDDEN = texts(INCONCLUSIVE - NEEDING_MENDING)
TELLING_CHECK = f"""(SELECT t.id FROM (SELECT id, checked_at, verdict = '{Verdict.UNKNOWN}'
        OR l.health IN {texts(BROKEN_HEALTH)} AND verdict IN {_HIDDEN} AS is_hidden
    FROM link_checks WHERE link_url = l.url AND checked_at >= l.health_since_at) t
    ORDER BY t.is_hidden, t.checked_at DESC, t.id DESC LIMIT 1)"""

_LINKS = f"""
SELECT l.id AS link_id, l.url, l.url_key, l.host, l.health, l.health_since_at, l.first_cited_at, l.next_check_at,
       l.incident_id, k.id AS check_id, k.verdict, k.rule, k.reason, k.checked_at, k.status, k.error,
       k.final_url, k.title, k.similarity, k.tls_error, k.requests,
       d.first_bad_at, d.dead_since_at, d.last_good_at,
       newest.checked_at AS last_checked_at,
       {WATCHED} AS is_watched, {CITED_NOW} AS is_cited,
       (SELECT json_group_array(DISTINCT a.source) FROM ({_MENTIONED.replace("SELECT 1", "SELECT a.source", 1)}) a)
           AS sources_json
FROM links l JOIN link_days d ON d.link_id = l.id LEFT JOIN link_checks k ON k.id = {TELLING_CHECK}
LEFT JOIN link_checks newest ON newest.id = l.last_check_id
"""
_LISTED = f"WHERE ({CITED_NOW} OR {WATCHED})"
_OF_SITE = "WHERE l.url IN (SELECT u.link_url FROM _audited_links u WHERE u.site = :site)"

_WORST_FIRST = (
    LinkHealth.DEAD,
    LinkHealth.FAILING,
    LinkHealth.NOT_JUDGED,
    LinkHealth.RETURNED,
    LinkHealth.ALIVE,
    LinkHealth.UNCHECKED,
)
_RANKS = " ".join(f"WHEN '{health}' THEN {rank}" for rank, health in enumerate(_WORST_FIRST))
_ORDER = f" ORDER BY CASE l.health {_RANKS} END, k.verdict = :best, k.verdict, l.host, l.url"

_MENTIONS = f"""
SELECT a.url AS article_url, a.source, a.state AS article_state, s.title AS article_title, s.version, m.anchor_text,
       m.sentence, m.role, m.href
FROM {_MENTIONS_NOW} AND m.link_id = :link_id
  AND (:source IS NULL OR a.source = :source)
  AND (:article IS NULL OR a.url IN (SELECT value FROM json_each(:article)))
ORDER BY a.url, m.position
"""

# Mentions in texts that are there now: not in withdrawn ones, nor at addresses that a text has left.
_IN_TEXTS_OF_NOW = f"""
SELECT DISTINCT m.link_id, a.source FROM {_MENTIONS_NOW} AND a.state IN ('live', 'unlisted') AND {IS_CURRENT}
"""

_AUDITED_PLACES = """
SELECT page_url AS article_url, site AS source, 'live' AS article_state,
       coalesce(page_title, page_url) AS article_title,
       NULL AS version, anchor_text, NULL AS sentence
FROM _audited_links WHERE link_url = :url AND (:site IS NULL OR site = :site) ORDER BY page_url
"""

_DECIDED = """
SELECT d.id, d.kind, d.subject, d.value_json, d.reason, d.made_by, d.made_at, d.until_at FROM decisions d
WHERE d.kind IN ('acknowledge', 'snooze', 'ignore') AND (d.until_at IS NULL OR d.until_at > :now)
ORDER BY d.made_at, d.id
"""


@dataclass(frozen=True, slots=True)
class LinkFilter:
    """Conditions on links; None sets no condition. ``since`` (UTC text): the health has been so since then or later.

    ``is_cited`` True: an article cites it now; ``leads_to``: where its redirects led at its last check (LEADS_TO).
    """

    source: str | None = None
    article: str | None = None
    host: str | None = None
    verdict: str | None = None
    health: str | None = None
    since: str | None = None
    is_cited: bool | None = None
    leads_to: str | None = None

    @property
    def readers(self) -> str | None:
        """Return the article or source to which a report with this filter is limited; None: it is not limited."""
        return self.article or self.source


def list_links(connection: sqlite3.Connection, wanted: LinkFilter, now: str) -> list[Row]:
    """Return links that are cited or watched, worst first, with the columns of the newest check that showed something.

    last_checked_at is that of the newest check of all. ``sources``: those whose articles cite it now; [] for an
    address that is only watched.
    """
    given: dict[str, object] = {name: value for name, value in asdict(wanted).items() if value is not None}
    values = {name: value for name, value in given.items() if name in FILTERS}
    conditions = "".join(f" AND {FILTERS[name]}" for name in values)
    if wanted.article is not None:
        values["article"] = as_list(spellings(wanted.article))
    rows = all_rows(connection, _LINKS + _LISTED + conditions + _ORDER, {**values, "now": now, "best": Verdict.OK})
    for row in rows:
        row["sources"] = sorted(json.loads(row.pop("sources_json")))
    if wanted.leads_to is None:
        return rows
    is_so = LEADS_TO[wanted.leads_to]
    return [row for row in rows if row["final_url"] and is_so(row["url"], row["final_url"])]


def in_texts_of_now(connection: sqlite3.Connection, rows: Iterable[Row], source: str | None) -> list[Row]:
    """Return the links that texts have which are there now; ``sources`` names those of these texts alone.

    ``source`` limits both to texts of one source; None: of all.
    """
    sources: dict[int, list[str]] = {}
    for link_id, name in connection.execute(_IN_TEXTS_OF_NOW):
        if source in (None, name):
            sources.setdefault(link_id, []).append(name)
    return [row | {"sources": sorted(sources[row["link_id"]])} for row in rows if row["link_id"] in sources]


def list_audited(connection: sqlite3.Connection, site: str, now: str) -> list[Row]:
    """Return the links of an audited site, worst first, with the columns of :func:`list_links` but ``sources``."""
    return all_rows(connection, _LINKS + _OF_SITE + _ORDER, {"site": site, "now": now, "best": Verdict.OK})


def audited_places(connection: sqlite3.Connection, url: str, site: str | None = None) -> list[Row]:
    """Return the pages of an audited site, or of all, on which a link stands, with the columns of :func:`mentions`."""
    return all_rows(connection, _AUDITED_PLACES, {"url": url, "site": site})


def to_decide(connection: sqlite3.Connection, url: str, now: str) -> Row | None:
    """Return a link that is cited, watched or audited, with the columns of :func:`list_audited`; else None."""
    condition = f"WHERE l.url = :url AND ({CITED_NOW} OR {WATCHED} OR {AUDITED})"
    return first_row(connection, _LINKS + condition, {"url": url, "now": now})


def by_address(connection: sqlite3.Connection, address: str) -> Row | None:
    """Return the row of ``links`` for an address as a person types it, with its times; None if there is none.

    If no link is written so, it is the only link whose url key is the same, such as one with a session id.
    """
    forms = [address, *spellings(address)]
    with_days = (
        f"SELECT l.*, {TELLING_CHECK} AS check_id, d.first_bad_at, d.dead_since_at, d.last_good_at"
        " FROM links l JOIN link_days d ON d.link_id = l.id WHERE"
    )
    exactly = f"{with_days} l.url IN (SELECT value FROM json_each(:forms))"
    found = all_rows(connection, exactly, {"forms": as_list(forms)})
    if found:
        return min(found, key=lambda row: forms.index(row["url"]))
    same_page = all_rows(connection, f"{with_days} l.url_key = :key", {"key": urls.key(forms[1])})
    return same_page[0] if len(same_page) == 1 else None


def mentions(connection: sqlite3.Connection, link_id: int, wanted: LinkFilter | None = None) -> list[Row]:
    """Return the places where the newest versions of articles point to a link.

    Of ``wanted``, the conditions on source and article count.
    """
    source, article = (wanted.source, wanted.article) if wanted is not None else (None, None)
    forms = as_list(spellings(article)) if article is not None else None
    return all_rows(connection, _MENTIONS, {"link_id": link_id, "source": source, "article": forms})


def health_changes(connection: sqlite3.Connection, link_id: int) -> list[Row]:
    """Return all changes of a link's health, oldest first."""
    return all_rows(
        connection,
        "SELECT after_at, before_at, from_health, to_health, reason FROM health_changes"
        " WHERE link_id = :id ORDER BY before_at, id",
        {"id": link_id},
    )


def decisions(connection: sqlite3.Connection, now: str) -> dict[str, Row]:
    """Return the newest decision in force about each address: acknowledge, snooze or ignore."""
    return {row["subject"]: row for row in all_rows(connection, _DECIDED, {"now": now})}


def last_check_at(connection: sqlite3.Connection) -> str | None:
    """Return the time of the newest check of a link; None if none was checked."""
    at: str | None = connection.execute("SELECT max(checked_at) FROM link_checks").fetchone()[0]
    return at


def last_reports(connection: sqlite3.Connection, readers: str | None) -> dict[str, set[str]]:
    """Return what reports to all, or to these readers, wrote last of each link, by address.

    ``readers`` is the source or article to which a report was limited; None: it was not.
    """
    found: dict[str, set[str]] = {}
    for key, state in connection.execute("SELECT link_url, said FROM _reported_links"):
        url, _, limited_to = key.partition(" ")  # no address has a blank
        if limited_to in ("", readers):
            found.setdefault(url, set()).add(state)
    return found


def incidents(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Row]:
    """Return incidents by id, each with its number of links."""
    rows = all_rows(
        connection,
        "SELECT i.*, (SELECT count(*) FROM links l WHERE l.incident_id = i.id) AS links FROM incidents i"
        " WHERE i.id IN (SELECT value FROM json_each(:ids))",
        {"ids": as_list(map(str, ids))},
    )
    return {row["id"]: row for row in rows}
