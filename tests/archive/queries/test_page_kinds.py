"""Kind of the page of an article: that of its own page, whichever page showed a version first."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.queries import articles, exports
from kaaw_archive.derive.works import find_works
from kaaw_archive.items import ArticleFilter
from tests.derive.histories import World, shows, shows_list, shows_problem

if TYPE_CHECKING:
    from pathlib import Path

LIST = "https://www.amt.example/index.php/aktuelles"
OWN = f"{LIST}/1-bad"
TEXT = "Der Rat hat am Montag beschlossen, dass das Bad saniert wird. Es kostet 3 Millionen Euro."


def test_an_article_that_a_list_showed_first_is_an_article(tmp_path: Path) -> None:
    with closing(open_for_writing(tmp_path / "archive.db")) as connection:
        world = World(connection)
        world.happens(0, shows_list({OWN: TEXT}, LIST))
        world.happens(1, shows(TEXT, url=OWN))
        find_works(connection)
        of_first = "SELECT g.page_kind FROM snapshots s JOIN readings g ON g.id = s.reading_id"
        assert [tuple(row) for row in connection.execute(of_first)] == [("listing",)]
        assert [tuple(row) for row in connection.execute("SELECT url, page_kind FROM latest")] == [(OWN, "article")]
        (row,) = exports.versions(connection, ArticleFilter())
        (found,) = articles.by_address(connection, OWN)
        shown = articles.snapshot(connection, found["id"], 1)
    assert (row["page_kind"], shown["page_kind"]) == ("article", "article")


def test_a_page_that_is_under_maintenance_is_what_it_was(tmp_path: Path) -> None:
    with closing(open_for_writing(tmp_path / "archive.db")) as connection:
        world = World(connection)
        world.happens(0, shows(TEXT, url=OWN))
        world.happens(9, shows_problem("maintenance_page", "error", OWN))
        find_works(connection)
        kinds = "SELECT p.kind, l.page_kind FROM latest l JOIN pages p ON p.id = l.page_id"
        assert [tuple(row) for row in connection.execute(kinds)] == [("error", "article")]
