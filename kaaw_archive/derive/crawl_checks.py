"""Make checks of links from the captures of crawls: a page that a crawl fetched needs no request of its own.

Each crawl gives a link one check, made of its last fetch of the very address. These checks depend on captures, and on
what is derived from captures up to each of them, so they are the same in whatever order captures are folded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kaaw_archive import urls
from kaaw_archive.archive.queries import crawl_checks as queries
from kaaw_archive.archive.queries import links
from kaaw_archive.archive.store import checks as store
from kaaw_archive.archive.store.audited_links import add_links
from kaaw_archive.derive.checks import add_check, update_health
from kaaw_archive.derive.fetches import whole_fetch
from kaaw_archive.derive.run_faults import fault_of_crawl
from kaaw_archive.derive.visits import probe_of_captures
from kaaw_archive.items import Check
from kaaw_archive.linkrot.leading import leads_on
from kaaw_archive.linkrot.probe import fetch_url
from kaaw_archive.linkrot.rules import judge
from kaaw_archive.own_faults import NETWORK_PROBLEMS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from kaaw_archive.archive.queries.rows import Row


def update_after_capture(connection: sqlite3.Connection, capture_id: int) -> None:
    """Make the checks that a folded capture completes, and make the checks again that it changes."""
    again = queries.links_changed_by(connection, capture_id)
    for link_url in again:
        make_again(connection, link_url)
    for end_id in queries.ends_of_capture(connection, capture_id):
        hops = queries.chain(connection, end_id)
        for link in queries.links_of_key(connection, urls.key(hops[0]["url"])):
            if link["url"] not in again and _is_same_address(link["url"], hops):
                _update(connection, link, hops)
    for link_id in queries.links_with_events_of(connection, capture_id):
        store.set_event_sources(connection, link_id)


def update_after_refold(connection: sqlite3.Connection, page_ids: Sequence[int], cited: Mapping[int, str]) -> None:
    """Make the checks again that a fold of these pages from nothing may have changed.

    ``cited``: first_cited_at of the links that the pages cited before the fold, by id.
    """
    changed = queries.links_checked_on(connection, page_ids)
    both = changed | cited.keys() | queries.links_cited_by(connection, page_ids).keys()
    for link in queries.links_of_ids(connection, both):
        make_again(connection, link["url"])


def add_watched(connection: sqlite3.Connection, now: str) -> None:
    """Add a link for each address that people watch or audit and that has none yet, with what crawls saw of it."""
    make_all_again(connection, [*store.add_watched(connection, now), *add_links(connection)])


def make_again(connection: sqlite3.Connection, link_url: str) -> None:
    """Make all checks of a link from the captures of crawls, in place of those that were made before."""
    link = links.by_url(connection, link_url)
    if link is None:  # no article cites it any more
        return
    last: dict[int, list[Row]] = {}  # fetches, by crawl
    for end_id in queries.ends_of_page(connection, link["url_key"]):
        fetch = _fetch(connection, queries.chain(connection, end_id))
        if not fetch or not _is_same_address(link_url, fetch):
            continue
        other = last.get(fetch[0]["crawl_id"])
        if other is None or other[0]["seq"] <= fetch[0]["seq"]:
            last[fetch[0]["crawl_id"]] = fetch
    kept = {fetch[-1]["id"] for fetch in last.values()}
    known = queries.checks_of_link(connection, link_url)
    store.drop_checks(connection, [check.id for check in known if check.capture_id not in kept])
    # in this order, as a check is compared with captures that checks before it have judged
    for fetch in sorted(last.values(), key=lambda hops: (hops[-1]["captured_at"], hops[-1]["crawl_uid"])):
        _make(connection, link, fetch)
    update_health(connection, link_url)


def make_all_again(connection: sqlite3.Connection, link_urls: Iterable[str]) -> None:
    """Make all checks of these links from the captures of crawls."""
    for link_url in link_urls:
        make_again(connection, link_url)


def _update(connection: sqlite3.Connection, link: Row, hops: Sequence[Row]) -> None:
    """Make a check of these captures, or all again if there is one of their crawl, or one that compares with them."""
    crawl_id, at = hops[0]["crawl_id"], hops[0]["captured_at"]
    known = queries.checks_of_link(connection, link["url"])
    if any(check.crawl_id == crawl_id or check.checked_at >= at for check in known):
        make_again(connection, link["url"])
    elif fetch := _fetch(connection, hops):
        _make(connection, link, fetch)
        update_health(connection, link["url"])


def _make(connection: sqlite3.Connection, link: Row, fetch: Sequence[Row]) -> None:
    """Store the check of a fetch; none of a page that leads browsers on, where only a link check looks further."""
    probe = probe_of_captures(connection, link["url"], link["first_cited_at"], fetch)
    if probe.status is None and (probe.robots_error or probe.error) in NETWORK_PROBLEMS:
        probe = replace(probe, own_fault=fault_of_crawl(connection, fetch[-1]["crawl_id"]))
    judgement = judge(probe)
    if judgement.rule != leads_on.__name__:
        add_check(connection, Check(probe, judgement), fetch[-1]["crawl_id"])


def _fetch(connection: sqlite3.Connection, hops: Sequence[Row]) -> list[Row]:
    """Return the captures of the fetch of these redirects, with its end; [] for a probe, or if no end is known."""
    return [] if hops[0]["kind"] == "probe" else whole_fetch(connection, hops, is_before=True)


def _is_same_address(link_url: str, fetch: Iterable[Row]) -> bool:
    """Return True if a fetch began at this link but for fragment and escapes.

    An address that only has the same key may answer differently.
    """
    begin = next(iter(fetch))["url"]
    return unquote(fetch_url(link_url)).rstrip("/") == unquote(fetch_url(begin)).rstrip("/")
