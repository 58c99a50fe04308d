"""Share of the texts that have a term, by month, year, source or kind, with both numbers of each share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kaaw_archive.analysis.query import as_text, parse
from kaaw_archive.archive.queries.article_filters import MISSING_SINCE, MONTH, TEXT_ID, YEAR, where
from kaaw_archive.archive.queries.articles import UNSEEN_SINCE
from kaaw_archive.archive.queries.search import matching_texts
from kaaw_archive.archive.queries.search_fallbacks import without_stop_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from kaaw_archive.items import ArticleFilter

GROUPS = {
    "month": MONTH,
    "year": YEAR,
    "source": "a.source",
    "kind": "s.kind",
}

_COUNTS = """
SELECT {group} AS name, {within} AS within, count(*) AS texts, sum(s.published_on IS NULL) AS undated
FROM articles a CROSS JOIN snapshots s ON s.article_id = a.id
WHERE {condition} AND {among} GROUP BY 1, 2 ORDER BY 1, 2
"""


_NOT_CERTAIN = f"""
SELECT count({MISSING_SINCE}), count({UNSEEN_SINCE})
FROM articles a CROSS JOIN snapshots s ON s.article_id = a.id WHERE {{}}
"""


@dataclass(frozen=True, slots=True)
class Share:
    """Share of the texts of one group (``2020-03`` of months) that have a term; ``share`` is from 0 to 1.

    ``within`` is the second group, as a source within the month; None if texts are grouped once. ``undated`` is the
    number of texts that name no day of publication: of months and years they are a group of their own, the last.
    """

    term: str
    group: str
    texts_with_term: int
    texts: int
    within: str | None = None
    undated: int = 0

    @property
    def share(self) -> float:
        """Return the relative frequency; there is no group without a text."""
        return self.texts_with_term / self.texts


def count_not_certain(connection: sqlite3.Connection, chosen: ArticleFilter) -> tuple[int, int]:
    """Return how many of the chosen texts count as live though the last look did not find them, or none was of late."""
    condition, values = where(replace(chosen, each_text_once=True))
    missing, unseen = connection.execute(_NOT_CERTAIN.format(condition), values).fetchone()
    return missing, unseen


def shares(
    connection: sqlite3.Connection,
    terms: Sequence[str],
    chosen: ArticleFilter,
    group: str = "month",
    within: str | None = None,
) -> list[Share]:
    """Return the shares of each term in each group of texts, in the order of the terms and groups. Raises QueryError.

    A term is a query of the search, which leaves out stop words. A text is in the group of the newest version at its
    current address, and has the term if one of its versions has it, at any address. ``group`` and ``within`` are keys
    of :data:`GROUPS`. Without terms, all texts of each group are counted, under the term "".
    """
    condition, values = where(replace(chosen, each_text_once=True))
    second = GROUPS[within] if within is not None else "NULL"
    sql = _COUNTS.format(group=GROUPS[group], within=second, condition=condition, among="{among}")

    def count(among: str, wanted: dict[str, object]) -> dict[tuple[str, str | None], tuple[int, int]]:
        rows = connection.execute(sql.format(among=among), values | wanted)
        return {(row[0], row[1]): (row[2], row[3]) for row in rows}

    everything = count("1", {})
    if not terms:
        return [Share("", key[0], texts, texts, key[1], undated) for key, (texts, undated) in everything.items()]
    found = []
    for term in terms:
        node = without_stop_words(parse(term))
        texts_with_it, wanted = matching_texts(connection, node)
        with_term = count(f"{TEXT_ID} IN ({texts_with_it})", wanted)
        term = as_text(node)
        found += [
            Share(term, key[0], with_term.get(key, (0, 0))[0], texts, key[1], undated)
            for key, (texts, undated) in everything.items()
        ]
    return found
