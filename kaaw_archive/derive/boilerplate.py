"""What stands on many pages of a site at the ends of their texts is learned from earlier captures, cut and recorded.

A line is known once it stands on four other articles of its site, by captures before the one that is read or shortly
after it: what is put on all pages on one day is news on none of them. Known lines from the beginning or to the end of
a text are cut. What has been learned is a table of the earliest articles of each line, five at most, which is the same
in whatever order captures are folded. Groups of pages that were folded with less are noted, to be folded again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kaaw_archive import times, urls
from kaaw_archive.archive.queries import boilerplate as queries
from kaaw_archive.archive.queries.boilerplate import KNOWN_BY, Order, Sighting, bits, standing_digest
from kaaw_archive.archive.store import boilerplate as store
from kaaw_archive.derive.trimming import without_lines
from kaaw_archive.json_text import compact
from kaaw_archive.similarity import plain_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from kaaw_archive.archive.queries.folding import CaptureFact
    from kaaw_archive.items import ArticleRecord, Reading

SOON = timedelta(days=2)  # two runs of a daily crawl; later captures change nothing of what was said before
_KEPT = KNOWN_BY + 1  # as one of them may be the article that asks
_AT_THE_BEGINNING, _AT_THE_END = 10, 20  # lines of a text that are looked at
_SHORTEST = 60  # characters that known lines in a row need: "Der Eintritt ist frei." is news on every page
_LARGEST_SHARE = 1 / 3  # of a text that may be cut
_COPY = 2 / 3  # known of what is looked at: one article under several addresses, not what surrounds articles


@dataclass(frozen=True, slots=True)
class Learner:
    """What is known of the lines of a site when a capture is read."""

    connection: sqlite3.Connection
    site: str
    extractor_version: str
    order: Order
    is_document: bool = False  # a publication of its own, which repeats nothing of a site

    def known(self, lines: Sequence[str], key: str) -> set[str]:
        """The known ones of these lines of the article under this key."""
        if self.is_document:
            return set()
        digests = {line: self._digest(line) for line in at_the_ends(lines) if line}
        own, until = bits(key), times.to_text(times.from_text(self.order[0]) + SOON)
        stands = queries.sightings(self.connection, set(digests.values()))
        return {
            line
            for line, digest in digests.items()
            if sum(one.article != own and one.order[0] < until for one in stands.get(digest, ())) >= KNOWN_BY
        }

    def learn(self, records: Sequence[ArticleRecord], capture_id: int) -> None:
        """Notes on which articles the lines at the ends of their texts stand, and whom that concerns."""
        lines = {record.url: self._lines(record) for record in records}
        stands = queries.sightings(self.connection, set().union(*lines.values()))
        for record in records:
            mine = Sighting(self.order, bits(urls.key(record.url)), capture_id)
            for line in lines[record.url]:
                old = stands.get(line, [])
                stands[line] = self._with(line, old, mine)

    def _with(self, line: int, old: list[Sighting], mine: Sighting) -> list[Sighting]:
        """The earliest articles of a line with one more."""
        before = next((one for one in old if one.article == mine.article), None)
        if before is not None and before <= mine:
            return old
        new = sorted([one for one in old if one is not before] + [mine])[:_KEPT]
        if mine not in new:
            return old
        store.keep_sightings(self.connection, line, old, new)
        self._note_whom_it_concerns(old, new)
        return new

    def _lines(self, record: ArticleRecord) -> dict[int, None]:
        return dict.fromkeys(self._digest(line) for line in at_the_ends(record.text.split("\n")) if line)

    def _note_whom_it_concerns(self, old: Sequence[Sighting], new: Sequence[Sighting]) -> None:
        """Articles for which the line is known earlier than it was, where they have been folded beyond that."""
        for one in {one.article: one for one in (*old, *new)}.values():
            was, now = _known_since(old, one.article), _known_since(new, one.article)
            if now is not None and (was is None or now < was):
                since = times.to_text(times.from_text(now) - SOON)
                groups = queries.groups_folded_beyond(self.connection, [one.capture_id], since)
                store.fold_again(self.connection, groups)

    def _digest(self, line: str) -> int:
        return standing_digest(self.site, self.extractor_version, line)


def learner(connection: sqlite3.Connection, fact: CaptureFact, reading: Reading) -> Learner:
    """What is known of this capture's site before it, by the extractor of this reading."""
    is_document = reading.page_kind == "document"
    return Learner(connection, urls.site(fact.url), reading.extractor_version, fact.order, is_document)


def learn(connection: sqlite3.Connection, fact: CaptureFact, reading: Reading) -> None:
    """Learns from what a capture shows."""
    learning = learner(connection, fact, reading)
    if not learning.is_document:
        learning.learn(reading.articles, fact.id)


def without_known(known_to: Learner, record: ArticleRecord) -> tuple[ArticleRecord, str | None]:
    """The record without the known lines at the ends of its text, and the JSON that says what was cut, or None."""
    lines = record.text.split("\n")
    known = known_to.known(lines, urls.key(record.url))
    first, last = _within_share(lines, *ends(lines, known, _headings(record)))
    if first == 0 and last == len(lines):
        return record, None
    cut = [{"place": "beginning", "text": line} for line in lines[:first]]
    cut += [{"place": "end", "text": line} for line in lines[last:]]
    return _trimmed(record, lines, first, last), compact(cut)


def ends(lines: Sequence[str], known: Collection[str], headings: frozenset[str]) -> tuple[int, int]:
    """Where the text begins and ends without the known lines around it; all of it where nothing would be left.

    And all of a copy of an article, of which the lines beyond those that are looked at would be left.
    """
    first, last = 0, len(lines)
    looked_at = at_the_ends(lines)
    if sum(len(line) for line in looked_at if line in known) > _COPY * sum(map(len, looked_at)):
        return first, last
    while first < min(len(lines), _AT_THE_BEGINNING) and lines[first] in known:
        first += 1
    while last > max(0, len(lines) - _AT_THE_END) and lines[last - 1] in known:
        last -= 1
    if first >= last:
        return 0, len(lines)
    return (
        first if _is_enough(lines[:first], headings) else 0,
        last if _is_enough(lines[last:], headings) else len(lines),
    )


def cut_lines(cut_json: str | None) -> tuple[list[str], list[str]]:
    """The lines that were cut before and behind a text, by what was recorded of it."""
    cut = json.loads(cut_json) if cut_json else []
    return [c["text"] for c in cut if c["place"] == "beginning"], [c["text"] for c in cut if c["place"] == "end"]


def _within_share(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """What may be cut of it: the end before the beginning, and never more than a third of the text."""
    most = _LARGEST_SHARE * sum(map(len, lines))
    behind = sum(map(len, lines[last:]))
    if behind > most:
        last, behind = len(lines), 0
    return (first if sum(map(len, lines[:first])) + behind <= most else 0), last


def _is_enough(lines: Sequence[str], headings: frozenset[str]) -> bool:
    return sum(map(len, lines)) >= _SHORTEST and any(line not in headings for line in lines)


def at_the_ends(lines: Sequence[str]) -> list[str]:
    """The lines of a text that are looked at."""
    return [*lines[:_AT_THE_BEGINNING], *lines[max(_AT_THE_BEGINNING, len(lines) - _AT_THE_END) :]]


def _headings(record: ArticleRecord) -> frozenset[str]:
    return frozenset(block["text"] for block in record.structure if block["type"] == "heading")


def _trimmed(record: ArticleRecord, lines: Sequence[str], first: int, last: int) -> ArticleRecord:
    before = plain_line("\n".join(lines[:first]))
    lead = None if record.lead is not None and plain_line(record.lead) in before else record.lead
    structure = without_lines(record.structure, first, len(lines) - last)
    return replace(record, text="\n".join(lines[first:last]), structure=structure, lead=lead)


def _known_since(stands: Sequence[Sighting], article: int) -> str | None:
    others = [one.order[0] for one in stands if one.article != article]
    return others[KNOWN_BY - 1] if len(others) >= KNOWN_BY else None
