"""Comparison of an article in a capture with its newest version: another version, or other surroundings only.

Both are compared without the lines that are boilerplate by now, also if the older one was stored with them. A line that
stood beside the text before is no edit if the extractor takes it for text now, and neither is the contrary.
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

    from kaaw_archive.derive.boilerplate import BoilerplateIndex
    from kaaw_archive.items import ArticleRecord

_LEAST_LEFT = 1 / 3  # of a text without boilerplate: of a copy of an article nearly all is boilerplate
_LARGEST_WOBBLE = 1 / 4  # of a text that the extractor takes for text at one time and not at another
_DIGEST = "I"  # four bytes

Link = tuple[str, str, str | None]  # url key, anchor text, sentence


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two articles that are compared; ``beside`` has digests of the lines that its page shows elsewhere."""

    lines: list[str]
    boilerplate: list[str]
    beside: frozenset[int]
    links: list[Link]
    lead: str | None


def is_same(
    connection: sqlite3.Connection, stored: dict[str, Any], record: ArticleRecord, index: BoilerplateIndex
) -> bool:
    """Return True if a record, with nothing cut from it, says the same as the newest version of its article."""
    if (stored["title"], stored["kicker"], stored["published_on"]) != (
        record.title,
        record.kicker,
        record.published_on,
    ):
        return False
    old, new = _old(connection, stored, index), _new(record, index)
    added, gone = _difference(old.lines, new.lines), _difference(new.lines, old.lines)
    if added or gone:
        if not _is_wobble(added, gone, old, new):
            return False
    elif list(map(plain_line, old.lines)) != list(map(plain_line, new.lines)):
        return False  # in another order
    elsewhere = plain_line("\n".join([*old.boilerplate, *new.boilerplate, *added, *gone]))
    return _links(old, elsewhere) == _links(new, elsewhere) and _is_same_lead(old, new, elsewhere)


def is_content(role: str, link_key: str, article_key: str) -> bool:
    """Return True for a link whose change is an edit: none to a picture, and none that a system rotates."""
    is_of_site = link_key.partition(")")[0] == article_key.partition(")")[0]
    return role != "image" and not (role == "related" and is_of_site)


def beside(record: ArticleRecord) -> bytes:
    """Return the digests of the lines that the page shows beside the text, as they are stored."""
    return array(_DIGEST, record.beside).tobytes()


def _old(connection: sqlite3.Connection, stored: dict[str, Any], index: BoilerplateIndex) -> Side:
    text, cut_json, links = readings.stored_version(connection, stored["snapshot_id"])
    before, behind = cut_lines(cut_json)
    lines, boilerplate = _split([*before, *text.split("\n"), *behind], stored["key"], index)
    digests = array(_DIGEST, queries.lines_beside(connection, stored["snapshot_id"]))
    kept = [(key, anchor, around) for key, role, anchor, around in links if is_content(role, key, stored["key"])]
    return Side(lines, boilerplate, frozenset(digests), kept, stored["lead"])


def _new(record: ArticleRecord, index: BoilerplateIndex) -> Side:
    own_key = urls.key(record.url)
    lines, boilerplate = _split(record.text.split("\n"), own_key, index)
    links = [
        (key, link.anchor_text, link.sentence)
        for link in record.links
        if is_content(link.role, key := urls.key(link.url), own_key)
    ]
    return Side(lines, boilerplate, frozenset(record.beside), links, record.lead)


def _split(lines: list[str], key: str, index: BoilerplateIndex) -> tuple[list[str], list[str]]:
    """Return the lines that are compared, and the boilerplate around them; all are compared if few would be left."""
    first, last = ends(lines, index.boilerplate(lines, key), frozenset())
    if sum(map(len, lines[first:last])) < _LEAST_LEFT * sum(map(len, lines)):
        return lines, []
    return lines[first:last], [*lines[:first], *lines[last:]]


def _difference(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """Return the lines that are after and not before."""
    there = set(map(plain_line, before))
    return [line for line in after if plain_line(line) not in there]


def _is_wobble(added: Sequence[str], gone: Sequence[str], old: Side, new: Side) -> bool:
    """Return True if the page showed the added lines before, beside the text, and still shows those that are gone."""
    if sum(map(len, [*added, *gone])) > _LARGEST_WOBBLE * sum(map(len, old.lines)):
        return False
    return all(line_digest(line) in old.beside for line in added) and all(
        line_digest(line) in new.beside for line in gone
    )


def _links(side: Side, elsewhere: str) -> list[str]:
    """Return the url keys of the links outside of the lines that are not compared."""
    around = [(key, plain_line(sentence or anchor)) for key, anchor, sentence in side.links]
    return [key for key, text in around if not text or text not in elsewhere]


def _is_same_lead(old: Side, new: Side, elsewhere: str) -> bool:
    leads = [lead for lead in (old.lead, new.lead) if lead is not None and plain_line(lead) not in elsewhere]
    return old.lead == new.lead or (bool(elsewhere) and len(set(leads)) < 2)
