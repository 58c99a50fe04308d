"""Share of the texts that have a term, by month, year, source or kind, with both numbers of each share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kaaw_archive.analysis.query import as_text, parse
from kaaw_archive.archive.queries.article_filters import PUBLISHED, TEXT_ID, where
from kaaw_archive.archive.queries.search import matching_texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from kaaw_archive.items import ArticleFilter

GROUPS = {
    "month": f"substr({PUBLISHED}, 1, 7)",
    "year": f"substr({PUBLISHED}, 1, 4)",
    "source": "a.source",
    "kind": "s.kind",
}

_COUNTS = """
SELECT {group} AS name, count(*) AS texts
FROM articles a CROSS JOIN snapshots s ON s.article_id = a.id
WHERE {condition} AND {among} GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Share:
    """Share of the texts of one group (``2020-03`` of months) that have a term; ``share`` is from 0 to 1."""

    term: str
    group: str
    texts_with_term: int
    texts: int

    @property
    def share(self) -> float:
        """Return the relative frequency; there is no group without a text."""
        return self.texts_with_term / self.texts


def shares(
    connection: sqlite3.Connection, terms: Sequence[str], chosen: ArticleFilter, group: str = "month"
) -> list[Share]:
    """Return the shares of each term in each group of texts, in the order of the terms and groups. Raises QueryError.

    A term is a query of the search. A text is in the group of the newest version at its current address, and has the
    term if one of its versions has it, at any address. ``group`` is a key of :data:`GROUPS`.
    """
    condition, values = where(replace(chosen, each_text_once=True))
    sql = _COUNTS.format(group=GROUPS[group], condition=condition, among="{among}")
    texts = dict(connection.execute(sql.format(among="1"), values).fetchall())
    found = []
    for term in terms:
        node = parse(term)
        texts_with_it, wanted = matching_texts(connection, node)
        counted = sql.format(among=f"{TEXT_ID} IN ({texts_with_it})")
        with_term = dict(connection.execute(counted, values | wanted).fetchall())
        found += [Share(as_text(node), name, with_term.get(name, 0), number) for name, number in texts.items()]
    return found
