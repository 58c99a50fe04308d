"""PDF: the text by page, its headings, and what the file says of itself; or the name of the problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pypdfium2

from kaaw_archive.extract.article import article_kinds, blocks, datelines
from kaaw_archive.extract.metadata.dates import DateClue
from kaaw_archive.extract.pdf import about, lines, order, paragraphs
from kaaw_archive.extract.results import PageResult, ReadingProblem
from kaaw_archive.items import ArticleRecord
from kaaw_archive.wordings import languages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_BYTES = 64 * 1024 * 1024  # ARCHIVE_DECOMPRESSED_MAXSIZE by default
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_CUT_CHARACTERS = 500


def of_pdf(payload: bytes, url: str) -> PageResult:
    """Return one article with the text of all pages, a blank line between two, or the name of the problem.

    Of a file that is longer than ``lines.MOST_PAGES`` or ``lines.MOST_CHARACTERS`` the beginning is read, and the
    options say how many pages of how many.
    """
    if len(payload) > MOST_BYTES:
        return PageResult("document", problem=ReadingProblem.TOO_LARGE)
    try:
        file = lines.read_file(payload)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == _PASSWORD
        return PageResult("document", problem=ReadingProblem.ENCRYPTED_PDF if is_locked else ReadingProblem.BROKEN_PDF)
    options = {"pages": str(file.page_count)}
    if len(file.pages) < file.page_count:
        options["pages_read"] = str(len(file.pages))
    ordered = [(page, order.lines_of(page)) for page in file.pages]
    kept, cut = order.without_margins(ordered)
    cut = list(dict.fromkeys([*cut, *(text for page in file.pages for text in page.turned)]))
    if cut:
        options["cut_margins"] = " | ".join(cut)[:_CUT_CHARACTERS]
    found = paragraphs.blocks_of([(page.number, kept[place]) for place, (page, _) in enumerate(ordered)])
    if not found:
        problem = ReadingProblem.SCANNED_PDF if file.has_pictures else ReadingProblem.NO_TEXT
        return PageResult("document", problem=problem, options=options)
    first = [line.text for line in ordered[0][1]]
    return PageResult("document", (_article(payload, url, file, found, first),), options=options)


def _article(
    payload: bytes, url: str, file: lines.File, found: list[dict[str, Any]], first: Sequence[str]
) -> ArticleRecord:
    information, xmp = file.information, about.xmp_of(payload)
    text = _text(found)
    title = about.title((about.in_windows_1252(information.get("Title", "")), xmp.get("title")), found, url)
    published, modified = _published(information, xmp, first), _made("ModDate", "modified", information, xmp)
    kind = article_kinds.of_document(url, title)
    author, author_clue = _author(information, xmp)
    return ArticleRecord(
        url=url,
        title=title,
        text=text,
        structure=tuple(found),
        author=author,
        author_clue=author_clue,
        issuer=xmp.get("publisher"),
        place=next((place for block in found[:3] if (place := datelines.place_of(block.get("text", "")))), None),
        kind=kind.kind,
        kind_clue=kind.clue,
        language=about.language(file.language, xmp.get("language")) or languages.guess(text),
        published_on=published.on if published else None,
        published_clue=published.clue if published else None,
        modified_on=modified.on if modified else None,
        modified_clue=modified.clue if modified else None,
    )


def _text(found: Sequence[Mapping[str, Any]]) -> str:
    """Return one line a block, a blank line between pages."""
    pages: dict[int, list[Mapping[str, Any]]] = {}
    for block in found:
        pages.setdefault(block["page"], []).append(block)
    return "\n\n".join(blocks.text_of_blocks(page) for page in pages.values())[: lines.MOST_CHARACTERS]


def _author(information: Mapping[str, str], xmp: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Return the author that a file declares and where; None twice if it declares none that may be a name."""
    for declared, clue in ((information.get("Author"), "pdf-metadata"), (xmp.get("author"), "xmp")):
        if name := about.author(declared):
            return name, clue
    return None, None


def _published(information: Mapping[str, str], xmp: Mapping[str, str], first: Sequence[str]) -> DateClue | None:
    """Return the day at the head of page one, else the day on which the file was made."""
    made = _made("CreationDate", "created", information, xmp)
    return about.date_line(first, made.on if made else None) or made


def _made(name: str, xmp_name: str, information: Mapping[str, str], xmp: Mapping[str, str]) -> DateClue | None:
    if on := about.day(information.get(name)):
        return DateClue(on, "pdf-metadata")
    on = about.day(xmp.get(xmp_name))
    return DateClue(on, "xmp") if on else None
