"""Runs of words that pdfium finds on the pages of a PDF, with place, size and weight of their letters.

pypdfium2, and not pypdf or pdfminer.six: the same words come out, 10 to 20 times as fast. That pdfium is not written in
a memory-safe language is why it runs in workers that may be killed.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
from contextlib import closing
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
from pypdfium2 import raw

from kaaw_archive.extract.html.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_PAGES = 500
MOST_CHARACTERS = 2_000_000
_SEARCHED_FOR_PICTURES = 5  # pages of a file without text
# U+FFFE is pdfium's mark for a hyphen at which a line was broken, and ends the line too
_ROW = re.compile("[^\r\n\ufffe]+\ufffe?|\ufffe")
_WORD = re.compile(r"\S+")
_GAP = 1.8  # letter sizes between two words that belong to different columns or cells
_BOLD = re.compile(r"bold|black|heavy|demi(?!-?light)", re.IGNORECASE)
_TURNED = 0.1  # the sine of an angle that is no slant of a scan
_BOLD_WEIGHT = 600
_NAMES = ("Title", "Author", "CreationDate", "ModDate")
_PDFIUM = threading.Lock()  # pdfium is not thread-safe


class TextRun(NamedTuple):
    """Words that stand beside each other. ``x0`` to ``x1`` and the base line ``y`` are in points from below left."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    is_bold: bool
    is_turned: bool = False  # not horizontal


class PdfPage(NamedTuple):
    """The number a reader counts, the height in points, and the segments in the order of the file.

    ``turned``: texts at another angle than the page's, which are watermarks and notes on its edge.
    """

    number: int
    height: float
    segments: list[TextRun]
    turned: tuple[str, ...] = ()


class File(NamedTuple):
    """Opened file: ``pages`` were read of ``page_count``; ``has_pictures`` is only searched if there is no text."""

    page_count: int
    pages: list[PdfPage]
    information: Mapping[str, str]
    language: str | None
    has_pictures: bool


def read_file(payload: bytes) -> File:
    """Return all that is read of a file, up to ``MOST_PAGES`` and ``MOST_CHARACTERS``. Raises PdfiumError."""
    with _PDFIUM, closing(pypdfium2.PdfDocument(payload)) as document:
        pages: list[PdfPage] = []
        size = 0
        for number in range(min(len(document), MOST_PAGES)):
            pages.append(_page(document, number))
            size += sum(len(segment.text) for segment in pages[-1].segments)
            if size > MOST_CHARACTERS:
                break
        values = ((name, _information(document, name)) for name in _NAMES)
        information = {name: value for name, value in values if value}
        return File(len(document), pages, information, _language(document), size == 0 and _has_pictures(document))


def _page(document: pypdfium2.PdfDocument, number: int) -> PdfPage:
    """Return a page; a broken one is empty, so that the others are read."""
    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as text_page:
            runs = list(_segments(text_page))
            turned = [run for run in runs if run.is_turned]
            if 2 * sum(len(run.text) for run in turned) > sum(len(run.text) for run in runs):
                turned = []  # a page that lies on its side
            texts = tuple(run.text for run in turned)
            return PdfPage(number + 1, page.get_height(), [run for run in runs if run not in turned], texts)
    except pypdfium2.PdfiumError:
        return PdfPage(number + 1, 0, [])


def _segments(text_page: pypdfium2.PdfTextPage) -> Iterator[TextRun]:
    count = text_page.count_chars()
    text = text_page.get_text_range() if count else ""
    if len(text) != count:  # beyond the first plane one sign is two of pdfium's
        text = "".join(chr(raw.FPDFText_GetUnicode(text_page, place)) for place in range(count))
    letters = _Letters(text_page)
    for row in _ROW.finditer(text):
        words: list[tuple[int, int, float, float]] = []
        size = 1.0
        for word in _WORD.finditer(text, row.start(), row.end()):
            end = word.end() - (word[0][-1] == "\ufffe" and len(word[0]) > 1)
            left, right = letters.left(word.start()), letters.right(end - 1)
            if words and not -_GAP < (left - words[-1][3]) / size < _GAP:
                yield _segment(text, words, letters)
                words = []
            if not words:
                size = letters.size(word.start())
            words.append((word.start(), word.end(), left, right))
        if words:
            yield _segment(text, words, letters)


def _segment(text: str, words: list[tuple[int, int, float, float]], letters: _Letters) -> TextRun:
    values = visible(" ".join(text[start:end].replace("\ufffe", "-") for start, end, _, _ in words))
    first, last = words[0][0], words[-1][0]
    is_bold = letters.is_bold(first) and (first == last or letters.is_bold(last))
    # a list's mark may be smaller than its text, a first letter larger, a word in another font
    size = median(letters.size(words[place][0]) for place in {0, len(words) // 3, 2 * len(words) // 3, len(words) - 1})
    return TextRun(values, words[0][2], words[-1][3], letters.base(first), size, is_bold, letters.is_turned(first))


class _Letters:
    """Letters of a page: where they are, and how they are set."""

    def __init__(self, text_page: pypdfium2.PdfTextPage) -> None:
        self._page = text_page
        self._box = [ctypes.c_double() for _ in range(4)]
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(100)
        self._flags = ctypes.c_int()
        self._sizes: dict[int, float] = {}

    def left(self, place: int) -> float:
        raw.FPDFText_GetCharBox(self._page, place, *self._box)
        return float(self._box[0].value)

    def right(self, place: int) -> float:
        raw.FPDFText_GetCharBox(self._page, place, *self._box)
        return float(self._box[1].value)

    def base(self, place: int) -> float:
        raw.FPDFText_GetCharOrigin(self._page, place, self._box[0], self._box[1])
        return float(self._box[1].value)

    def size(self, place: int) -> float:
        """Return the visible size: that of the font, scaled by the text matrix."""
        if place not in self._sizes:
            scale = 1.0
            if raw.FPDFText_GetMatrix(self._page, place, self._matrix):
                scale = math.hypot(self._matrix.c, self._matrix.d)
            self._sizes[place] = max(0.1, raw.FPDFText_GetFontSize(self._page, place) * scale)
        return self._sizes[place]

    def is_turned(self, place: int) -> bool:
        """Return True for a letter that does not stand on a horizontal line."""
        if not raw.FPDFText_GetMatrix(self._page, place, self._matrix):
            return False
        slope, width = float(self._matrix.b), float(self._matrix.a)
        return abs(slope) > _TURNED * math.hypot(width, slope)

    def is_bold(self, place: int) -> bool:
        self._name[0] = b"\0"
        raw.FPDFText_GetFontInfo(self._page, place, self._name, 100, self._flags)
        if _BOLD.search(self._name.value.decode("latin-1")):
            return True
        return int(raw.FPDFText_GetFontWeight(self._page, place)) >= _BOLD_WEIGHT


def _information(document: pypdfium2.PdfDocument, name: str) -> str:
    """Return the file's information dictionary, also if its UTF-16 is broken, at which pypdfium2 raises."""
    size = raw.FPDF_GetMetaText(document, name.encode(), None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(document, name.encode(), buffer, size)
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace")


def _language(document: pypdfium2.PdfDocument) -> str | None:
    buffer = (ctypes.c_ushort * 64)()
    size = raw.FPDFCatalog_GetLanguage(document, buffer, ctypes.sizeof(buffer))
    if not 2 < size <= ctypes.sizeof(buffer):
        return None
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _has_pictures(document: pypdfium2.PdfDocument) -> bool:
    for number in range(min(len(document), _SEARCHED_FOR_PICTURES)):
        try:
            with closing(document[number]) as page:
                if next(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None:
                    return True
        except pypdfium2.PdfiumError:
            continue
    return False
