"""Join articles that are one text into works, the best evidence first; what cannot be one text stays apart. Pure."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.derive.known_articles import days_differ, is_beside
from kaaw_archive.linkrot.addresses import folder_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kaaw_archive.derive.known_articles import KnownArticle
    from kaaw_archive.items import WorkEvidence


Move = tuple[str, str]


def place_of(article: KnownArticle) -> str:
    """Return the folder of an article, with its host."""
    return f"{urls.host(article.url)}{folder_of(article.url)}"


def move_of(old: KnownArticle, new: KnownArticle) -> Move:
    """Return the folders of two articles, with their hosts."""
    return place_of(old), place_of(new)


class Clusters:
    """Sets of articles that are one text each. ``articles`` are all articles by id."""

    def __init__(self, articles: Mapping[int, KnownArticle]) -> None:
        self._articles = articles
        self._cluster_of = {article_id: [article_id] for article_id in articles}
        self._judged: set[frozenset[int]] = set()  # pairs of articles for which there is evidence
        self.accepted: list[WorkEvidence] = []

    def join(self, evidence: Iterable[WorkEvidence]) -> None:
        """Join by this evidence, the strongest first, then by key, so that the result does not depend on its order."""
        ranked = sorted(evidence, key=self._rank)
        self._judged |= {frozenset((one.article_id, one.other_article_id)) for one in ranked}
        for one in ranked:
            cluster, other = self._cluster_of[one.article_id], self._cluster_of[one.other_article_id]
            if cluster is other or self._differ(cluster, other):
                continue
            self.accepted.append(one)
            joined = cluster + other
            for article_id in joined:
                self._cluster_of[article_id] = joined

    def moves(self) -> list[Move]:
        """Return the moves between folders that this evidence shows, one for each pair of it."""
        pairs = [(self._articles[one.article_id], self._articles[one.other_article_id]) for one in self.accepted]
        return [move_of(old, new) for old, new in pairs if move_of(old, new)[0] != move_of(old, new)[1]]

    def is_joined(self, article_id: int, other_id: int) -> bool:
        """Return True if two articles are one text, as far as is known."""
        return self._cluster_of[article_id] is self._cluster_of[other_id]

    def all(self) -> list[list[KnownArticle]]:
        """Return each set, its articles in the order in which they were seen first."""
        distinct = {id(cluster): cluster for cluster in self._cluster_of.values()}
        return [
            sorted((self._articles[article_id] for article_id in cluster), key=lambda article: article.order)
            for cluster in distinct.values()
        ]

    def _rank(self, one: WorkEvidence) -> tuple[float, tuple[str, str], tuple[str, str]]:
        return -one.confidence, self._articles[one.article_id].order, self._articles[one.other_article_id].order

    def _differ(self, cluster: Sequence[int], other: Sequence[int]) -> bool:
        """Return True if an article of one set cannot be the text of one of the other, as far as dates say.

        Pairs with evidence were judged with more than their dates. A text that has several days by evidence may have
        each of them.
        """
        is_of_day = bool(self._days(cluster) & self._days(other))
        return any(
            (not is_of_day and days_differ(one.last, two.first)) or is_beside(one, two)
            for one, two in product(map(self._articles.__getitem__, cluster), map(self._articles.__getitem__, other))
            if frozenset((one.id, two.id)) not in self._judged
        )

    def _days(self, cluster: Sequence[int]) -> set[str]:
        versions = (version for one in cluster for version in (self._articles[one].first, self._articles[one].last))
        return {version.published_on for version in versions if version.published_on is not None}
