"""Rows of lists: links that recur at one place of a repeated structure, with what stands around each.

Records are found by repeated paths of tags, as in MDR (Liu, Grossman, Zhai: Mining Data Records in Web Pages, KDD
2003): the place of a link is the path of tags above it; the row of a link is the largest element that holds no other
link of its place. Where rows are no elements of their own (``dt`` and ``dd``, a heading and its paragraphs, an unclosed
``div``), what follows up to the next row belongs to it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive import urls
from kaaw_archive.extract.html.text import text_of, visible
from kaaw_archive.wordings import sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.seeds.anchors import Anchor

_MOST_ANCESTORS = 40
_CLASSES = 3  # elements from the link upwards whose first class belongs to its place
_MOST_CHARACTERS = 1_500  # of a row; an element with more text is no row
_MOST_PIECES = 6  # siblings that belong to a row
_FEWEST_RECORDS = 3
_SHORT = 80  # characters of a line that holds a day and little else
_LABEL_LEVELS = 4  # elements above a list in which its heading is looked for
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption"})
_TITLES = _HEADINGS | {"dt"}
_STATE = re.compile(r"[0-9]+|(?:^|[-_])(?:odd|even|first|last|active|current|left|right)(?=$|[-_])")
_DAY = re.compile(
    r"""(?<![0-9])[0-3]?[0-9][./-]\s?[01]?[0-9][./-]\s?(?:[12][0-9])?[0-9]{2}(?![0-9])
      | (?<![0-9])[12][0-9]{3}[-/.][01]?[0-9][-/.][0-3]?[0-9](?![0-9])
      | (?<![0-9])[0-3]?[0-9](?:\.|º|er|st|nd|rd|th)?\s(?:de\s|of\s|d[’'])?[^\W\d_]{3,12}\.?,?\s(?:de\s)?
        (?:19|20)[0-9]{2}(?![0-9])
      | [^\W\d_]{3,12}\.?\s[0-3]?[0-9](?:st|nd|rd|th)?,?\s(?:19|20)[0-9]{2}(?![0-9])
      | (?:19|20)[0-9]{2}\.?\s[^\W\d_]{3,12}\.?\s[0-3]?[0-9](?![0-9])""",
    re.VERBOSE,
)


class Row(NamedTuple):
    """Row of a list: its link, the element that holds it, and the text of all that belongs to it.

    ``beside`` are the parts of the text that stand in front of the element or behind it.
    """

    anchor: Anchor
    element: HtmlElement
    text: str
    beside: tuple[str, ...] = ()

    @property
    def has_day(self) -> bool:
        """Return True if the row, or the address of its link, names a day in any language."""
        return names_day(self.text) or next(self.element.iter("time"), None) is not None

    @property
    def has_heading(self) -> bool:
        """Return True if a heading stands in the row or around it."""
        return next(self.element.iter(*_TITLES), None) is not None

    @property
    def is_title(self) -> bool:
        """Return True if the link is the heading of its row, or holds it."""
        link = self.anchor.element
        if next(link.iter(*_HEADINGS), None) is not None:
            return True
        for above in (link, *link.iterancestors()):
            if above.tag in _TITLES or above is self.element:
                return above.tag in _TITLES
        return False


class RowGroup(NamedTuple):
    """Rows of one place under one heading; ``label`` is the kind of section that the heading names, if any."""

    rows: tuple[Row, ...]
    label: str | None


def names_day(text: str) -> bool:
    """Return True if a text holds a day with a year, in whatever language.

    >>> names_day("14 février 2024"), names_day("May 29, 2019"), names_day("Haus 7, 2. Stock")
    (True, True, False)
    """
    return _DAY.search(text[:_MOST_CHARACTERS]) is not None


def groups(anchors: Sequence[Anchor]) -> list[RowGroup]:
    """Return the links as rows, grouped by place and by the heading above them; each link is in one group."""
    by_place: dict[tuple[str, ...], list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        by_place[_place(anchor.element, _CLASSES)].append(anchor)
    alone = [found.pop() for found in by_place.values() if len(found) == 1]
    for anchor in alone:  # classes that change from row to row
        by_place[_place(anchor.element, 0)].append(anchor)
    places = [part for found in by_place.values() if found for part in _columns(found)]
    return [group for found in places for group in _under_headings(found)]


def _place(element: HtmlElement, classes: int) -> tuple[str, ...]:
    """Return the tags above a link, each once, as an element that was never closed holds the rows behind it."""
    tags: dict[str, str] = {}
    for level, above in enumerate((element, *element.iterancestors())):
        if level > _MOST_ANCESTORS:
            break
        name = str(above.tag)
        names = (above.get("class") or "").split() if level < classes else []
        tags.setdefault(name, f"{name}.{_STATE.sub('', names[0])}" if names else name)
    return tuple(tags.values())


def _columns(anchors: list[Anchor]) -> list[list[Anchor]]:
    """Return the links of one place by their columns, where each record has several that lead to different folders.

    Cells of a table have one place, and so have elements without classes: title and office of a row, for instance.
    """
    below = _keys_below(anchors)
    records: dict[HtmlElement, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        above = next((e for e in anchor.element.iterancestors() if len(below[e]) > 1), None)
        if above is not None:
            records[above].append(anchor)
    count = len(next(iter(records.values()), ()))
    if len(records) < _FEWEST_RECORDS or count < 2 or any(len(found) != count for found in records.values()):
        return [anchors]
    columns = [[found[number] for found in records.values()] for number in range(count)]
    folders = [{anchor.url.rstrip("/").rpartition("/")[0] for anchor in column} for column in columns]
    is_apart = all(not one & other for number, one in enumerate(folders) for other in folders[number + 1 :])
    return columns if is_apart else [anchors]


def _under_headings(anchors: Sequence[Anchor]) -> Iterator[RowGroup]:
    rows = _rows(anchors)
    labels: dict[HtmlElement | None, str | None] = {}
    by_label: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        above = row.element.getparent()
        if above not in labels:
            labels[above] = _label(row.element)
        by_label[labels[above]].append(row)
    for label, found in by_label.items():
        yield RowGroup(tuple(found), label)


def _rows(anchors: Sequence[Anchor]) -> list[Row]:
    below = _keys_below(anchors)
    elements: dict[HtmlElement, Anchor] = {}
    for anchor in anchors:
        element = anchor.element
        while (parent := element.getparent()) is not None and len(below[parent]) == 1 and _is_small(parent):
            element = parent
        first = elements.get(element)
        if first is None or (first.text is None and anchor.text):
            elements[element] = anchor
    has_day_before = _has_day_before(elements)
    return [
        Row(anchor, element, *_text(element, anchor, below, has_day_before)) for element, anchor in elements.items()
    ]


def _is_small(element: HtmlElement) -> bool:
    """Return True for an element that may be a row: one with much text is a page."""
    if element.tag in ("body", "main"):
        return False
    characters = 0
    for text in element.itertext():
        characters += len(text.strip())
        if characters > _MOST_CHARACTERS:
            return False
    return True


def _keys_below(anchors: Iterable[Anchor]) -> dict[HtmlElement, set[str]]:
    """Return the pages that each element links from this place."""
    below: dict[HtmlElement, set[str]] = defaultdict(set)
    for anchor in anchors:
        key = urls.key(anchor.url)
        for level, element in enumerate((anchor.element, *anchor.element.iterancestors())):
            if level > _MOST_ANCESTORS:
                break
            below[element].add(key)
    return below


def _text(
    element: HtmlElement, anchor: Anchor, below: dict[HtmlElement, set[str]], has_day_before: bool
) -> tuple[str, tuple[str, ...]]:
    """Return the text of a row, and its parts outside of the element."""
    own = visible(text_of(element) or "")[:_MOST_CHARACTERS]
    if len(own) > len(anchor.text or "") + _SHORT or names_day(own) or sections.says_more(anchor.text or ""):
        return own, ()
    if has_day_before and (day := _line_before(element)):
        return f"{day} {own}", (day,)
    pieces = [element.tail or ""]
    for number, after in enumerate(element.itersiblings()):
        if number == _MOST_PIECES or after in below:
            break
        pieces += [text_of(after) or "" if isinstance(after.tag, str) else "", after.tail or ""]
    return visible(" ".join((own, *pieces)))[:_MOST_CHARACTERS], tuple(pieces)


def _has_day_before(elements: Iterable[HtmlElement]) -> bool:
    """Return True if a day stands in front of the first row: then it does so in front of each."""
    first = next(iter(elements), None)
    return first is not None and _line_before(first) is not None


def _line_before(element: HtmlElement) -> str | None:
    """Return the short line with a day that stands directly in front of an element."""
    before, parent = element.getprevious(), element.getparent()
    tail = (before.tail if before is not None else parent.text if parent is not None else None) or ""
    lines = [tail] if tail.strip() or before is None else [text_of(before) or "" if isinstance(before.tag, str) else ""]
    return next((line.strip() for line in lines if len(line.strip()) <= _SHORT and names_day(line)), None)


def _label(row: HtmlElement) -> str | None:
    """Return the kind of section that the nearest heading in front of a list names; None for an unknown kind."""
    element = row.getparent()
    for _ in range(_LABEL_LEVELS):
        if element is None or element.tag == "body":
            return None
        for before in (element, *element.itersiblings(preceding=True)):
            if before is not element and (head := _heading_of(before)):
                return sections.kind_of(head) if len(head) <= _SHORT else None
        element = element.getparent()
    return None


def _heading_of(element: HtmlElement) -> str | None:
    if not isinstance(element.tag, str):
        return None
    heads = [element] if element.tag in _HEADINGS else list(element.iter(*_HEADINGS))[-1:]
    return text_of(heads[0]) if heads else None
