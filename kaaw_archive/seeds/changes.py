"""Changes of a seed between two payloads: entries that it names no more, and entries with another title. Pure."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from kaaw_archive import urls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaaw_archive.items import ListKind, SeedEntry
    from kaaw_archive.seeds.records import SeedPage

_MOST = 0.5  # of the entries: if fewer stayed, another list stands there
_FEWEST = 3  # entries of a list in which the order says anything

How = Literal["pushed_out", "taken_out", "unclear"]


@dataclass(frozen=True, slots=True)
class Departure:
    """Entry that a seed names no more.

    ``pushed_out``: it stood at the end, and others came in before it, none behind. ``taken_out``: nothing can have
    pushed it out, and most entries stayed; ``witness`` is the url key of the nearest behind it that is named, one that
    stayed or an older one that moved up. If others moved up, it is ``unclear``, with the first of them.
    """

    entry: SeedEntry
    how: How
    is_at_end: bool
    witness: str | None = None


def departures(kind: ListKind, before: Sequence[SeedEntry], now: Sequence[SeedEntry]) -> list[Departure]:
    """Return the entries that a list named and names no more, each with how it left."""
    return list(_Lists(kind, before, now).departures())


def retracted_entries(before: SeedPage, now: SeedPage) -> list[SeedEntry]:
    """Return the entries that a seed named before and does not name now, though nothing pushed them out.

    A sitemap names all pages. A feed or a listing drops its last entries when new ones come in, so an entry counts only
    if one that stood behind it is still named.
    """
    if before.kind != now.kind or now.problem is not None:
        return []
    if now.kind not in ("feed", "sitemap", "listing"):
        return []
    gone = departures(now.kind, before.entries, now.entries)
    return [one.entry for one in gone if not one.is_at_end] if len(gone) < len(before.entries) else []


def retitled_entries(before: SeedPage, now: SeedPage) -> list[SeedEntry]:
    """Return the entries that a seed names with another title than before."""
    titles = {urls.key(entry.url): entry.title for entry in before.entries}
    return [
        entry
        for entry in now.entries
        if entry.title and (earlier := titles.get(urls.key(entry.url))) and earlier.split() != entry.title.split()
    ]


class _Lists:
    """Two looks at one list."""

    def __init__(self, kind: ListKind, before: Sequence[SeedEntry], now: Sequence[SeedEntry]) -> None:
        self._kind = kind
        self._before = before
        self._now = now
        self._keys = [urls.key(entry.url) for entry in before]
        self._now_keys = [urls.key(entry.url) for entry in now]
        named, known = set(self._now_keys), set(self._keys)
        self._is_kept = [key in named for key in self._keys]
        self._is_new = [key not in known for key in self._now_keys]

    def departures(self) -> Iterator[Departure]:
        """Yield the entries that are gone."""
        if False not in self._is_kept:
            return
        if True not in self._is_kept:
            yield from (Departure(entry, "unclear", False) for entry in self._before)
            return
        find = self._of_sitemap if self._kind == "sitemap" else self._of_list
        yield from (find(place) for place, is_kept in enumerate(self._is_kept) if not is_kept)

    def _of_list(self, place: int) -> Departure:
        entry, behind = self._before[place], self._is_kept[place + 1 :]
        if True not in behind:
            return self._of_end(entry)
        witness = self._keys[place + 1 + behind.index(True)]
        is_room = True in self._is_new[: self._now_keys.index(witness)]  # for it to be pushed from one of two lists
        is_list = len(self._before) >= _FEWEST and self._is_same_list and self._is_in_order
        if not is_list or (is_room and not self._is_by_day):
            return Departure(entry, "unclear", False)
        return Departure(entry, "taken_out", False, witness)

    def _of_end(self, entry: SeedEntry) -> Departure:
        """Return the departure of an entry behind which none stayed: what came in behind the last one moved up."""
        kept = len(self._is_new) - self._is_new[::-1].index(False)
        is_list = len(self._before) >= _FEWEST and self._is_in_order and sum(self._is_kept) >= _MOST * len(self._before)
        if self._is_by_day and self._is_still_by_day:
            older = (
                key for key, one in zip(self._now_keys[kept:], self._now[kept:], strict=True) if _is_older(one, entry)
            )
            if is_list and (witness := next(older, None)):
                return Departure(entry, "taken_out", True, witness)
        is_pushed = True in self._is_new[:kept]
        if kept < len(self._now):
            return Departure(entry, "unclear", True, self._now_keys[kept] if is_list and not is_pushed else None)
        return Departure(entry, "pushed_out" if is_pushed else "unclear", True)

    def _of_sitemap(self, place: int) -> Departure:
        """Return the departure of a page from a sitemap; one of news drops its oldest, so older ones must stay."""
        entry = self._before[place]
        first, older = self._undated, len(self._before)
        if self._is_dated:
            older = max(first, bisect_left(self._by_age, (entry.stated_at or "", -1)))
        kept = self._kept_until[older] - self._kept_until[first]
        if kept < max(1, _MOST * (older - first)):
            return Departure(entry, "unclear", False)
        near = next(number for _, number in reversed(self._by_age[first:older]) if self._is_kept[number])
        return Departure(entry, "taken_out", False, self._keys[near])

    @cached_property
    def _by_age(self) -> list[tuple[str, int]]:
        """The times that the entries state, the oldest first, with their places."""
        return sorted((entry.stated_at or "", place) for place, entry in enumerate(self._before))

    @cached_property
    def _is_dated(self) -> bool:
        return self._by_age[0][0] < self._by_age[-1][0]

    @cached_property
    def _undated(self) -> int:
        """The number of entries that state no time, in a sitemap in which others do."""
        return bisect_left(self._by_age, ("0", -1)) if self._is_dated else 0

    @cached_property
    def _kept_until(self) -> list[int]:
        """The number of entries that stayed among so many of the oldest."""
        return [0, *accumulate(int(self._is_kept[place]) for _, place in self._by_age)]

    @cached_property
    def _is_same_list(self) -> bool:
        """True if most entries stayed, those at the end left aside."""
        end = len(self._is_kept) - self._is_kept[::-1].index(True)
        return sum(self._is_kept) >= _MOST * end

    @cached_property
    def _is_in_order(self) -> bool:
        """True if the entries that stayed stand one behind the other as they did."""
        stayed = [key for key, is_kept in zip(self._keys, self._is_kept, strict=True) if is_kept]
        return stayed == [key for key, is_new in zip(self._now_keys, self._is_new, strict=True) if not is_new]

    @cached_property
    def _is_by_day(self) -> bool:
        """True if all entries state a time, the newest first: one list, and not two."""
        return _are_by_day(self._before)

    @cached_property
    def _is_still_by_day(self) -> bool:
        return _are_by_day(self._now)


def _are_by_day(entries: Sequence[SeedEntry]) -> bool:
    stated = [entry.stated_at or "" for entry in entries]
    return all(stated) and stated == sorted(stated, reverse=True)


def _is_older(one: SeedEntry, other: SeedEntry) -> bool:
    return (one.stated_at or "") < (other.stated_at or "")
