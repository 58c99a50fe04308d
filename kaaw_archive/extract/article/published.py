"""The day of first publication: everything on a page that names a day, weighed by where it does.

What stands next to the headline is what the publisher shows as the date; what machines declare (JSON-LD, meta) is
often the day on which the page was made or made again. A day that several name gains by it. What is labelled as a last
change is the day of one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kaaw_archive.extract.article.shown_days import NOTE, in_marked, in_texts, in_times
from kaaw_archive.extract.metadata import dates as declared_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.metadata.dates import DateClue

_LATEST = "2049-12-31"  # a reading must not depend on when it is made
_EARLIEST = "1990-01-01"  # before it there were no pages
_LEAST, _LEAST_OF_LINE = 0.5, 3.5
SHOWN = frozenset({"time", "itemprop", "text", "sentence"})
_IN_MICRODATA = "meta:datepublished"  # or in a meta element named so
_BY_ANOTHER = 0.2  # of its worth is what a second clue adds to a day


def day(page: ArticlePage) -> DateClue | None:
    """Return the day of publication; None if nothing on the page states one."""
    clues = [one for one in page.day_clues if not one.is_change and one.on not in page.event_days]
    changed = {one.on for one in page.day_clues if one.is_change and one.clue != NOTE}
    if page.declared_change is not None:
        changed.add(page.declared_change.on)
    declared = {one.on for one in clues if one.is_declared and one.clue not in SHOWN}
    stated = declared or {one.on for one in clues if one.is_declared}
    if stated - changed or len({one.on for one in clues}) > 1:
        # a day of publication that is the day of the last change, too, was not shown as the former
        clues = [one for one in clues if one.on in stated or one.on not in changed]
    if not page.calendar.is_central:
        # "09.10.2024" beside a declared 10 September: numbers in the order of another country
        clues = [one for one in clues if one.on in declared or _turned(one.on) not in declared]
    sums: dict[str, float] = defaultdict(float)
    best: dict[str, DateClue] = {}
    for one in sorted(clues, key=lambda one: -one.worth):
        if one.on not in best:
            best[one.on] = one
            sums[one.on] = one.worth
        elif one.clue != best[one.on].clue:
            sums[one.on] += max(0.0, _BY_ANOTHER * one.worth)
    winner = max(best.values(), key=lambda one: (sums[one.on], one.on), default=None)
    return winner if winner is not None and winner.worth > _LEAST else _only_state(page.day_clues)


def _turned(on: str) -> str:
    """Return a day with the numbers of its month and day in the other order; it may be none."""
    return f"{on[:5]}{on[8:]}-{on[5:7]}"


def shown_day(clues: list[DateClue]) -> DateClue | None:
    """Return the best day of the texts of an article that declares none; None if they have no date line."""
    lines = (one for one in clues if not one.is_change and one.worth > _LEAST_OF_LINE)
    return max(lines, key=lambda one: one.worth, default=None) or _only_state(clues)


def _only_state(clues: Iterable[DateClue]) -> DateClue | None:
    """Return the day of a line "Stand: …", or of one that speaks of its page, of an article that shows no other day.

    None if there is no such line: an article that was "updated" may be much older.
    """
    shown = [one for one in clues if one.is_state and one.worth > _LEAST]
    best = max(shown, key=lambda one: (one.worth, one.on), default=None)
    return best._replace(clue="last change") if best is not None else None


def all_clues(page: ArticlePage) -> list[DateClue]:
    """Return every day that is stated in markup, in the address and in short texts."""
    return [clue for rule in page.date_rules for clue in rule(page) if _EARLIEST <= clue.on <= _LATEST]


def in_json(page: ArticlePage) -> Iterator[DateClue]:
    """Yield the days of publication in JSON-LD."""
    return declared_dates.in_json(page.metadata, page.calendar)


def in_meta(page: ArticlePage) -> Iterator[DateClue]:
    """Yield the days of publication in meta elements; of a list in microdata only those of the headline's own item."""
    of_others = _days_of_other_items(page)
    found = declared_dates.in_meta(page.metadata, page.calendar)
    return (one for one in found if one.clue != _IN_MICRODATA or one.on not in of_others)


def _days_of_other_items(page: ArticlePage) -> set[str | None]:
    """Return the days of items without the headline, if microdata state those of several in meta elements.

    A single item may stand beside its headline.
    """
    items = {
        next((above for above in one.iterancestors() if above.get("itemscope") is not None), None): one
        for one in page.metadata.items("datePublished")
        if one.tag == "meta"
    }
    others = (one for item, one in items.items() if item is not None and item not in page.above_headline)
    days = {page.calendar.declared_day(one.get("content") or "") for one in others}
    return days if len(items) > 1 else set()


def in_address(page: ArticlePage) -> Iterator[DateClue]:
    """Yield the day in the address."""
    return declared_dates.in_url(page.url)


DATE_RULES = (in_marked, in_json, in_meta, in_address, in_times, in_texts)
