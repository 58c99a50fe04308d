"""The days on which an article was published and changed, each with the clue that shows it."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

import htmldate

from kaaw_archive.extract.article import published as shown
from kaaw_archive.extract.metadata import dates as declared
from kaaw_archive.extract.metadata.dates import DateClue

if TYPE_CHECKING:
    from kaaw_archive.extract.article.page import ArticlePage

# htmldate would take the present day; a reading must not depend on when it is made.
LATEST = "2049-12-31"
_DAY = re.compile(r"(?:1[89]\d\d|20\d\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
# any day in the forms in which htmldate's find must stand
_SHOWN_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}\D{1,3}\d{1,2}\D{1,3}\d{4}|\d{4}\D?\d\d\D?\d\d"
    r"|\b\d{1,2}\W{1,3}\w{3,9}\W{1,3}\d{4}|\w{3,9} \d{1,2}\W{1,3}\d{4})(?!\d)"
)
_SHORT_WORDS = 60  # of the segments in which htmldate's find must stand


def published(page: ArticlePage) -> DateClue | None:
    """Return the day of publication: what is stated on the page, else what htmldate finds; None if neither."""
    return shown.day(page) or page.guessed_day


def modified(page: ArticlePage) -> DateClue | None:
    """Return the declared day of the last change: in JSON-LD, meta or microdata; None if none is declared."""
    if (found := declared.modified(page.metadata)) is not None:
        return found
    instants = (element.get("datetime") or element.get("content") for element in page.metadata.items("dateModified"))
    days = (declared.day_of(page.metadata, instant) for instant in instants if instant)
    return next((DateClue(on, "itemprop") for on in days if on), None)


def guessed(page: ArticlePage) -> DateClue | None:
    """Return what htmldate finds, if a reader would find it too: in scripts it takes parts of tokens for days.

    Not in the foot of the page, which says when the page was sent, nor in links to others.
    """
    short = (one.text for one in page.segments.all if one.words < _SHORT_WORDS and not shown.is_elsewhere(one))
    visible = " ".join(short) + page.url
    if not _SHOWN_DAY.search(visible):
        return None  # whatever it found, no reader would
    # its extensive search makes patterns of 200 languages: three seconds once a process, for one date of the corpus
    found = htmldate.find_date(
        deepcopy(page.tree), extensive_search=False, original_date=True, max_date=LATEST, url=page.url
    )
    # a page that only names a year is given its first day
    if found is None or not _DAY.fullmatch(found) or found.endswith("-01-01"):
        return None
    year, month, day = found.split("-")
    numbers = rf"0?{int(day)}\D{{1,3}}0?{int(month)}\D{{1,3}}{year}|{year}\D?{month}\D?{day}"
    words = rf"\b0?{int(day)}\W{{1,3}}\w{{3,9}}\W{{1,3}}{year}|\w{{3,9}} 0?{int(day)}\W{{1,3}}{year}"
    return DateClue(found, "htmldate") if re.search(rf"(?<!\d)(?:{numbers}|{words})(?!\d)", visible) else None
