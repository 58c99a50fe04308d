"""The door of this room: one payload in, one reading out, whatever the bytes are."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.bounds import ADDRESS_CHARACTERS
from kaaw_archive.extract import documents, media, pdf
from kaaw_archive.extract.article import embedded, list_page, other_pages
from kaaw_archive.extract.article.page import ArticlePage
from kaaw_archive.extract.article.second_look import look_again
from kaaw_archive.extract.derived_bytes import limit_derived_bytes
from kaaw_archive.extract.html import reader_view, trees
from kaaw_archive.extract.html.decoding import decode_with_evidence
from kaaw_archive.extract.results import PageResult, ReadingProblem
from kaaw_archive.extract.versions import EXTRACTOR, EXTRACTOR_VERSION
from kaaw_archive.http import media_type
from kaaw_archive.items import PageKind, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.items import ContentSystem

MOST_BYTES = 20_000_000  # trafilatura's own limit
MOST_TAGS = 200_000  # of opening ones; a tree of as many elements takes 180 to 500 MB, and half a minute
# of an embedded text, below which the page shows a part of it; problems of pages that may have their text in data alone
_LITTLE = 0.35
_LITTLE_CHARACTERS = 600  # below which it is worth the time to look into the state of a page
_WITHOUT_TEXT = (ReadingProblem.NO_TEXT, ReadingProblem.NEEDS_SCRIPT, ReadingProblem.PAYWALL)
_KINDS: dict[ReadingProblem, PageKind] = {
    ReadingProblem.LISTING: "listing",
    ReadingProblem.FEED: "listing",
    ReadingProblem.SITEMAP: "listing",
    ReadingProblem.NOT_FOUND_PAGE: "error",
    ReadingProblem.MAINTENANCE_PAGE: "error",
    ReadingProblem.LOGIN_PAGE: "error",
    ReadingProblem.SERVER_ERROR_PAGE: "error",
    ReadingProblem.BOT_WALL: "error",
    ReadingProblem.CONSENT_PAGE: "error",
    ReadingProblem.PAYWALL: "error",
    ReadingProblem.SESSION_PAGE: "error",
    ReadingProblem.GATE_PAGE: "error",
    ReadingProblem.SERVER_DEFAULT_PAGE: "error",
    ReadingProblem.UNSUPPORTED_TYPE: "asset",
    ReadingProblem.BROKEN_PDF: "document",
    ReadingProblem.ENCRYPTED_PDF: "document",
    ReadingProblem.SCANNED_PDF: "document",
    ReadingProblem.OFFICE_DOCUMENT: "document",
}


def read(payload: bytes, *, url: str, content_type: str | None, system: ContentSystem) -> Reading:
    """Return the reading of one payload: its page kind, and its articles or the name of the problem.

    Pure: the same arguments give the same reading in every process and order. No bytes make it raise (MemoryError
    aside, which is for the limits of the process that calls it). Whether it ends in time is not promised: markup
    made to be slow exists, so call it where it can be killed.
    """
    try:
        with _paused_collection():
            result = limit_derived_bytes(_page_result(payload, url, content_type, system), payload)
    except RecursionError:
        result = PageResult(problem=ReadingProblem.TOO_DEEP)
    except MemoryError:
        raise
    # the libraries below raise whatever their own defects make them raise; one page must not stop the others
    except Exception as error:
        if trees.is_want_of_memory(error):
            raise MemoryError from error
        reason = f"{type(error).__name__}: {error}"[:300]
        result = PageResult(problem=ReadingProblem.EXTRACTION_FAILED, options={"error": reason})
    kind = result.kind or (_KINDS.get(result.problem) if result.problem else None)
    return Reading(
        page_kind=kind or "other",
        extractor=EXTRACTOR,
        extractor_version=EXTRACTOR_VERSION,
        cms=system.name,
        problem=result.problem.value if result.problem else None,
        articles=result.articles,
        options=result.options,
    )


@contextmanager
def _paused_collection() -> Iterator[None]:
    """Pause the collector of cycles: a page makes none, and its objects would be walked again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _page_result(payload: bytes, url: str, content_type: str | None, system: ContentSystem) -> PageResult:
    if not payload.strip(b" \t\r\n\x00"):
        return PageResult(problem=ReadingProblem.EMPTY)
    match media.medium(payload, content_type):
        case "html":
            return _of_html(payload, url, content_type, system)
        case "pdf":
            return pdf.of_pdf(payload, url)
        case "text":
            return documents.of_text(payload, content_type, url)
        case "feed":
            return PageResult(problem=ReadingProblem.FEED)
        case "sitemap":
            return PageResult(problem=ReadingProblem.SITEMAP)
        case "other":
            office = documents.of_office(payload, media_type(content_type), url)
            return office or PageResult(problem=ReadingProblem.UNSUPPORTED_TYPE)


def _of_html(payload: bytes, url: str, content_type: str | None, system: ContentSystem) -> PageResult:
    """Return the article of an HTML page, or the name of the problem that kept it from being found."""
    if len(payload) > MOST_BYTES:
        return PageResult(problem=ReadingProblem.TOO_LARGE)
    text, evidence = decode_with_evidence(payload, content_type)
    if len(text) > 3 * MOST_TAGS and text.count("<") - text.count("</") > MOST_TAGS:
        return PageResult(problem=ReadingProblem.TOO_LARGE, options=evidence)
    seen = reader_view.tree_of(text)
    if seen is None:
        return PageResult(problem=ReadingProblem.UNREADABLE_MARKUP, options=evidence)
    tree = seen.root
    trees.write_queries_in(evidence["encoding"], tree)
    if seen.opened is not None:
        evidence["text_from"] = seen.opened
    canonical = trees.canonical_of(tree, url)
    if canonical is not None and urls.is_web(canonical) and urls.key(canonical) != urls.key(url):
        evidence["canonical"] = canonical[:ADDRESS_CHARACTERS]

    def fresh() -> HtmlElement | None:
        again = reader_view.tree_of(text)
        if again is None:
            return None
        trees.write_queries_in(evidence["encoding"], again.root)
        return again.root

    result = _of_tree(tree, url, trees.narrow_selectors(system, tree), fresh)
    return replace(result, options={**result.options, **evidence})


def _of_tree(tree: HtmlElement, url: str, system: ContentSystem, fresh: Callable[[], HtmlElement | None]) -> PageResult:
    rows = list_page.articles(tree, url, system)
    if rows is not None:
        return PageResult("listing", rows, None if rows else ReadingProblem.LISTING)
    if (own := list_page.own_page(tree, url, system)) is not None:
        return PageResult("other" if other_pages.is_other(own) else "article", (own.record(),))
    page, undone = look_again(ArticlePage(tree, url, system), fresh)
    is_without_text = page.problem in _WITHOUT_TEXT
    has_little = is_without_text or (page.problem is None and len(page.body.text) < _LITTLE_CHARACTERS)
    article = embedded.find_embedded_article(tree, page.metadata, with_states=has_little)
    if article is not None and (is_without_text or _shows_little(page, article)):
        page, undone = embedded.EmbeddedPage(tree, url, system, article), {}
    options = page.options() | undone
    if page.problem is not None:
        return PageResult(problem=page.problem, options=options)
    kind: PageKind = "other" if other_pages.is_other(page) else "article"
    return PageResult(kind, (page.record(),), options=options)


def _shows_little(page: ArticlePage, article: embedded.EmbeddedArticle) -> bool:
    return page.problem is None and len(page.body.text) < _LITTLE * article.characters
