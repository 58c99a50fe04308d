"""The project's own spiders on the world, over some of its days: nothing is missed, nothing asked that must not be."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive import urls
from kaaw_archive.demo.answers import TRAPS
from kaaw_archive.demo.world import World
from tests.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, Any]

# first visits, edits, a withdrawal and a return, every relaunch, the soft 404, and time enough for links to be dead
DAYS = (1, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 21, 24, 30)
SEED = "http://www.kaaw.de/index.php/aktuellesmainmenu"


@dataclass(frozen=True)
class Crawled:
    """What a run of the demo left: its log, its archive, and the world that it saw."""

    log: dict[str, Any]
    db: sqlite3.Connection
    world: World

    def rows(self, sql: str, *values: object) -> list[Row]:
        return [dict(row) for row in self.db.execute(sql, values)]

    def versions(self) -> dict[str, int]:
        """How many versions the archive has of each article, by url key."""
        counted = self.rows(
            "SELECT a.key, count(*) AS n FROM articles a JOIN snapshots s ON s.article_id = a.id GROUP BY 1"
        )
        return {row["key"]: row["n"] for row in counted}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("demo")
    program = Program(folder)
    archive, log = folder / "demo.db", folder / "log.json"
    try:
        ran = program.run(
            sys.executable, "-m", "tests.demo.drive", str(archive), str(log), ",".join(map(str, DAYS)), timeout=300
        )
    finally:
        program.close()
    assert ran.code == 0, ran.output
    with closing(sqlite3.connect(archive)) as db:
        db.row_factory = sqlite3.Row
        yield Crawled(json.loads(log.read_text()), db, World())


def test_every_article_that_exists_is_found(crawled: Crawled) -> None:
    known = crawled.versions()
    exist = {article.url for day in DAYS for article in crawled.world.articles(day)}
    assert len(exist) > 100
    assert sorted(url for url in exist if urls.key(url) not in known) == []


def test_an_article_is_found_on_the_day_on_which_it_appears(crawled: Crawled) -> None:
    asked: dict[str, int] = {}
    for seen in crawled.log["seen"]:
        if seen["kind"] == "article":
            asked.setdefault(urls.key(seen["url"]), seen["day"])
    appears: dict[str, int] = {}
    for day in DAYS:
        for article in crawled.world.articles(day):
            appears.setdefault(urls.key(article.url), day)
    late = {key: (day, asked.get(key)) for key, day in appears.items() if asked.get(key) != day}
    assert late == {}


def test_no_page_is_asked_twice_a_day(crawled: Crawled) -> None:
    assert crawled.log["twice"] == []


def test_no_trap_is_asked_and_no_print_view_mail_form_facet_or_session_id(crawled: Crawled) -> None:
    # who looks at links looks at them as they are cited
    crawls = [seen for seen in crawled.log["seen"] if seen["visitor"] != "linkcheck"]
    assert len(crawls) > 1000
    assert [seen for seen in crawls if seen["kind"] in TRAPS] == []


def test_no_crawl_fails(crawled: Crawled) -> None:
    crawls = crawled.rows("SELECT spider, state, reason FROM crawls WHERE state NOT IN ('finished', 'degraded')")
    assert crawls == []
    assert crawled.rows("SELECT url FROM visits WHERE tls_error IS NOT NULL") == []


def test_each_edit_is_a_version_and_noise_is_none(crawled: Crawled) -> None:
    known = crawled.versions()
    shown: dict[str, set[int]] = {}
    for day in DAYS:
        for article in crawled.world.articles(day):
            shown.setdefault(urls.key(article.url), set()).add(article.version)
    # what changed between two visits is one edit, and a page that is old is not looked at every day
    wrong = {key: (known.get(key), len(versions)) for key, versions in shown.items() if known[key] > len(versions)}
    assert wrong == {}


def test_the_seed_articles_have_their_versions_and_their_links(crawled: Crawled) -> None:
    titles = {row["title"]: row for row in crawled.rows("SELECT * FROM latest WHERE source = 'kaaw.de'")}
    for title in (
        "Modellkommune E-Government erfolgreich abgeschlossen",
        "Bericht zur IT-Sicherheit in „Städte- und Gemeinderat“ 09/2016",
        "Landtagsabgeordneter informiert sich über die KAAW",
        "Fortsetzung der Zusammenarbeit vereinbart",
        "Konzept zur Modellkommune vom BMI angenommen",
    ):
        assert title in titles
    assert crawled.versions()[urls.key(f"{SEED}/159-x")] == 3
    cited = {row["anchor_text"]: row["link_url"] for row in crawled.rows("SELECT * FROM citations WHERE is_latest")}
    assert cited["HIER"].endswith("IT-Sicherheit.pdf")
    assert "mitreden_node.html" in cited["Demografieportal"]


def test_withdrawn_articles_are_withdrawn_and_a_returned_one_is_back(crawled: Crawled) -> None:
    def story(number: int) -> list[str]:
        key = urls.key(f"{SEED}/{number}-x")
        told = crawled.rows(
            "SELECT e.kind FROM events e JOIN articles a ON a.id = e.article_id WHERE a.key = ? ORDER BY before_at", key
        )
        return [row["kind"] for row in told]

    assert story(135)[:2] == ["new", "withdrawn"]  # 410
    assert story(152)[:2] == ["new", "withdrawn"]  # 404, looked at again
    assert crawled.rows("SELECT state FROM articles WHERE key = ?", urls.key(f"{SEED}/159-x")) == [
        {"state": "withdrawn"}
    ]


def test_both_generations_of_kaaw_and_a_pdf_with_text_are_there(crawled: Crawled) -> None:
    found = crawled.rows("SELECT url, text FROM latest WHERE source = 'kaaw.de'")
    assert sum("/index.php/" in row["url"] for row in found) >= 20
    assert sum(row["url"].startswith("https://www.kaaw.de/de/aktuelles/meldungen/") for row in found) >= 10
    assert not any("Google Tag Manager" in row["text"] for row in found)  # of the consent overlay
    (book,) = crawled.rows("SELECT text FROM latest WHERE url LIKE '%/e-government-kochbuch.pdf%' LIMIT 1")
    assert "Rezept 4: Zusammenarbeit als Würze" in " ".join(book["text"].split())


def test_the_links_of_the_seed_articles_are_judged_as_they_fare(crawled: Crawled) -> None:
    links = {link["url"].rpartition("/")[2] or link["url"]: link for link in crawled.log["report"]["links"]}
    assert links["modellkommune-e-government.html"]["health"] == "dead"
    assert links["STGR_09_2016_IT-Sicherheit.pdf"]["health"] == "dead"
    assert [name for name, link in links.items() if not link["is_right"]] == []
