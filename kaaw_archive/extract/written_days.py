"""Days as pages, feeds and their servers write them, in German and other languages of Europe; pure, no clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from kaaw_archive import times
from kaaw_archive.wordings import month_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

_YEAR = r"(?:1[89]|20)[0-9]{2}"
_WORD = r"(?:[^\W0-9_][\u0300-\u036f]?){3,14}"  # accents may follow their letters as signs of their own
# Each begins with its first number, which is searched for in a fraction of the time of a month's name. The month of
# "us" and "java" stands before it.
_FORMS = re.compile(
    rf"""(?<![0-9])(?:
         (?P<iso_y>{_YEAR})-(?P<iso_m>[01][0-9])-(?P<iso_d>[0-3][0-9])(?![0-9])
       | (?P<year_y>{_YEAR})(?P<year_sign>/|\.\s?)(?P<year_m>[01]?[0-9])(?P=year_sign)(?P<year_d>[0-3]?[0-9])(?![0-9])
       | (?P<cjk_y>{_YEAR})\s?[年년]\s?(?P<cjk_m>[01]?[0-9])\s?[月월]\s?(?P<cjk_d>[0-3]?[0-9])\s?[日일]
       | (?P<hung_y>{_YEAR})\.\s(?P<hung_m>{_WORD})\.?\s(?P<hung_d>[0-3]?[0-9])\.
       | (?<![.,])(?P<num_d>[0-3]?[0-9])\.\s?(?P<num_m>[01]?[0-9])\.\s?
         (?P<num_y>[0-9]{{2}}(?=[012][0-9]:[0-5][0-9])|{_YEAR}(?![0-9]|[.,][0-9])|[0-9]{{2}}(?![0-9]|[.,][0-9]))
       | (?<![.,])(?P<bar_d>[0-3]?[0-9])\s?[|]\s?(?P<bar_m>[01]?[0-9])\s?[|]\s?(?P<bar_y>{_YEAR})(?![0-9])
       | (?<![.,/-])(?P<two_d>[0-3]?[0-9])(?P<two_sign>[/-])(?P<two_m>[0-3]?[0-9])(?P=two_sign)
         (?P<two_y>{_YEAR})(?![0-9/-])
       | (?P<word_d>[0-3]?[0-9])(?:\.|st|nd|rd|th|er|[ºª])?(?:\s?[-/]\s?|[\s\xa0]*)(?:(?:of|de|di)\s|d[’'])?
         (?P<word_m>{_WORD})\.?,?(?:\s?[-/]\s?|[\s\xa0]+)(?:del?\s)?(?P<word_y>{_YEAR})(?![0-9])
       | (?P<us_d>[0-3]?[0-9])(?:st|nd|rd|th)?,?\s+(?P<us_y>{_YEAR})(?![0-9])
       | (?P<java_d>[0-3]?[0-9])\s+[0-9:]{{5,8}}\s+(?:\w{{2,5}}\s+)?(?P<java_y>{_YEAR})\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_MONTH_BEFORE = re.compile(r"((?:[^\W0-9_][\u0300-\u036f]?){3,20})\.?\s+\Z")
_WEEKDAY_BEFORE = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+\Z", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BEFORE = 24  # characters in front of a day's first number in which its month or weekday stands
_DIGIT = re.compile("[0-9]")
_KINDS = ("iso", "year", "cjk", "hung", "num", "bar", "two", "word", "us", "java")
_FIRST_OF_RANGE = re.compile(
    r"(?<![0-9])[0-3]?[0-9](?:/[0-3]?[0-9]/(?:19|20)[0-9]{2}|\.|st|nd|rd|th)?(?:\s?[01]?[0-9]\.)?(?:\s?(?!uhr)[^\W0-9_]{3,10}\.?)?(?:,?\s?(?:19|20)[0-9]{2})?"
    r"\s?(?:-|–|—|bis(?:\szum)?|to|und|and|&|\+|/|au|al"
    r"|,?\s?(?:bis(?:\szum)?|to|until|till|through)\s[^\W\d_]{2,10}\.?,?)\s?\Z",
    re.IGNORECASE,
)
_REST_OF_RANGE = re.compile(
    r"\s?(?:-|–|—|bis(?:\szum)?|to)\s?(?:[0-3]?[0-9](?:\.\s?(?:[01]?[0-9]\.|[^\W0-9_])|st|nd|rd|th|\s[^\W0-9_]{3,10}\s(?:19|20))"
    r"|[^\W0-9_]{3,10}\s[0-3]?[0-9],|[0-3]?[0-9]/[0-3]?[0-9]/(?:19|20)[0-9]{2})",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![0-9:.])(?P<h>[01]?[0-9]|2[0-3])(?::(?P<min>[0-5][0-9])(?::(?P<s>[0-5][0-9])(?:\.[0-9]+)?)?(?![0-9:])"
    r"|\.(?P<dot_min>[0-5][0-9])(?=\s*Uhr))"
)
_ZONE = re.compile(r"\s*(?:(?P<sign>[+-])(?P<h>[01][0-9]):?(?P<min>[0-5][0-9])|(?P<name>Z|UTC?|GMT|CES?T|MES?Z)\b)")
_LATE_IN_UTC = re.compile(r"[T ]2[23]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?\s?(?:Z|UTC|GMT|\+00:?00)")
_HOURS = {"CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2}  # all others are UTC
_BERLIN = ZoneInfo("Europe/Berlin")
_MONTHS = 12
_CENTURY, _TURN = 100, 70  # a year of two digits is of this century below the turn
_SEARCHED = 2_000  # characters
_LONGEST_DAY, _BESIDE_DAY = 50, 16  # characters of a text that is a day, and beside the day in it
_AFTER_DAY = 40  # characters behind a day in which its time of day stands


class DayInText(NamedTuple):
    """A day (ISO 8601) that a text names, and where it does."""

    on: str
    begin: int
    end: int


def days(text: str, *, month_first: bool | None = None) -> Iterator[DayInText]:
    """Yield all days that the beginning of a text names, in order; what is no day of any calendar is left out.

    ``month_first`` tells which number of "03/04/2024" is the month where both could be; None: then it is no day.
    """
    found = _FORMS.search(text, 0, _SEARCHED) if _DIGIT.search(text, 0, _SEARCHED) else None
    while found is not None:
        if (day := _day_of(found, text, month_first)) is not None:
            yield day
        # a number without a month behind it may stand before a day
        found = _FORMS.search(text, found.end() if day is not None else found.start() + 1, _SEARCHED)


def _day_of(found: re.Match[str], text: str, month_first: bool | None) -> DayInText | None:
    kind = next(kind for kind in _KINDS if found[f"{kind}_y"] is not None)
    year, day, begin = int(found[f"{kind}_y"]), int(found[f"{kind}_d"]), found.start()
    month: int | None
    if kind in ("us", "java"):
        before = _MONTH_BEFORE.search(text, max(0, begin - _BEFORE), begin)
        name = _last_name(before[1]) if before else ""
        month = month_names.number_of(name)
        begin = before.end(1) - len(name) if before else begin
    else:
        name = found[f"{kind}_m"]
        month = int(name) if name.isdigit() else month_names.number_of(name)
    if kind == "two":
        day, month = _in_order(day, int(found["two_m"]), year, month_first, text[max(0, begin - _BEFORE) : begin])
    on = _iso(year, month, day) if month is not None else None
    return DayInText(on, begin, found.end()) if on else None


def _last_name(word: str) -> str:
    """Return the last name of a word: two lines of a page may be told apart by their markup alone ("ScottMay 3").

    >>> _last_name("ScottMay"), _last_name("may"), _last_name("MAY")
    ('May', 'may', 'MAY')
    """
    begins = (at for at in range(len(word) - 1, 0, -1) if word[at].isupper() and word[at - 1].islower())
    return word[next(begins, 0) :]


def _in_order(first: int, second: int, year: int, month_first: bool | None, before: str) -> tuple[int, int | None]:
    """Return day and month of two numbers in either order; month None if it is not known which is which."""
    if first > _MONTHS or second > _MONTHS or first == second:
        return (second, first) if second > _MONTHS else (first, second)
    if weekday := _WEEKDAY_BEFORE.search(before):
        number = _WEEKDAYS.index(weekday[1].lower())
        fits = [pair for pair in ((first, second), (second, first)) if date(year, pair[1], pair[0]).weekday() == number]
        if len(fits) == 1:
            return fits[0]
    if month_first is None:
        return first, None
    return (second, first) if month_first else (first, second)


def is_in_range(text: str, day: DayInText) -> bool:
    """Return True if a day is the first or the last of several in a text: those of an event.

    >>> text = "10.–12. Mai 2024"
    >>> is_in_range(text, next(days(text)))
    True
    """
    before = text[max(0, day.begin - 2 * _BEFORE) : day.begin]
    return _FIRST_OF_RANGE.search(before) is not None or _REST_OF_RANGE.match(text, day.end) is not None


def day(text: str, *, month_first: bool | None = None) -> str | None:
    """Return the first day (ISO 8601) that a text names; None if it names none.

    >>> day("Lübeck, 31. März 2003"), day("Stand 27.01.2022"), day("Mon Oct 11 14:57:21 CEST 2021")
    ('2003-03-31', '2022-01-27', '2021-10-11')
    """
    found = next(days(text, month_first=month_first), None)
    return found.on if found else None


def is_day(text: str) -> bool:
    """Return True for a text that names a day and hardly says more: its weekday, a time of day.

    >>> is_day("Freitag, 3. Mai 2024, 10 Uhr"), is_day("3. Mai 2024: Der Rat der Stadt tagt")
    (True, False)
    """
    found = next(days(text), None) if len(text) <= _LONGEST_DAY else None
    return found is not None and len(text) - (found.end - found.begin) <= _BESIDE_DAY


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
    """Return the first instant that a text names, as it is stored: UTC, 24 characters; None if it names no day.

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
        return times.start_of_day(found.on)
    on = date.fromisoformat(found.on)
    minute = int(time["min"] or time["dot_min"])
    try:
        at = datetime(on.year, on.month, on.day, int(time["h"]), minute, int(time["s"] or 0), tzinfo=_zone(text, time))
        return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return times.start_of_day(found.on)


def _zone(text: str, time: re.Match[str]) -> tzinfo:
    zone = _ZONE.match(text, time.end())
    if zone is None:
        return _BERLIN
    if zone["name"]:
        return timezone(timedelta(hours=_HOURS.get(zone["name"], 0)))
    offset = timedelta(hours=int(zone["h"]), minutes=int(zone["min"]))
    return timezone(-offset if zone["sign"] == "-" else offset)


def _iso(year: int, month: int, day: int) -> str | None:
    if year < _CENTURY:  # "11.10.21"
        year += 2000 if year < _TURN else 1900
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
