"""``kaaw links --by`` counts the links that texts have now: not those of withdrawn ones or of left addresses."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.derive.works import find_works
from tests.archive.queries.builder import Builder, article, link
from tests.cli.conftest import document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kaaw

SITE = "https://www.amt.example"
LONG = (
    "Der Rat der Stadt Moorland hat am Montag den Haushalt beschlossen. Für Schulen stehen zwölf Millionen Euro bereit,"
    " für Straßen drei Millionen. Die Bürgermeisterin dankte der Kämmerei für die Arbeit an dem Entwurf, der seit dem"
    " Frühjahr in den Ausschüssen beraten worden war. Die Fraktionen stimmten mit einer Ausnahme zu."
)


@pytest.fixture
def cited(archive_path: Path) -> Path:
    """One text that is there, one that was withdrawn, and one at its second address; each address cites two pages."""
    there, gone, left, later = (f"{SITE}/{name}.html" for name in ("da", "fort", "alt", "neu"))

    def page(url: str, title: str, text: str, *names: str) -> Any:
        links = [link(number, f"https://ziel.example/{name}", name) for number, name in enumerate(names, 1)]
        return article(url, title, text, published_on="2016-09-20", links=tuple(links))

    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z", source="amt.example")
        at = "2016-09-{}T12:00:00.000Z".format
        builder.page(there, at(22), page(there, "Umlage", "Die Umlage sinkt.", "a.pdf;jsessionid=5F2A1", "b.html"))
        builder.page(gone, at(22), page(gone, "Gebühren", "Die Gebühr steigt.", "a.pdf", "c.html"))
        builder.page(left, at(22), page(left, "Haushalt", LONG, "d.html", "e.html"))
        for day in (23, 24):
            builder.page(gone, at(day), status=404)
            builder.page(left, at(day), status=404)
        builder.page(later, at(24), page(later, "Haushalt", LONG, "a.pdf", "e.html"))
        find_works(connection)
    return archive_path


def test_only_links_of_texts_that_are_there_count_and_each_page_once(run: Kaaw, cited: Path) -> None:
    counted = run(cited, "links", "--by", "source")
    (row,) = document(run(cited, "links", "--by", "source", "--json"))
    assert (row["group"], row["links"]) == ("amt.example", 3)  # a.pdf, b.html, e.html
    (host,) = document(run(cited, "links", "--by", "host", "--json"))
    assert (host["group"], host["links"]) == ("ziel.example", 3)
    assert "2 links of withdrawn texts or left addresses not counted" in counted.stderr  # c.html, d.html


def test_the_list_has_those_of_withdrawn_texts_too(run: Kaaw, cited: Path) -> None:
    assert len(document(run(cited, "links", "--json"))) == 6
