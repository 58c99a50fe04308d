"""TYPO3 with EXT:news: speaking paths, a paginator with check sums."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar

from kaaw_demo.systems.site import Site

if TYPE_CHECKING:
    from kaaw_demo.answers import Answer, DemoRequest
    from kaaw_demo.articles import Article


def check_sum(text: str) -> str:
    """Return something that looks like a cHash and is always the same."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class Typo3(Site):
    templates: ClassVar[tuple[str, ...]] = ("typo3",)

    def answer(self, request: DemoRequest) -> Answer:
        """Return an error for a page type that is not set up, such as a feed at ``?type=9818``."""
        answer = super().answer(request)
        return (
            self.missing(request) if "type" in request.fields and answer.kind in ("list", "page", "article") else answer
        )

    def path_of(self, article: Article) -> str:
        return f"{self.era.list_path}{article.slug}/"

    def list_href(self, number: int) -> str:
        if number == 1:
            return self.era.list_path
        query = f"tx_news_pi1%5BcurrentPage%5D={number}"
        return f"{self.era.list_path}?{query}&cHash={check_sum(query)}"

    def list_number(self, request: DemoRequest) -> int | None:
        if request.path != self.era.list_path:
            return None
        number = request.fields.get("tx_news_pi1[currentPage]", "1")
        return int(number) if number.isdigit() else 1
