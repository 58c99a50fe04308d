"""Control characters in foreign text: escaped before a terminal or a log shows them. Pure."""

from __future__ import annotations

import json
import re
from typing import Any

# C0 and C1 controls, which a terminal obeys; direction overrides, which make text read as what it is not
# (CVE-2021-42574); line separators; lone surrogates; tag characters, which are invisible; what XML forbids.
CONTROL_CHARACTERS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
# Without line ends, which in JSON stand between values only; not by a lookahead, which takes three times as long.
_IN_JSON = re.compile(CONTROL_CHARACTERS.pattern.replace("\x00-\x1f", "\x00-\x09\x0b-\x1f"))
_BREAKS = re.compile(r"\r\n|[\r\n\t\v\f\x85\u2028\u2029]")


def escape_controls(text: str, *, keep_lines: bool = False) -> str:
    """Return the text with every control character as ``<U+001B>``, safe for a terminal or a log.

    Line ends and tabs become blanks; with ``keep_lines`` they stay.

    >>> escape_controls("a\\x1b[31mb\\nc")
    'a<U+001B>[31mb c'
    """
    if text.isprintable():  # has none of them, and takes a hundredth of the time that the pattern takes
        return text
    if keep_lines:
        if text.replace("\n", "").isprintable() or not _IN_JSON.search(text):
            return text
        return "\n".join(escape_controls(line) for line in re.sub(r"\r\n?", "\n", text).split("\n"))
    return CONTROL_CHARACTERS.sub(lambda match: f"<U+{ord(match[0]):04X}>", _BREAKS.sub(" ", text))


def json_text(value: Any, *, indent: int | None) -> str:
    """Return a JSON document for people and programs: control characters are escaped as JSON allows, letters stay.

    >>> json_text("für\x9b", indent=1)
    '"für\\\\u009b"'
    """
    return _IN_JSON.sub(_json_escape, json.dumps(value, ensure_ascii=False, indent=indent, default=str))


_LINES = json.JSONEncoder(ensure_ascii=False, default=str)


def json_line(value: Any) -> str:
    """Return a value as one line of JSON, as :func:`json_text` escapes it.

    >>> json_line({"a": "für\x9b"})
    '{"a": "für\\\\u009b"}\\n'
    """
    line = _LINES.encode(value)
    return (line if line.isprintable() else _IN_JSON.sub(_json_escape, line)) + "\n"


def _json_escape(match: re.Match[str]) -> str:
    return "\\u007f" if match[0] == "\x7f" else json.dumps(match[0])[1:-1]
