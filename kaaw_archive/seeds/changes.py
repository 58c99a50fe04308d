"""Changes of a seed between two payloads: entries that it names no more, and entries with another title. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls

if TYPE_CHECKING:
    from kaaw_archive.seeds.records import SeedEntry, SeedPage

_LISTS = frozenset({"feed", "sitemap", "listing"})


def retracted_entries(before: SeedPage, now: SeedPage) -> list[SeedEntry]:
    """Return the entries that a seed named before and does not name now, though nothing pushed them out.

    A sitemap names all pages. A feed or a listing drops its last entries when new ones come in, so an entry counts only
    if one that stood behind it is still named.
    """
    if not {before.kind, now.kind} <= _LISTS or before.kind != now.kind or now.problem is not None:
        return []
    named = {urls.key(entry.url) for entry in now.entries}
    earlier = before.entries
    is_kept = [urls.key(entry.url) in named for entry in earlier]
    if True not in is_kept:  # another list stands there now
        return []
    end = len(earlier) if now.kind == "sitemap" else len(is_kept) - is_kept[::-1].index(True)
    return [entry for entry, kept in zip(earlier[:end], is_kept[:end], strict=True) if not kept]


def retitled_entries(before: SeedPage, now: SeedPage) -> list[SeedEntry]:
    """Return the entries that a seed names with another title than before."""
    titles = {urls.key(entry.url): entry.title for entry in before.entries}
    return [
        entry
        for entry in now.entries
        if entry.title and (earlier := titles.get(urls.key(entry.url))) and earlier.split() != entry.title.split()
    ]
