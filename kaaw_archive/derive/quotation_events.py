"""Events of watched quotations: a later version of the text has them otherwise, elsewhere, or no more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries import articles, comparisons
from kaaw_archive.archive.queries.decisions import all_quotes
from kaaw_archive.changes import quotation_changes
from kaaw_archive.derive.edits import version_contents
from kaaw_archive.items import WorkEvent

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.changes.quotations import QuotationForm, QuotationState
    from kaaw_archive.derive.known_articles import KnownArticle

_RULES: Mapping[QuotationState, str] = {
    "changed": "the quoted words have changed",
    "gone": "the quotation is gone",
    "there": "the quotation is there again",
}
_LATER = "9"  # as text later than any time of an archive
_MOVED = "the quotation has moved to another paragraph"


@dataclass(frozen=True, slots=True)
class QuotationLife:
    """Form of a quotation in a version of a text, with the row of that version and of the one ``before``.

    ``article_id`` is the address of the version: the quoted one, or a later one of the text.
    """

    form: QuotationForm
    article_id: int
    version: Row
    before: Row | None


def quotation_lives(connection: sqlite3.Connection, article_ids: Sequence[int], text: str) -> list[QuotationLife]:
    """Return what the first version of an article has of a quotation, and each that has it otherwise or elsewhere.

    ``article_ids``: the quoted article, and the later addresses of its text, in the order of time. Versions that are no
    good captures are left out.
    """
    rows: list[tuple[int, Row]] = []
    ids: list[int] = []
    for article_id in article_ids:
        bad = comparisons.bad_versions(connection, article_id)
        of_version = comparisons.snapshot_ids(connection, article_id)
        good = [row for row in articles.versions(connection, article_id) if row["version"] not in bad]
        rows += [(article_id, row) for row in good]
        ids += [of_version[row["version"]] for row in good]
    return [
        QuotationLife(form, *rows[form.version], rows[form.version - 1][1] if form.version else None)
        for form in quotation_changes(text, version_contents(connection, ids))
    ]


def quotation_events(
    connection: sqlite3.Connection, works: Iterable[Sequence[KnownArticle]]
) -> dict[int, list[WorkEvent]]:
    """Return the events of the watched quotations of these works, by the id of the article that shows the change.

    A quotation has events from the time on at which a person kept it, until it is watched no longer. It follows its
    text to addresses that were seen first after the quoted one was seen last.
    """
    quotes = all_quotes(connection)
    work_of = {article.key: work for work in works for article in work} if quotes else {}
    events: dict[int, list[WorkEvent]] = defaultdict(list)
    for quote in quotes:
        key = urls.key(quote["url"])
        for event in _events(connection, _addresses(key, work_of.get(key, ())), quote["text"]):
            if quote["made_at"] < event.before_at < (quote["until_at"] or _LATER):
                events[event.article_id].append(event)
    return {article_id: list({_identity(one): one for one in found}.values()) for article_id, found in events.items()}


def _addresses(key: str, work: Sequence[KnownArticle]) -> list[int]:
    """Return the id of the article with this url key, and of those of its work that came after it."""
    quoted = next((article for article in work if article.key == key), None)
    if quoted is None:
        return []
    later = (article for article in work if article.first_seen_at > quoted.last_seen_at)
    return [quoted.id, *(article.id for article in sorted(later, key=lambda article: article.order))]


def _events(connection: sqlite3.Connection, article_ids: Sequence[int], text: str) -> Iterator[WorkEvent]:
    for former, life in pairwise(quotation_lives(connection, article_ids, text)):
        is_moved = former.form.state == life.form.state == "there"
        rule = _MOVED if is_moved else _RULES[life.form.state]
        at = life.version["first_seen_at"]
        yield WorkEvent(
            "quotation_changed",
            life.article_id,
            life.before["last_seen_at"] if life.before is not None else None,
            at,
            at,
            (comparisons.capture_of(connection, life.article_id, life.version["version"]),),
            rule,
            snapshot_id=comparisons.snapshot_ids(connection, life.article_id)[life.version["version"]],
            quotation=text,
            quotation_form=life.form.sentence,
        )


def _identity(event: WorkEvent) -> tuple[str | None, tuple[int, ...]]:
    """Return what makes an event the same one, if two people watch a quotation."""
    return event.quotation, event.proof
