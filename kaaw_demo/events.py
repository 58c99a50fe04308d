"""What befalls single addresses or whole hosts: redirects, errors, soft 404s, maintenance, silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kaaw_archive import urls
from kaaw_demo.data import table

if TYPE_CHECKING:
    from collections.abc import Sequence

Manner = Literal["redirect", "missing", "soft404", "maintenance", "busy", "silent"]


@dataclass(frozen=True)
class Event:
    """From day ``first`` to day ``last`` (0: for ever) what ``url`` (its url key) or ``host`` names answers otherwise.

    ``busy`` answers 503 with Retry-After to the first request of a day. ``to`` and ``status`` belong to redirects and
    to missing pages.
    """

    manner: Manner
    first: int
    last: int = 0
    url: str = ""
    host: str = ""
    status: int = 301
    to: str = ""

    def holds(self, day: int) -> bool:
        return self.first <= day and (not self.last or day <= self.last)


class Events:
    """All of them, found by the address that is asked."""

    def __init__(self) -> None:
        events = [Event(**row) for row in table("schedule")["event"]]
        self._by_host = [event for event in events if event.host]
        self._by_key: dict[str, list[Event]] = {}
        for event in events:
            if event.url:
                self._by_key.setdefault(urls.key(event.url), []).append(event)

    def at(self, url: str, host: str, day: int) -> Event | None:
        """What holds for an address on a day; an event of the address goes before one of its host."""
        own: Sequence[Event] = self._by_key.get(urls.key(url), ())
        of_host = [event for event in self._by_host if event.host == host]
        return next((event for event in (*own, *of_host) if event.holds(day)), None)
