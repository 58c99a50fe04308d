"""Lines of a page around its article, by their form and place, whatever their words.

Sentences of an article have full stops. A line without one, at the beginning or the end of a text, that only one of two
versions has, is of the page: a tool bar, a teaser, a request to readers. It is of the article if it is an item of a
list, if it names a day, a price or a state, or if the other version has nearly the same line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby, product
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.changes import foreign_lines, lone_lines, noise, page_speech
from kaaw_archive.changes.article_words import ArticleWords
from kaaw_archive.changes.line_forms import (
    LABEL,
    MOST_AROUND,
    STROKE,
    edges,
    is_around,
    is_known,
    is_open,
    is_row,
    tells,
)
from kaaw_archive.changes.page_slots import of_slots
from kaaw_archive.changes.plain import words
from kaaw_archive.typography import single_blanks
from kaaw_archive.wordings.views import is_cut_short

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kaaw_archive.items import VersionContent

_MOST_CHANGED = 200  # lines that only one of two versions has; more are another text
_MOST_LASTING = 1  # line that stayed: beside more of them, the one that came is an item of a list
_LEAST_REPLACED = 2  # lines that went, and that came in their place: titles of other articles
_ALIKE = (
    0.5  # share of the words of the shorter of two lines that are one which changed; of the longer if it is a sentence
)
_MOSTLY = 0.8  # of the words of the shorter of two lines: one is the other with another clause
_LEAST_EDITED = 5  # words of such a line
_MOST_DESCRIBING = 3  # paragraphs at the end: a heading, and a description of the publisher
_MOST_TEASER_WORDS = 30
_LABEL_LENGTH = 80
_DESCRIBES = re.compile(
    r"(?:uber (?:uns|den|die|das)|about(?: us)?|a propos(?: de| du| d')?)\b[^.!?:]{0,60}(?:\Z| ?: )"
)
_ELLIPSIS = re.compile(r" ?\[?\.\.\.\]?\Z")


def without_page_lines(old: VersionContent, new: VersionContent) -> tuple[VersionContent, VersionContent]:
    """Return two versions without the lines of their pages that only one has, and without titles of other articles."""
    of_pages = [
        {
            *_other_articles(side.paragraphs),
            *_of_publisher(side.paragraphs),
            *page_speech.of_page(side.paragraphs, other.paragraphs, side.url),
        }
        for side, other in ((old, new), (new, old))
    ]
    edited = [
        _edited(own - others, [one for one in side.paragraphs if one not in others])
        for own, others, side in ((of_pages[0], of_pages[1], new), (of_pages[1], of_pages[0], old))
    ]
    old, new = _without(old, of_pages[0] - edited[0]), _without(new, of_pages[1] - edited[1])
    lines = [[single_blanks(paragraph) for paragraph in side.paragraphs] for side in (old, new)]
    known = set(lines[0]) & set(lines[1])
    changed = [[line for line in side if line not in known] for side in lines]
    if not any(changed) or sum(map(len, changed)) > _MOST_CHANGED:
        return old, new
    articles = [ArticleWords(side, new.url) for side in lines]
    dropped = _rolling_rows(*changed) | foreign_lines.of_machines(lines, changed, articles)
    dropped |= of_slots(lines, known, articles) | lone_lines.of_page(lines, known, articles)
    kept = known | dropped | _rewritten(*changed)
    for side, words_of_sides in zip(lines, (articles, articles[::-1]), strict=True):
        dropped |= _beside_page_words(side, kept) | foreign_lines.in_boxes(side, kept, *words_of_sides)
    if all(any(not is_around(line) for line in side) for side in lines):
        host = urls.host(new.url)
        texts = [" ".join(side) for side in lines]
        for edge in zip(edges(lines[0]), edges(lines[1]), strict=True):
            dropped |= {line for line in _only_in_one(edge, kept, dropped, host) if not _is_begun(line, texts)}
    return _without(old, dropped), _without(new, dropped)


def _edited(lines: Collection[str], others: Sequence[str]) -> set[str]:
    """Return the lines that the other version has with a few other words, where it takes them for the article."""
    found = [(line, frozenset(words(line.lower()))) for line in lines if len(line.split()) >= _LEAST_EDITED]
    theirs = [frozenset(words(single_blanks(one).lower())) for one in others[-MOST_AROUND:]] if found else []
    theirs = [other for other in theirs if len(other) >= _LEAST_EDITED]
    return {line for line, own in found for other in theirs if len(own & other) > _MOSTLY * min(len(own), len(other))}


def _without(version: VersionContent, lines: Collection[str]) -> VersionContent:
    if not lines:
        return version
    return replace(
        version,
        paragraphs=tuple(line for line in version.paragraphs if single_blanks(line) not in lines),
        links=tuple(link for link in version.links if single_blanks(link.text) not in lines),
    )


def _other_articles(paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield the titles and teasers below a heading that names a list of other articles, and comments below theirs."""
    lines = [single_blanks(paragraph[: noise.MOST_CHARACTERS]) for paragraph in paragraphs[-MOST_AROUND:]]
    is_below = is_behind = False
    lengths = [len(line.split()) for line in lines]
    for at, line in enumerate(lines):
        if noise.is_heading_of_articles(line) or noise.is_heading_of_comments(line):
            is_below, is_behind = True, sum(lengths[:at]) > sum(lengths[at:])
        elif is_below and (
            is_below := is_open(line) or (is_behind and (lengths[at] <= _MOST_TEASER_WORDS or is_known(line)))
        ):
            yield line


def _of_publisher(paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs at the end in which a publisher describes itself, with their heading."""
    lines = [single_blanks(paragraph) for paragraph in paragraphs[-_MOST_DESCRIBING:]]
    first = next(
        (at for at, line in enumerate(lines) if _DESCRIBES.match(noise.as_matched(line[:_LABEL_LENGTH]))), None
    )
    if first is not None and len(paragraphs) > len(lines) - first:
        yield from lines[first:]


def _is_begun(line: str, texts: Sequence[str]) -> bool:
    """Return True for the beginning of a sentence of the other text, and for words that lead to the rest of it."""
    begun = _ELLIPSIS.sub("", line)
    return is_cut_short(line) or all(begun in text for text in texts)


def _only_in_one(edge: Sequence[Sequence[str]], kept: Collection[str], dropped: Collection[str], host: str) -> set[str]:
    """Return the lines at an end of two texts that only one has and that tell nothing of the article."""
    lasting = {line for side in edge for line in side if line in kept and line not in dropped and not is_known(line)}
    own = [[line for line in side if line not in kept and not is_known(line)] for side in edge]
    if len(lasting) > _MOST_LASTING or list(map(len, own)) == [1, 1]:
        return set()
    is_replaced = not lasting and min(map(len, own)) >= _LEAST_REPLACED
    rows = {line for side in own for line in side if is_row(line)} if not any(map(is_row, lasting)) else set()
    named = {line for side in own for line in side if host and host in line.lower()}
    return {
        line
        for side in own
        for line in side
        if line in named or (line in rows and len(rows) == 1) or is_replaced or not tells(line)
    }


def _beside_page_words(lines: Sequence[str], kept: Collection[str]) -> set[str]:
    """Return the lines that came together with one that is of the page by its words."""
    found: set[str] = set()
    for is_kept, run in groupby(lines, key=kept.__contains__):
        block = [] if is_kept else list(run)
        if any(map(is_known, block)) and all(map(is_around, block)):
            found.update(line for line in block if not is_known(line) and not tells(line))
    return found


def _rewritten(gone: Sequence[str], come: Sequence[str]) -> set[str]:
    """Return the lines without a full stop of which the other version has one with most of the words."""
    sides = [[(line, frozenset(words(line.lower())), is_open(line)) for line in side] for side in (gone, come)]
    found: set[str] = set()
    for (line, own, is_one_open), (other, others, is_other_open) in product(*sides):
        if not (is_one_open or is_other_open):
            continue
        longer = (min if is_one_open and is_other_open else max)(len(own), len(others))
        if len(own & others) >= _ALIKE * longer:
            found |= {line, other}
    return found


def _rolling_rows(gone: Sequence[str], come: Sequence[str]) -> set[str]:
    """Return the rows of both versions with one label and no cell in common: what comes next, what is offered."""
    rows = [{match[1]: line for line in side if is_row(line) and (match := LABEL.match(line))} for side in (gone, come)]
    found = set()
    for label in rows[0].keys() & rows[1].keys():
        pair = [side[label] for side in rows]
        cells = [set(STROKE.split(line.partition(":")[2].strip())) for line in pair]
        if not cells[0] & cells[1]:
            found.update(pair)
    return found
