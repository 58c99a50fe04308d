"""Quotations: words of a text with their place, as a W3C selector and as a text fragment of an address.

Sources: Web Annotation Data Model (W3C Recommendation, 4.2.4 and 4.2.5), URL Fragment Text Directives (WICG report).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from kaaw_archive.typography import written_pattern

_AROUND = 32  # characters of prefix and suffix, as the examples of the Data Model have them
_WHOLE_WORDS = 12  # a longer quotation is named by its first and last words
_ENDS_WORDS = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a text. ``start`` and ``end`` count the characters (code points) of the version's text from 0.

    ``places`` is how often the words stand in the text; the first is meant. ``directive`` ends the fragment of an
    address: after ``#``, or after the fragment that is there.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    places: int
    directive: str

    def selectors(self) -> list[dict[str, Any]]:
        """Return the selectors of the Web Annotation Data Model."""
        return [
            {"type": "TextQuoteSelector", "exact": self.exact, "prefix": self.prefix, "suffix": self.suffix},
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
        ]


def find(text: str, words: str) -> Quotation | None:
    """Return the first place of some words in a text; None if they are not in it.

    Blanks and line ends count alike; so do forms of quotation marks and dashes, if no place has those of the words.
    """
    parts = words.split()
    if not parts:
        return None
    same = re.compile(r"\s+".join(map(re.escape, parts)))
    found = list(same.finditer(text)) or list(written_pattern(words).finditer(text))
    if not found:
        return None
    start, end = found[0].span()
    before, after = text[:start], text[end:]
    return Quotation(
        exact=text[start:end],
        prefix=before[-_AROUND:],
        suffix=after[:_AROUND],
        start=start,
        end=end,
        places=len(found),
        directive=_directive(text[start:end], before, after),
    )


def _directive(exact: str, before: str, after: str) -> str:
    """Return ``:~:text=[prefix-,]start[,end][,-suffix]``; a range may cross blocks, its ends may not.

    A line of the text is a block. Browsers look for the end of a range behind its start, so no word stands in both.
    """
    lines = [line.split() for line in exact.split("\n") if line.strip()]
    is_whole = len(lines) == 1 and len(lines[0]) <= _WHOLE_WORDS
    ends = [" ".join(lines[0])] if is_whole else [" ".join(lines[0][:_ENDS_WORDS]), " ".join(lines[-1][-_ENDS_WORDS:])]
    left = before.rsplit("\n", 1)[-1].split()[-_ENDS_WORDS:]
    right = after.split("\n", 1)[0].split()[:_ENDS_WORDS]
    parts = [*([_escaped(" ".join(left)) + "-"] if left else []), *map(_escaped, ends)]
    parts += ["-" + _escaped(" ".join(right))] if right else []
    return ":~:text=" + ",".join(parts)


def _escaped(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
