"""State of a page after one more capture: its kind, its state, and the time of its next visit.

The interval follows what is known of news pages: a young page is visited often, because corrections cluster in its
first two days. An article that was old when it was found waits for a tenth of its age, half as long or one and a half
times as long by its url key, so that the articles of a first crawl are not all due on one day. Later a visit without a
change makes the interval one and a half times as long, a change halves it (StormCrawler's AdaptiveScheduler). An
address that has only ever led to another page is visited rarely: that page has a schedule of its own.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kaaw_archive import times, urls
from kaaw_archive.errors import Problem
from kaaw_archive.http import ABSENT, PERMANENT_REDIRECTS, redirect_target

if TYPE_CHECKING:
    from kaaw_archive.archive.queries.folding import CaptureFact, PageRow
    from kaaw_archive.items import Reading

HOUR_S = 3600
DAY_S = 24 * HOUR_S
YOUNG_S = 48 * HOUR_S  # a page counts as young for so long after it was first seen
MIN_INTERVAL_S = 6 * HOUR_S
MAX_INTERVAL_S = 90 * DAY_S
OLD_SHARE = 0.1  # of the age of an article that was old when it was first seen
OLD_LONGEST_S = 14 * DAY_S
LISTING_INTERVAL_S = 3 * HOUR_S
UNCHANGED_FACTOR = 1.5
CHANGED_FACTOR = 0.5
# The page said nothing about itself: look again soon, a network failure at the next run.
SERVER_ERROR_INTERVAL_S = HOUR_S
NETWORK_FAILURE_SHARE = 0.25  # of the time that it has been away
NETWORK_FAILURE_LONGEST_S = 7 * DAY_S
REFUSED_INTERVAL_S = DAY_S
MISSING_INTERVAL_S = DAY_S
GONE_INTERVAL_S = 30 * DAY_S

_PASSING_REFUSALS = frozenset({Problem.ROBOTS_UNREACHABLE, Problem.HOST_PAUSED})
_UNUSABLE_ANSWERS = frozenset({Problem.TOO_LARGE, Problem.BAD_ENCODING})
_LASTING_REFUSALS = frozenset({Problem.BAD_URL, Problem.URL_TOO_LONG, Problem.PRIVATE_NETWORK, Problem.HOST_BLOCKED})


@dataclass(frozen=True, slots=True)
class PageState:
    """Columns of ``pages`` that a capture may change."""

    kind: str
    cms: str | None
    last_seen_at: str
    due_at: str
    interval_s: int
    state: str


def advance(
    page: PageRow, fact: CaptureFact, reading: Reading | None, *, is_changed: bool, was_read: bool
) -> PageState:
    """Return the page after this capture. ``reading`` is None if the capture brought nothing new to read.

    ``is_changed``: the page shows something else than in its last capture; ``was_read``: an earlier one showed content.
    The result depends on this capture and those before it only.
    """
    kind, cms = page.kind, page.cms
    if reading is not None:
        kind, cms = reading.page_kind, reading.cms
    elif not fact.is_content and not was_read and kind == "other" and (fact.error or (fact.status or 0) >= 400):
        kind = "error"
    published_on = max((article.published_on or "" for article in reading.articles), default="") if reading else ""
    interval_s = _interval(page, fact, kind, published_on, is_changed=is_changed)
    away = times.from_text(fact.captured_at) - times.from_text(page.last_seen_at)
    due = times.from_text(fact.captured_at) + timedelta(
        seconds=_wait(page, fact, interval_s, round(away.total_seconds()))
    )
    return PageState(
        kind=kind,
        cms=cms,
        last_seen_at=fact.captured_at if fact.is_content else page.last_seen_at,
        due_at=times.to_text(due),
        interval_s=interval_s,
        state=_state(page, fact),
    )


def moved_to(fact: CaptureFact) -> str | None:
    """Return the target of a permanent redirect to another page, else None; http, https and www are the same page."""
    return led_to(fact) if fact.status in PERMANENT_REDIRECTS else None


def led_to(fact: CaptureFact) -> str | None:
    """Return the target of a redirect to another page, permanent or not, else None."""
    target = redirect_target(fact.url, fact.status, fact.headers)
    return target if target is not None and urls.is_web(target) and urls.key(target) != urls.key(fact.url) else None


def is_led_home(fact: CaptureFact) -> bool:
    """Return True if a deep address is redirected to a home page; by a temporary redirect, to that of its own host.

    Walls and logins redirect for a time, too, to hosts of their own.
    """
    target = led_to(fact)
    if target is None or not urls.leads_home(fact.url, target):
        return False
    return moved_to(fact) is not None or urls.site(target) == urls.site(fact.url)


def _state(page: PageRow, fact: CaptureFact) -> str:
    if fact.is_content:
        return "live"
    if fact.status in ABSENT:
        return "gone"
    return "moved" if moved_to(fact) else page.state


def _interval(page: PageRow, fact: CaptureFact, kind: str, published_on: str, *, is_changed: bool) -> int:
    """Return the seconds between two visits of a page; unchanged while it does not answer, longer once it is gone."""
    if moved_to(fact) and fact.kind == "seed":
        return LISTING_INTERVAL_S  # it leads to the list: without it nothing new is found
    if not fact.is_content:
        if page.interval_s is None and moved_to(fact):
            return _spread(page, GONE_INTERVAL_S)
        kept = page.interval_s or MIN_INTERVAL_S
        if fact.status == 410 and page.state == "gone":
            return GONE_INTERVAL_S
        is_still_away = (
            (page.state == "gone" and fact.status == 404)
            or (page.state == "moved" and moved_to(fact))
            or (is_led_home(fact) and not _was_there(page))
        )
        return min(GONE_INTERVAL_S, 2 * max(MISSING_INTERVAL_S, kept)) if is_still_away else kept
    # a seed too, whatever the extractor takes it for: lists of long teasers read like articles
    if kind == "listing" or fact.kind == "seed":
        return LISTING_INTERVAL_S
    age = times.from_text(fact.captured_at) - times.from_text(page.first_seen_at)
    if page.interval_s is None:
        return _first_interval(page, fact, published_on)
    if age.total_seconds() < YOUNG_S and page.interval_s <= MIN_INTERVAL_S:
        return MIN_INTERVAL_S
    factor = CHANGED_FACTOR if is_changed else UNCHANGED_FACTOR
    return round(min(MAX_INTERVAL_S, max(MIN_INTERVAL_S, page.interval_s * factor)))


def _first_interval(page: PageRow, fact: CaptureFact, published_on: str) -> int:
    """Return the seconds until the second visit: a tenth of the article's age, half as much less or more by its key."""
    if not published_on:
        return MIN_INTERVAL_S
    age = times.from_text(fact.captured_at) - times.from_text(times.start_of_day(published_on[:10]))
    if age.total_seconds() < YOUNG_S + DAY_S:
        return MIN_INTERVAL_S
    return _spread(page, min(OLD_LONGEST_S, max(DAY_S, OLD_SHARE * age.total_seconds())))


def _spread(page: PageRow, seconds: float) -> int:
    """Return between half and one and a half times as many seconds, by the key of the page."""
    return round(seconds * (0.5 + zlib.crc32(page.url_key.encode()) / 2**32))


def _wait(page: PageRow, fact: CaptureFact, interval_s: int, away_s: int) -> int:
    """Return the seconds until the next visit; for a page that did not answer, by the kind and time of the failure.

    One that is missing for the first time is visited on the next day: only then it is withdrawn.
    """
    if (fact.status in ABSENT and page.state == "live") or (is_led_home(fact) and _was_there(page)):
        return MISSING_INTERVAL_S
    if fact.is_content or (fact.status is not None and 300 <= fact.status < 400 and fact.error is None):
        return interval_s
    if fact.status in (401, 403, 404, 410, 451):
        return max(MISSING_INTERVAL_S, interval_s)
    if fact.status is not None and fact.error is None:
        return max(SERVER_ERROR_INTERVAL_S, _retry_after(fact))
    if fact.error in _LASTING_REFUSALS:
        return GONE_INTERVAL_S
    if fact.error in _PASSING_REFUSALS:
        return _network_wait(away_s)
    if fact.error in _UNUSABLE_ANSWERS:
        return max(MISSING_INTERVAL_S, interval_s)
    if fact.error in tuple(Problem) and Problem(fact.error or "").is_refusal:
        return REFUSED_INTERVAL_S
    return _network_wait(away_s) if fact.status is None else SERVER_ERROR_INTERVAL_S


def _was_there(page: PageRow) -> bool:
    """Return True if the last capture showed content: what comes now is the first look that does not."""
    return page.last_order[0] == page.last_seen_at


def _network_wait(away_s: int) -> int:
    """Return the seconds until the next try of an unreachable host: the next run at first, later ever more."""
    return min(NETWORK_FAILURE_LONGEST_S, round(away_s * NETWORK_FAILURE_SHARE))


def _retry_after(fact: CaptureFact) -> int:
    value = fact.headers.first("retry-after") or ""
    return min(int(value[:9]), DAY_S) if value.isascii() and value.isdigit() else 0
