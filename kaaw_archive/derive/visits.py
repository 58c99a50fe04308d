"""Make probes of the captures of crawls: their redirects, and the reading of the last capture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import http, similarity, urls
from kaaw_archive.archive.queries import captures
from kaaw_archive.archive.queries import crawl_checks as queries
from kaaw_archive.items import CitedPage, Hop, PageFeatures, PageNotice, Probe
from kaaw_archive.linkrot.probe import headers_that_matter

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.items import NoticeKind

# Problems of readings as notices of a page
_NOTICES: dict[str, NoticeKind] = {
    "not_found_page": "absence",
    "server_error_page": "failure",
    "maintenance_page": "maintenance",
    "bot_wall": "bot_wall",
    "consent_page": "consent",
    "login_page": "sign_in",
    "paywall": "paywall",
    "session_page": "session",
    "gate_page": "gate",
    "server_default_page": "server_default",
    "needs_script": "needs_script",
}
_EXCERPT = 1_000


def probe_of_captures(connection: sqlite3.Connection, link_url: str, first_cited_at: str, hops: Sequence[Row]) -> Probe:
    """Return the probe of a link that these captures are, first to last."""
    end = hops[-1]
    page, cited, similarity = (None, None, None)
    if http.shows_content(end["status"], end["error"]):
        page = _page(connection, end)
        cited, similarity = _compared(connection, hops[0], end, first_cited_at)
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
        tls_error=next((hop["tls_error"] for hop in hops if hop["tls_error"]), None),
        robots_error=captures.capture_error(connection, end["robots_capture_id"])
        if end["error"] == "robots_unreachable"
        else None,
        requests=sum(hop["elapsed_ms"] is not None for hop in hops),
        elapsed_ms=sum(hop["elapsed_ms"] or 0 for hop in hops),
    )


def _page(connection: sqlite3.Connection, end: Row) -> PageFeatures | None:
    reading = queries.reading_at(connection, end)
    if reading is None:
        return None
    version = queries.version_at(connection, end) if reading["problem"] is None else None
    kind, problem = reading["page_kind"], reading["problem"]
    medium = "html"
    if kind in ("document", "asset"):
        medium = "pdf" if end["headers"].media_type in http.PDF_TYPES else "other"
    notice = _NOTICES.get(problem or "")
    text = version["text"] if version is not None else ""
    return PageFeatures(
        medium=medium,
        title=version["title"] if version is not None else None,
        opening=text[:_EXCERPT],
        text_characters=len(text),
        text_digest=version["text_digest"] if version is not None else None,
        has_password_field=notice == "sign_in",
        notices=(PageNotice(notice, "name", problem),) if notice else (),
        page_kind=kind,
        problem="empty" if problem == "empty" else None,
    )


def _compared(
    connection: sqlite3.Connection, start: Row, end: Row, first_cited_at: str
) -> tuple[CitedPage | None, float | None]:
    """Return the page as it was cited and the share of its text that is left; None if one of both is not known."""
    reading = queries.reading_at(connection, end)
    then = queries.version_when_cited(connection, urls.key(start["url"]), first_cited_at)
    now = queries.version_at(connection, end)
    if reading is None or reading["problem"] is not None or then is None or now is None or _order(then) > _order(end):
        return None, None
    cited = CitedPage(
        captured_at=then["captured_at"],
        url=then["url"],
        medium="html",
        capture=then["uid"],
        title=then["title"],
        text_characters=len(then["text"]),
    )
    if then["text_digest"] == now["text_digest"]:
        return cited, 1.0
    return cited, similarity.containment(similarity.minhash(then["text"]), similarity.shingles(now["text"]))


def _order(capture: Row) -> tuple[str, str, int]:
    return capture["captured_at"], capture["crawl_uid"], capture["seq"]


def _hop(row: Row) -> Hop:
    return Hop(
        url=row["url"],
        status=row["status"],
        location=http.redirect_target(row["url"], row["status"], row["headers"]),
        capture=row["uid"],
        error=row["error"],
        elapsed_ms=row["elapsed_ms"],
    )
