"""Signs that a short page is what was wanted: words, facts and rows of its own beside what it asks of its visitor.

A page in front of another has no statement but its demand, and none of the facts by which others are told of a thing:
days, hours, prices, numbers to call, places, measures.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kaaw_archive import urls
from kaaw_archive.wordings import access, barriers, conditions, demands, phrases
from kaaw_archive.wordings.particulars import FACTS, GOODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.extract.front_parts import Front

_ABOUT_ACCESS = 2  # matters of access, or families of demands, in a line that speaks of it
_OWN_WORDS = (3, 8, 16, 30)
_ROW_WORDS, _ROWS = 12, 3  # most words of a row; fewest rows of a list
_LETTERS, _STEM = 5, 5  # of a word that names something
_MOST_VALUES = 20


def of_content(front: Front, title: str, url: str) -> dict[str, bool]:
    """Return the signs of content of a page at an address, by name."""
    names = (title, *front.heads[:1])
    own = own_lines(front, title)
    words = sum(len(line.split()) for line in own)
    facts = sum(len(FACTS.findall(line)) for line in own)
    rows = sum(len(line.split()) <= _ROW_WORDS for line in own)
    is_asked = bool(front.fields)
    is_subject = not access.matters_in("\n".join(names), access.MATTERS) and not barriers.is_name_of_front(names)
    return {
        "no word of its own": words <= _OWN_WORDS[0],
        "some words of its own": words > _OWN_WORDS[1],
        "a statement of its own": words > _OWN_WORDS[2],
        "a text of its own": words > _OWN_WORDS[3],
        "a fact": facts >= 1,
        "two facts": facts >= 2,
        "four facts": facts >= 4,
        "rows of its own": rows >= _ROWS,
        "rows with facts": sum(FACTS.search(line) is not None for line in own) >= _ROWS,
        "a fact and nothing to fill in": facts >= 1 and not is_asked,
        "asks beside a statement": is_asked and words > _OWN_WORDS[2],
        "asks beside facts": is_asked and facts >= 2,
        "a door beside a statement": words > _OWN_WORDS[2] and not is_subject,
        "a subject as its name": is_subject,
        "a subject and facts": is_subject and facts >= 1,
        "its name is spoken of": is_subject and _is_spoken_of(names, own),
        "headings of its own": _headings(front) >= 2,
        "query names its page": _query_names(url, names),
        "a fact in its name": any(map(FACTS.search, names)),
        **_of_boxes(front, words, facts),
        "goods": any(map(GOODS.search, front.presses)),
        "one form around the page": is_around(front),
    }


def _of_boxes(front: Front, words: int, facts: int) -> dict[str, bool]:
    """Return signs that a form that asks for a secret is a box beside a text."""
    asks_secret = any((field.get("type") or "").lower() == "password" for field in front.fields)
    is_below = asks_secret and _has_heading_of_its_own(front)
    return {
        "a secret beside words": asks_secret and words > _OWN_WORDS[1],
        "a secret beside facts": asks_secret and facts >= 1,
        "a secret below another heading": is_below,
        "a secret below another heading, and words": is_below and words > _OWN_WORDS[1],
    }


def _has_heading_of_its_own(front: Front) -> bool:
    """Return True if the last heading in front of the first line of a form, or in it, is not the first of the page."""
    last = ""
    for line, is_formed in front.lines:
        if line in front.heads:
            last = line
        if is_formed:
            return bool(last) and last != front.heads[0]
    return False


def own_lines(front: Front, title: str) -> list[str]:
    """Return the sentences and rows that neither speak to the visitor nor of access, and are no name or label."""
    names = {part.lower() for name in (title, *front.heads[:1]) for part in (name, *phrases.parts(name))}
    is_whole = is_around(front)
    lines = [line for line, is_formed in front.lines if (is_whole or not is_formed) and line.lower() not in names]
    return [one for line in lines for one in phrases.sentences(line) or [line] if not _is_of_access(one)]


def is_around(front: Front) -> bool:
    """Return True if one form holds the whole page with the state of its controls (ASP.NET): it asks nothing."""
    return any((field.get("name") or "").startswith("__VIEWSTATE") for field in front.hidden)


def _is_of_access(line: str) -> bool:
    if barriers.is_to_visitor(line) or conditions.has(conditions.CONDITION, (line,)):
        return True
    return max(len(access.matters_in(line, access.MATTERS)), len(demands.families_of(line))) >= _ABOUT_ACCESS


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) >= _LETTERS}


def _is_spoken_of(names: Sequence[str], own: Sequence[str]) -> bool:
    return bool(_stems(" ".join(names)) & _stems(" ".join(own)))


def _headings(front: Front) -> int:
    """Return how many headings but the first name something else than access."""
    return sum(bool(head) and not access.matters_in(head, access.MATTERS) for head in front.heads[1:])


def _query_names(url: str, names: Sequence[str]) -> bool:
    """Return True if a value of the query of an address is a word of the page's name: a search, or a key."""
    text = " ".join(names).lower()
    values = [value.lower() for _, value in parse_qsl(urls.query_of(url), max_num_fields=None)[:_MOST_VALUES]]
    return any(len(value) >= _LETTERS and value in text for value in values)
