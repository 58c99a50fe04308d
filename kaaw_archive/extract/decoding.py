"""Bytes to text, once a page: byte order mark, then UTF-8 that proves itself, then what header and markup declare."""

from __future__ import annotations

import codecs
import re

from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes

_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# the web says latin-1 and means windows-1252 (WHATWG Encoding, 4.2)
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
_GUESSED_BYTES = 20_000
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_CONTROL_BYTES = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def decode(payload: bytes, content_type: str | None, *, is_html: bool = True) -> str:
    """The text of a page, without characters that no markup may contain; never raises.

    Valid UTF-8 goes before every declaration: text in another charset that happens to be valid UTF-8 is practically
    never seen, a wrong declaration often. What cannot be decoded becomes U+FFFD.
    """
    text = _decoded(payload, content_type, is_html)
    # a search by character class takes a millisecond a page; that a page has none is known in a tenth of it
    return text if _is_clean(payload, text) else _CONTROLS.sub("", text)


def _is_clean(payload: bytes, text: str) -> bool:
    return (
        len(payload.translate(None, _CONTROL_BYTES)) == len(payload)
        and "\ufffe" not in text
        and "\uffff" not in text
        and _encodable(text)
    )


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True


def visible(text: str) -> str:
    """Without soft hyphens, zero-width characters and controls: the form in which text is stored.

    >>> visible("Mes\\u00adsen\\u00adger")
    'Messenger'
    """
    return _CONTROLS.sub("", _INVISIBLE.sub("", text))


def one_line(text: str | None) -> str | None:
    """Visible text with single blanks; None where nothing is left."""
    return " ".join(visible(text).split()) or None if text else None


def _decoded(payload: bytes, content_type: str | None, is_html: bool) -> str:
    payload, marked = EncodingDetector.strip_byte_order_mark(payload)
    if marked:
        return payload.decode(marked, "replace")
    declared = _declared(payload, content_type, is_html)
    if wide := next((name for name in declared if name.startswith(("utf-16", "utf-32", "iso2022", "hz"))), None):
        return _attempt(payload, wide) or payload.decode("utf-8", "replace")
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for name in declared:
        # a few broken bytes do not make a page that says utf-8 anything else
        text = payload.decode("utf-8", "replace") if name == "utf-8" else _attempt(payload, name)
        if text is not None and text.count("\ufffd") <= len(text) // 200:
            return text
    return _guessed(payload)


def _declared(payload: bytes, content_type: str | None, is_html: bool) -> list[str]:
    header = _HEADER_CHARSET.search(content_type or "")
    in_markup = EncodingDetector.find_declared_encoding(payload[:4096], is_html=is_html) if is_html else None
    names = [header[1] if header else None, in_markup]
    return [known for name in names if name and (known := _known(name))]


def _known(name: str) -> str | None:
    try:
        canonical = codecs.lookup(name).name
        # base64, rot13 and the like are codecs too, but of no text
        b"".decode(canonical)
    except (LookupError, ValueError):
        return None
    return _MEANT.get(canonical, canonical)


def _attempt(payload: bytes, name: str) -> str | None:
    try:
        return payload.decode(name)
    except (UnicodeError, LookupError):
        # five bytes are undefined in windows-1252; one of them is no proof against it
        return payload.decode(name, "replace") if name.startswith("cp125") else None


def _guessed(payload: bytes) -> str:
    sample = (
        payload if len(payload) <= _GUESSED_BYTES else payload[: _GUESSED_BYTES // 2] + payload[-_GUESSED_BYTES // 2 :]
    )
    best = from_bytes(sample).best()
    name = _known(best.encoding) if best is not None else None
    return payload.decode(name if name else "cp1252", "replace")
