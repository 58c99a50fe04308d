"""Whether a capture shows another version of an article, or the same one under other surroundings.

Both sides are compared on equal footing: without the lines that are known now to stand on many pages of the site,
whether they were known when the older one was read or not. And a line that was on the page before, beside the text, is
written by nobody when the reader takes it for text now; nor is one taken away that is still there.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries import boilerplate as queries
from kaaw_archive.archive.queries import readings
from kaaw_archive.derive.boilerplate import cut_lines, ends
from kaaw_archive.similarity import line_digest, plain_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from typing import Any

    from kaaw_archive.derive.boilerplate import Learner
    from kaaw_archive.items import ArticleRecord

_LEAST_LEFT = 1 / 3  # of a text, for known lines not to count: duplicates of an article know nearly all of each other
_LARGEST_WOBBLE = 1 / 4  # of a text, that the reader may take for text or not
_DIGEST = "I"  # four bytes

Link = tuple[str, str, str | None]  # url key, anchor text, sentence


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared: what counts of its text, what does not, what stands beside it, its links."""

    counts: list[str]
    known: list[str]
    beside: frozenset[int]
    links: list[Link]
    lead: str | None


def is_same(connection: sqlite3.Connection, known: dict[str, Any], record: ArticleRecord, known_to: Learner) -> bool:
    """Whether a reading (with nothing cut from it) tells what the newest version of its article tells."""
    if (known["title"], known["kicker"], known["published_on"]) != (record.title, record.kicker, record.published_on):
        return False
    old, new = _old(connection, known, known_to), _new(record, known_to)
    added, gone = _difference(old.counts, new.counts), _difference(new.counts, old.counts)
    if added or gone:
        if not _is_wobble(added, gone, old, new):
            return False
    elif list(map(plain_line, old.counts)) != list(map(plain_line, new.counts)):
        return False  # in another order
    elsewhere = plain_line("\n".join([*old.known, *new.known, *added, *gone]))
    return _links(old, elsewhere) == _links(new, elsewhere) and _is_same_lead(old, new, elsewhere)


def beside(record: ArticleRecord) -> bytes:
    """What the page shows beside the text, as it is stored."""
    return array(_DIGEST, record.beside).tobytes()


def _old(connection: sqlite3.Connection, known: dict[str, Any], known_to: Learner) -> Side:
    text, cut_json, links = readings.stored_version(connection, known["snapshot_id"])
    before, behind = cut_lines(cut_json)
    counts, apart = _counting([*before, *text.split("\n"), *behind], known["key"], known_to)
    stored = array(_DIGEST, queries.lines_beside(connection, known["snapshot_id"]))
    return Side(counts, apart, frozenset(stored), links, known["lead"])


def _new(record: ArticleRecord, known_to: Learner) -> Side:
    counts, apart = _counting(record.text.split("\n"), urls.key(record.url), known_to)
    links = [(urls.key(one.url), one.anchor_text, one.sentence) for one in record.links if one.role != "image"]
    return Side(counts, apart, frozenset(record.beside), links, record.lead)


def _counting(lines: list[str], key: str, known_to: Learner) -> tuple[list[str], list[str]]:
    """The lines that count, and the known ones around them; all count where too little would be left."""
    first, last = ends(lines, known_to.known(lines, key), frozenset())
    if sum(map(len, lines[first:last])) < _LEAST_LEFT * sum(map(len, lines)):
        return lines, []
    return lines[first:last], [*lines[:first], *lines[last:]]


def _difference(one: Iterable[str], other: Iterable[str]) -> list[str]:
    """The lines of the other that are not among those of the one."""
    there = set(map(plain_line, one))
    return [line for line in other if plain_line(line) not in there]


def _is_wobble(added: Sequence[str], gone: Sequence[str], old: Side, new: Side) -> bool:
    """Whether the page showed all of what came into the text before, and still shows all of what went out of it."""
    if sum(map(len, [*added, *gone])) > _LARGEST_WOBBLE * sum(map(len, old.counts)):
        return False
    return all(line_digest(line) in old.beside for line in added) and all(
        line_digest(line) in new.beside for line in gone
    )


def _links(side: Side, elsewhere: str) -> list[str]:
    """The url keys of the links that do not stand in lines that do not count."""
    around = [(key, plain_line(sentence or anchor)) for key, anchor, sentence in side.links]
    return [key for key, text in around if not text or text not in elsewhere]


def _is_same_lead(old: Side, new: Side, elsewhere: str) -> bool:
    leads = [lead for lead in (old.lead, new.lead) if lead is not None and plain_line(lead) not in elsewhere]
    return old.lead == new.lead or (bool(elsewhere) and len(set(leads)) < 2)
