"""Marks that programs put into texts and take out again: numbers of paragraphs and notes, anchors, printed addresses.

A form that only one of two versions has is of the page that shows the text; so are explanations with one label, which a
glossary puts behind words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kaaw_archive.changes.plain import words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kaaw_archive.items import VersionContent

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_MAY_BE_MARKED = re.compile(r"[\[¹²³⁰-⁹¶🔗]|ermal")  # found at once, where the forms are searched at each place
_MAY_BE_PRINTED = re.compile(r"[(\[<][a-z]{3,6}[.:]")
_NOTE = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=\w[.,;:!?]))(?: ?\[(?:\d{1,3}|\*{1,3})\]|[¹²³⁰-⁹]{1,3})")
_PARAGRAPH_NUMBER = re.compile(r"(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})(?: ?¶)?)\s{1,3}(?=[^\W\d_]*[A-ZÄÖÜÀ-Ý])")
_ANCHOR = re.compile(r" ?[¶🔗]|[ .]?(?<=[ .])Permal?inks?(?: to this (?:section|heading|headline|paragraph))?\s?\Z")
_PRINTED = re.compile(r" ?[(\[<](?:https?://|www\.|tel:|mailto:)[^\s()<>]{1,300}[)\]>]")
_EXPLAINED = re.compile(r" \(([^\W\d_]{3,20}) ?: ([^()\d]{2,200})\)")
_LEAST_EXPLAINED = 2  # explanations with one label
_LEAST_NUMBERED = 2  # paragraphs
_MOST_CHARACTERS = 200  # of a label with its value


def without_marks(old: VersionContent, new: VersionContent) -> tuple[VersionContent, VersionContent]:
    """Return two versions without the marks of programs."""
    sides = [_plain(side.paragraphs) for side in (old, new)]
    sides = [_without_printed(own, other) for own, other in (sides, sides[::-1])]
    sides = [_without_explained(own, other) for own, other in (sides, sides[::-1])]
    sides = [_joined_labels(own, other) for own, other in (sides, sides[::-1])]
    return replace(old, paragraphs=tuple(sides[0])), replace(new, paragraphs=tuple(sides[1]))


def is_only_notes(paragraphs: Sequence[str]) -> bool:
    """Return True if each paragraph of a text is a note with its number in brackets.

    >>> is_only_notes(["[1] Letter book, folio 88. [2] Minutes."]), is_only_notes(["The vicar said nothing.[1]"])
    (True, False)
    """
    return bool(paragraphs) and all(re.match(r"\[\d{1,3}\]\s", one) for one in paragraphs)


def _plain(paragraphs: Sequence[str]) -> list[str]:
    """Return paragraphs without ligatures, anchors, marks of notes, and numbers that count them."""
    found = [_without_ligatures(one) for one in paragraphs]
    matches = [_PARAGRAPH_NUMBER.match(one) for one in found]
    numbers = [int(next(filter(None, match.groups()))) for match in matches if match]
    if len(numbers) >= _LEAST_NUMBERED and all(later == number + 1 for number, later in pairwise(numbers)):
        found = [one[match.end() :] if match else one for one, match in zip(found, matches, strict=True)]
    return [_NOTE.sub("", _ANCHOR.sub("", one)) if _MAY_BE_MARKED.search(one) else one for one in found]


def _without_ligatures(text: str) -> str:
    return text.translate(_LIGATURES) if not text.isascii() and _LIGATURE.search(text) else text


def _without_printed(own: list[str], other: Sequence[str]) -> list[str]:
    """Return paragraphs without the addresses that a print view puts behind links, if the other version has none."""
    may_be_printed = [_MAY_BE_PRINTED.search(one) is not None for one in own]
    if not any(may_be_printed) or any(map(_PRINTED.search, other)):
        return own
    return [
        _PRINTED.sub("", one) if is_candidate else one for one, is_candidate in zip(own, may_be_printed, strict=True)
    ]


def _without_explained(own: list[str], other: Sequence[str]) -> list[str]:
    """Return paragraphs without the explanations of a glossary: some with one label, which the other version lacks."""
    counts = Counter(match[1] for one in own if "(" in one for match in _EXPLAINED.finditer(one))
    if not counts or max(counts.values()) < _LEAST_EXPLAINED:
        return own
    theirs = {match[1] for one in other for match in _EXPLAINED.finditer(one)}
    labels = {label for label, count in counts.items() if count >= _LEAST_EXPLAINED and label not in theirs}
    return [_without_labels(one, labels) for one in own] if labels else own


def _without_labels(text: str, labels: Collection[str]) -> str:
    return _EXPLAINED.sub(lambda match: "" if match[1] in labels else match[0], text)


def _joined_labels(own: list[str], other: Sequence[str]) -> list[str]:
    """Return paragraphs with a label and its value on one line, if the other version has the two so."""
    rows = {words(one) for one in other if ":" in one and len(one) <= _MOST_CHARACTERS}
    found: list[str] = []
    for one in own:
        label = found[-1].rstrip(": ") if found else ""
        joined = f"{label}: {one}"
        if rows and label and len(joined) <= _MOST_CHARACTERS and words(joined) in rows:
            found[-1] = joined
        else:
            found.append(one)
    return found
