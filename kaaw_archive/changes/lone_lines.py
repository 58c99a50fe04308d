"""Lines without a full stop that stand alone between sentences, and have nothing to do with them.

A list of an article has several such lines, and what leads in to them ends with a colon; a heading shares words with
what is below it. A line of what is so at the moment of the visit may name hours and amounts, too.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from kaaw_archive.changes import noise
from kaaw_archive.changes.line_forms import LABEL, is_item, is_known, is_open, tells
from kaaw_archive.changes.plain import words
from kaaw_archive.wordings import facts, page_speech

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kaaw_archive.changes.article_words import ArticleWords

_MOST_LOOKED_AT = 300  # lines of a text
_MOST_IN_RUN = 6  # lines that one of two texts has in one place
_LEAST_LEFT = 20  # words of an article beside which a line may be of the page
_FIRST_WORDS = 3  # of a label
_HEADING = re.compile(r"\A[^.!?:]{3,40}[?:](?= )")
_MOST_WORDS = 20  # of a box with a heading
_ALIKE = 0.3  # share of the words of the shorter of two lines of which one is edited

Run = tuple[int, list[str]]  # the number of the lines in front that both texts have, and the lines


def of_page(sides: Sequence[Sequence[str]], known: Collection[str], articles: Sequence[ArticleWords]) -> set[str]:
    """Return the lines of two texts that are of their pages; ``known`` are the lines of both."""
    if sum(len(line.split()) for line in known if not is_open(line)) < _LEAST_LEFT:
        return set()
    runs = [dict(_runs(lines[:_MOST_LOOKED_AT], known)) for lines in sides]
    found: set[str] = set()
    for own, others, lines, article in zip(runs, runs[::-1], sides, articles, strict=True):
        for place, run in own.items():
            there = others.get(place, [])
            if not _is_in_list(lines, run, known):
                lone = {line for line in run if _is_lone(line, article) and not _is_edited(line, there)}
                found |= lone
                if lone or any(noise.rule_of(line) for line in run):
                    found.update(line for line in run if _is_labelled(line, article))
    for place in runs[0].keys() & runs[1].keys():
        found |= _partners(runs[0][place], runs[1][place], found, articles)
        found |= _rolling_boxes(runs[0][place], runs[1][place], articles)
    return found


def _runs(lines: Sequence[str], known: Collection[str]) -> Iterator[Run]:
    """Yield the lines that one text has alone, by the number of the lines in front of them that both have."""
    behind = 0
    for is_kept, run in groupby(lines, key=known.__contains__):
        block = list(run)
        if is_kept:
            behind += len(block)
        elif len(block) <= _MOST_IN_RUN:
            yield behind, block


def _is_in_list(lines: Sequence[str], run: Sequence[str], known: Collection[str]) -> bool:
    """Return True if a line that both texts have stands beside these as in a list, or leads in to one."""
    at = next(number for number, line in enumerate(lines) if line == run[0])
    end = at + len(run)
    before = lines[at - 1] if at else ""
    behind = lines[end] if end < len(lines) else ""
    if before.endswith(":"):
        return True
    return any(line in known and is_open(line) and not is_known(line) for line in (before, behind) if line)


def _is_lone(line: str, article: ArticleWords) -> bool:
    """Return True for a line without a word of weight of its article that states nothing, or what is so now."""
    if is_known(line) or not is_open(line) or line.endswith(":") or not _is_foreign(line, article):
        return False
    return page_speech.is_of_now(noise.as_matched(line)) or not (tells(line) or _states(line))


def _is_labelled(line: str, article: ArticleWords) -> bool:
    """Return True for a line that names a thing without a word of weight of the article, and its state."""
    is_fact = facts.PRICE.search(noise.as_matched(line)) or not facts.LABELS.isdisjoint(words(_label(line)))
    return bool(_label(line)) and not is_fact and not is_known(line) and is_open(line) and _is_foreign(line, article)


def _is_foreign(line: str, article: ArticleWords) -> bool:
    return article.common(words(line)) == 0 and not is_item(line)


def _states(line: str) -> bool:
    """Return True for a line that names a price, a state, or a fact by its label."""
    text = noise.as_matched(line)
    if facts.STATE.search(text) or facts.PRICE.search(text):
        return True
    return not facts.LABELS.isdisjoint(words(text)[:_FIRST_WORDS])


def _is_edited(line: str, there: Sequence[str]) -> bool:
    """Return True if the other text has much the same words in this place, and they are of no label and no moment."""
    if page_speech.is_of_now(noise.as_matched(line)):
        return any(not is_open(other) and _are_alike(line, other) for other in there)
    return any(_label(line) != _label(other) or not _label(line) for other in there if _are_alike(line, other))


def _label(line: str) -> str:
    found = LABEL.match(noise.as_matched(line))
    return found[1] if found else ""


def _are_alike(one: str, other: str) -> bool:
    own, others = ({word for word in words(line.lower()) if word[0].isalnum()} for line in (one, other))
    return len(own & others) > _ALIKE * min(len(own), len(others))


def _partners(
    one: Sequence[str], other: Sequence[str], found: Collection[str], articles: Sequence[ArticleWords]
) -> set[str]:
    """Return the lines that stand in the place of lines of the page, and are no sentences and no facts either."""
    rest = [
        [(line, article) for line in side if line not in found and not is_known(line)]
        for side, article in zip((one, other), articles, strict=True)
    ]
    of_page = [any(line in found or is_known(line) for line in side) for side in (one, other)]
    partners: set[str] = set()
    labels = {_label(line) for line in (*one, *other) if line in found} - {""}
    for lines, is_partner, others in ((rest[0], of_page[1], rest[1]), (rest[1], of_page[0], rest[0])):
        if (
            is_partner
            and not others
            and all(is_open(line) and (_label(line) in labels or _may_be_partner(line, own)) for line, own in lines)
        ):
            partners.update(line for line, _ in lines)
    return partners


def _may_be_partner(line: str, article: ArticleWords) -> bool:
    if _is_labelled(line, article):
        return True
    is_of_page = not _states(line) or page_speech.is_to_reader(noise.as_matched(line))
    return is_of_page and article.common(words(line)) <= 1 and not is_item(line)


def _rolling_boxes(one: Sequence[str], other: Sequence[str], articles: Sequence[ArticleWords]) -> set[str]:
    """Return the lines in one place that begin with one heading, and go on with nothing in common with the article."""
    headed = [{match[0]: line for line in side if (match := _HEADING.match(line))} for side in (one, other)]
    found: set[str] = set()
    for heading in headed[0].keys() & headed[1].keys():
        pair = [side[heading] for side in headed]
        behind = [line[len(heading) :] for line in pair]
        if max(len(line.split()) for line in pair) > _MOST_WORDS or _are_alike(*behind):
            continue
        if any(_states(line) or (LABEL.match(noise.as_matched(line)) and tells(line)) for line in pair):
            continue
        if all(_is_foreign(line, article) for line, article in zip(pair, articles, strict=True)):
            found.update(pair)
    return found
