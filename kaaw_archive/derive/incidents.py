"""Find incidents: links that broke together, with the pattern of their addresses and where each of them went.

Incidents are found anew from the health of all links, so that the result does not depend on earlier ones.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import timedelta
from os.path import commonpath
from typing import TYPE_CHECKING, Any

from kaaw_archive import times, urls
from kaaw_archive.archive.queries import successors as queries
from kaaw_archive.archive.store import incidents as store
from kaaw_archive.derive.successors import of_site
from kaaw_archive.linkrot import successors
from kaaw_archive.linkrot.probe import fetch_url
from kaaw_archive.verdicts import OUTAGES

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.rows import Row

# Starting values: five links are more than a folder that was tidied up by hand, and half of a host is a pattern.
MASS_LINKS = 5
MASS_SHARE = 0.5  # of the links of the host that were ever alive
WINDOW = timedelta(days=8)  # links are checked weekly: what broke on one day is noticed within a week
MAPPING_PAIRS = 2  # so many pages must have moved in the same way before others are taken to have


def find_incidents(connection: sqlite3.Connection) -> int:
    """Find all incidents anew and return how many there are."""
    store.clear(connection)
    by_host: dict[str, list[Row]] = defaultdict(list)
    for link in queries.broken_links(connection):
        by_host[link["host"]].append(link)
    count = 0
    for host, broken in sorted(by_host.items()):
        links = queries.alive_once(connection, host)
        for group in _groups(broken):
            if len(group) >= MASS_LINKS and len(group) >= MASS_SHARE * links:
                _add(connection, host, group)
                count += 1
    return count


def _groups(broken: list[Row]) -> list[list[Row]]:
    """Group links that broke within one window, outages apart from others."""
    groups: list[list[Row]] = []
    for is_outage in (False, True):
        group: list[Row] = []
        alike = (link for link in broken if (link["verdict"] in OUTAGES) is is_outage)
        for link in sorted(alike, key=lambda link: link["broken_at"]):
            if group and times.from_text(link["broken_at"]) - times.from_text(group[0]["broken_at"]) > WINDOW:
                groups.append(group)
                group = []
            group.append(link)
        if group:
            groups.append(group)
    return groups


def _add(connection: sqlite3.Connection, host: str, group: list[Row]) -> None:
    mapping = _mapping(connection, group)
    moved = sum(page["confidence"] >= successors.PROPOSED_FROM for page in mapping.values())
    # a host that is silent for good, as its pages are at another one now, is no outage
    has_moved = moved >= MASS_SHARE * len(group)
    kind = "outage" if group[0]["verdict"] in OUTAGES and not has_moved else "relaunch"
    mapping_json = json.dumps(mapping, ensure_ascii=False, sort_keys=True) if mapping and kind == "relaunch" else None
    good = [link["good_at"] for link in group if link["good_at"]]
    store.add(
        connection,
        source=urls.site(f"http://{host}/"),
        kind=kind,
        pattern=_pattern(host, group),
        mapping_json=mapping_json,
        started_at=max(good) if good else group[0]["broken_at"],
        ended_at=max(link["over_at"] for link in group) if all(link["over_at"] for link in group) else None,
        link_ids=[link["id"] for link in group],
    )


def _pattern(host: str, group: list[Row]) -> str:
    """Return the host and the folders that all addresses have in common, with a star."""
    paths = [fetch_url(link["url"]).partition("://")[2].partition("/")[2] for link in group]
    common = commonpath(path.partition("?")[0] for path in paths)
    return f"{host}/{common}/*" if common else f"{host}/*"


def _mapping(connection: sqlite3.Connection, group: list[Row]) -> dict[str, dict[str, Any]]:
    """Return the new address of each link, by text and title, else by the way in which others of its folder moved.

    Keys are link addresses, values url, confidence and reason; only pages that the archive has seen since.
    """
    moved: dict[str, successors.Candidate] = {}
    claims: Counter[str] = Counter()
    for link in group:
        since = link["good_at"] or link["first_cited_at"]
        best = successors.best_first(of_site(connection, link, since))
        if best and (len(best) == 1 or best[0].confidence > best[1].confidence):
            moved[link["url"]] = best[0]
            claims[best[0].url] += 1
    moved = {url: page for url, page in moved.items() if claims[page.url] == 1}  # a page replaces one page only
    rewritings = Counter(
        rewriting
        for url, page in moved.items()
        if page.is_proposed and (rewriting := successors.prefix_change(fetch_url(url), page.url))
    )
    for link in group:
        if link["url"] not in moved or not moved[link["url"]].is_proposed:
            page = _as_others(connection, link, rewritings)
            if page is not None and not claims[page.url]:
                moved[link["url"]] = page
    return {
        url: {"url": page.url, "confidence": page.confidence, "reason": page.reason}
        for url, page in sorted(moved.items())
    }


def _as_others(
    connection: sqlite3.Connection, link: Row, rewritings: Counter[tuple[str, str]]
) -> successors.Candidate | None:
    address = fetch_url(link["url"])
    for (old, new), pairs in rewritings.most_common():
        if pairs < MAPPING_PAIRS or not address.startswith(old):
            continue
        target = new + address[len(old) :]
        live = queries.live_pages(connection, [urls.key(target)], link["good_at"] or link["first_cited_at"])
        if live:
            reason = f"{pairs} other pages moved from {old} to {new}, and the archive has seen this one there"
            return successors.Candidate(target, successors.BY_MAPPING, reason, "incident")
    return None
