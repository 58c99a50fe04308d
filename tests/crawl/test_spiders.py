"""Spiders follow seeds: everything that is new is found, once, traps are not, and a killed run forgets nothing."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.crawl import town_news
from tests.crawl.town_news import FEED, LIST, TRAPS, TownNews, article_path, list_path, url
from tests.german_pages import page
from tests.local_site import Answer
from tests.program import kill_group

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler

pytestmark = pytest.mark.slow

ARTICLES = "SELECT count(*) FROM articles WHERE url LIKE '%/SharedDocs/%'"


@pytest.fixture
def town(crawler: Crawler) -> TownNews:
    news = TownNews(crawler.site)
    news.publish(10)
    return news


def lapse(crawler: Crawler) -> None:
    """All that is known is due again, as if days had gone by."""
    with closing(sqlite3.connect(crawler.archive)) as archive, archive:
        archive.execute("UPDATE pages SET due_at = '2016-01-01T00:00:00.000Z'")


def test_feed_and_list_together_bring_every_article_once_and_no_trap(crawler: Crawler, town: TownNews) -> None:
    assert crawler.crawl("town").code == 0
    asked = town.asked()
    assert sorted(path for path in asked if "SharedDocs" in path) == [article_path(n) for n in range(1, 11)]
    assert [list_path(at) in asked for at in range(3)] == [True] * 3
    assert not set(TRAPS) & set(asked)
    assert crawler.value(ARTICLES) == 10
    kinds = crawler.rows("SELECT url, kind FROM visits WHERE kind = 'seed' AND status = 200 ORDER BY url")
    assert {row["url"] for row in kinds} == {url(list_path(at)) for at in range(3)} | {url(FEED)}


def test_a_list_is_paged_until_nothing_new_comes(crawler: Crawler, town: TownNews) -> None:
    crawler.crawl("town")
    town.publish(13)
    lapse(crawler)
    crawler.site.forget()
    assert crawler.crawl("town").code == 0
    asked = town.asked()
    assert [article_path(n) in asked for n in (11, 12, 13)] == [True] * 3
    assert [list_path(at) in asked for at in range(3)] == [True, True, False]  # all of the second page was known
    assert len(asked) == len(set(asked))
    assert crawler.value(ARTICLES) == 13


def test_an_article_that_a_list_names_no_more_is_looked_at_that_day_and_one_that_others_pushed_out_is_not(
    crawler: Crawler, town: TownNews
) -> None:
    crawler.crawl("town")
    town.publish(12, withdrawn=9)
    crawler.site.add(town_news.HOST, article_path(9), Answer(b"", status=404))
    with closing(sqlite3.connect(crawler.archive)) as archive, archive:
        archive.execute("UPDATE pages SET due_at = '2016-01-01T00:00:00.000Z' WHERE kind <> 'article'")
    crawler.site.forget()
    assert crawler.crawl("town").code == 0
    assert sorted(path for path in town.asked() if "SharedDocs" in path) == [article_path(n) for n in (9, 11, 12)]


def test_the_same_run_again_asks_nothing(crawler: Crawler, town: TownNews) -> None:
    crawler.crawl("town")
    crawler.site.forget()
    assert crawler.crawl("town").code == 0
    assert [path for path in town.asked() if "SharedDocs" in path or LIST in path] == []


def test_a_run_that_is_killed_forgets_no_address(crawler: Crawler, town: TownNews) -> None:
    """Killed between a list and its articles; the list itself is not due when the next run goes on."""

    for number in range(1, 11):
        crawler.site.add(town_news.HOST, article_path(number), Answer(page(number), manner="stall"))
    process = crawler.program.start(*crawler.spider_command("town"), env=crawler.environment())
    deadline = time.monotonic() + 30
    while not any("SharedDocs" in path for path in town.asked()) and time.monotonic() < deadline:
        time.sleep(0.05)
    kill_group(process)
    town.publish(10)
    crawler.site.forget()
    assert crawler.crawl("town").code == 0
    asked = town.asked()
    assert {article_path(n) for n in range(1, 11)} <= set(asked)
    assert list_path(0) not in asked
    assert crawler.value(ARTICLES) == 10


def test_a_list_that_was_captured_but_not_looked_through_is_read_from_the_archive(
    crawler: Crawler, town: TownNews
) -> None:
    crawler.crawl("town", "-a", "max_pages=2")  # the two seeds and nothing else
    with closing(sqlite3.connect(crawler.archive)) as archive, archive:
        archive.execute("DELETE FROM _frontier")
        archive.execute("DELETE FROM _read_seeds")
    crawler.site.forget()
    assert crawler.crawl("town").code == 0
    assert list_path(0) not in town.asked()
    assert crawler.value(ARTICLES) == 10


def test_a_site_whose_lists_name_nothing_any_more_is_degraded(crawler: Crawler, town: TownNews) -> None:
    crawler.site.add(town_news.HOST, LIST, Answer(page(1)))
    crawler.site.add(town_news.HOST, FEED, Answer(page(2)))
    assert crawler.crawl("town").code == 3
    assert "no seed names an article" in crawler.value("SELECT reason FROM crawls")


def test_what_articles_cite_is_captured_one_hop_far(crawler: Crawler) -> None:
    site = crawler.site
    cited = site.add("www.land.example", "/erlass", Answer(linking("Erlass", "http://www.weiter.example/fern")))
    paper = site.add(
        "www.land.example", "/bericht.pdf", Answer(b"%PDF-1.4 kaputt", headers={"Content-Type": "application/pdf"})
    )
    far = site.add("www.weiter.example", "/fern", Answer(page(3)))
    start = site.add("www.stadt-a.example", "/meldung", Answer(linking("Meldung", cited, paper)))
    crawler.run([start])
    assert crawler.crawl("cited").code == 0
    assert crawler.statuses(cited) == [200]
    assert crawler.statuses(paper) == [200]
    lapse(crawler)
    crawler.crawl("cited")
    assert crawler.statuses(cited) == [200, 200]
    assert crawler.statuses(far) == []


def test_a_site_is_found_from_its_home_page(crawler: Crawler, town: TownNews) -> None:
    home = (
        '<html lang="de"><head><meta name="generator" content="Government Site Builder"><title>BMI</title></head><body>'
        f'<nav><a href="{LIST}">Pressemitteilungen</a><a href="/DE/Impressum/impressum_node.html">Impressum</a></nav>'
        "<main><h1>Willkommen</h1></main></body></html>"
    )
    start = crawler.site.add(town_news.HOST, "/", Answer(home.encode()))
    assert crawler.crawl("site", "-a", f"url={start}").code == 0
    assert crawler.value(ARTICLES) == 10
    assert not set(TRAPS) & set(town.asked())


def test_a_run_ends_after_as_many_pages_as_it_may_ask_for(crawler: Crawler, town: TownNews) -> None:
    start = url(LIST)
    crawler.crawl("site", "-a", f"url={start}", "-a", "max_pages=3")
    assert len(town.asked()) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "-a urls=FILE"),
        (("-a", "url=http://a.example/", "-a", "urls=http://b.example/"), "exclude each other"),
        (("-a", "url=gopher://a.example/"), "no http or https address"),
        (("-a", "url=http://a.example/", "-a", "max_pages=viele"), "whole number"),
    ],
)
def test_arguments_that_make_no_sense_are_one_line(crawler: Crawler, arguments: tuple[str, ...], said: str) -> None:
    ran = crawler.crawl("site", *arguments)
    assert ran.code == 2
    assert said in ran.check_one_error()


def linking(title: str, *targets: str) -> bytes:
    """An article that cites these addresses."""
    cites = "".join(
        f'<p>Näheres sagt <a href="{to}">die Quelle {n}</a> in allen Einzelheiten.</p>' for n, to in enumerate(targets)
    )
    text = "<p>Der Rat hat in seiner Sitzung am Montag beschlossen, die Satzung zu ändern und neu zu fassen.</p>" * 3
    return (
        f'<html lang="de"><head><title>{title}</title></head><body><main><h1>{title}</h1>{text}{cites}</main></body>'
        "</html>"
    ).encode()


def test_what_other_rules_find_in_stored_seeds_is_asked_for_without_asking_for_them_again(
    crawler: Crawler, town: TownNews
) -> None:
    crawler.crawl("town")
    with closing(sqlite3.connect(crawler.archive)) as archive, archive:  # as if the spider had known fewer articles
        archive.execute("DELETE FROM _frontier WHERE url LIKE '%meldung-003%'")
        archive.execute("UPDATE _read_seeds SET rules = 'those of yesterday'")
    crawler.site.forget()
    crawler.crawl("town")
    found = crawler.value("SELECT count(*) FROM _frontier WHERE url LIKE '%meldung-003%'")
    assert (found, [path for path in town.asked() if LIST in path]) == (1, [])
