"""Pages that are read and are no news: their versions are kept, and no article, edit or event is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.queries import articles, search, status
from tests.derive.histories import PAGE, World, answers, fails, not_modified, shows, shows_list, tell
from tests.derive.tables import assert_same, derived

if TYPE_CHECKING:
    from tests.derive.histories import Step

IMPRINT = "https://www.amt.example/impressum"
COUNTS = ("articles", "other_pages", "snapshots")


def counts(world: World) -> tuple[int, ...]:
    found = status.counts(world.connection)
    return tuple(found[name] for name in COUNTS)


def test_versions_are_kept_and_nothing_is_counted(world: World) -> None:
    tell(
        world,
        (0, shows("Impressum des Amtes", url=IMPRINT, is_news=False)),
        (5, shows("Impressum des neuen Amtes", url=IMPRINT, is_news=False)),
        (6, answers(410, IMPRINT)),
        (30, answers(410, IMPRINT)),
        (31, shows("Meldung", links=("https://bund.example/a",))),
    )
    assert world.versions()[:2] == [(1, "Impressum des Amtes", 0, 0), (2, "Impressum des neuen Amtes", 5, 5)]
    assert world.events() == [("new", None, 31)]
    assert world.rows("SELECT url FROM latest") == [(PAGE,)]
    assert world.rows("SELECT url, version, state, page_kind FROM other_pages") == [(IMPRINT, 2, "withdrawn", "other")]
    assert world.rows("SELECT * FROM edits") == []
    assert counts(world) == (1, 1, 1)
    (source,) = status.sources(world.connection)
    assert (source["articles"], source["other_pages"], source["withdrawn"]) == (1, 1, 0)
    assert [row["articles"] for row in articles.by_source(world.connection)] == [1]
    assert articles.event_counts(world.connection, "", "9999") == {"new": 1}


def test_both_views_have_the_same_columns(world: World) -> None:
    columns = [world.rows(f"SELECT name, type FROM pragma_table_info('{view}')") for view in ("latest", "other_pages")]
    assert columns[0] == columns[1]


def test_other_pages_are_found_and_marked(world: World) -> None:
    tell(world, (0, shows("Kanzlei", url=IMPRINT, is_news=False)), (1, shows("Kanzlei des Landes")))
    found = search.search(world.connection, "Kanzlei").hits
    assert {hit["url"]: hit["is_news"] for hit in found} == {IMPRINT: 0, PAGE: 1}
    (page,) = articles.by_address(world.connection, IMPRINT)
    assert not page["is_news"]


def test_links_of_other_pages_are_not_watched(world: World) -> None:
    tell(
        world,
        (0, shows("Impressum", url=IMPRINT, links=("https://web.example/werkstatt",), is_news=False)),
        (1, shows("Meldung", links=("https://bund.example/a",))),
    )
    assert world.rows("SELECT link_url FROM citations") == [("https://bund.example/a",)]
    assert world.rows("SELECT count(*) FROM mentions") == [(2,)]


@pytest.mark.parametrize("text", ["Text", "Anderer Text"], ids=["the same text", "another text"])
def test_what_is_read_as_an_article_later_is_new_then(world: World, text: str) -> None:
    tell(
        world,
        (0, shows("Text", is_news=False)),
        (5, shows(text, noise="1")),
        (6, not_modified()),
        (9, shows("Dritter Text")),
    )
    assert world.events() == [("new", None, 5), ("edited", 6, 9)]
    assert [kind for (kind,) in world.rows("SELECT kind FROM events e JOIN edits ON event_id = e.id")] == ["edited"]
    assert world.rows("SELECT count(*) FROM edits") == [(1,)]
    assert counts(world)[:2] == (1, 0)
    before = derived(world.connection)
    world.refold_all()
    assert_same(before, derived(world.connection))


def test_an_article_stays_one(world: World) -> None:
    tell(world, (0, shows("Text")), (5, shows("Anderer Text", is_news=False)))
    assert world.events() == [("new", None, 0), ("edited", 0, 5)]
    assert counts(world)[:2] == (1, 0)


def test_a_page_of_another_kind_that_does_not_answer_is_no_error_page(world: World) -> None:
    tell(world, (0, shows("Impressum", is_news=False)), (5, fails("timeout")), (6, answers(500)))
    assert world.rows("SELECT kind FROM pages") == [("other",)]


def test_a_source_without_articles_is_listed(world: World) -> None:
    tell(world, (0, shows("Impressum", is_news=False)))
    assert [(row["source"], row["articles"], row["other_pages"]) for row in status.sources(world.connection)] == [
        ("amt.example", 0, 1)
    ]


def test_an_article_of_a_list_whose_own_page_is_of_another_kind_is_news(world: World) -> None:
    page = "https://www.verein.example/index.php/aktuelles"
    tell(world, (0, shows_list({f"{page}/1-a": "Text"}, page)), (5, shows("Text", url=f"{page}/1-a", is_news=False)))
    assert world.events() == [("new", None, 0)]
    assert world.rows("SELECT url FROM other_pages") == []


TOOLS, LAW = "https://www.amt.example/werkzeuge", "https://www.land.example/gesetz"


@pytest.mark.parametrize("again", [not_modified(TOOLS), shows("Werkzeuge", url=TOOLS, noise="1")], ids=["304", "200"])
def test_a_cited_page_is_no_news_of_a_site_whose_spider_left_it_out_until_that_names_it(
    world: World, again: Step
) -> None:
    own = world.beside("20160901T060000Z-000002", source="amt.example")
    cited = world.beside("20160901T060000Z-000003", spider="cited")
    cited.happens(1, shows("Werkzeuge", url=TOOLS))
    cited.happens(2, shows("Gesetz", url=LAW))
    cited.happens(3, not_modified(TOOLS))
    assert world.rows("SELECT url FROM other_pages") == [(TOOLS,)]
    assert world.rows("SELECT url FROM latest") == [(LAW,)]  # no spider looks for the news of that site
    own.happens(5, again)
    assert world.rows("SELECT url FROM other_pages") == []
    assert world.events() == [("new", None, 2), ("new", None, 5)]
    before = derived(world.connection)
    world.refold_all()
    assert_same(before, derived(world.connection))
