"""Government Site Builder: the classic family with session ids, and the standard family that came after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_demo.answers import Answer, DemoRequest
from kaaw_demo.systems.site import Site

if TYPE_CHECKING:
    from kaaw_demo.articles import Article
    from kaaw_demo.noise import Noise

_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_PAGE = re.compile(r"_list(?:%253D|%3D|=)(\d+)$")  # encoded twice, as it is linked


class GsbStandard(Site):
    """2018 to 2024: classes with c-, a cookie banner, no session ids; paging by a number encoded twice."""

    templates = ("gsb_standard",)

    def path_of(self, article: Article) -> str:
        folder = self.era.options["folder"]
        return f"/SharedDocs/{folder}/DE/{article.on:%Y/%m}/{article.slug}.html"

    def list_href(self, number: int) -> str:
        return self.era.list_path + ("" if number == 1 else f"?gtp={self.era.list_id}_list%253D{number}")

    def list_number(self, request: DemoRequest) -> int | None:
        if request.path != self.era.list_path:
            return None
        found = _PAGE.search(request.query)
        return int(found[1]) if found else 1

    def link(self, path: str, noise: Noise) -> str:
        """Return the path without its leading slash: every page has a ``<base>`` that names the host."""
        return path.lstrip("/") if path.startswith("/") else path

    def _feed(self, request: DemoRequest) -> Answer | None:
        if request.path == self.era.options.get("feed"):
            return self._document("feed", "rss_twice.xml", request)
        return None


class GsbClassic(GsbStandard):
    """2010 to 2017: who comes without a cookie gets a session id in every internal link."""

    templates = ("gsb_classic",)

    def link(self, path: str, noise: Noise) -> str:
        if not path.startswith("/"):
            return path
        bare, mark, query = path[1:].partition("?")
        return f"{bare};jsessionid={noise.session()}{mark}{query}"

    def answer(self, request: DemoRequest) -> Answer:
        cleaned = _SESSION.sub("", request.url)
        if cleaned == request.url:
            return super().answer(request)
        answer = super().answer(DemoRequest(cleaned, request.method, request.headers, request.day, request.number))
        return Answer("session", answer.body, answer.status, answer.media_type, answer.headers)
