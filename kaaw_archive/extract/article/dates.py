"""The day on which an article was changed last, and the days of the events that a page declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.extract.metadata import dates as declared
from kaaw_archive.extract.metadata.dates import DateClue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaaw_archive.extract.article.page import ArticlePage

_LEAST_OF_CHANGE = -1.5  # the foot of a page counts


def modified_day(page: ArticlePage) -> DateClue | None:
    """Return the day of the last change: declared, else labelled as one in a line; None if neither."""
    return page.declared_change or labelled_change(page.day_clues)


def labelled_change(clues: Iterable[DateClue]) -> DateClue | None:
    """Return the day that a line labels as that of the last change; None if none does."""
    labelled = (one for one in clues if one.is_change and one.worth > _LEAST_OF_CHANGE)
    return max(labelled, key=lambda one: (one.worth, one.on), default=None)


def declared_change(page: ArticlePage) -> DateClue | None:
    """Return the declared day of the last change: in JSON-LD, meta or microdata; None if none is declared."""
    if (found := declared.declared_modified_day(page.metadata, page.calendar)) is not None:
        return found
    instants = (element.get("datetime") or element.get("content") for element in page.metadata.items("dateModified"))
    days = (page.calendar.declared_day(instant) for instant in instants if instant)
    return next((DateClue(on, "itemprop") for on in days if on), None)


def of_events(page: ArticlePage) -> set[str]:
    """Return the days on which the events begin and end that a page declares, in JSON-LD or microdata."""
    instants = [text for _, text in page.metadata.texts("startDate", "endDate")]
    instants += [one.get("datetime") or one.get("content") or "" for one in page.metadata.items("startDate", "endDate")]
    return {on for instant in instants if (on := page.calendar.declared_day(instant))}
