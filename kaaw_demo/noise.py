"""Noise: parts of a page that differ in every response of a real site, such as tokens, counters, teasers, times."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_demo.articles import Article


class Noise:
    """Noise of the ``number``-th response of an address; the same address and number give the same noise."""

    def __init__(self, url: str, number: int) -> None:
        self._random = random.Random(f"{number} {url}")
        self._number = number
        self._session = ""

    def token(self, length: int = 32) -> str:
        """Return a hexadecimal token, as forms and sessions have it."""
        return f"{self._random.getrandbits(4 * length):0{length}x}"

    def session(self) -> str:
        """Return the session id of this visit, with the name of the node that answered."""
        self._session = self._session or f"{self.token().upper()}.2_cid{self._random.randint(280, 390)}"
        return self._session

    def hits(self, article: Article) -> int:
        """Return a counter of visits that differs in every response."""
        return 100 + sum(map(ord, article.key)) + self._number

    def seconds(self) -> str:
        """Return the seconds that the page took to render, for a comment in the markup."""
        return f"{self._random.uniform(0.08, 0.9):.3f}"

    def some(self, articles: Sequence[Article], count: int) -> list[Article]:
        """Return articles for a box of teasers, others in every response."""
        return self._random.sample(list(articles), min(count, len(articles)))
