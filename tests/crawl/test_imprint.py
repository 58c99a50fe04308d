"""An imprint is archived if a person names its address, and is another page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.linkcheck.test_linkcheck import html

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler

pytestmark = pytest.mark.slow

TOWN = "stadt.example"
TEXT = (
    "<p>Herausgeber ist die Stadt Beispiel, vertreten durch die Bürgermeisterin Anna Beispiel. Verantwortlich für den"
    " Inhalt ist die Pressestelle der Stadt im Rathaus am Markt.</p><p>Die Stadt haftet nicht für Inhalte fremder"
    " Seiten, auf die sie verweist. Auskunft gibt das Bürgerbüro zu den üblichen Zeiten.</p>"
)


def test_an_imprint_is_archived_by_its_address(crawler: Crawler) -> None:
    crawler.site.add(TOWN, "/impressum.html", html("Impressum", TEXT))
    assert crawler.run([f"http://{TOWN}/impressum.html"]).code == 0
    found = crawler.kaaw("search", "Impressum", "--no-news")
    assert f"http://{TOWN}/impressum.html" in found.stdout
