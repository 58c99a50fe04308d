"""Events of watched quotations: a later version of the article has them otherwise, elsewhere, or no more."""

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
    from collections.abc import Iterable, Iterator, Mapping

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
    """Form of a quotation in a version of an article, with the row of that version and of the one ``before``."""

    form: QuotationForm
    version: Row
    before: Row | None


def quotation_lives(connection: sqlite3.Connection, article_id: int, text: str) -> list[QuotationLife]:
    """Return what the first version of an article has of a quotation, and each that has it otherwise or elsewhere.

    Versions that are no good captures are left out.
    """
    bad = comparisons.bad_versions(connection, article_id)
    rows = articles.versions(connection, article_id)
    ids = comparisons.snapshot_ids(connection, article_id).values()
    shown = [
        (row, content)
        for row, content in zip(rows, version_contents(connection, ids), strict=True)
        if row["version"] not in bad
    ]
    return [
        QuotationLife(form, shown[form.version][0], shown[form.version - 1][0] if form.version else None)
        for form in quotation_changes(text, [content for _, content in shown])
    ]


def quotation_events(connection: sqlite3.Connection, known: Iterable[KnownArticle]) -> dict[int, list[WorkEvent]]:
    """Return the events of the watched quotations of these articles, by the article's id.

    A quotation has events from the time on at which a person kept it, until it is watched no longer.
    """
    quotes = all_quotes(connection)
    by_key = {article.key: article for article in known} if quotes else {}
    events: dict[int, list[WorkEvent]] = defaultdict(list)
    for quote in quotes:
        article = by_key.get(urls.key(quote["url"]))
        if article is not None:
            events[article.id] += [
                event
                for event in _events(connection, article.id, quote["text"])
                if quote["made_at"] < event.before_at < (quote["until_at"] or _LATER)
            ]
    return {article_id: list({_identity(one): one for one in found}.values()) for article_id, found in events.items()}


def _events(connection: sqlite3.Connection, article_id: int, text: str) -> Iterator[WorkEvent]:
    for former, life in pairwise(quotation_lives(connection, article_id, text)):
        is_moved = former.form.state == life.form.state == "there"
        rule = _MOVED if is_moved else _RULES[life.form.state]
        at = life.version["first_seen_at"]
        yield WorkEvent(
            "quotation_changed",
            article_id,
            life.before["last_seen_at"] if life.before is not None else None,
            at,
            at,
            (comparisons.capture_of(connection, article_id, life.version["version"]),),
            rule,
            snapshot_id=comparisons.snapshot_ids(connection, article_id)[life.version["version"]],
            quotation=text,
            quotation_form=life.form.sentence,
        )


def _identity(event: WorkEvent) -> tuple[str | None, tuple[int, ...]]:
    """Return what makes an event the same one, if two people watch a quotation."""
    return event.quotation, event.proof
