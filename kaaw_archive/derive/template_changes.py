"""Changes of a template: the same edit on many pages of a site within days is one finding for the site.

The page that showed it first keeps the edit, with the number of pages in front of its sentence; on the others it is
noise. Found anew from all edits of a source, so that it does not depend on the order in which pages were captured.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.queries import comparisons as queries
from kaaw_archive.archive.store import comparisons as store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from kaaw_archive.archive.queries.comparisons import StoredEdit

FEWEST_TEXTS = 5  # of a site that were changed in the same way
WINDOW = timedelta(days=14)  # two weeks: not all pages are looked at on one day
_FEWEST_CHARACTERS = 16  # of a change that is the same one on two pages: "3 -> 5" is not
_OF_EACH_PAGE = frozenset({"typo", "metadata"})  # kinds of changes that pages have each of their own
_PLACE = re.compile(r" (?:in|aus) (?:Absatz|paragraph) \d{1,6}")
_ON_PAGES = re.compile(r"\A(?:Auf \d{1,7} Seiten der Website|On \d{1,7} pages of the site): ")
_GERMAN = re.compile(r"[„]|Datum|Änderung")


def join_template_changes(connection: sqlite3.Connection, sources: Iterable[str]) -> None:
    """Turn the same edit on many texts of a source into one finding, and turn back what is no such change any more."""
    found: dict[int, StoredEdit] = {}
    stored = queries.stored_edits(connection, sources)
    for group in _groups(stored):
        first, *others = group
        found |= {edit.to_id: edit._replace(sentence=_plain(edit), is_noise=True) for edit in others}
        found[first.to_id] = first._replace(sentence=_on_pages(first, group), is_noise=False)
    for edit in stored:
        new = found.get(edit.to_id) or edit._replace(sentence=_plain(edit), is_noise=False)
        if new != edit:
            store.restate(connection, new)


def _groups(edits: Iterable[StoredEdit]) -> Iterator[list[StoredEdit]]:
    """Yield the edits that are the same change, the first to be seen first, if they are on enough texts of a source."""
    alike: dict[tuple[str, str], list[StoredEdit]] = defaultdict(list)
    for edit in edits:
        change = _PLACE.sub("", _plain(edit)).rpartition("; ")[0]  # without what is said of days
        if len(change) >= _FEWEST_CHARACTERS and not edit.kinds <= _OF_EACH_PAGE:
            alike[edit.source, change].append(edit)
    for same in alike.values():
        for group in _within_days(same):
            if len({edit.work_id for edit in group}) >= FEWEST_TEXTS:
                yield group


def _within_days(edits: Sequence[StoredEdit]) -> Iterator[list[StoredEdit]]:
    """Yield runs of edits: each was seen within the window after the edit before."""
    run: list[StoredEdit] = []
    for edit in sorted(edits, key=lambda edit: (edit.seen_at, edit.key)):
        if run and times.from_text(edit.seen_at) - times.from_text(run[-1].seen_at) > WINDOW:
            yield run
            run = []
        run.append(edit)
    if run:
        yield run


def _plain(edit: StoredEdit) -> str:
    return _ON_PAGES.sub("", edit.sentence)


def _on_pages(edit: StoredEdit, group: Sequence[StoredEdit]) -> str:
    sentence = _plain(edit)
    pages = len({one.key for one in group})
    form = "Auf {} Seiten der Website: {}" if _GERMAN.search(sentence) else "On {} pages of the site: {}"
    return form.format(pages, sentence)
