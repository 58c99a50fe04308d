"""Filter of events: from which source, page and time, of which kinds, and how significant."""

from __future__ import annotations

from dataclasses import dataclass

EVENT_KINDS = (
    "new edited withdrawn unlisted relisted moved returned quotation_changed link_failing link_dead link_returned"
).split()


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Conditions that an event must meet; empty or None: any will do.

    ``significance`` is the least of an edit, from 0 to 1; other events have none and stay. ``since`` and ``until`` are
    instants (UTC text) between which an event became known. ``reader``: only what this reader did not get yet.
    ``published_since``: only of articles of this day or later, or of no known day; a first crawl brings older ones.
    ``edit_kinds`` and ``is_silent`` True: only edits, of one of these kinds, and without a note or a day on the page.
    """

    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    significance: float | None = None
    since: str | None = None
    until: str | None = None
    url: str | None = None
    reader: str | None = None
    edit_kinds: tuple[str, ...] = ()
    is_silent: bool | None = None
    published_since: str | None = None
