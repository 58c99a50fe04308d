"""PDF files with real text: as little of the format as a page of lines needs, written without a library."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaaw_demo.data import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

_LINE_WIDTH = 88  # characters of Helvetica 11 on a page of A4 with margins
_LINES_A_PAGE = 48


@dataclass(frozen=True)
class Document:
    """A file of a site under ``path``; ``text`` plain, paragraphs with a blank line between them."""

    host: str
    path: str
    title: str
    author: str
    on: date
    text: str

    def pdf(self) -> bytes:
        return pdf(self.title, self.author, self.on, self.text)


def documents() -> Sequence[Document]:
    """Return all files of the world."""
    rows = table("documents")["document"]
    texts = {row["path"]: row["text"] for row in rows if "text" in row}
    return [Document(**_with_text(row, texts)) for row in rows]


def _with_text(row: dict[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a file with its text; ``same_as`` names the path of another file with the same text."""
    other = {name: value for name, value in row.items() if name != "same_as"}
    return {"text": texts[row["same_as"]], **other} if "same_as" in row else other


def pdf(title: str, author: str, on: date, text: str) -> bytes:
    """Return the text as a PDF 1.4, its lines broken, in the encoding of Western Europe."""
    pages = _pages(text)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        objects += [_page(5 + 2 * number), _stream(lines)]
    info = f"<< /CreationDate (D:{on:%Y%m%d}090000+02'00') /Title ".encode()
    objects.append(info + _string(title) + b" /Author " + _string(author) + b" >>")
    return _file(objects)


def _pages(text: str) -> list[list[str]]:
    lines: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        lines += [*textwrap.wrap(" ".join(paragraph.split()), _LINE_WIDTH), ""]
    return [lines[at : at + _LINES_A_PAGE] for at in range(0, len(lines), _LINES_A_PAGE)]


def _page(contents: int) -> bytes:
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {contents} 0 R "
        "/Resources << /Font << /F1 3 0 R >> >> >>"
    ).encode()


def _stream(lines: list[str]) -> bytes:
    shown = b"".join(b"T* " + _string(line) + b" Tj\n" for line in lines)
    content = b"BT /F1 11 Tf 14 TL 56 790 Td\n" + shown + b"ET"
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def _string(text: str) -> bytes:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"(" + escaped.encode("cp1252", "replace") + b")"


def _file(objects: list[bytes]) -> bytes:
    out, offsets = b"%PDF-1.4\n%\xe4\xf6\xfc\xdf\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(objects), len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, rows) + end
