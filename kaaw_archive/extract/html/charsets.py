"""Encoding of a payload with its evidence: byte order mark, header, markup, guess, each checked against the bytes.

The byte order mark goes before the header, as WHATWG has it (HTML, 13.2.3.2): it is part of the text, the header is
often a default of the server. A declaration that the bytes contradict is passed over, and kept as evidence.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# the web says latin-1 and means windows-1252 (WHATWG Encoding, 4.2)
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
# Python knows more than the web has: base64 and punycode are no charsets, utf-7 and hz hide markup from who looks at it
_OF_THE_WEB = re.compile(
    r"utf-(?:8|16|16-le|16-be|32|32-le|32-be)|cp(?:8[56]6|874|125\d|932|949)|iso8859-\d+|koi8-[ru]|mac-(?:roman|cyrillic)"
    r"|gb18030|big5(?:hkscs)?|euc_(?:jp|kr)|shift_jis|iso2022_jp|tis-620"
)
_NAMES = {"cp1252": "windows-1252", "utf-16-le": "utf-16le", "utf-16-be": "utf-16be"}  # as the web calls them
_DECLARED_BYTES = 4_096  # browsers look at 1,024; some pages have their scripts first
_GUESSED_BYTES = 20_000
# What German, and the names and prices in it, have of windows-1252 beyond ASCII. Text in which these make up most of
# what is not ASCII is no Polish, Czech, Turkish or Cyrillic.
_WESTERN = "äöüÄÖÜß„“”‚‘’–—…•·€§°«»›‹©®é\u00a0\u00ad²½".encode("cp1252")
_WESTERN_SHARE = 0.7
_GERMAN_SHARE = 0.3  # of a page that says it is German: one that lists the words of others
_GERMAN = re.compile(rb"\blang=[\"']?de\b", re.IGNORECASE)
_NOT_WESTERN = bytes(sorted(set(range(0x80, 0x100)) - set(_WESTERN)))
_HIGH_BYTES = bytes(range(0x80, 0x100))
_LOW_BYTES = bytes(range(0x80))
# In iso-8859-15 these eight places differ. A currency sign is never seen, nor the other two within words; an acute
# accent for an apostrophe often is, and says nothing.
_EURO_CHARSET = re.compile(rb"\xa4|[A-Za-z\xc0-\xff][\xa8\xb8][A-Za-z\xc0-\xff]")
_C1 = re.compile(rb"[\x80-\x9f]")  # controls in iso-8859-1 and -15, quotes and dashes in windows-1252
_REPLACED = "\ufffd"


class DecodedText(NamedTuple):
    """Decoded text, the encoding under its name in the web, and the clue: ``bom``, ``header``, ``meta``, ``bytes``
    (valid UTF-8, or not what was declared) or ``guess``, with the declarations that were not followed."""

    text: str
    encoding: str
    clue: str


class _CharsetClue(NamedTuple):
    charset: str
    clue: str


def text_of(payload: bytes, content_type: str | None, *, is_html: bool) -> DecodedText:
    """Return the text of a payload as it stands, with the evidence; never raises. What cannot be decoded becomes
    U+FFFD.
    """
    payload, marked = EncodingDetector.strip_byte_order_mark(payload)
    clues = list(_declared(payload, content_type, is_html))
    if marked:
        return DecodedText(
            payload.decode(marked, "replace"), _name(codecs.lookup(marked).name), _clue("bom", clues, marked)
        )
    if wide := _wide(payload, clues):
        return wide
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(payload, clues)
    # text in another charset that happens to be valid UTF-8 is practically never seen, a wrong declaration often
    if payload.isascii() and clues and not clues[0].charset.startswith(("utf-16", "utf-32")):
        return DecodedText(text, _name(clues[0].charset), _clue(clues[0].clue, clues[1:], clues[0].charset))
    clue = next((each.clue for each in clues if each.charset == "utf-8"), "bytes")
    return DecodedText(text, "utf-8", _clue(clue, clues, "utf-8"))


def _wide(payload: bytes, clues: list[_CharsetClue]) -> DecodedText | None:
    """Return the text in an encoding of two or four bytes a character, or one that switches by escapes."""
    for charset, clue in clues:
        if charset == "iso2022_jp" and b"\x1b" in payload and (text := _strictly(payload, charset)) is not None:
            return DecodedText(text, "iso-2022-jp", _clue(clue, clues, charset))
    shown = _zero_bytes(payload)
    if shown is None:
        return None
    clue = next((each.clue for each in clues if each.charset.startswith(shown[:6])), "guess")
    return DecodedText(payload.decode(shown, "replace"), _name(shown), _clue(clue, clues, shown))


def _zero_bytes(payload: bytes) -> str | None:
    """UTF-16 or UTF-32, as shown by where the zero bytes of the first signs are; only with them is it believed."""
    start = payload[:400]
    zeros = [start[place::4].count(0) for place in range(4)]
    enough = len(start) // 4 * 0.7
    if len(start) < 8 or sum(zeros) == 0:
        return None
    for charset, places in (
        ("utf-32-le", (1, 2, 3)),
        ("utf-32-be", (0, 1, 2)),
        ("utf-16-le", (1, 3)),
        ("utf-16-be", (0, 2)),
    ):
        if all((zeros[place] >= enough) == (place in places) for place in range(4)):
            return charset
    return None


def _not_utf8(payload: bytes, clues: list[_CharsetClue]) -> DecodedText:
    for charset, clue in clues:
        if charset == "utf-8":
            if (mended := _damaged_utf8(payload)) is not None:
                return DecodedText(mended, "utf-8", _clue(clue, clues, charset))
        elif (text := _attempt(payload, charset)) is not None:
            if charset == "iso8859-15" and _C1.search(payload):
                return DecodedText(payload.decode("cp1252", "replace"), "windows-1252", _clue("bytes", clues, "cp1252"))
            return DecodedText(text, _name(charset), _clue(clue, clues, charset))
    if not any(each.charset == "utf-8" for each in clues) and (mended := _damaged_utf8(payload)) is not None:
        return DecodedText(mended, "utf-8", _clue("bytes", clues, "utf-8"))
    charset = _guessed(payload)
    return DecodedText(payload.decode(charset, "replace"), _name(charset), _clue("guess", clues, charset))


def _damaged_utf8(payload: bytes) -> str | None:
    """Return the text if it is UTF-8 with some broken places; None if most of its non-ASCII bytes are invalid."""
    text = payload.decode("utf-8", "replace")
    broken = text.count(_REPLACED)
    valid = len(text) - broken - len(payload.translate(None, _HIGH_BYTES))
    if valid > broken:
        return payload.decode("utf-8", _WESTERN_WITHIN)
    is_cut = broken == 1 and text.endswith(_REPLACED)
    return text if is_cut else None


def _western_within(error: UnicodeError) -> tuple[str, int]:
    """Return the character of a windows-1252 byte in UTF-8 (a text pasted into a template); else U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    if len(broken) == 1 and broken in _WESTERN and broken != b"\xc4":
        return broken.decode("cp1252"), error.end
    return _REPLACED, error.end


_WESTERN_WITHIN = "kaaw.western_within"
codecs.register_error(_WESTERN_WITHIN, _western_within)


def _declared(payload: bytes, content_type: str | None, is_html: bool) -> Iterator[_CharsetClue]:
    header = _HEADER_CHARSET.search(content_type or "")
    in_markup = EncodingDetector.find_declared_encoding(payload[:_DECLARED_BYTES], is_html=True) if is_html else None
    for name, clue in ((header[1] if header else None, "header"), (in_markup, "meta")):
        charset = _known(name) if name else None
        if charset is not None:
            yield _CharsetClue(charset, clue)


def _known(name: str) -> str | None:
    try:
        canonical = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    canonical = _MEANT.get(canonical, canonical)
    return canonical if _OF_THE_WEB.fullmatch(canonical) else None


def _attempt(payload: bytes, charset: str) -> str | None:
    if charset.startswith(("utf-16", "utf-32")):
        return None  # would have shown zero bytes
    # five bytes are undefined in windows-1252; one of them is no proof against it
    return payload.decode(charset, "replace") if charset.startswith("cp125") else _strictly(payload, charset)


def _strictly(payload: bytes, charset: str) -> str | None:
    try:
        return payload.decode(charset)
    except (UnicodeError, LookupError):
        return None


def _guessed(payload: bytes) -> str:
    """windows-1252 or iso-8859-15 where the text looks like German or its neighbours, else what the library says."""
    high = payload.translate(None, _LOW_BYTES)
    share = _GERMAN_SHARE if _GERMAN.search(payload, 0, _DECLARED_BYTES) else _WESTERN_SHARE
    if len(high.translate(None, _NOT_WESTERN)) >= share * len(high):
        return "iso8859-15" if _EURO_CHARSET.search(payload) and not _C1.search(payload) else "cp1252"
    half = _GUESSED_BYTES // 2
    best = from_bytes(payload if len(payload) <= _GUESSED_BYTES else payload[:half] + payload[-half:]).best()
    return (_known(best.encoding) if best is not None else None) or "cp1252"


def _clue(clue: str, clues: list[_CharsetClue], taken: str) -> str:
    """Return the clue, and behind it what was declared and not followed."""
    others = [
        f"{each.clue} said {_name(each.charset)}" for each in clues if _canonical(each.charset) != _canonical(taken)
    ]
    return "; ".join([clue, *others])


def _canonical(charset: str) -> str:
    return charset.partition("-le")[0].partition("-be")[0]


def _name(charset: str) -> str:
    named = charset.replace("iso8859", "iso-8859").replace("cp125", "windows-125").replace("_", "-")
    return _NAMES.get(charset, named)
