"""Days as German pages, feeds and their servers write them; pure, no clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

_MONTHS = {
    "jan": 1, "januar": 1, "jänner": 1, "january": 1, "feb": 2, "febr": 2, "februar": 2, "feber": 2, "february": 2,
    "mär": 3, "mrz": 3, "märz": 3, "maerz": 3, "mar": 3, "march": 3, "apr": 4, "april": 4, "mai": 5, "may": 5,
    "jun": 6, "juni": 6, "june": 6, "jul": 7, "juli": 7, "july": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9,
    "september": 9, "okt": 10, "oktober": 10, "oct": 10, "october": 10, "nov": 11, "november": 11, "dez": 12,
    "dezember": 12, "dec": 12, "december": 12,
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:1[89]|20)[0-9]{2}"
_FORMS = re.compile(
    rf"""(?<![0-9])(?P<iso_y>{_YEAR})-(?P<iso_m>[01][0-9])-(?P<iso_d>[0-3][0-9])(?![0-9])
       | (?<![0-9.,])(?P<num_d>[0-3]?[0-9])\.\s?(?P<num_m>[01]?[0-9])\.\s?
         (?P<num_y>[0-9]{{2}}(?=[012][0-9]:[0-5][0-9])|{_YEAR}(?![0-9]|[.,][0-9])|[0-9]{{2}}(?![0-9]|[.,][0-9]))
       | (?<![0-9.,])(?P<bar_d>[0-3]?[0-9])\s?[|]\s?(?P<bar_m>[01]?[0-9])\s?[|]\s?(?P<bar_y>{_YEAR})(?![0-9])
       | (?<![0-9])(?P<word_d>[0-3]?[0-9])\.?[\s\xa0]*(?P<word_m>{_NAMES})\.?,?[\s\xa0]+(?P<word_y>{_YEAR})(?![0-9])
       | \b(?P<java_m>{_NAMES})\s+(?P<java_d>[0-3]?[0-9])\s+[0-9:]{{5,8}}\s+\w{{2,5}}\s+(?P<java_y>{_YEAR})\b
       | \b(?P<us_m>{_NAMES})\s+(?P<us_d>[0-3]?[0-9]),\s+(?P<us_y>{_YEAR})\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DIGIT = re.compile("[0-9]")
_KINDS = ("iso", "num", "bar", "word", "java", "us")
_TIME = re.compile(
    r"(?<![0-9:.])(?P<h>[01]?[0-9]|2[0-3])(?::(?P<min>[0-5][0-9])(?::(?P<s>[0-5][0-9])(?:\.[0-9]+)?)?(?![0-9:])"
    r"|\.(?P<dot_min>[0-5][0-9])(?=\s*Uhr))"
)
_ZONE = re.compile(r"\s*(?:(?P<sign>[+-])(?P<h>[01][0-9]):?(?P<min>[0-5][0-9])|(?P<name>Z|UTC?|GMT|CES?T|MES?Z)\b)")
_LATE_IN_UTC = re.compile(r"T2[23]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?:Z|\+00:?00)")
_HOURS = {"CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2}  # all others are UTC
_BERLIN = ZoneInfo("Europe/Berlin")
_CENTURY, _TURN = 100, 70  # a year of two digits is of this century below the turn
_SEARCHED = 2_000  # characters
_AFTER_DAY = 40  # characters behind a day in which its time of day stands


class DayInText(NamedTuple):
    """A day (ISO 8601) that a text says, and where it says so."""

    on: str
    begin: int
    end: int


def days(text: str) -> Iterator[DayInText]:
    """All days that the beginning of a text says, in order; what is no day of any calendar is left out."""
    if not _DIGIT.search(text, 0, _SEARCHED):
        return
    for found in _FORMS.finditer(text, 0, _SEARCHED):
        kind = next(kind for kind in _KINDS if found[f"{kind}_y"] is not None)
        month = found[f"{kind}_m"].lower()
        number = int(month) if month.isdigit() else _MONTHS[month]
        if on := _iso(int(found[f"{kind}_y"]), number, int(found[f"{kind}_d"])):
            yield DayInText(on, found.start(), found.end())


def day(text: str) -> str | None:
    """The first day (ISO 8601) that a text says; None where it says none.

    >>> day("Lübeck, 31. März 2003"), day("Stand 27.01.2022"), day("Mon Oct 11 14:57:21 CEST 2021")
    ('2003-03-31', '2022-01-27', '2021-10-11')
    """
    found = next(days(text), None)
    return found.on if found else None


def day_in_berlin(text: str) -> str | None:
    """Return the first day of a text as :func:`day` does; of an instant in UTC the day that it is in Berlin then.

    >>> day_in_berlin("2022-11-06T23:00:00.000Z"), day_in_berlin("2022-11-06T23:00:00+01:00")
    ('2022-11-07', '2022-11-06')
    """
    found = next(days(text), None)
    if found is None or not _LATE_IN_UTC.match(text, found.end):
        return found.on if found else None
    at = datetime.fromisoformat(instant(text) or found.on)
    return at.astimezone(_BERLIN).date().isoformat()


def instant(text: str) -> str | None:
    """The first instant that a text says, as it is stored: UTC, 24 characters; None where it says no day.

    RFC 822, ISO 8601, Java's toString and the German forms. Without a zone the time of day is Berlin's; without a
    time of day it is midnight UTC, so that the day stays what was written.

    >>> instant("Sat, 26 Sep 2026 07:37:00 +0200"), instant("11.10.2021")
    ('2026-09-26T05:37:00.000Z', '2021-10-11T00:00:00.000Z')
    """
    found = next(days(text), None)
    if found is None:
        return None
    # Java writes the time between day and year, all others behind them
    time = _TIME.search(text, found.begin, found.end) if ":" in text[found.begin : found.end] else None
    time = time or _TIME.search(text, found.end, found.end + _AFTER_DAY)
    if time is None:
        return f"{found.on}T00:00:00.000Z"
    on = date.fromisoformat(found.on)
    minute = int(time["min"] or time["dot_min"])
    try:
        at = datetime(on.year, on.month, on.day, int(time["h"]), minute, int(time["s"] or 0), tzinfo=_zone(text, time))
        return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return f"{found.on}T00:00:00.000Z"


def _zone(text: str, time: re.Match[str]) -> tzinfo:
    said = _ZONE.match(text, time.end())
    if said is None:
        return _BERLIN
    if said["name"]:
        return timezone(timedelta(hours=_HOURS.get(said["name"], 0)))
    offset = timedelta(hours=int(said["h"]), minutes=int(said["min"]))
    return timezone(-offset if said["sign"] == "-" else offset)


def _iso(year: int, month: int, day: int) -> str | None:
    if year < _CENTURY:  # "11.10.21"
        year += 2000 if year < _TURN else 1900
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
