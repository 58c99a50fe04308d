"""The next day of a site that a crawl searched: what a list names no more is looked at, wherever the list was found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.crawl.test_crippled_sites import COUNT, HOME, HOST, XML, framed, path, row, town
from tests.local_site import Answer

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler

pytestmark = pytest.mark.slow

NUMBERS = range(1, 9)
BULLETIN = "/blatt-der-gemeinde-berichtet.html"


def publish(crawler: Crawler, numbers: list[int]) -> None:
    """Put articles into a list that a row of the home page names, as if it were an article."""
    entry = f'<div class="zeile"><h3><a href="{BULLETIN}">Meldungen aus dem Rathaus</a></h3><p>01.03.2024</p></div>'
    others = "".join(map(row, (9, 10, 11)))
    crawler.site.add(HOST, "/", Answer(framed(f"<h1>Gemeinde</h1>{others}{entry}")))
    teasers = "".join(
        f'<li><h3><a href="{path(number)}">Stand {number} ist gemeldet</a></h3><p>{number:02d}.03.2024: Der Rat der'
        " Gemeinde hat dem Vorhaben am Abend einstimmig zugestimmt.</p></li>"
        for number in numbers
    )
    crawler.site.add(HOST, BULLETIN, Answer(framed(f"<h1>Meldungen</h1><ul>{teasers}</ul>")))


def test_what_a_list_that_was_taken_for_an_article_names_no_more_is_looked_at(crawler: Crawler) -> None:
    site = town()
    for one, answer in site.pages.items():
        if "aktuelles" not in one:
            crawler.site.add(HOST, one, answer)
    publish(crawler, list(NUMBERS))
    assert crawler.crawl("site", "-a", f"url={HOME}").code == 0
    assert crawler.value("SELECT count(*) FROM latest") >= len(NUMBERS)
    publish(crawler, [number for number in NUMBERS if number != 4])
    crawler.site.add(HOST, path(4), Answer(b"", status=410))
    with closing(sqlite3.connect(crawler.archive)) as archive, archive:
        archive.execute("UPDATE pages SET due_at = '2016-01-01T00:00:00.000Z' WHERE url_key NOT LIKE '%/meldungen/%'")
    crawler.site.forget()
    crawler.crawl("site", "-a", f"url={HOME}")
    asked = [seen.path for seen in crawler.site.requests(HOST)]
    assert path(4) in asked
    assert not {path(number) for number in NUMBERS if number != 4} & set(asked)


def test_an_article_with_a_list_beside_it_stays_an_article(crawler: Crawler) -> None:
    site = town()
    beside = "<aside><h2>Weitere Meldungen</h2>" + "".join(map(row, range(1, 9))) + "</aside></body>"
    for one, answer in site.pages.items():
        body = answer.body.replace(b"</body>", beside.encode()) if "meldet" in one else answer.body
        crawler.site.add(HOST, one, Answer(body))
    crawler.crawl("site", "-a", f"url={HOME}")
    news = {path(number) for number in range(1, 13)}
    assert {row_["url"].removeprefix(f"http://{HOST}") for row_ in crawler.rows("SELECT url FROM latest")} >= news
    roles = crawler.rows("SELECT url FROM _frontier WHERE role = 'seed' AND url LIKE '%meldet%'")
    assert roles == []


def sitemap(changed: int | None = None) -> Answer:
    """Return a sitemap that states when each article changed: one of them later than it was captured."""
    days = {number: "2024-07-01" if number == changed else "2024-05-01" for number in range(1, COUNT + 1)}
    pages = (f"<url><loc>http://{HOST}{path(n)}</loc><lastmod>{day}</lastmod></url>" for n, day in days.items())
    return Answer(f"<urlset>{''.join(list(pages)[:-2])}</urlset>".encode(), headers=XML)


def test_what_changed_by_the_sitemap_and_what_left_the_last_page_of_a_list_is_looked_at(crawler: Crawler) -> None:
    site = town()
    for one, answer in site.pages.items():
        crawler.site.add(HOST, one, answer)
    crawler.site.add(HOST, "/sitemap.xml", sitemap())
    assert crawler.crawl("site", "-a", f"url={HOME}").code == 0
    assert crawler.value("SELECT count(*) FROM latest") == COUNT
    last = "/aktuelles/?page=3"
    crawler.site.add(HOST, "/sitemap.xml", sitemap(changed=2))
    for one in ("/", "/aktuelles/"):  # these name the changed one, too, and do not state it
        crawler.site.add(HOST, one, Answer(site.pages[one].body.replace(b"</main>", b"<p>Guten Tag</p></main>")))
    crawler.site.add(HOST, last, Answer(site.pages[last].body.replace(row(11).encode(), b"")))
    with closing(sqlite3.connect(crawler.archive)) as archive, archive:
        archive.execute("UPDATE captures SET captured_at = '2024' || substr(captured_at, 5)")
        archive.execute("UPDATE _frontier SET wanted_at = '2024' || substr(wanted_at, 5)")
        archive.execute(
            "UPDATE pages SET last_seen_at = '2024-06-01T00:00:00.000Z', due_at = '2024-06-02T00:00:00.000Z'"
        )
        archive.execute("UPDATE pages SET due_at = '2999-01-01T00:00:00.000Z' WHERE kind = 'article'")
    crawler.site.forget()
    crawler.crawl("site", "-a", f"url={HOME}")
    asked = [seen.path for seen in crawler.site.requests(HOST)]
    assert {path(number) for number in range(1, COUNT + 1)} & set(asked) == {path(2), path(11)}
    assert asked.count(last) == 1
