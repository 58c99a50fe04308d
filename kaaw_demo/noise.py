"""What differs in every response of a real site although nothing has changed: tokens, counters, teasers, times."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_demo.articles import Article


class Noise:
    """The noise of one response; the same request number gives the same noise."""

    def __init__(self, number: int) -> None:
        self._random = random.Random(number)
        self._number = number
        self._session = ""

    def token(self, length: int = 32) -> str:
        """Hexadecimal, as of forms and sessions."""
        return f"{self._random.getrandbits(4 * length):0{length}x}"

    def session(self) -> str:
        """The session id of this visit, with the node that answered."""
        self._session = self._session or f"{self.token().upper()}.2_cid{self._random.randint(280, 390)}"
        return self._session

    def hits(self, article: Article) -> int:
        """A counter that never stands still."""
        return 100 + sum(map(ord, article.key)) + self._number

    def seconds(self) -> str:
        """How long the page took to make, as comments in the markup say."""
        return f"{self._random.uniform(0.08, 0.9):.3f}"

    def some(self, articles: Sequence[Article], count: int) -> list[Article]:
        """A box of teasers that shows others each time."""
        return self._random.sample(list(articles), min(count, len(articles)))
