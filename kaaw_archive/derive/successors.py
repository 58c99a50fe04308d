"""Find what the archive can put in the place of a link."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive import similarity, times, urls
from kaaw_archive.archive import payloads
from kaaw_archive.archive.queries import link_checks, links
from kaaw_archive.archive.queries import mementos as memento_queries
from kaaw_archive.archive.queries import successors as queries
from kaaw_archive.archive.queries.crawl_checks import version_when_cited
from kaaw_archive.archive.queries.works import current_address
from kaaw_archive.linkrot import successors
from kaaw_archive.linkrot.archives import LinkArchive, mementos, nearest
from kaaw_archive.linkrot.probe import as_requested, fetch_url, is_permanently_moved, of_row
from kaaw_archive.linkrot.successors import Candidate, KnownPage
from kaaw_archive.verdicts import AS_CITED, CITED_PAGE, NEEDING_MENDING

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.items import Probe


def candidates(connection: sqlite3.Connection, link: Row, check: Row | None) -> list[Candidate]:
    """Return candidates for a link (row of ``links``) by its newest check (row of ``link_checks``), best first."""
    if check is None or check["verdict"] not in NEEDING_MENDING:
        return []
    if check["verdict"] in CITED_PAGE:
        candidates = _of_target(of_row(check))
    else:
        since = broken_since(connection, link, check)
        candidates = _of_work(connection, link)
        candidates += _of_renamings(connection, link, since)
        candidates += of_site(connection, link, since)
        candidates += _of_incident(connection, link)
    if check["verdict"] not in CITED_PAGE:
        candidates = [one for one in candidates if fetch_url(one.url) != fetch_url(link["url"])]
    if check["verdict"] not in AS_CITED:
        candidates += _own_copy(connection, link)
    candidates += _of_archives(connection, link)
    return successors.best_first(candidates)


def broken_since(connection: sqlite3.Connection, link: Row, check: Row) -> str:
    """Return when the page was last found as cited, else when it was cited: a successor was seen since then."""
    as_cited_at = link_checks.last_as_cited_at(connection, link["url"])
    return str(as_cited_at or link["first_cited_at"] or check["checked_at"])


def cited_page(connection: sqlite3.Connection, link: Row) -> KnownPage | None:
    """Return the page that the link led to when it was cited, with text or the title alone; None if unknown."""
    row = version_when_cited(connection, link["url_key"], link["first_cited_at"])
    if row is not None:
        return KnownPage(link["url"], row["title"], row["text_digest"], similarity.minhash(row["text"]))
    title = link_checks.last_title_as_cited(connection, link["url"])
    return KnownPage(link["url"], title, "") if title else None


def of_site(connection: sqlite3.Connection, link: Row, since: str) -> list[Candidate]:
    """Return pages of the same site or source that were seen since then and whose title or text match."""
    cited = cited_page(connection, link)
    if cited is None:
        return []
    candidates = []
    for row in queries.articles_of_site(connection, link["url_key"], since):
        is_near = successors.title_similarity(cited.title, row["title"]) >= successors.TITLE_FROM / 2
        if not is_near and row["text_digest"] != cited.text_digest:
            continue
        minhash = _minhash_of(queries.text_of(connection, row["snapshot_id"])) if cited.minhash else ()
        candidate = successors.of_page(cited, KnownPage(row["url"], row["title"], row["text_digest"], minhash))
        if candidate is not None:
            candidates.append(candidate)
    return candidates


def _of_target(probe: Probe) -> list[Candidate]:
    candidates = []
    is_moved = is_permanently_moved(probe) and probe.status in (200, 304)
    if is_moved and urls.is_web(probe.final_url):
        fragment = probe.link_url.partition("#")[2]
        target = f"{probe.final_url}#{fragment}" if fragment and "#" not in probe.final_url else probe.final_url
        reason = "a permanent redirect leads there"
        candidates.append(Candidate(target, successors.PERMANENT_REDIRECT, reason, "redirect"))
    canonical = probe.page.canonical if probe.page is not None else None
    if is_moved and canonical and urls.is_web(canonical) and urls.key(canonical) != urls.key(probe.final_url):
        reason = "the page says that this is its address"
        candidates.append(Candidate(canonical, successors.CANONICAL, reason, "canonical"))
    return candidates


def _of_work(connection: sqlite3.Connection, link: Row) -> list[Candidate]:
    """Return the address where the text of the link is now, if it is an article of ours that has another one."""
    row = current_address(connection, link["url_key"])
    return [] if row is None else [Candidate(row["url"], row["confidence"], row["reason"], "page")]


def _of_renamings(connection: sqlite3.Connection, link: Row, since: str) -> list[Candidate]:
    forms = dict(successors.renamings(fetch_url(link["url"])))
    keys = {urls.key(form): form for form in forms}
    keys.pop(link["url_key"], None)
    live = queries.live_pages(connection, list(keys), since)
    candidates = []
    for key, form in keys.items():
        if key in live:
            reason = f"{forms[form]}, and the archive has seen the page there"
            candidates.append(Candidate(live[key], successors.RENAMED_AND_THERE, reason, "renaming"))
        else:
            reason = f"{forms[form]}; nobody has looked there"
            candidates.append(Candidate(form, successors.RENAMED_UNSEEN, reason, "renaming"))
    return candidates


def _of_incident(connection: sqlite3.Connection, link: Row) -> list[Candidate]:
    incident = queries.incident_of(connection, link["url"])
    mapped = json.loads(incident["mapping_json"] or "{}").get(link["url"]) if incident is not None else None
    if incident is None or mapped is None:
        return []
    reason = f"{mapped['reason']} ({incident['kind']} of {incident['pattern']})"
    return [Candidate(mapped["url"], mapped["confidence"], reason, "incident")]


def _own_copy(connection: sqlite3.Connection, link: Row) -> list[Candidate]:
    row = links.cited_capture(connection, link["url"], as_requested(link["url"]), link["first_cited_at"], times.LATEST)
    changed_at = link_checks.first_not_as_cited_at(connection, link["url"])
    if row is None or (changed_at is not None and row["captured_at"] >= changed_at):
        return []  # a capture of what answers today in the place of the page is no copy of it
    digest = str(row["payload_digest"])
    reason = f"our own copy of {row['captured_at'][:10]}: kaaw payload {digest[7:19]}"
    return [Candidate(digest, successors.OWN_COPY, reason, "memento", row["uid"], row["captured_at"])]


def _of_archives(connection: sqlite3.Connection, link: Row) -> list[Candidate]:
    """Return the copies nearest to the citation, one for each of the archives that answered (``LINK_ARCHIVES``)."""
    candidates = []
    for text in memento_queries.archives(connection):
        archive = LinkArchive.parse(text)
        question = as_requested(archive.question(link["url"], link["first_cited_at"]))
        answer = memento_queries.answer(connection, question)
        if answer is None:
            continue
        digest = answer["payload_digest"]
        body = payloads.read_if_whole(connection, digest) if digest and archive.kind == "cdx" else None
        copies = mementos(archive, answer["url"], answer["status"], answer["headers"], body)
        good = nearest(copies, link["first_cited_at"], link_checks.first_not_as_cited_at(connection, link["url"]))
        copy = good or nearest(copies, link["first_cited_at"])
        if copy is None:
            continue
        confidence = successors.OTHER_COPY
        reason = f"a copy of {copy.at[:10]}, the last before the citation"
        if copy.at > link["first_cited_at"]:
            confidence, reason = successors.LATER_COPY, f"a copy of {copy.at[:10]}, the first after the citation"
        if good is None:
            confidence, reason = successors.DOUBTFUL_COPY, f"a copy of {copy.at[:10]}, when the link was broken already"
        reason += f", in {urls.host(archive.endpoint)}"
        candidates.append(Candidate(copy.url, confidence, reason, "archive", answer["uid"], copy.at))
    return candidates


@lru_cache(maxsize=2_000)
def _minhash_of(text: str) -> similarity.MinHash:
    return similarity.minhash(text)
