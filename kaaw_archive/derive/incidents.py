"""Links that broke together: one finding explains them all, with a pattern, a count, and where each of them went.

Made anew from the health of all links, so it is the same however often.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import timedelta
from os.path import commonpath
from typing import TYPE_CHECKING, Any

from kaaw_archive import times, urls
from kaaw_archive.archive.queries import successors as known
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
MASS_SHARE = 0.5  # of the links of the host that were ever judged
WINDOW = timedelta(days=8)  # links are looked at weekly: what broke on one day is noticed within a week
MAPPING_PAIRS = 2  # so many pages must have moved in the same way before others are taken to have


def find_incidents(connection: sqlite3.Connection) -> int:
    """Find all incidents anew and return how many there are."""
    store.clear(connection)
    by_host: dict[str, list[Row]] = defaultdict(list)
    for link in known.broken_links(connection):
        by_host[link["host"]].append(link)
    count = 0
    for host, broken in sorted(by_host.items()):
        judged = known.judged_of_host(connection, host)
        for group in _groups(broken):
            if len(group) >= MASS_LINKS and len(group) >= MASS_SHARE * judged:
                _add(connection, host, group)
                count += 1
    return count


def _groups(broken: list[Row]) -> list[list[Row]]:
    """Links whose break was noticed within one window, by the kind of their break."""
    groups: list[list[Row]] = []
    for is_outage in (False, True):
        some = sorted(
            (one for one in broken if (one["verdict"] in OUTAGES) is is_outage), key=lambda one: one["broken_at"]
        )
        group: list[Row] = []
        for link in some:
            if group and times.from_text(link["broken_at"]) - times.from_text(group[0]["broken_at"]) > WINDOW:
                groups.append(group)
                group = []
            group.append(link)
        if group:
            groups.append(group)
    return groups


def _add(connection: sqlite3.Connection, host: str, group: list[Row]) -> None:
    mapping = _mapping(connection, group)
    moved = sum(one["confidence"] >= successors.PROPOSED_FROM for one in mapping.values())
    # a host that is silent for good, as its pages are at another one now, is no outage
    has_moved = moved >= MASS_SHARE * len(group)
    kind = "outage" if group[0]["verdict"] in OUTAGES and not has_moved else "relaunch"
    shown = mapping if kind == "relaunch" else None
    good = [link["good_at"] for link in group if link["good_at"]]
    store.add(
        connection,
        source=urls.site(f"http://{host}/"),
        kind=kind,
        pattern=_pattern(host, group),
        mapping_json=json.dumps(shown, ensure_ascii=False, sort_keys=True) if shown else None,
        started_at=max(good) if good else group[0]["broken_at"],
        ended_at=max(link["over_at"] for link in group) if all(link["over_at"] for link in group) else None,
        link_ids=[link["id"] for link in group],
    )


def _pattern(host: str, group: list[Row]) -> str:
    """What the addresses have in common, whole folders only."""
    paths = [fetch_url(link["url"]).partition("://")[2].partition("/")[2] for link in group]
    common = commonpath(path.partition("?")[0] for path in paths)
    return f"{host}/{common}/*" if common else f"{host}/*"


def _mapping(connection: sqlite3.Connection, group: list[Row]) -> dict[str, dict[str, Any]]:
    """Where each address went: by text and title first, then as others of its folder went; to pages that are there."""
    found: dict[str, successors.Candidate] = {}
    claims: Counter[str] = Counter()
    for link in group:
        since = link["good_at"] or link["first_cited_at"]
        best = successors.best_first(of_site(connection, link, since))
        if best and (len(best) == 1 or best[0].confidence > best[1].confidence):
            found[link["url"]] = best[0]
            claims[best[0].url] += 1
    found = {url: one for url, one in found.items() if claims[one.url] == 1}  # two pages cannot both be its successor
    rules = Counter(
        rule
        for url, one in found.items()
        if one.is_proposed and (rule := successors.rewriting(fetch_url(url), one.url))
    )
    for link in group:
        if link["url"] not in found or not found[link["url"]].is_proposed:
            moved = _as_others(connection, link, rules)
            if moved is not None and not claims[moved.url]:
                found[link["url"]] = moved
    return {
        url: {"url": one.url, "confidence": one.confidence, "reason": one.reason} for url, one in sorted(found.items())
    }


def _as_others(
    connection: sqlite3.Connection, link: Row, rules: Counter[tuple[str, str]]
) -> successors.Candidate | None:
    address = fetch_url(link["url"])
    for (old, new), pairs in rules.most_common():
        if pairs < MAPPING_PAIRS or not address.startswith(old):
            continue
        target = new + address[len(old) :]
        live = known.live_pages(connection, [urls.key(target)], link["good_at"] or link["first_cited_at"])
        if live:
            reason = f"{pairs} other pages moved from {old} to {new}, and the archive has seen this one there"
            return successors.Candidate(target, successors.BY_MAPPING, reason, "incident")
    return None
