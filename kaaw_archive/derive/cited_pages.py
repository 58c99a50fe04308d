"""Compare a page with itself as it was when it was cited: for link checks and for what crawls saw of a link alike.

Only a capture of an earlier day is a comparison, and only one of the page: an error page that stayed the same says
nothing for the link.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive import payloads
from kaaw_archive.extract.page_features import inspect_page
from kaaw_archive.http import HTML_TYPES, PDF_TYPES
from kaaw_archive.items import CitedPage, PageFeatures

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from kaaw_archive.similarity import MinHash

_REMEMBERED = 512  # features of pages
_CERTAIN = frozenset({"name", "sentence", "source", "bare"})  # forms of a notice that the page is something else

_Features = tuple[str, str, str | None, tuple[str, ...], "MinHash"]
_known: OrderedDict[_Features, PageFeatures] = OrderedDict()


def compare_with_cited(
    row: Mapping[str, Any], then: PageFeatures | None, page: PageFeatures, digest: str | None
) -> tuple[CitedPage | None, float | None]:
    """Return the cited page and the share of its text that is left in a page with this digest; None if unknown.

    ``row`` is the cited capture (queries.links.cited_capture), ``then`` its features; the page was inspected with its
    MinHash. A capture that states it is something else than content is no cited page.
    """
    is_same = row["payload_digest"] == digest
    earlier = page if is_same else then
    if earlier is None or any(notice.form in _CERTAIN for notice in earlier.notices):
        return None, None
    cited = CitedPage(
        captured_at=row["captured_at"],
        url=row["url"],
        medium=earlier.medium,
        capture=row["uid"],
        is_listing=earlier.page_kind == "listing",
        title=earlier.title,
        text_characters=earlier.text_characters,
        is_confirmed=bool(row["is_confirmed"]),
    )
    return cited, 1.0 if is_same else page.containment


def without_text(media_type: str | None) -> PageFeatures | None:
    """Return the features of a document, which is compared by its kind alone; None for a page."""
    if media_type in HTML_TYPES:
        return None
    return PageFeatures(medium="pdf" if media_type in PDF_TYPES else "other")


def stored_features(
    connection: sqlite3.Connection,
    digest: str,
    url: str,
    content_type: str | None,
    *,
    fragments: tuple[str, ...] = (),
    earlier: MinHash = (),
) -> PageFeatures | None:
    """Return the features of a stored payload that was read before; None if its bytes are damaged or left out."""
    body = payloads.read_if_whole(connection, digest)
    if body is None:
        return None
    key = (digest, url, content_type, fragments, earlier)
    if key not in _known:
        _known[key] = inspect_page(body, url=url, content_type=content_type, fragments=fragments, earlier=earlier)
        if len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return _known[key]
