"""Pages that are made of entries: lists of articles, search results, home pages. They are no article themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract import article_evidence
from kaaw_archive.extract.article import blocks, links
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.text import letters, text_of
from kaaw_archive.extract.notices import ENOUGH_EVIDENCE
from kaaw_archive.extract.written_days import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage

_FEWEST = 3  # entries of a list; two teasers stand under many an article
_SHARE = 0.6  # of the text that was taken for the article, in entries
_SHARE_OF_HOME = 0.2  # a home page of a small site may be its only text; one that greets and then links news is none
_NUMBER = re.compile(r"\d+")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_ENTRY_TAGS = frozenset({"li", "article", "div", "section", "tr", "a", "dl"})
_LONGEST_ENTRY = 1_500  # characters; longer ones are articles
_MOST_CHILDREN = 200
_BEFORE_NAME = 6  # words in front of the name of an entry: day, time, place
_SHARE_OF_NAME = 0.3  # of the words of an entry
_MORE = re.compile(
    r"\W*(?:weiter(?:lesen)?|mehr|lesen sie|zum (?:artikel|beitrag)|zur meldung|details|read|more)\b", re.I
)
_READ_ON = re.compile(r"\W*(?:weiter ?lesen|mehr lesen|lesen sie mehr|read more)\W*\Z", re.I)
_SENTENCE_WORDS = 8
_WORDS_OF_SECTION = 60  # outside of links
_WORDS_OF_DAY = 6  # of a line that names a day and little else: "Mittwoch, den 3. Mai 2024"
_WORDS_OF_ARTICLE = 120  # above entries that are more; what greets readers of a list is shorter
_WORDS_OF_GREETING = 24  # above a list


def are_the_text(page: ArticlePage) -> bool:
    """Return True if what was taken for the article is for the most part the text of entries that link elsewhere."""
    entries = [letters(row.text_content()) for row in page.rows]
    if not entries:
        return False
    text = [compact for piece in blocks.pieces_of(page.whole.blocks) if (compact := letters(piece))]
    homes = {
        piece: next((number for number, entry in enumerate(entries) if piece in entry), None)
        for piece in dict.fromkeys(text)
    }
    in_entries = sum(len(piece) for piece in text if homes[piece] is not None)
    is_front = urls.is_home(page.url)
    own = _apart_from(page, page.selected_segments, set(page.rows))
    if not is_front and not page.system.is_listing_address and (_are_sections(page.rows) or _stands_above(page, own)):
        return False
    share = _SHARE_OF_HOME if is_front else _SHARE
    # where all of it is in one, the article itself stands first among its like; the last page of a list may hold one,
    # and of a home page that is all entries not more may be found
    fewest = 1 if page.system.is_listing_address or is_front else _FEWEST
    return len(set(homes.values()) - {None}) >= fewest and in_entries > share * sum(map(len, text))


def _stands_above(page: ArticlePage, own: list[int]) -> bool:
    """Return True if segments outside of all entries are an article: long, below its headline, with signs of one."""
    head = page.matched_head
    if head is None or urls.is_home(page.url):
        return False
    segments = (page.segments.all[number] for number in own if number > head)
    words = sum(segment.words - segment.linked for segment in segments if segment.words >= _SENTENCE_WORDS)
    return words >= _WORDS_OF_ARTICLE and article_evidence.of_tree(page.tree) >= ENOUGH_EVIDENCE


def _apart_from(page: ArticlePage, numbers: list[int], rows: set[HtmlElement]) -> list[int]:
    return [number for number in numbers if not _is_within(page.segments.all[number].element, rows)]


def _are_sections(rows: list[HtmlElement]) -> bool:
    """Return True if most entries say more than a teaser does, name no day and do not ask to read on."""
    long = [row for row in rows if _own_words(row) >= _WORDS_OF_SECTION]
    able = [row for row in long if not _asks_to_read_on(row) and day((text_of(row) or "")[:200]) is None]
    return 2 * len(able) > len(rows)


def _own_words(row: HtmlElement) -> int:
    linked = sum(len(anchor.text_content().split()) for anchor in row.iter("a"))
    return len(row.text_content().split()) - linked


def are_rows_of_a_list(page: ArticlePage) -> bool:
    """Return True if all that was taken are rows of a table that each link a page of this site beside its day.

    However few: the list of a year in which little happened. A row of several paragraphs is no entry, but the cell of
    a layout that holds an article.
    """
    rows = dict.fromkeys(page.segments.all[number].element for number in page.selected_segments)
    if len(rows) < len(page.selected_segments):
        return False
    body = {row for row in rows if row.find("td") is not None}
    return bool(body) and all(row.tag == "tr" and (row not in body or _is_dated_link(page, row)) for row in rows)


def _is_dated_link(page: ArticlePage, row: HtmlElement) -> bool:
    return _target(page, row, needs_head=False) is not None and day((text_of(row) or "")[:200]) is not None


def are_bare_teasers(page: ArticlePage) -> bool:
    """Return True if all that was taken, but for a line of greeting, are names and days of other articles.

    Each name links a page of this site, and there are as many days as names: in boxes of their own, or in one row.
    """
    taken = page.selected_segments
    first = next((place for place, number in enumerate(taken) if _is_bare(page, number)), len(taken))
    if first == len(taken) or not all(_is_bare(page, number) for number in taken[first:]):
        return False
    if sum(page.segments.all[number].words for number in taken[:first]) > _WORDS_OF_GREETING:
        return False
    begin, end = taken[first], taken[-1] + 1
    while begin > 0 and begin - 1 != page.matched_head and _is_bare(page, begin - 1):
        begin -= 1
    while end < len(page.segments.all) and _is_bare(page, end):
        end += 1
    row = [number for number in range(begin, end) if _is_bare(page, number)]
    days = sum(day(page.segments.all[number].text) is not None for number in row)
    targets = {_target(page, page.segments.all[n].element, needs_head=False) for n in row if _is_name_line(page, n)}
    return _FEWEST <= len(targets - {None}) <= days


def _is_bare(page: ArticlePage, number: int) -> bool:
    """Return True for a segment that is the linked name of another page, or a day and little else."""
    segment = page.segments.all[number]
    return _is_name_line(page, number) or (segment.words <= _WORDS_OF_DAY and day(segment.text) is not None)


def _is_name_line(page: ArticlePage, number: int) -> bool:
    """Return True for a segment that is a link and no more than a day beside it."""
    segment = page.segments.all[number]
    if not segment.linked or segment.words - segment.linked > _BEFORE_NAME:
        return False
    return segment.linked == segment.words or day(segment.text) is not None


def without_neighbours(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Return the segments without those of the teasers of other articles, which stand behind many an article in its
    markup.

    An entry that is no more than a line with a link and a day may be the article's own: an entry has a heading, or asks
    to read on.
    """
    head = page.headline.element if page.headline else None
    above_head = set(head.iterancestors()) if head is not None else set()
    apart = {row for row in page.rows if row not in above_head and _is_teaser(row)}
    if not apart:
        return numbers
    outside = _apart_from(page, numbers, apart)
    inside = set(numbers).difference(outside)
    if _are_amid(page, outside, inside):
        return numbers
    rest = _without_their_headings(page, numbers, inside)
    words = sum(page.segments.all[number].words for number in numbers)
    of_rest = sum(page.segments.all[number].words for number in rest)
    return rest if of_rest > (1 - _SHARE) * words or _stands_above(page, rest) else numbers


def _without_their_headings(page: ArticlePage, numbers: list[int], inside: set[int]) -> list[int]:
    """Return the segments outside of entries, without the headings right before these ("Mehr zum Thema")."""
    rest: list[int] = []
    for number in numbers:
        if number not in inside:
            rest.append(number)
        elif rest and page.segments.all[rest[-1]].tag in _HEADINGS:
            rest.pop()
    return rest


def _is_teaser(row: HtmlElement) -> bool:
    return next(row.iter(*_HEADINGS), None) is not None or _asks_to_read_on(row)


def _asks_to_read_on(row: HtmlElement) -> bool:
    return any(_READ_ON.match(text_of(anchor) or "") is not None for anchor in row.iter("a"))


def _are_amid(page: ArticlePage, others: list[int], inside: set[int]) -> bool:
    """Return True if sentences of the article stand in front of its entries and behind them: it has them as a list."""
    sentences = [n for n in others if page.segments.all[n].words - page.segments.all[n].linked >= _SENTENCE_WORDS]
    if not sentences or not inside:
        return False
    first, last = min(inside), max(inside)
    home = blocks.common_element_of_segments(page.segments, sorted(inside))
    behind = [n for n in sentences if n > last and _is_within(page.segments.all[n].element, {home.getparent()})]
    return sentences[0] < first and bool(behind)


def _is_within(element: HtmlElement, apart: set[HtmlElement]) -> bool:
    return any(above in apart for above in (element, *element.iterancestors()))


def entries_within(page: ArticlePage) -> list[HtmlElement]:
    """Return the entries of all lists within the article, or the page if it has none, teasers of others among them."""
    home, system = page.whole.home if page.selected_segments else page.tree, page.system
    known: dict[HtmlElement, None] = {}  # in an order that the page gives, not the addresses in memory
    for selector in system.row_selectors:
        rows = trees.matches_of(selector, home)
        fewest = 1 if system.is_listing_address else _FEWEST
        known.update(dict.fromkeys(_if_enough(page, rows, fewest=fewest)))
    for parent in home.iter("ul", "ol", "div", "section", "main", "tbody", "table", "article"):
        if len(parent) >= _FEWEST and not (known and any(above in known for above in parent.iterancestors())):
            for alike in _alike(parent):
                known.update(dict.fromkeys(_if_enough(page, alike, needs_head=True)))
    return list(known)


def _alike(parent: HtmlElement) -> Iterator[list[HtmlElement]]:
    """Return the children of an element that have one tag and the same first class, numbers aside (``post-4711``)."""
    groups: defaultdict[tuple[object, str], list[HtmlElement]] = defaultdict(list)
    for child in list(parent)[:_MOST_CHILDREN]:
        if child.tag in _ENTRY_TAGS:
            groups[child.tag, _NUMBER.sub("", (child.get("class") or "").split(" ")[0])].append(child)
    return (group for group in groups.values() if len(group) >= _FEWEST)


def _if_enough(
    page: ArticlePage, elements: list[HtmlElement], *, needs_head: bool = False, fewest: int = _FEWEST
) -> list[HtmlElement]:
    """Return the elements that each lead to a page, if there are enough of them and hardly one leads nowhere."""
    leading: list[HtmlElement] = []
    targets: set[str] = set()
    for number, element in enumerate(elements):
        is_able = len(element.text_content()) <= _LONGEST_ENTRY
        if is_able and (target := _target(page, element, needs_head=needs_head)) is not None:
            leading.append(element)
            targets.add(target)
        elif 2 * (number + 1 - len(leading)) >= len(elements):
            return []
    return leading if len(targets) >= fewest else []


def _target(page: ArticlePage, element: HtmlElement, *, needs_head: bool) -> str | None:
    """Return the key of the page of this site that an entry leads to; None if it leads to none, or is no entry."""
    anchors = [element] if element.tag == "a" else [*element.iter("a"), *element.iterancestors("a")]
    for anchor in _naming(element, anchors) if needs_head else anchors:
        target = links.resolve(page.base, anchor.get("href") or "")
        if target is None or urls.site(target) != urls.site(page.url):
            continue
        if (key := urls.key(target)) != urls.key(page.url):
            return key
    return None


def _naming(element: HtmlElement, anchors: list[HtmlElement]) -> list[HtmlElement]:
    """Return the links that name what an entry leads to: a heading's, or the one beside its day.

    A section of an article has links in its text, and a day of a chronology has one behind what happened.
    """
    if not anchors:
        return []
    heads = list(element.iter(*_HEADINGS))
    if named := [anchor for anchor in anchors if any(_names(anchor, head) for head in heads)]:
        return named
    text = text_of(element) or ""
    if day(text[:200]) is None and day(text[-40:]) is None:
        return []
    words = len(text.split())
    return [anchor for anchor in anchors if _is_name(text_of(anchor) or "", text, words)]


def _names(anchor: HtmlElement, head: HtmlElement) -> bool:
    """Return True if a link is around a heading, or around most of its words."""
    if anchor is head.getparent() or any(above is anchor for above in head.iterancestors("a")):
        return True
    inside = any(above is head for above in anchor.iterancestors())
    return inside and 2 * len(letters(anchor.text_content())) >= len(letters(head.text_content())) > 0


def _is_name(linked: str, text: str, words: int) -> bool:
    """Return True if a linked text begins an entry, is much of it or asks to read on."""
    if not linked:
        return False
    before = len(text[: max(0, text.find(linked))].split())
    return before <= _BEFORE_NAME or len(linked.split()) >= _SHARE_OF_NAME * words or _MORE.match(linked) is not None
