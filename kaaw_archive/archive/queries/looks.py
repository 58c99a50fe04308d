"""Times in which the archive has no look at a source: what was published and gone in them is not known."""

from __future__ import annotations

import re
from datetime import date
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive import times

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.items import ArticleFilter

# Lists hold their entries for days: a pause of a week loses little, and an archive may be made once a week.
_FEWEST_DAYS = 15
_TIMES_SHOWN = 5
_SOURCES_SHOWN = 2
_TIME = re.compile(r"\d{4}(-\d\d)?")  # a month or year, in distinction from a source, kind, or no day
_BEGIN, _END = date.min, date.max

# A request that robots.txt or a timeout stopped shows nothing, and a check of a link is no look at a publisher.
# The source is that of the view `visits`, which takes four times as long.
_LOOKS = """
SELECT DISTINCT coalesce(g.source, nullif(r.source, '*')) AS name, substr(c.captured_at, 1, 10) AS day
FROM captures c JOIN crawls r ON r.id = c.crawl_id LEFT JOIN pages g ON g.id = c.page_id
WHERE c.kind IN ('page', 'seed') AND c.error IS NULL
"""
_WITH_NEWS = "SELECT DISTINCT source FROM articles WHERE news_since_at IS NOT NULL"
_CAPTURED = "SELECT substr(min(captured_at), 1, 10), substr(max(captured_at), 1, 10) FROM captures"
_AROUND = """
SELECT max(iif(day <= :day, day, NULL)), min(iif(day > :day, day, NULL))
FROM (SELECT substr(captured_at, 1, 10) AS day FROM captures)
"""
NO_LOOK: Row = {"widest_gap_days": None, "days_unseen_at_the_end": None}


class Unseen(NamedTuple):
    """Time between the days of two looks; ``date.min`` and ``date.max`` stand for no look before or after."""

    begin: date
    end: date

    def __str__(self) -> str:
        if self.begin == _BEGIN:
            return f"before {self.end}"
        return f"after {self.begin}" if self.end == _END else f"from {self.begin} to {self.end}"

    @property
    def days(self) -> int:
        """Return the number of days from one look to the other."""
        return (self.end - self.begin).days


def captured_days(connection: sqlite3.Connection) -> tuple[str, str] | None:
    """Return the days (UTC) of the first and the last capture; None if there is none."""
    first, last = connection.execute(_CAPTURED).fetchone()
    return None if first is None else (first, last)


def gaps(connection: sqlite3.Connection, sources: Iterable[str]) -> dict[str, Row]:
    """Return by source the most days between two looks, and those from the last look to the last capture of all."""
    captured = captured_days(connection)
    end = date.fromisoformat(captured[1]) if captured else _BEGIN
    return {
        source: {
            "widest_gap_days": max(((b - a).days for a, b in pairwise(days)), default=0),
            "days_unseen_at_the_end": (end - days[-1]).days,
        }
        for source, days in look_days(connection, sources).items()
    }


def remark_on_day(connection: sqlite3.Connection, day: str) -> str | None:
    """Return a sentence if nothing was captured until a day, after it, or for long around it; else None."""
    before, after = connection.execute(_AROUND, {"day": day}).fetchone()
    if before is None:
        return after and f"nothing was captured until {day}: the first capture is of {after}"
    if after is None:
        is_last = before == day
        return None if is_last else f"nothing was captured after {before}: the archive of {day} is that of this day"
    around = Unseen(date.fromisoformat(before), date.fromisoformat(after))
    if before == day or around.days < _FEWEST_DAYS:
        return None
    return f"nothing was captured {around}: the archive of {day} is that of {before}"


def look_days(connection: sqlite3.Connection, sources: Iterable[str] = ()) -> dict[str, list[date]]:
    """Return by source the days (UTC) on which it answered a look; without ``sources`` of each that has news."""
    chosen = set(sources) or {row[0] for row in connection.execute(_WITH_NEWS)}
    found: dict[str, list[date]] = {}
    for source, day in connection.execute(_LOOKS):
        if source in chosen:
            found.setdefault(source, []).append(date.fromisoformat(day))
    return {source: sorted(found[source]) for source in sorted(found)}


def remarks_on_looks(
    connection: sqlite3.Connection, sources: Sequence[str], since: str | None, until: str | None
) -> list[str]:
    """Return sentences on the times without a look in a period of days, as silence in them is none; None: no bound.

    A time counts if it has 15 days and more. Times of all of the sources come first.
    """
    looks, captured = look_days(connection, sources), captured_days(connection)
    if not looks or captured is None:
        return []
    begin = date.fromisoformat(since) if since else _BEGIN
    end = date.fromisoformat(until or captured[1])
    unseen = {source: _unseen(days, begin, end) for source, days in looks.items()}
    shared = reduce(_shared, unseen.values())
    period = Unseen(begin, end)
    more = {
        source: own
        for source, found in unseen.items()
        if (own := [time for time in found if _is_more(time, shared, period)])
    }
    at = f" at {sources[0]}" if len(sources) == 1 else ""
    sentences = [f"the archive has no look{at} {_listed(shared)}"] if shared else []
    if more:
        named = [f"at {source} {_listed(found)}" for source, found in list(more.items())[:_SOURCES_SHOWN]]
        others = len(more) - len(named)
        rest = f" and at {others:,} more of {len(looks):,} sources (`kaaw status`)" if others else ""
        sentences.append(f"the archive has no look {', '.join(named)}{rest}")
    return [f"{sentence}: what was published then and gone before the next look is not in it" for sentence in sentences]


def remarks_on_filter(connection: sqlite3.Connection, chosen: ArticleFilter, groups: Iterable[str] = ()) -> list[str]:
    """Return the sentences for the period of a filter, else for that from the first month or year of ``groups`` on."""
    begun = min((group for group in groups if _TIME.fullmatch(group)), default=None)
    since = chosen.since or (begun and f"{begun}-01-01"[:10])
    if since is None and chosen.until is None:
        return []
    return remarks_on_looks(connection, chosen.sources, since, chosen.until)


def _unseen(days: Sequence[date], begin: date, end: date) -> list[Unseen]:
    """Return the times without a look that a period touches, in order."""
    found = [Unseen(_BEGIN, days[0])] if begin < days[0] else []
    found += [time for time in map(Unseen._make, pairwise(days)) if time.days >= _FEWEST_DAYS]
    if (min(end, times.SYSTEM_CLOCK.now().date()) - days[-1]).days >= _FEWEST_DAYS:
        found.append(Unseen(days[-1], _END))
    return [time for time in found if time.begin < end and time.end > begin]


def _shared(some: Iterable[Unseen], others: Sequence[Unseen]) -> list[Unseen]:
    """Return the times in which there was a look neither at one side nor at the other."""
    return [time for a in some for b in others if (time := _both(a, b)).days >= _FEWEST_DAYS]


def _both(a: Unseen, b: Unseen) -> Unseen:
    begin = max(a.begin, b.begin)
    return Unseen(begin, max(begin, min(a.end, b.end)))


def _is_more(time: Unseen, shared: Iterable[Unseen], period: Unseen) -> bool:
    """Return if a time of one source has days in the period that the times of all sources do not have."""
    within = _both(time, period)
    return within.days - sum(_both(within, common).days for common in shared) >= _FEWEST_DAYS


def _listed(found: Sequence[Unseen]) -> str:
    widest = sorted(found, key=lambda time: time.days, reverse=True)[:_TIMES_SHOWN]
    shown = ", ".join(str(time) for time in found if time in widest)
    return shown + (f" and in {len(found) - len(widest):,} more times" if len(found) > len(widest) else "")
