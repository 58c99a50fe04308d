"""Boilerplate: lines at the ends of texts that many pages of a site repeat; they are cut and recorded.

A line is boilerplate if four other articles of its site have it in captures before the one that is read, or shortly
after it: a line that is put on all pages on one day is news on none of them. Boilerplate is cut from the beginning and
from the end of a text. The index has the earliest articles of each line, at most five, so that it is the same in
whatever order captures are folded. Groups of pages that were folded with a smaller index are noted, to be folded again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kaaw_archive import times, urls
from kaaw_archive.archive.queries import boilerplate as queries
from kaaw_archive.archive.queries.boilerplate import KNOWN_BY, Order, Sighting, digest_bits, standing_digest
from kaaw_archive.archive.store import boilerplate as store
from kaaw_archive.derive.trimming import without_lines
from kaaw_archive.json_text import compact
from kaaw_archive.similarity import plain_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from kaaw_archive.archive.queries.folding import CaptureFact
    from kaaw_archive.items import ArticleRecord, Reading

SOON = timedelta(days=2)  # two runs of a daily crawl; later captures change nothing of earlier readings
_KEPT = KNOWN_BY + 1  # because one of them may be the article that is read
_AT_THE_BEGINNING, _AT_THE_END = 10, 20  # lines of a text that may be boilerplate
_SHORTEST = 60  # characters of adjacent boilerplate lines: "Der Eintritt ist frei." is news on every page
_LARGEST_SHARE = 1 / 3  # of a text that may be cut
_COPY = 2 / 3  # boilerplate among the lines at both ends: one article under several addresses, no boilerplate


@dataclass(frozen=True, slots=True)
class BoilerplateIndex:
    """Lines of a site as one capture may use them: with the articles that had them until shortly after it."""

    connection: sqlite3.Connection
    site: str
    extractor_version: str
    order: Order
    is_document: bool = False  # a publication of its own, without boilerplate of the site

    def boilerplate(self, lines: Sequence[str], key: str) -> set[str]:
        """Return those of these lines of the article with this url key that are boilerplate."""
        if self.is_document:
            return set()
        digests = {line: self._digest(line) for line in at_the_ends(lines) if line}
        own, until = digest_bits(key), times.to_text(times.from_text(self.order[0]) + SOON)
        sightings = queries.sightings(self.connection, set(digests.values()))
        return {
            line
            for line, digest in digests.items()
            if sum(seen.article != own and seen.order[0] < until for seen in sightings.get(digest, ())) >= KNOWN_BY
        }

    def add(self, records: Sequence[ArticleRecord], capture_id: int) -> None:
        """Add the lines at the ends of these articles, and note the groups of pages that must be folded again."""
        lines = {record.url: self._lines(record) for record in records}
        sightings = queries.sightings(self.connection, set().union(*lines.values()))
        for record in records:
            sighting = Sighting(self.order, digest_bits(urls.key(record.url)), capture_id)
            for line in lines[record.url]:
                sightings[line] = self._with(line, sightings.get(line, []), sighting)

    def _with(self, line: int, old: list[Sighting], sighting: Sighting) -> list[Sighting]:
        """Return and store the earliest sightings of a line with one more."""
        before = next((seen for seen in old if seen.article == sighting.article), None)
        if before is not None and before <= sighting:
            return old
        new = sorted([seen for seen in old if seen is not before] + [sighting])[:_KEPT]
        if sighting not in new:
            return old
        store.keep_sightings(self.connection, line, old, new)
        self._note_refolds(old, new)
        return new

    def _lines(self, record: ArticleRecord) -> dict[int, None]:
        return dict.fromkeys(self._digest(line) for line in at_the_ends(record.text.split("\n")) if line)

    def _note_refolds(self, old: Sequence[Sighting], new: Sequence[Sighting]) -> None:
        """Note the groups that are folded beyond the time since when a line is boilerplate, if that is earlier now."""
        for seen in {seen.article: seen for seen in (*old, *new)}.values():
            before, now = _boilerplate_since(old, seen.article), _boilerplate_since(new, seen.article)
            if now is not None and (before is None or now < before):
                since = times.to_text(times.from_text(now) - SOON)
                groups = queries.groups_folded_beyond(self.connection, [seen.capture_id], since)
                store.mark_for_refold(self.connection, groups)

    def _digest(self, line: str) -> int:
        return standing_digest(self.site, self.extractor_version, line)


def index_at(connection: sqlite3.Connection, fact: CaptureFact, reading: Reading) -> BoilerplateIndex:
    """Return the index of a capture's site at this capture, for lines as the extractor of this reading makes them."""
    is_document = reading.page_kind == "document"
    return BoilerplateIndex(connection, urls.site(fact.url), reading.extractor_version, fact.order, is_document)


def add_reading(connection: sqlite3.Connection, fact: CaptureFact, reading: Reading) -> None:
    """Add the lines of a reading to the index of its site; those of documents are left out."""
    index = index_at(connection, fact, reading)
    if not index.is_document:
        index.add(reading.articles, fact.id)


def trim_boilerplate(record: ArticleRecord, index: BoilerplateIndex) -> tuple[ArticleRecord, str | None]:
    """Return the record without boilerplate at the ends of its text, and what was cut as JSON; None if nothing was."""
    lines = record.text.split("\n")
    boilerplate = index.boilerplate(lines, urls.key(record.url))
    first, last = _within_share(lines, *ends(lines, boilerplate, _headings(record)))
    if first == 0 and last == len(lines):
        return record, None
    cut = [{"place": "beginning", "text": line} for line in lines[:first]]
    cut += [{"place": "end", "text": line} for line in lines[last:]]
    return _trimmed(record, lines, first, last), compact(cut)


def ends(lines: Sequence[str], boilerplate: Collection[str], headings: frozenset[str]) -> tuple[int, int]:
    """Return the first line and the line behind the last of a text without the boilerplate around it.

    The whole text if nothing would be left, and if it is a copy of an article: of that, only the middle would be left.
    """
    first, last = 0, len(lines)
    outer = at_the_ends(lines)
    if sum(len(line) for line in outer if line in boilerplate) > _COPY * sum(map(len, outer)):
        return first, last
    while first < min(len(lines), _AT_THE_BEGINNING) and lines[first] in boilerplate:
        first += 1
    while last > max(0, len(lines) - _AT_THE_END) and lines[last - 1] in boilerplate:
        last -= 1
    if first >= last:
        return 0, len(lines)
    return (
        first if _is_enough(lines[:first], headings) else 0,
        last if _is_enough(lines[last:], headings) else len(lines),
    )


def cut_lines(cut_json: str | None) -> tuple[list[str], list[str]]:
    """Return the lines that were cut before and behind a text, from the JSON that :func:`trim_boilerplate` made."""
    cut = json.loads(cut_json) if cut_json else []
    return [c["text"] for c in cut if c["place"] == "beginning"], [c["text"] for c in cut if c["place"] == "end"]


def _within_share(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Return the ends that leave two thirds of the text; the end is cut before the beginning."""
    most = _LARGEST_SHARE * sum(map(len, lines))
    behind = sum(map(len, lines[last:]))
    if behind > most:
        last, behind = len(lines), 0
    return (first if sum(map(len, lines[:first])) + behind <= most else 0), last


def _is_enough(lines: Sequence[str], headings: frozenset[str]) -> bool:
    return sum(map(len, lines)) >= _SHORTEST and any(line not in headings for line in lines)


def at_the_ends(lines: Sequence[str]) -> list[str]:
    """Return the lines at both ends of a text, among which boilerplate is."""
    return [*lines[:_AT_THE_BEGINNING], *lines[max(_AT_THE_BEGINNING, len(lines) - _AT_THE_END) :]]


def _headings(record: ArticleRecord) -> frozenset[str]:
    return frozenset(block["text"] for block in record.structure if block["type"] == "heading")


def _trimmed(record: ArticleRecord, lines: Sequence[str], first: int, last: int) -> ArticleRecord:
    before = plain_line("\n".join(lines[:first]))
    lead = None if record.lead is not None and plain_line(record.lead) in before else record.lead
    structure = without_lines(record.structure, first, len(lines) - last)
    return replace(record, text="\n".join(lines[first:last]), structure=structure, lead=lead)


def _boilerplate_since(sightings: Sequence[Sighting], article: int) -> str | None:
    others = [seen.order[0] for seen in sightings if seen.article != article]
    return others[KNOWN_BY - 1] if len(others) >= KNOWN_BY else None
