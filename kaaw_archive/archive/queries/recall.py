"""Compare feeds, sitemaps and listings of a source: how many of its articles each of them names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_NAMED = """
SELECT n.source, n.kind, count(*), count(a.id) FROM _named_articles n
LEFT JOIN articles a ON a.key = n.url_key GROUP BY n.source, n.kind ORDER BY n.source, n.kind
"""


def recall(connection: sqlite3.Connection) -> dict[str, dict[str, dict[str, int]]]:
    """Return by source and kind of seed how many articles it named, and how many of these the archive holds."""
    found: defaultdict[str, dict[str, dict[str, int]]] = defaultdict(dict)
    for source, kind, named, held in connection.execute(_NAMED):
        found[source][kind] = {"named": named, "held": held}
    return dict(found)


def sentence(kinds: dict[str, dict[str, int]]) -> str:
    """Return the figures of a source in words.

    >>> sentence({"feed": {"named": 10, "held": 10}, "sitemap": {"named": 130, "held": 118}})
    'feed 10, sitemap 118 of 130'
    """
    return ", ".join(
        f"{kind} {figures['held']}" + (f" of {figures['named']}" if figures["named"] > figures["held"] else "")
        for kind, figures in kinds.items()
    )
