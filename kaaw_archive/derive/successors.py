"""Finds what the archive can put in the place of a link."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive import likeness, urls
from kaaw_archive.archive import payloads
from kaaw_archive.archive.queries import links, lookups
from kaaw_archive.archive.queries import successors as known
from kaaw_archive.linkrot import successors
from kaaw_archive.linkrot.archives import LinkArchive, mementos, nearest
from kaaw_archive.linkrot.probe import as_requested, fetch_url, is_permanently_moved, of_row
from kaaw_archive.linkrot.successors import Candidate, KnownPage
from kaaw_archive.verdicts import AS_CITED, CITED_PAGE, NEEDING_MENDING

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.items import Probe

_AT_THE_END = 2**62


def candidates(connection: sqlite3.Connection, link: Row, check: Row | None) -> list[Candidate]:
    """Candidates for a link (row of ``links``) by its newest check (row of ``link_checks``), best first."""
    if check is None or check["verdict"] not in NEEDING_MENDING:
        return []
    if check["verdict"] in CITED_PAGE:
        found = _of_target(of_row(check))
    else:
        since = broken_since(connection, link, check)
        found = _of_renamings(connection, link, since)
        found += of_site(connection, link, since)
        found += _of_incident(connection, link)
    if check["verdict"] not in AS_CITED:
        found += _own_copy(connection, link)
    found += _of_archives(connection, link)
    return successors.best_first(found)


def broken_since(connection: sqlite3.Connection, link: Row, check: Row) -> str:
    """Return when the page was last found as cited, else when it was cited: a successor was seen since then."""
    found_at = links.last_as_cited_at(connection, link["url"])
    return str(found_at or link["first_cited_at"] or check["checked_at"])


def cited_page(connection: sqlite3.Connection, link: Row) -> KnownPage | None:
    """What the link led to, as far as the archive knows: title and text, or the title alone; None: nothing."""
    row = known.cited_article(connection, link["url_key"], link["first_cited_at"])
    if row is not None:
        return KnownPage(link["url"], row["title"], row["text_digest"], likeness.sketch(row["text"]))
    title = known.last_good_title(connection, link["url"])
    return KnownPage(link["url"], title, "") if title else None


def of_site(connection: sqlite3.Connection, link: Row, since: str) -> list[Candidate]:
    """Pages of the same site or source that were seen since, and whose title or text match."""
    cited = cited_page(connection, link)
    if cited is None:
        return []
    found = []
    for row in known.articles_of_site(connection, link["url_key"], since):
        is_near = successors.title_likeness(cited.title, row["title"]) >= successors.TITLE_FROM / 2
        if not is_near and row["text_digest"] != cited.text_digest:
            continue
        sketch = _sketch_of(known.text_of(connection, row["snapshot_id"])) if cited.sketch else ()
        one = successors.of_page(cited, KnownPage(row["url"], row["title"], row["text_digest"], sketch))
        if one is not None:
            found.append(one)
    return found


def _of_target(probe: Probe) -> list[Candidate]:
    found = []
    is_moved = is_permanently_moved(probe) and probe.status in (200, 304)
    if is_moved and urls.is_web(probe.final_url):
        fragment = probe.link_url.partition("#")[2]
        target = f"{probe.final_url}#{fragment}" if fragment and "#" not in probe.final_url else probe.final_url
        found.append(Candidate(target, successors.PERMANENT_REDIRECT, "a permanent redirect leads there", "redirect"))
    canonical = probe.look.canonical if probe.look is not None else None
    if is_moved and canonical and urls.is_web(canonical) and urls.key(canonical) != urls.key(probe.final_url):
        found.append(Candidate(canonical, successors.CANONICAL, "the page says that this is its address", "canonical"))
    return found


def _of_renamings(connection: sqlite3.Connection, link: Row, since: str) -> list[Candidate]:
    forms = dict(successors.renamings(fetch_url(link["url"])))
    keys = {urls.key(form): form for form in forms}
    keys.pop(link["url_key"], None)
    live = known.live_pages(connection, list(keys), since)
    found = []
    for key, form in keys.items():
        if key in live:
            reason = f"{forms[form]}, and the archive has seen the page there"
            found.append(Candidate(live[key], successors.RENAMED_AND_THERE, reason, "renaming"))
        else:
            found.append(
                Candidate(form, successors.RENAMED_UNSEEN, f"{forms[form]}; nobody has looked there", "renaming")
            )
    return found


def _of_incident(connection: sqlite3.Connection, link: Row) -> list[Candidate]:
    incident = known.incident_of(connection, link["url"])
    mapped = json.loads(incident["mapping_json"] or "{}").get(link["url"]) if incident is not None else None
    if incident is None or mapped is None:
        return []
    return [
        Candidate(
            mapped["url"],
            mapped["confidence"],
            f"{mapped['reason']} ({incident['kind']} of {incident['pattern']})",
            "incident",
        )
    ]


def _own_copy(connection: sqlite3.Connection, link: Row) -> list[Candidate]:
    row = links.cited_capture(connection, link["url"], fetch_url(link["url"]), link["first_cited_at"], _AT_THE_END)
    if row is None or not _is_from_good_times(connection, link, row):
        return []
    reason = f"our own copy of {row['captured_at'][:10]}: kaaw payload {row['payload_digest'][7:19]}"
    return [
        Candidate(
            row["url"], successors.OWN_COPY, reason, "memento", capture=row["uid"], captured_at=row["captured_at"]
        )
    ]


def _of_archives(connection: sqlite3.Connection, link: Row) -> list[Candidate]:
    """What other archives answered when they were asked (``LINK_ARCHIVES``): the copy nearest to the citation."""
    found = []
    for text in lookups.archives(connection):
        archive = LinkArchive.parse(text)
        question = as_requested(archive.question(link["url"], link["first_cited_at"]))
        answer = lookups.answer(connection, question)
        if answer is None:
            continue
        digest = answer["payload_digest"]
        body = payloads.read_if_whole(connection, digest) if digest and archive.kind == "cdx" else None
        copies = mementos(archive, answer["url"], answer["status"], answer["headers"], body)
        good = nearest(copies, link["first_cited_at"], links.first_not_as_cited_at(connection, link["url"]))
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
        found.append(Candidate(copy.url, confidence, reason, "archive", capture=answer["uid"], captured_at=copy.at))
    return found


def _is_from_good_times(connection: sqlite3.Connection, link: Row, capture: Row) -> bool:
    """A copy of what answers today in the place of the page is none of the page."""
    changed_at = links.first_not_as_cited_at(connection, link["url"])
    return changed_at is None or capture["captured_at"] < changed_at


@lru_cache(maxsize=2_000)
def _sketch_of(text: str) -> likeness.Sketch:
    return likeness.sketch(text)
