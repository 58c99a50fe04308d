"""Lists of news among the repeated rows of a page: judged by what the rows hold, not by their markup."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from kaaw_archive import urls
from kaaw_archive.seeds import next_pages
from kaaw_archive.seeds.rows import Row, RowGroup, groups
from kaaw_archive.wordings import sections

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.seeds.addresses import Addresses
    from kaaw_archive.seeds.anchors import Anchor

Judgement = Literal["news", "doubtful", "none"]

_HALF = 0.5
_FEWEST = 3  # rows of a list
_FEWEST_DATED = 2
_TEASER_WORDS = 4
_TITLE_WORDS = 3  # of a headline; menus have one or two
_MOST_WORDS = 12  # of a title, for its weight
_OUTSIDE_TAGS = frozenset({"nav", "footer", "aside"})
_OUTSIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|(?:sub|main|top)?-?menu?e?|breadcrumbs?|footer|social|share|pag(?:er|ination)"
    r"|lang(?:uage)?s?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OUTSIDE_LEVELS = 3
_COUNTED = re.compile(r"(?<![0-9])[0-9]{4,}(?![0-9])")  # a number that counts something
_WORD = re.compile(r"[^\W_]+")


class NewsList(NamedTuple):
    """RowGroup of rows with its judgement; ``others`` are links inside of its rows that lead elsewhere."""

    judgement: Judgement
    group: RowGroup
    others: tuple[Anchor, ...] = ()


class Weights(NamedTuple):
    """Shares and means over the rows of a group."""

    dated: float
    dated_addresses: float
    headed: float
    is_title: float
    title_words: float
    teaser_words: float
    slugs: float
    distinct: float
    kind: str | None  # of section, by the heading above the rows or the folder of most of their links
    outside: float


def lists(anchors: Sequence[Anchor], addresses: Addresses, *, is_news_page: bool, is_paged: bool) -> list[NewsList]:
    """Return the lists of a page that may be news, the likeliest first.

    ``is_news_page``: the page's own address or heading names news; ``is_paged``: it has a number or a next page, so
    that a single row may be a list.
    """
    own = next_pages.stem(addresses.url)
    able = [
        anchor
        for anchor in anchors
        if addresses.may_be_article(anchor.url)
        and next_pages.stem(anchor.url) != own
        and sections.kind_of(_parent(anchor.url)) != "taxonomy"
    ]
    judged = []
    for group in groups(able):
        weights = _weights(group)
        judgement = _judgement(group, weights, is_news_page=is_news_page, is_paged=is_paged)
        judged.append((_rank(judgement, weights), judgement, group))
    judged.sort(key=lambda one: one[0], reverse=True)
    found: list[NewsList] = []
    owners: dict[HtmlElement, int] = {}
    held: Counter[HtmlElement] = Counter()  # rows inside of each element
    for _, judgement, group in judged:
        owner = _owner(group, owners)
        if owner is not None:
            first = found[owner]
            found[owner] = first._replace(others=(*first.others, *(row.anchor for row in group.rows)))
        elif judgement != "none" and not _are_boxes(group, held):
            owners.update((row.element, len(found)) for row in group.rows)
            held.update(above for row in group.rows for above in row.element.iterancestors())
            found.append(NewsList(judgement, group))
    return _without_thin(found)


def _are_boxes(group: RowGroup, held: Counter[HtmlElement]) -> bool:
    """Return True for rows of which most hold whole lists: their links lead to more of these."""
    return sum(held[row.element] > 1 for row in group.rows) > len(group.rows) * _HALF


def _without_thin(found: list[NewsList]) -> list[NewsList]:
    """Return the lists without rows that stand alone and have no day, where there is a list that needs no leniency."""
    has_list = any(one.judgement == "news" and len(one.group.rows) >= _FEWEST for one in found)
    return [one for one in found if not has_list or len(one.group.rows) > 1 or one.group.rows[0].has_day]


def is_outside(element: HtmlElement) -> bool:
    """Return True for a place that menus, footers and the like hold."""
    for level, above in enumerate(element.iterancestors()):
        if above.tag in _OUTSIDE_TAGS:
            return True
        names = f"{above.get('class') or ''} {above.get('id') or ''}"
        if level < _OUTSIDE_LEVELS and above.tag != "body" and _OUTSIDE_NAME.search(names):
            return True
    return False


def words(text: str | None) -> int:
    """Return the number of words of a text."""
    return len(_WORD.findall(text)) if text else 0


def _rank(judgement: Judgement, weights: Weights) -> tuple[int, float]:
    order = {"news": 2, "doubtful": 1, "none": 0}[judgement]
    named = min(weights.title_words, _MOST_WORDS) + 6 * weights.is_title
    return order, named + 4 * weights.distinct + weights.slugs


def _owner(group: RowGroup, owners: dict[HtmlElement, int]) -> int | None:
    """Return the list in whose rows most links of a group stand; None if there is none."""
    inside: list[int] = []
    for row in group.rows:
        above = (row.anchor.element, *row.anchor.element.iterancestors())
        inside += [owner for owner in [next((owners[e] for e in above if e in owners), None)] if owner is not None]
    return max(set(inside), key=inside.count) if len(inside) > len(group.rows) * _HALF else None


def _weights(group: RowGroup) -> Weights:
    rows = group.rows
    titles = [words(row.anchor.text) for row in rows]
    return Weights(
        dated=_share(rows, lambda row: row.has_day),
        dated_addresses=_share(rows, lambda row: urls.date_hint(row.anchor.url) is not None),
        headed=_share(rows, lambda row: row.has_heading),
        is_title=_share(rows, lambda row: row.is_title),
        title_words=sum(titles) / len(rows),
        teaser_words=sum(max(0, words(row.text) - title) for row, title in zip(rows, titles, strict=True)) / len(rows),
        slugs=_share(rows, lambda row: is_slug(row.anchor.url)),
        distinct=len({urls.key(row.anchor.url) for row in rows}) / len(rows),
        kind=_kind(group),
        outside=_share(rows, lambda row: is_outside(row.element)),
    )


def _kind(group: RowGroup) -> str | None:
    of_folders = kind_of_folders([row.anchor.url for row in group.rows])
    return of_folders if of_folders == "news" else group.label or of_folders


def _judgement(group: RowGroup, weights: Weights, *, is_news_page: bool, is_paged: bool) -> Judgement:
    """Return the judgement of a group: days speak for news, headings and teasers only where something names news."""
    number = len({urls.key(row.anchor.url) for row in group.rows})
    is_named = weights.kind == "news" or (is_news_page and weights.kind is None)
    is_dated = weights.dated > _HALF and (weights.title_words >= _FEWEST_DATED or weights.is_title > _HALF)
    if weights.kind in ("events", "taxonomy") or weights.distinct <= _HALF:
        return "none"
    if weights.kind == "others":
        return "doubtful" if is_dated and number >= _FEWEST else "none"
    fewest = _FEWEST_DATED if is_dated else _FEWEST
    if is_paged or (is_named and is_dated and weights.headed > _HALF):
        fewest = 1
    if number < fewest:
        return "none"
    if number == 1 and not weights.is_title and weights.title_words < (2 if is_paged else _TITLE_WORDS):
        return "none"
    if is_dated or (weights.dated_addresses > _HALF and weights.title_words >= 1):
        return "news"
    if weights.outside > _HALF:
        return "none"
    is_headed = weights.is_title > _HALF or (weights.headed > _HALF and weights.title_words >= _TITLE_WORDS)
    has_title = weights.title_words >= _TITLE_WORDS
    if is_named and (is_headed or weights.teaser_words >= _TEASER_WORDS or has_title):
        return "news"
    return "doubtful" if has_title and (is_headed or weights.teaser_words >= _TEASER_WORDS) else "none"


def is_slug(url: str) -> bool:
    """Return True if the last part of an address is made of a title: three words or more, a day or a number.

    >>> is_slug("https://a.example/neue-halle-am-markt/"), is_slug("https://a.example/ueber-uns")
    (True, False)
    """
    name = urls.path_of(url).rstrip("/").rpartition("/")[2]
    return len(_WORD.findall(name.replace("_", "-"))) >= _TITLE_WORDS or _COUNTED.search(name) is not None


def kind_of_folders(found: Sequence[str]) -> str | None:
    """Return the kind of section that the folders of most addresses name; None if they name none, or several."""
    kinds = [_kind_of_folder(url) for url in found]
    most = max(set(kinds), key=kinds.count, default=None)
    return most if kinds.count(most) > len(kinds) * _HALF else None


def _parent(url: str) -> str:
    """Return the name of the folder in which an address stands."""
    return urls.path_of(url).rstrip("/").rpartition("/")[0].rpartition("/")[2]


def _kind_of_folder(url: str) -> str | None:
    segments = urls.path_of(url).strip("/").split("/")[:-1]
    return next((kind for part in reversed(segments) if (kind := sections.kind_of(part)) is not None), None)


def _share(rows: Sequence[Row], holds: Callable[[Row], bool]) -> float:
    return sum(map(holds, rows)) / len(rows)
