"""Lines of a page around its article, by their form and place, whatever their words.

Sentences of an article have full stops. A line without one, at the beginning or the end of a text, that only one of two
versions has, is of the page: a tool bar, a teaser, a request to readers. It is of the article if it is an item of a
list, if it names a day, a price or a state, or if the other version has nearly the same line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, product, takewhile
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.changes import marks, noise
from kaaw_archive.changes.plain import words
from kaaw_archive.typography import single_blanks
from kaaw_archive.wordings import page_words
from kaaw_archive.wordings.month_names import number_of
from kaaw_archive.wordings.views import is_cut_short

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kaaw_archive.items import VersionContent

MOST_AROUND = 100  # paragraphs at each end of a text among which lines of the page are looked for
_MOST_CHANGED = 200  # lines that only one of two versions has; more are another text
_MOST_WORDS = 16  # of a line that is no sentence
_MOST_CALL_WORDS = 8  # of a line that ends with an exclamation mark
_MOST_CELL_WORDS = 8
_MOST_LASTING = 1  # line that stayed: beside more of them, the one that came is an item of a list
_LEAST_REPLACED = 2  # lines that went, and that came in their place: titles of other articles
_ALIKE = (
    0.5  # share of the words of the shorter of two lines that are one which changed; of the longer if it is a sentence
)
_IS_SENTENCE = re.compile(r"[.:;,][\"')\]]{0,3}\Z")
_IS_ITEM = re.compile(r"(?:[-*•·▪◦‣]|\(?(?:\d{1,3}|[a-z])[.)])\s")
_LABEL = re.compile(r"([^\W\d]\S{0,30}(?: \S{1,30}){0,2}?) ?: (?=\S)")
_MOST_DESCRIBING = 3  # paragraphs at the end: a heading, and a description of the publisher
_LABEL_LENGTH = 80
_DESCRIBES = re.compile(
    r"(?:uber (?:uns|den|die|das)|about(?: us)?|a propos(?: de| du| d')?)\b[^.!?:]{0,60}(?:\Z| ?: )"
)
_ELLIPSIS = re.compile(r" ?\[?\.\.\.\]?\Z")
_STROKE = re.compile(r" ?[|•·] ?")
# prices, times of day and measures
_AMOUNT = re.compile(
    r"\d ?(?:uhr|h|am|pm|euros?|eur|€|%|prozent|per cent|pour cent"
    r"|\w{0,5}met(?:er|re)s?|k?m|tonn\w{1,3}|million\w{0,2}|mio)(?!\w)"
    r"|[€£$] ?\d|\d[:.]\d\d\b|\d{4}|\d[., ]\d{3}"
)
_FACTS = frozenset(
    "wann wo ort zeit uhrzeit datum beginn einlass ende dauer eintritt kosten preis preise gebuhr anmeldung"
    " anmeldeschluss frist treffpunkt adresse anschrift spendenkonto iban referent referentin moderation leitung"
    " teilnahme stimmen tater opfer kleidung grose when where time date venue place cost price admission tickets"
    " entry deadline speaker address duration booking quand ou"
    " lieu heure horaires tarif tarifs entree inscription inscriptions duree".split()
)
# the state of an event, a road or an offer
_STATE = re.compile(
    r"\b(?:ab|aus|ver|ge|auf|ein|unter)\w{0,14}(?:sagt|schoben|sperrt|hoben|bucht|stellt|brochen|langert|schlossen)\b"
    r"|\b(?:entfallt|entfallen|fallt aus|beendet)\b"
    r"|\b(?:cancel\w{2,4}|postponed|closed|suspended|sold out|extended|lifted)\b"
    r"|\b(?:annulee?s?|reportee?s?|fermee?s?|supprimee?s?|complet|suspendue?s?)\b"
)
_VERB = re.compile(
    r"\b(?:ist|sind|wird|werden|hat|haben|bleibt|bleiben|is|are|was|has|have|will|est|sont|sera|seront)\b"
)
_READER = re.compile(r"\b(?:sie|ihre?|ihnen|uns|unsere?|wir|you|your|us|our|we|vous|votre|vos|nous|nos)\b")


def without_page_lines(old: VersionContent, new: VersionContent) -> tuple[VersionContent, VersionContent]:
    """Return two versions without the lines of their pages that only one has, and without titles of other articles."""
    old, new = (
        _without(side, {*_other_articles(side.paragraphs), *_of_publisher(side.paragraphs)}) for side in (old, new)
    )
    lines = [[single_blanks(paragraph) for paragraph in side.paragraphs] for side in (old, new)]
    known = set(lines[0]) & set(lines[1])
    changed = [[line for line in side if line not in known] for side in lines]
    if not any(changed) or sum(map(len, changed)) > _MOST_CHANGED:
        return old, new
    dropped = _rolling_rows(*changed)
    kept = known | dropped | _rewritten(*changed)
    for side in lines:
        dropped |= _beside_page_words(side, kept)
    if all(any(not _is_around(line) for line in side) for side in lines):
        host = urls.host(new.url)
        texts = [" ".join(side) for side in lines]
        for edge in zip(_edges(lines[0]), _edges(lines[1]), strict=True):
            dropped |= {line for line in _only_in_one(edge, kept, dropped, host) if not _is_begun(line, texts)}
    return _without(old, dropped), _without(new, dropped)


def _without(version: VersionContent, lines: Collection[str]) -> VersionContent:
    if not lines:
        return version
    return replace(
        version,
        paragraphs=tuple(line for line in version.paragraphs if single_blanks(line) not in lines),
        links=tuple(link for link in version.links if single_blanks(link.text) not in lines),
    )


def _other_articles(paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield the titles below a heading that names a list of other articles."""
    is_below = False
    for paragraph in paragraphs[-MOST_AROUND:]:
        line = single_blanks(paragraph[: noise.MOST_CHARACTERS])
        if noise.is_heading_of_articles(line):
            is_below = True
        elif is_below and (is_below := _is_open(line)):
            yield line


def _of_publisher(paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs at the end in which a publisher describes itself, with their heading."""
    lines = [single_blanks(paragraph) for paragraph in paragraphs[-_MOST_DESCRIBING:]]
    first = next(
        (at for at, line in enumerate(lines) if _DESCRIBES.match(noise.as_matched(line[:_LABEL_LENGTH]))), None
    )
    if first is not None and len(paragraphs) > len(lines) - first:
        yield from lines[first:]


def _edges(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the lines without a full stop at the beginning and at the end; none of a list that a colon leads in.

    The lead of an article stands in front of the tool bar that is below it.
    """
    has_lead = bool(lines) and not _is_around(lines[0]) and not lines[0].endswith(":")
    first = list(takewhile(_is_around, lines[has_lead:MOST_AROUND]))
    last = list(takewhile(_is_around, lines[: -MOST_AROUND - 1 : -1]))
    behind = lines[-1 - len(last)] if len(last) < len(lines) else ""
    return first, [] if behind.endswith(":") else last


@lru_cache(maxsize=10_000)
def _is_around(line: str) -> bool:
    return _is_open(line) or _is_known(line)


def _is_known(line: str) -> bool:
    """Return True for a line of a page by its words, and for a mark of change."""
    return noise.rule_of(line) is not None or marks.is_mark(line) or marks.is_note(line) or marks.is_supplement(line)


def _is_open(line: str) -> bool:
    """Return True for a line that is no sentence, or a call of a few words."""
    if len(line) > noise.MOST_CHARACTERS or _IS_SENTENCE.search(line):
        return False
    return len(line.split()) <= (_MOST_CALL_WORDS if line.endswith("!") else _MOST_WORDS)


def _tells(line: str) -> bool:
    """Return True for a line that is of the article: an item, a fact by its label, a day, a price, a state."""
    text = noise.as_matched(line)
    if _IS_ITEM.match(line) or _AMOUNT.search(text) or _STATE.search(text):
        return True
    if line.endswith("!") and _VERB.search(text) and not _READER.search(text):
        return True
    label = _LABEL.match(text)
    if label is not None and not _FACTS.isdisjoint(words(label[1])):
        return True
    return any(number_of(word) is not None or page_words.is_weekday(word) for word in words(text))


def _is_row(line: str) -> bool:
    """Return True for labels with strokes between them."""
    cells = _STROKE.split(line)
    return len(cells) > 1 and all(len(cell.split()) <= _MOST_CELL_WORDS for cell in cells)


def _is_begun(line: str, texts: Sequence[str]) -> bool:
    """Return True for the beginning of a sentence of the other text, and for words that lead to the rest of it."""
    begun = _ELLIPSIS.sub("", line)
    return is_cut_short(line) or all(begun in text for text in texts)


def _only_in_one(edge: Sequence[Sequence[str]], kept: Collection[str], dropped: Collection[str], host: str) -> set[str]:
    """Return the lines at an end of two texts that only one has and that tell nothing of the article."""
    lasting = {line for side in edge for line in side if line in kept and line not in dropped and not _is_known(line)}
    own = [[line for line in side if line not in kept and not _is_known(line)] for side in edge]
    if len(lasting) > _MOST_LASTING or list(map(len, own)) == [1, 1]:
        return set()
    is_replaced = not lasting and min(map(len, own)) >= _LEAST_REPLACED
    rows = {line for side in own for line in side if _is_row(line)} if not any(map(_is_row, lasting)) else set()
    named = {line for side in own for line in side if host and host in line.lower()}
    return {
        line
        for side in own
        for line in side
        if line in named or (line in rows and len(rows) == 1) or is_replaced or not _tells(line)
    }


def _beside_page_words(lines: Sequence[str], kept: Collection[str]) -> set[str]:
    """Return the lines that came together with one that is of the page by its words."""
    found: set[str] = set()
    for is_kept, run in groupby(lines, key=kept.__contains__):
        block = [] if is_kept else list(run)
        if any(map(_is_known, block)) and all(map(_is_around, block)):
            found.update(line for line in block if not _is_known(line) and not _tells(line))
    return found


def _rewritten(gone: Sequence[str], come: Sequence[str]) -> set[str]:
    """Return the lines without a full stop of which the other version has one with most of the words."""
    sides = [[(line, frozenset(words(line.lower())), _is_open(line)) for line in side] for side in (gone, come)]
    found: set[str] = set()
    for (line, own, is_open), (other, others, is_other_open) in product(*sides):
        if not (is_open or is_other_open):
            continue
        longer = (min if is_open and is_other_open else max)(len(own), len(others))
        if len(own & others) >= _ALIKE * longer:
            found |= {line, other}
    return found


def _rolling_rows(gone: Sequence[str], come: Sequence[str]) -> set[str]:
    """Return the rows of both versions with one label and no cell in common: what comes next, what is offered."""
    rows = [
        {match[1]: line for line in side if _is_row(line) and (match := _LABEL.match(line))} for side in (gone, come)
    ]
    found = set()
    for label in rows[0].keys() & rows[1].keys():
        pair = [side[label] for side in rows]
        cells = [set(_STROKE.split(line.partition(":")[2].strip())) for line in pair]
        if not cells[0] & cells[1]:
            found.update(pair)
    return found
