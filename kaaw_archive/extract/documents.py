"""Documents that are no PDF: plain text as one article; files of office programs, which are read or kept and named."""

from __future__ import annotations

import re

from kaaw_archive.extract import office_text
from kaaw_archive.extract.article import article_kinds
from kaaw_archive.extract.html.decoding import decode_with_evidence
from kaaw_archive.extract.html.text import visible
from kaaw_archive.extract.results import PageResult, ReadingProblem
from kaaw_archive.items import ArticleRecord
from kaaw_archive.wordings import languages

MOST_CHARACTERS = 2_000_000
_TITLE_CHARACTERS = 200
_FEWEST_CHARACTERS = 40  # of an office file that is read
_SEARCHED = 200_000  # bytes at each end of a file
_ZIP_NAME = re.compile(rb"PK(?:\x03\x04.{26}|\x01\x02.{42})([\x20-\x7e]{1,120})", re.DOTALL)
# names within a zip file, and the format that they show; the first that is there
_ZIPPED = (
    (b"word/vbaProject.bin", "docm"), (b"word/document.xml", "docx"), (b"xl/vbaProject.bin", "xlsm"),
    (b"xl/workbook.xml", "xlsx"), (b"xl/workbook.bin", "xlsb"), (b"ppt/presentation.xml", "pptx"),
)  # fmt: skip
_TYPED = re.compile(
    rb"mimetypeapplication/(?:vnd\.oasis\.opendocument\.(text|spreadsheet|presentation|graphics)|(epub)\+zip)"
)
_OPEN_DOCUMENT = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp", b"graphics": "odg", b"epub": "epub"}
# names of streams in a compound file, in UTF-16
_STREAMS = (
    ("EncryptedPackage", "ooxml-encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"), ("__properties_version1.0", "msg"), ("Book", "xls"), ("VisioDocument", "vsd"),
)  # fmt: skip
_DECLARED = {
    "application/rtf": "rtf", "text/rtf": "rtf", "text/csv": "csv", "application/csv": "csv",
    "text/tab-separated-values": "csv",
}  # fmt: skip


def of_text(payload: bytes, content_type: str | None, url: str) -> PageResult:
    """Return one article with a plain text as it is, or the name of the problem."""
    text, evidence = decode_with_evidence(payload[: 4 * MOST_CHARACTERS], content_type, is_html=False)
    text = "\n".join(line.rstrip() for line in visible(text).splitlines())[:MOST_CHARACTERS].strip()
    if not text:
        return PageResult("document", problem=ReadingProblem.NO_TEXT, options=evidence)
    parts = [part.strip() for part in re.split(r"\n\s*\n", text)]
    return PageResult("document", (_article(url, text, parts),), options=evidence)


def of_office(payload: bytes, media_type: str, url: str) -> PageResult | None:
    """Return the article of an office file that can be read, else a problem with its format; None if it is none.

    The bytes say it, whatever the header says; only tables of plain text are known by the header alone.
    """
    known = _format(payload) or _DECLARED.get(media_type)
    if known is None:
        return None
    parts = office_text.paragraphs(payload, known)
    if sum(map(len, parts)) < _FEWEST_CHARACTERS:
        return PageResult("document", problem=ReadingProblem.OFFICE_DOCUMENT, options={"format": known})
    return PageResult("document", (_article(url, "\n".join(parts), parts),), options={"format": known})


def _article(url: str, text: str, parts: list[str]) -> ArticleRecord:
    """Return an article that is called by its first line."""
    title = text.splitlines()[0].strip()[:_TITLE_CHARACTERS]
    kind = article_kinds.of_document(url, title)
    return ArticleRecord(
        url=url,
        title=title,
        text=text[:MOST_CHARACTERS],
        structure=tuple({"type": "paragraph", "text": part} for part in parts),
        kind=kind.kind,
        kind_clue=kind.clue,
        language=languages.guess(text),
    )


def _format(payload: bytes) -> str | None:
    if payload.startswith(b"{\\rtf"):
        return "rtf"
    ends = payload if len(payload) <= 2 * _SEARCHED else payload[:_SEARCHED] + payload[-_SEARCHED:]
    if payload.startswith(b"PK\x03\x04"):
        return _zipped(payload, ends)
    if payload.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        # the directory of a compound file may be anywhere in it
        return next((name for stream, name in _STREAMS if stream.encode("utf-16-le") in payload), "ole")
    return None


def _zipped(payload: bytes, ends: bytes) -> str | None:
    if typed := _TYPED.match(payload, 30):  # the first entry, stored, right behind its header
        return _OPEN_DOCUMENT[typed[1] or typed[2]]
    # behind a name its data begins, so that only its beginning is sure
    names = [found[1] for found in _ZIP_NAME.finditer(ends)]
    return next((form for entry, form in _ZIPPED if any(name.startswith(entry) for name in names)), None)
