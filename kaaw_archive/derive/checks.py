"""Store checks of links, and fold all checks of a link into its health.

A check comes from a probe, or from the captures of a crawl that visited the very page. Verdicts follow from the facts
of the check alone, health from all checks of a link in their order: made again at any time, they are the same.
"""

from __future__ import annotations

from dataclasses import astuple, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.queries import link_checks, links
from kaaw_archive.archive.store import checks as store
from kaaw_archive.derive.run_faults import withdrawn_checks
from kaaw_archive.extract.notices import with_notices
from kaaw_archive.linkrot import health, schedule
from kaaw_archive.linkrot.probe import evidence_json, hops_json, of_row
from kaaw_archive.linkrot.rules import judge
from kaaw_archive.linkrot.version import RULES_VERSION

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping

    from kaaw_archive.items import Check, Probe


def store_check(connection: sqlite3.Connection, check: Check, crawl_id: int) -> None:
    """Store a check and update the health of its link."""
    add_check(connection, check, crawl_id)
    update_health(connection, check.probe.link_url)


def add_check(connection: sqlite3.Connection, check: Check, crawl_id: int) -> None:
    """Store a check; the caller updates the health of its link."""
    probe, judgement = check.probe, check.judgement
    page = probe.page
    store.add_check(
        connection,
        {
            "link_url": probe.link_url,
            "crawl_id": crawl_id,
            "checked_at": probe.checked_at,
            "capture_id": probe.capture_id,
            "method": probe.method,
            "status": probe.status,
            "error": probe.error,
            "hops_json": hops_json(probe),
            "final_url": probe.final_url,
            "title": page.title if page else None,
            "media_type": probe.media_type,
            "page_kind": page.page_kind if page else None,
            "text_digest": page.text_digest if page else None,
            "similarity": probe.similarity,
            "tls_error": probe.tls_error,
            "requests": probe.requests,
            "elapsed_ms": probe.elapsed_ms,
            "evidence_json": evidence_json(probe),
            "verdict": judgement.verdict,
            "rule": judgement.rule,
            "reason": judgement.reason,
            "rules_version": RULES_VERSION,
        },
    )


def update_health(connection: sqlite3.Connection, link_url: str) -> None:
    """Fold all checks of a link into its health, the changes of its health, and the date of its next check."""
    link = links.by_url(connection, link_url)
    if link is None:  # no article mentions it any more
        return
    checks = [health.DatedVerdict(*row) for row in link_checks.of_link(connection, link_url)]
    now = health.of_checks(checks)
    last = checks[-1] if checks else None
    store.set_health(
        connection,
        link["id"],
        health=now.state,
        since_at=now.since_at,
        last_check_id=last.id if last else None,
        next_check_at=schedule.next_check(now.state, now.since_at, last.verdict, last.checked_at, last.rule)
        if last
        else None,
    )
    store.set_changes(
        connection,
        link["id"],
        [
            (change.after_at, change.at, change.before, change.after, change.check_id, change.cause)
            for change in now.changes
        ],
    )


def withdraw_own_fault(connection: sqlite3.Connection, crawl_id: int) -> str | None:
    """Judge the checks of a run again if it shows a fault of ours, and return the sentence of that fault."""
    withdrawn = withdrawn_checks(connection, crawl_id)
    if not withdrawn:
        return None
    for link_url in _rejudge(connection, link_checks.rows(connection, crawl_id), lambda _crawl: withdrawn):
        update_health(connection, link_url)
    return next(iter(withdrawn.values()))


def update_pending_health(connection: sqlite3.Connection) -> None:
    """Update the health of links whose newest checks it does not include, because an earlier run was killed."""
    for link_url in links.with_pending_health(connection):
        update_health(connection, link_url)


def judge_again(connection: sqlite3.Connection) -> int:
    """Judge every check by the rules of today, update the health of every link; return how many verdicts changed."""
    rows = link_checks.rows(connection)
    changed = _rejudge(connection, rows, cache(partial(withdrawn_checks, connection)))
    for link_url in dict.fromkeys(row["link_url"] for row in rows):
        update_health(connection, link_url)
    return len(changed)


def probe_of_row(row: Mapping[str, Any]) -> Probe:
    """Return the probe of a row of ``link_checks``, with the notices that the present wordings find in its page."""
    probe = of_row(row)
    return probe if probe.page is None else replace(probe, page=with_notices(probe.page))


def _rejudge(
    connection: sqlite3.Connection,
    rows: Iterable[dict[str, object]],
    withdrawn_of: Callable[[int], Mapping[int, str]],
) -> list[str]:
    """Judge checks again and return the links with a verdict that changed.

    ``withdrawn_of`` returns the checks of a crawl that say nothing by a fault of ours, with its sentence, by id.
    """
    changed = []
    for row in rows:
        check_id, crawl_id = row["id"], row["crawl_id"]
        assert isinstance(check_id, int)
        assert isinstance(crawl_id, int)
        probe = replace(probe_of_row(row), own_fault=withdrawn_of(crawl_id).get(check_id))
        judgement = (*astuple(judge(probe)), RULES_VERSION)
        if judgement != tuple(row[name] for name in store.VERDICT_COLUMNS):
            store.set_verdict(connection, check_id, *judgement)
            changed.append(probe.link_url)
    return changed
