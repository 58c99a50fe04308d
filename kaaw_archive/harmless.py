"""Text that came from elsewhere, made harmless for a terminal and a log: what could steer them is shown. Pure."""

from __future__ import annotations

import re

# C0 and C1 controls, which a terminal obeys; direction overrides, which make text read as what it is not
# (CVE-2021-42574); line separators; lone surrogates; tags, which nobody sees.
HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAKS = re.compile(r"\r\n|[\r\n\t\v\f\x85\u2028\u2029]")


def harmless(text: str, *, keep_lines: bool = False) -> str:
    """Archived or typed text for a terminal: what could steer it is shown as ``<U+001B>``.

    Line ends and tabs become blanks, or with ``keep_lines`` stay.

    >>> harmless("a\\x1b[31mb\\nc")
    'a<U+001B>[31mb c'
    """
    if keep_lines:
        return "\n".join(harmless(line) for line in re.sub(r"\r\n?", "\n", text).split("\n"))
    return HARMFUL.sub(lambda found: f"<U+{ord(found[0]):04X}>", _BREAKS.sub(" ", text))
