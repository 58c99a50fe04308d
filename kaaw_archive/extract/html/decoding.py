"""Bytes to text, once a page; ``charsets`` finds the encoding."""

from __future__ import annotations

import re

from kaaw_archive.extract.html import charsets
from kaaw_archive.extract.html.text import NO_TEXT

_CONTROL_BYTES = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_CONTROLS = re.compile(f"[{NO_TEXT}]")
# UTF-8 that was taken for windows-1252 and encoded again
_TWICE = re.compile("Ã[¼¤¶Ÿ„–œ©]|â€[žœ“™\u0093\u0094]")
_ENOUGH_TWICE = 3  # somebody may write about it


def decode(payload: bytes, content_type: str | None, *, is_html: bool = True) -> str:
    """Return the text of a page, without characters that no markup may contain; never raises."""
    return decode_with_evidence(payload, content_type, is_html=is_html)[0]


def decode_with_evidence(
    payload: bytes, content_type: str | None, *, is_html: bool = True
) -> tuple[str, dict[str, str]]:
    """Return the text as :func:`decode` does, with the evidence as options of the reading.

    These are ``encoding``, ``encoding_clue`` and ``encoded_twice``, how often that shows: the text stays as readers
    saw it.
    """
    text, encoding, clue = charsets.text_of(payload, content_type, is_html=is_html)
    # a search by character class takes a millisecond a page; that a page has none is known in a tenth of it
    if not _is_clean(payload, text, encoding):
        text = _CONTROLS.sub("", text)
    evidence = {"encoding": encoding, "encoding_clue": clue}
    if ("Ã" in text or "â€" in text) and (twice := len(_TWICE.findall(text))) >= _ENOUGH_TWICE:
        evidence["encoded_twice"] = str(twice)
    return text, evidence


def _is_clean(payload: bytes, text: str, encoding: str) -> bool:
    return (
        len(payload.translate(None, _CONTROL_BYTES)) == len(payload)
        and "\ufffe" not in text
        and "\uffff" not in text
        and (encoding == "utf-8" or _encodable(text))  # which no half of a pair of surrogates comes from
    )


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True
