"""Joomla 2.5: a blog listing that carries whole articles, numbers in front of aliases, print and mail windows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_demo.systems.site import Site

if TYPE_CHECKING:
    from kaaw_demo.answers import DemoRequest
    from kaaw_demo.articles import Article

_ARTICLE = re.compile(r"/index\.php/(?:[^/]+/)*(\d+)-[^/]*$")


class Joomla(Site):
    templates = ("joomla",)
    feeds = {"?format=feed&type=rss": "rss.xml", "?format=feed&type=atom": "atom.xml"}  # noqa: RUF012

    def path_of(self, article: Article) -> str:
        return f"{self.era.list_path}/{article.key}-{article.slug}"

    def article_of(self, request: DemoRequest) -> Article | None:
        """Return the article of the number, as the router reads it; the alias may be anything."""
        found = _ARTICLE.fullmatch(request.path)
        return next((one for one in self.articles if found and one.key == found[1]), None)

    def list_href(self, number: int) -> str:
        if number == 1:
            return self.era.list_path
        return f"{self.era.list_path}?start={(number - 1) * self.era.page_size}"

    def list_number(self, request: DemoRequest) -> int | None:
        if request.path != self.era.list_path:
            return None
        start = request.fields.get("start") or request.fields.get("limitstart") or "0"
        return int(start) // self.era.page_size + 1 if start.isdigit() else 1
