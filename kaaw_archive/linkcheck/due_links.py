"""Select the links of a crawl: due ones, and some that answer, to compare failing ones with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import links
from kaaw_archive.linkrot.probe import as_requested
from kaaw_archive.linkrot.visit import Target
from kaaw_archive.own_faults import DOMAINS_MIN
from kaaw_archive.urls import registrable_domain
from kaaw_archive.verdicts import BROKEN_HEALTH, LinkHealth

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.links import DueLink


def due_targets(connection: sqlite3.Connection, now: str, *, takes_all: bool) -> tuple[list[Target], int]:
    """Return the links that a crawl looks at, and how many are not due. ``now`` is UTC text."""
    due = links.due(connection, now, takes_all=takes_all)
    waiting = links.waiting(connection, now) if not takes_all else 0
    beside = answering_beside(due, links.answering(connection, now)) if not takes_all else []
    targets = [
        Target(
            link.url,
            link.first_cited_at,
            tuple(links.anchor_texts(connection, link.url)),
            links.cited_capture(connection, link.url, as_requested(link.url), link.first_cited_at, now),
        )
        for link in [*due, *beside]
    ]
    return targets, waiting - len(beside)


def answering_beside(due: list[DueLink], answering: list[DueLink]) -> list[DueLink]:
    """Return links that answered at their last look, of three domains in all, those due next first.

    If all that is due failed before, another failure of all may be our own fault: these links show if it is.
    """
    if not any(link.health in BROKEN_HEALTH for link in due):
        return []
    domains = {registrable_domain(link.host) for link in due if link.health == LinkHealth.ALIVE}
    chosen: list[DueLink] = []
    for link in answering:
        domain = registrable_domain(link.host)
        if len(domains) < DOMAINS_MIN and domain not in domains:
            domains.add(domain)
            chosen.append(link)
    return chosen
