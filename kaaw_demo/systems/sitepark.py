"""Sitepark: .php documents named by their headline, paging in a parameter of its own, RSS as another output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_demo.systems.site import Site

if TYPE_CHECKING:
    from kaaw_demo.answers import DemoRequest
    from kaaw_demo.articles import Article

PAGE = "sp:page[meldungen.form][0]"


class Sitepark(Site):
    templates = ("sitepark",)
    feeds = {"?sp:out=rss": "rss.xml", "?sp%3Aout=rss": "rss.xml"}  # noqa: RUF012

    def path_of(self, article: Article) -> str:
        return f"{self.era.list_path}{article.slug}.php"

    def list_href(self, number: int) -> str:
        """Pages are counted from nought."""
        if number == 1:
            return self.era.list_path
        return f"{self.era.list_path}index.php?sp%3Apage%5Bmeldungen.form%5D%5B0%5D={number - 1}"

    def list_number(self, request: DemoRequest) -> int | None:
        if not self._is_list(request):
            return None
        number = request.fields.get(PAGE, "0")
        return int(number) + 1 if number.isdigit() else 1
