"""Events of single addresses or whole hosts: redirects, errors, soft 404s, maintenance, silence."""

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
    """Another answer of ``url`` (its url key) or of ``host`` from day ``first`` to day ``last`` (0: for ever).

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
    """All events of the world, by address."""

    def __init__(self) -> None:
        events = [Event(**row) for row in table("schedule")["event"]]
        self._by_host = [event for event in events if event.host]
        self._by_key: dict[str, list[Event]] = {}
        for event in events:
            if event.url:
                self._by_key.setdefault(urls.key(event.url), []).append(event)

    def at(self, url: str, host: str, day: int) -> Event | None:
        """Return the event of an address on a day; its own goes before that of its host. None: there is no event."""
        own: Sequence[Event] = self._by_key.get(urls.key(url), ())
        of_host = [event for event in self._by_host if event.host == host]
        return next((event for event in (*own, *of_host) if event.holds(day)), None)
