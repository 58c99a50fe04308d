"""Documents: the text of a PDF or of plain text as one article."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2

from kaaw_archive.extract.decoding import decoded, one_line, visible
from kaaw_archive.extract.problems import ReadingProblem
from kaaw_archive.extract.results import PageResult
from kaaw_archive.items import ArticleRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_PAGES = 500
MOST_CHARACTERS = 2_000_000
_TITLE_CHARACTERS = 200
_PDF_DAY = re.compile(r"\A(?:D:)?((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")  # ISO 32000-1, 7.9.4
# what office programs write where nobody typed a title
_NO_TITLE = re.compile(
    r"\A(?:microsoft word|microsoft powerpoint|untitled|unbenannt|dokument\d*|document\d*)\b|\.\w{3,4}\Z", re.I
)
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_PDFIUM = threading.Lock()  # pdfium is not thread-safe


class _Pdf(NamedTuple):
    pages: list[str]
    metadata: Mapping[str, str]


def of_pdf(payload: bytes, url: str) -> PageResult:
    """One article with the text of all pages, a blank line between two, or the name of the problem.

    At most ``MOST_PAGES`` pages and ``MOST_CHARACTERS`` characters are read.
    """
    try:
        with _PDFIUM:
            pdf = _opened(payload)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == _PASSWORD
        return PageResult(problem=ReadingProblem.ENCRYPTED_PDF if is_locked else ReadingProblem.BROKEN_PDF)
    text = "\n\n".join(page for page in pdf.pages if page)[:MOST_CHARACTERS].strip()
    if not text:
        return PageResult(problem=ReadingProblem.NO_TEXT)
    created, changed = _day(pdf.metadata.get("CreationDate")), _day(pdf.metadata.get("ModDate"))
    article = ArticleRecord(
        url=url,
        title=_title(pdf.metadata.get("Title"), text, url),
        text=text,
        structure=_structure(text),
        author=one_line(pdf.metadata.get("Author")),
        published_on=created,
        published_clue="pdf-metadata" if created else None,
        modified_on=changed,
        modified_clue="pdf-metadata" if changed else None,
    )
    return PageResult(article=article)


def of_text(payload: bytes, content_type: str | None, url: str) -> PageResult:
    """One article with a plain text as it is, or the name of the problem."""
    text, evidence = decoded(payload[: 4 * MOST_CHARACTERS], content_type, is_html=False)
    text = "\n".join(line.rstrip() for line in visible(text).splitlines())[:MOST_CHARACTERS].strip()
    if not text:
        return PageResult(problem=ReadingProblem.NO_TEXT, options=evidence)
    article = ArticleRecord(url=url, title=_title(None, text, url), text=text, structure=_structure(text))
    return PageResult(article=article, options=evidence)


def _opened(payload: bytes) -> _Pdf:
    document = pypdfium2.PdfDocument(payload)
    try:
        metadata = document.get_metadata_dict(skip_empty=True)
        pages: list[str] = []
        size = 0
        for number in range(min(len(document), MOST_PAGES)):
            pages.append(_page_text(document, number))
            size += len(pages[-1])
            if size > MOST_CHARACTERS:
                break
        return _Pdf(pages, metadata)
    finally:
        document.close()


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return ""  # one broken page is no reason to lose the others
    try:
        text = page.get_textpage().get_text_range()
    except pypdfium2.PdfiumError:
        return ""
    finally:
        page.close()
    # U+FFFE is pdfium's mark for a hyphen at which a word was broken
    joined = re.sub("\ufffe\\s*|\u00ad\r?\n", "", text)
    return "\n".join(line.rstrip() for line in visible(joined).splitlines()).strip()


def _title(declared: str | None, text: str, url: str) -> str:
    called = one_line(declared)
    if called and not _NO_TITLE.search(called):
        return called[:_TITLE_CHARACTERS]
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first[:_TITLE_CHARACTERS] or called or url


def _day(said: str | None) -> str | None:
    found = _PDF_DAY.match(said or "")
    return "-".join(found.groups()) if found else None


def _structure(text: str) -> tuple[Mapping[str, str], ...]:
    parts = re.split(r"\n\s*\n", text)
    return tuple({"type": "paragraph", "text": part.strip()} for part in parts if part.strip())
