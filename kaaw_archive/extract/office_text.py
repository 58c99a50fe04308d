"""Text of office files whose format is plain enough to be read here: OpenDocument texts and RTF."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, cast

import lxml.etree

from kaaw_archive.extract.html.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 20_000_000  # of an entry of a zip file when it is unpacked, and of an RTF file
MOST_PARAGRAPHS = 20_000
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# groups of an RTF file that hold no text of the document
_UNREAD = frozenset(
    "fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf object"
    " themedata datastore listtable listoverridetable rsidtbl generator xmlnstbl".split()
)
# errors of a file that is no ZIP, is damaged, or is encrypted
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
    lxml.etree.LxmlError,
)  # fmt: skip
_TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|.", re.DOTALL
)
# control words of RTF that stand for a character
_SIGNS = {"tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“"}
_SIGNS |= {"rdblquote": "”", "emspace": " ", "enspace": " "}
_BREAKS = frozenset({"par", "line", "sect", "page", "row", "cell"})


def paragraphs(payload: bytes, form: str) -> list[str]:
    """Return the paragraphs, headings included, of a file of the format ``form``: "odt" or "rtf".

    Empty for another format, and for an ODT that is damaged or over MOST_BYTES when it is unpacked. RTF is read as far
    as MOST_BYTES. The caller has found the format by the first bytes; that is not checked again here.
    """
    lines = _of_open_document(payload) if form == "odt" else _of_rich_text(payload) if form == "rtf" else iter(())
    return [text for line in lines if (text := one_line(line)) is not None][:MOST_PARAGRAPHS]


def _of_open_document(payload: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive, archive.open("content.xml") as entry:
            content = entry.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            return
        parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = lxml.etree.fromstring(content, parser)
    except _DAMAGE:
        return
    for element in root.iter(f"{_TEXT}p", f"{_TEXT}h"):
        for part in element.iter(f"{_TEXT}tab", f"{_TEXT}line-break", f"{_TEXT}s"):
            part.text = " "
        yield "".join(cast("Iterator[str]", element.itertext()))


def _of_rich_text(payload: bytes) -> Iterator[str]:
    """Yield the lines of an RTF file (Rich Text Format Specification 1.9.1)."""
    source = payload[:MOST_BYTES].decode("latin-1")
    encoding = _code_page(source)
    line: list[str] = []
    skips: list[bool] = [False]  # of the groups around
    is_replaced = False  # the next character is the fallback behind \uN, to be skipped (one, as \uc1 says)
    for found in _TOKEN.finditer(source):
        word, _, _, sign, brace, _ = found.groups()
        if brace == "{":
            skips.append(skips[-1])
        elif brace == "}":
            skips = skips[:-1] or [False]
        elif word in _UNREAD or sign == "*":
            skips[-1] = True
        elif word in _BREAKS and not skips[-1]:
            yield "".join(line)
            line = []
        elif not skips[-1]:
            text = _text_of(found, encoding)
            line.append(text[is_replaced:])
            is_replaced = word == "u"
    yield "".join(line)


def _text_of(found: re.Match[str], encoding: str) -> str:
    """Return the text of one token: a control word such as tab, a Unicode number, a byte of the code page, or text."""
    word, number, byte, sign, _, text = found.groups()
    if word == "u" and number:
        return chr(int(number) % 0x10000)
    if byte or text:
        return (bytes.fromhex(byte) if byte else text.encode("latin-1")).decode(encoding, "replace")
    return _SIGNS.get(word or "", {"~": " ", "_": "-"}.get(sign or "", ""))


def _code_page(source: str) -> str:
    page = re.search(r"\\ansicpg(\d{3,5})", source[:2_000])
    try:
        return codecs.lookup(f"cp{page[1]}").name if page else "cp1252"
    except LookupError:
        return "cp1252"
