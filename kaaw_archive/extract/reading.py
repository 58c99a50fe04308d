"""The door of this room: one payload in, one reading out, whatever the bytes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import trafilatura

from kaaw_archive.extract import documents, media, pdf
from kaaw_archive.extract.article.reader import of_html
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.problems import ReadingProblem
from kaaw_archive.http import media_type
from kaaw_archive.items import PageKind, Reading

if TYPE_CHECKING:
    from kaaw_archive.extract.results import PageResult
    from kaaw_archive.items import ArticleRecord, ContentSystem

EXTRACTOR = "kaaw_archive.extract"
_OWN_VERSION = "6"  # counted up with every change that may change a reading
EXTRACTOR_VERSION = f"{_OWN_VERSION}+trafilatura-{trafilatura.__version__}"

_KINDS: dict[ReadingProblem, PageKind] = {
    ReadingProblem.LISTING: "listing",
    ReadingProblem.FEED: "listing",
    ReadingProblem.SITEMAP: "listing",
    ReadingProblem.NOT_FOUND_PAGE: "error",
    ReadingProblem.MAINTENANCE_PAGE: "error",
    ReadingProblem.LOGIN_PAGE: "error",
    ReadingProblem.UNSUPPORTED_TYPE: "asset",
    ReadingProblem.BROKEN_PDF: "document",
    ReadingProblem.ENCRYPTED_PDF: "document",
    ReadingProblem.SCANNED_PDF: "document",
    ReadingProblem.OFFICE_DOCUMENT: "document",
}


def read(payload: bytes, *, url: str, content_type: str | None, system: ContentSystem) -> Reading:
    """What one payload says: its page kind, and its article or the name of the problem.

    Pure: the same arguments give the same reading in every process and order. No bytes make it raise (MemoryError
    aside, which is for the limits of the process that calls it). Whether it ends in time is not promised: markup
    made to be slow exists, so call it where it can be killed.
    """
    try:
        return _read(payload, url, content_type, system)
    except RecursionError:
        return _problem(ReadingProblem.TOO_DEEP, system)
    except MemoryError:
        raise
    # the libraries below raise whatever their own defects make them raise; one page must not stop the others
    except Exception as error:
        if trees.is_want_of_memory(error):
            raise MemoryError from error
        return _problem(ReadingProblem.EXTRACTION_FAILED, system, {"error": f"{type(error).__name__}: {error}"[:300]})


def _read(payload: bytes, url: str, content_type: str | None, system: ContentSystem) -> Reading:
    if not payload.strip(b" \t\r\n\x00"):
        return _problem(ReadingProblem.EMPTY, system)
    match media.medium(payload, content_type):
        case "html":
            result = of_html(payload, url, content_type, system)
            options = dict(result.options or {})
            if result.article is not None:
                return _reading("article", result.article, system, options)
            if result.listed:
                return _reading("listing", result.listed[0], system, options, *result.listed[1:])
            return _problem(result.problem or ReadingProblem.NO_TEXT, system, options)
        case "pdf":
            return _document(pdf.of_pdf(payload, url), system)
        case "text":
            return _document(documents.of_text(payload, content_type, url), system)
        case "feed":
            return _problem(ReadingProblem.FEED, system)
        case "sitemap":
            return _problem(ReadingProblem.SITEMAP, system)
        case "other":
            if office := documents.of_office(payload, media_type(content_type)):
                return _document(office, system)
            return _problem(ReadingProblem.UNSUPPORTED_TYPE, system)


def _document(result: PageResult, system: ContentSystem) -> Reading:
    options = dict(result.options or {})
    if result.article is None:
        return _problem(result.problem or ReadingProblem.NO_TEXT, system, options, kind="document")
    return _reading("document", result.article, system, options)


def _reading(
    kind: PageKind, article: ArticleRecord, system: ContentSystem, options: dict[str, str], *more: ArticleRecord
) -> Reading:
    return Reading(
        page_kind=kind,
        extractor=EXTRACTOR,
        extractor_version=EXTRACTOR_VERSION,
        cms=system.name,
        articles=(article, *more),
        options=options,
    )


def _problem(
    problem: ReadingProblem,
    system: ContentSystem,
    options: dict[str, str] | None = None,
    *,
    kind: PageKind | None = None,
) -> Reading:
    return Reading(
        page_kind=kind or _KINDS.get(problem, "other"),
        extractor=EXTRACTOR,
        extractor_version=EXTRACTOR_VERSION,
        cms=system.name,
        problem=problem.value,
        options=options or {},
    )
