"""The calendar of a page: its zone, and the order of day and month that its language and its country use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract import written_days

if TYPE_CHECKING:
    from kaaw_archive.extract.metadata.record import Metadata

# languages and countries that share Berlin's time, wherever they are spoken
_CENTRAL_LANGUAGES = frozenset("bs ca cs da de hr hu it lb mk mt nb nl nn no pl rm sk sl sq sr sv".split())
_CENTRAL_COUNTRIES = frozenset(
    "ad al at ba be ch cz de dk es fr hr hu it li lu mc me mk mt nl no pl rs se si sk sm va".split()
)
_MONTH_FIRST_COUNTRIES = frozenset({"us", "ph"})
_GENERIC_ENDINGS = frozenset({"ai", "co", "io", "me", "tv"})  # of countries, used everywhere
_REGION = re.compile(r"\A([a-z]{2,3})(?:[-_](?:[a-z]{4}[-_])?([a-z]{2}))?(?![a-z])", re.IGNORECASE)
_EPOCH = re.compile(r"\A\s*(\d{10})(?:\d{3})?\s*\Z")  # Unix time in seconds or milliseconds
_INSTANT_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Calendar:
    """Zone of a page, and the order of day and month in it.

    ``is_central``: its midnight is Berlin's. ``month_first``: "03/04/2024" is in March; None: unknown. For machines
    systems write English days as in America unless the page names another country (``declares_month_first``).
    """

    is_central: bool = False
    month_first: bool | None = None
    declares_month_first: bool = False

    def day(self, text: str) -> str | None:
        """Return the first day (ISO 8601) that a text for readers names; None if it names none."""
        return written_days.day(text, month_first=self.month_first)

    def declared_day(self, instant: str) -> str | None:
        """Return the day of an instant or a day for machines, in Berlin where the page has its time; None if none."""
        text = instant[:_INSTANT_CHARACTERS]
        if epoch := _EPOCH.match(text):
            text = datetime.fromtimestamp(int(epoch[1]), UTC).isoformat()
        found = written_days.day_in_berlin(text) if self.is_central else None
        return found or written_days.day(text, month_first=self.month_first or self.declares_month_first)


def of_page(metadata: Metadata, url: str) -> Calendar:
    """Return the calendar of a page by the language that it declares and the country of its address."""
    declared = _REGION.match((metadata.language or "").strip())
    language, region = (declared[1].lower(), (declared[2] or "").lower()) if declared else ("", "")
    ending = urls.host(url).rpartition(".")[2]
    country = ending if len(ending) == 2 and ending not in _GENERIC_ENDINGS else ""
    place = region or country
    is_english = language == "en"
    month_first = None
    if language and (place or not is_english):
        month_first = is_english and place in _MONTH_FIRST_COUNTRIES
    is_central = language in _CENTRAL_LANGUAGES or country in _CENTRAL_COUNTRIES
    return Calendar(is_central, month_first, declares_month_first=is_english and not place)
