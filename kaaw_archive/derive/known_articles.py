"""Articles as they are compared to find works, and what their times and days say. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kaaw_archive import times, urls

_WEEK = timedelta(days=7)
_WEEKS = timedelta(weeks=6)
ENTERED_AGAIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """One version of an article, without its text."""

    snapshot_id: int
    capture_id: int
    title: str
    published_on: str | None


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article with its first and its last version, and the digests of the texts of all of its versions."""

    id: int
    key: str
    url: str
    source: str
    first_seen_at: str
    last_seen_at: str
    news_since_at: str | None
    first: KnownVersion
    last: KnownVersion
    digests: frozenset[str]

    @property
    def order(self) -> tuple[str, str]:
        """The order in which addresses of one work are counted: the first to be seen is the first."""
        return self.first_seen_at, self.key


def are_together(one: KnownArticle, other: KnownArticle) -> bool:
    """Return True if each of two articles was seen after the other one was there."""
    return one.last_seen_at > other.first_seen_at and other.last_seen_at > one.first_seen_at


def are_seen_near(undated: KnownArticle, dated: KnownArticle) -> bool:
    """Return True if an article without a day was seen first within weeks of the day of another one."""
    day = dated.last.published_on or dated.first.published_on
    if day is None:
        return False
    return abs(times.from_text(undated.first_seen_at).date() - date.fromisoformat(day)) <= _WEEKS


def are_copies(one: KnownArticle, other: KnownArticle) -> bool:
    """Return True if one of two articles is a document without a day, seen first about the time of the other."""
    if urls.is_document(one.url) == urls.is_document(other.url):
        return False
    document, page = (one, other) if urls.is_document(one.url) else (other, one)
    return document.first.published_on is None and are_seen_near(document, page)


def are_entered_twice(one: KnownVersion, other: KnownVersion) -> bool:
    """Return True if two versions have one title and days side by side: a portal dates what it takes over."""
    is_dated = None not in (one.published_on, other.published_on)
    is_titled = " ".join(one.title.lower().split()) == " ".join(other.title.lower().split())
    return is_dated and is_titled and not are_of_days_apart(one, other)


def are_copied_to_host(one: KnownArticle, other: KnownArticle) -> bool:
    """Return True if two articles are on two hosts and of days side by side: a portal dates what it takes over."""
    is_dated = None not in (one.last.published_on, other.first.published_on)
    return is_dated and urls.host(one.url) != urls.host(other.url) and not are_of_days_apart(one.last, other.first)


def days_differ(one: KnownVersion, other: KnownVersion) -> bool:
    """Return True if both versions state a day, and not the same."""
    return None not in (one.published_on, other.published_on) and one.published_on != other.published_on


def are_of_days_apart(one: KnownVersion, other: KnownVersion) -> bool:
    """Return True if both versions state a day, and the two lie further apart than a site may enter one text twice."""
    if one.published_on is None or other.published_on is None:
        return False
    return abs(date.fromisoformat(one.published_on) - date.fromisoformat(other.published_on)) > ENTERED_AGAIN


def are_of_one_day(one: KnownVersion, other: KnownVersion) -> bool:
    """Return True if both versions state the same day."""
    return one.published_on is not None and one.published_on == other.published_on


def is_beside(one: KnownArticle, other: KnownArticle) -> bool:
    """Return True if two articles with different texts were there at one time."""
    return are_together(one, other) and not one.digests & other.digests


def are_of_one_week(one: KnownArticle, other: KnownArticle) -> bool:
    """Return True if two articles were seen first within a week: releases for two places, and no move."""
    first, later = sorted((one.first_seen_at, other.first_seen_at))
    return times.from_text(later) - times.from_text(first) < _WEEK
