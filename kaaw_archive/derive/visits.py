"""Make probes of the captures of crawls, from the same facts as link checks: the bytes that came, and those before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import http
from kaaw_archive.archive.queries import captures, link_checks, links
from kaaw_archive.archive.queries import crawl_checks as queries
from kaaw_archive.derive.cited_pages import compare_with_cited, stored_features
from kaaw_archive.extract import ReadingProblem
from kaaw_archive.items import Hop, PageFeatures, Probe
from kaaw_archive.linkrot.probe import as_requested, fragment_of, headers_that_matter, of_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.items import CitedPage, Comparison
    from kaaw_archive.similarity import MinHash

# Readings without a result, because the page killed or outlasted its worker: it is not looked at once more.
_NOT_READ = frozenset(
    problem.value for problem in ReadingProblem if problem.is_passing or problem is ReadingProblem.DAMAGED_PAYLOAD
)


def probe_of_captures(connection: sqlite3.Connection, link_url: str, first_cited_at: str, hops: Sequence[Row]) -> Probe:
    """Return the probe of a link that these captures are, first to last."""
    end = hops[-1]
    page, cited, similarity = (None, None, None)
    if http.shows_content(end["status"], end["error"]) and end["payload_digest"] is not None:
        page, cited, similarity = _compared(connection, link_url, first_cited_at, end)
    return Probe(
        link_url=link_url,
        checked_at=end["captured_at"],
        hops=tuple(_hop(hop) for hop in hops),
        final_url=end["url"],
        method=end["method"],
        capture_id=end["id"],
        status=end["status"],
        error=end["error"],
        error_text=end["error_text"],
        headers=headers_that_matter(end["headers"]),
        media_type=end["headers"].media_type or None,
        body_bytes=end["wire_bytes"],
        page=page,
        cited=cited,
        similarity=similarity,
        compared=_comparisons(connection, link_url, end),
        anchor_texts=tuple(links.anchor_texts(connection, link_url)),
        is_of_crawl=True,
        tls_error=next((hop["tls_error"] for hop in hops if hop["tls_error"]), None),
        robots_error=captures.capture_error(connection, end["robots_capture_id"])
        if end["error"] == "robots_unreachable"
        else None,
        requests=sum(hop["elapsed_ms"] is not None for hop in hops),
        elapsed_ms=sum(hop["elapsed_ms"] or 0 for hop in hops),
    )


def _compared(
    connection: sqlite3.Connection, link_url: str, first_cited_at: str, end: Row
) -> tuple[PageFeatures | None, CitedPage | None, float | None]:
    """Return the page, the page as it was cited and the share of its text that is left; None for what is not known."""
    row = links.cited_capture(connection, link_url, as_requested(link_url), first_cited_at, end["captured_at"])
    digest = end["payload_digest"]
    then = (
        _features(connection, row, row["media_type"]) if row is not None and row["payload_digest"] != digest else None
    )
    page = _features(
        connection, end, end["headers"].first("content-type"),
        fragments=() if (place := fragment_of(link_url)) is None else (place,),
        earlier=then.minhash if then is not None else (),
    )  # fmt: skip
    if row is None or page is None:
        return page, None, None
    return page, *compare_with_cited(row, then, page, digest)


def _features(
    connection: sqlite3.Connection, capture: Row, content_type: str | None, *, fragments: tuple[str, ...] = (),
    earlier: MinHash = (),
) -> PageFeatures | None:  # fmt: skip
    """Return the features of what a capture brought; None until its page is read."""
    reading = queries.reading_at(connection, capture)
    if reading is None:
        return None
    if reading["problem"] in _NOT_READ:
        return PageFeatures(medium="html", problem=reading["problem"])
    digest = capture["payload_digest"]
    return stored_features(connection, digest, capture["url"], content_type, fragments=fragments, earlier=earlier)


def _comparisons(connection: sqlite3.Connection, link_url: str, end: Row) -> tuple[Comparison, ...]:
    """Return the control pages with which a link check compared the same bytes of the same address before."""
    digest = end["payload_digest"]
    row = link_checks.probe_of_payload(connection, link_url, end["url"], digest, end["captured_at"]) if digest else None
    return of_row(row).compared if row is not None else ()


def _hop(row: Row) -> Hop:
    return Hop(
        url=row["url"],
        status=row["status"],
        location=http.redirect_target(row["url"], row["status"], row["headers"]),
        capture=row["uid"],
        error=row["error"],
        elapsed_ms=row["elapsed_ms"],
    )
