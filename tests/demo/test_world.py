"""The world agrees with itself: what it says is true, it answers; what must not be asked, it links to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from parsel import Selector

from kaaw_archive import urls
from kaaw_archive.cms import detect
from kaaw_archive.extract import read
from kaaw_demo.answers import TRAPS, Answer
from kaaw_demo.truth import cited_links
from kaaw_demo.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.items import Reading

DAYS = range(1, len(World().days) + 1)
SOURCES = (
    "kaaw.de",
    "bmi.bund.de",
    "demografie-portal.de",
    "verwaltung-innovativ.de",
    "modellkommune-egovernment.de",
    "kommunen.nrw",
)
RELAUNCH = 16  # of kaaw.de
MAINTENANCE = 8  # of the model municipalities


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def reading_of(url: str, answer: Answer) -> Reading:
    return read(answer.body, url=url, content_type=answer.media_type, system=detect(answer.body, url))


def selected(answer: Answer, path: str) -> list[str]:
    return Selector(answer.body.decode()).xpath(path).getall()


def links_of(url: str, answer: Answer) -> set[str]:
    if not answer.body or not answer.media_type.startswith("text/html"):
        return set()
    base = next(iter(selected(answer, "//base/@href")), url)
    return {urljoin(base, href) for href in selected(answer, "//a/@href | //link/@href")}


def without_session(url: str) -> str:
    return re.sub(r";jsessionid=[^?#]*|#.*", "", url)


def walk(world: World, start: str) -> Iterator[tuple[str, Answer]]:
    """All pages of one site that a visitor can reach without session ids; traps looked at but not gone through."""
    host, waiting, known = urls.host(start), [start], {start}
    while waiting:
        url = waiting.pop()
        answer = world.answer(url)
        yield url, answer
        if answer.status != 200 or answer.kind in TRAPS:
            continue
        for link in map(without_session, links_of(url, answer)):
            if urls.host(link) == host and link not in known:
                known.add(link)
                waiting.append(link)


@pytest.mark.parametrize("day", DAYS)
def test_every_article_that_exists_is_served(world: World, day: int) -> None:
    world.set_day(day)
    articles = world.articles()
    assert len(articles) >= 40
    assert len({article.source for article in articles}) == 6
    for article in articles:
        answer = world.answer(article.url)
        under_maintenance = article.source == "modellkommune-egovernment.de" and day == MAINTENANCE
        assert (answer.status, answer.kind) == (200, "event" if under_maintenance else "article"), article.url


@pytest.mark.slow
@pytest.mark.parametrize("day", (1, 11, 12, 15, 16, 30))
def test_our_extractor_reads_title_and_text_of_every_article(world: World, day: int) -> None:
    world.set_day(day)
    for article in world.articles():
        (found,) = reading_of(article.url, world.answer(article.url)).articles
        # Joomla 2.5 has the name of the listing in the only h1
        assert found.title.endswith(article.title) or "/index.php/" in article.url
        assert article.text.splitlines()[0] in found.text, article.url
        assert "Cookies" not in found.text, article.url


def test_a_withdrawn_article_answers_404_or_410(world: World) -> None:
    gone = set()
    for day in DAYS:
        world.set_day(day)
        for article in world.withdrawn():
            assert world.answer(article.url).status == article.status
            gone.add(article.status)
    assert gone == {404, 410}


@pytest.mark.slow
def test_the_same_page_differs_in_every_response_and_says_the_same(world: World) -> None:
    world.set_day(1)
    for article in world.articles():
        one, other = world.answer(article.url), world.answer(article.url)
        assert one.body != other.body, article.url
        texts = {reading_of(article.url, answer).articles[0].text for answer in (one, other)}
        assert len(texts) == 1, article.url


def test_versions_count_silent_and_honest_edits(world: World) -> None:
    at = "http://www.kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen"
    versions = [
        next((article.version for article in world.articles(day) if article.url == at), 0) for day in range(1, 8)
    ]
    assert versions == [0, 0, 1, 2, 2, 3, 3]


def test_the_listing_of_kaaw_is_paged_by_five(world: World) -> None:
    world.set_day(3)
    articles = {article.url for article in world.articles() if article.source == "kaaw.de"}
    site = world.site("kaaw.de")
    found: set[str] = set()
    for start in range(0, len(articles), 5):
        url = f"{site.era.origin}{site.era.list_path}?start={start}"
        answer = world.answer(url)
        assert f"Seite {start // 5 + 1} von {-(-len(articles) // 5)}" in answer.body.decode()
        titled = selected(answer, "//div[contains(@class, 'item ')]/h2/a/@href")
        assert len(titled) == min(5, len(articles) - start)
        found |= {urljoin(url, href) for href in titled}
    assert found == articles
    assert len(articles) >= 25


@pytest.mark.slow
@pytest.mark.parametrize("day", (3, 12, 15, 21))
def test_every_article_is_reached_from_the_home_page(world: World, day: int) -> None:
    world.set_day(day)
    for source in SOURCES:
        origin = world.site(source).era.origin
        reached = {urls.key(url) for url, answer in walk(world, f"{origin}/") if answer.kind == "article"}
        unlisted = {article.url for article in world.unlisted()}
        articles = [article.url for article in world.articles() if article.source == source]
        assert [url for url in articles if urls.key(url) not in reached and url not in unlisted] == []


@pytest.mark.slow
@pytest.mark.parametrize("day", (3, 12, 15, 21))
def test_every_trap_is_linked_from_some_page_and_a_calendar_has_no_end(world: World, day: int) -> None:
    world.set_day(day)
    for source in SOURCES:
        site = world.site(source)
        linked = [link for url, answer in walk(world, f"{site.era.origin}/") for link in links_of(url, answer)]
        targets = {without_session(link).partition("//")[2].partition("/")[2] for link in linked}
        for trap in site.era.traps:
            assert trap.match == "^$" or any(re.search(trap.match, f"/{one}") for one in targets), (source, trap)
    site = world.site("modellkommune-egovernment.de")
    url, seen = f"{site.era.origin}/", set()
    for _ in range(5):
        calendar = next(link for link in links_of(url, world.answer(url)) if "/TERMINE/" in link)
        assert calendar not in seen
        seen.add(calendar)
        url = calendar


def test_session_ids_stand_in_every_internal_link_of_a_classic_site(world: World) -> None:
    world.set_day(3)
    page = world.answer("http://www.bmi.bund.de/DE/Nachrichten/Pressemitteilungen/pressemitteilungen_node.html")
    internal = [href for href in selected(page, "//a/@href") if "://" not in href]
    assert internal
    assert all(re.search(r";jsessionid=[0-9A-F]{32}\.2_cid\d+", href) for href in internal)
    asked = world.answer(f"http://www.bmi.bund.de/{internal[0].partition('#')[0]}")
    assert (asked.status, asked.kind) == (200, "session")


def test_the_relaunch_breaks_every_old_address_of_kaaw(world: World) -> None:
    old = [article.url for article in world.articles(RELAUNCH - 1) if article.source == "kaaw.de"]
    world.set_day(RELAUNCH)
    for url in old:
        hop = world.answer(url)
        assert (hop.status, hop.headers["Location"]) == (301, url.replace("http:", "https:"))
        assert world.answer(hop.headers["Location"]).status == 404
    successors = world.successors()
    assert sum(url in successors for url in old) >= 5
    assert world.answer(successors[next(url for url in old if url in successors)]).status == 200


def test_documents_are_pdf_with_text(world: World) -> None:
    world.set_day(3)
    for link in cited_links():
        if ".pdf" in link.url:
            (found,) = reading_of(link.url, world.answer(link.url)).articles
            assert len(found.text) > 1000
            assert ("Rezept 3" in found.text) or ("Städte- und Gemeinderat 09/2016" in found.text)


@pytest.mark.parametrize("day", DAYS)
def test_the_links_of_the_seed_article_fare_as_the_truth_says(world: World, day: int) -> None:
    world.set_day(day)
    for link in cited_links():
        fate = link.fate(day)
        if fate is None:
            continue
        url, hops, answer = link.url, [], world.answer(link.url)
        if answer.status == 503:
            answer = world.answer(url)
        while answer.status in (301, 302):
            hops.append(answer.headers["Location"])
            answer = world.answer(hops[-1])
        expected = {"ok": 200, "moved": 200, "soft_404": 200, "not_found": 404, "unreachable": 200}[fate.verdict]
        assert answer.is_dropped == (fate.verdict == "unreachable"), (day, url)
        assert answer.status == expected, (day, url)
        if fate.verdict in ("moved", "soft_404") and fate.to:
            assert hops[-1] == fate.to
        if fate.to:
            assert world.answer(fate.to).status == 200


def test_a_day_counts_what_is_asked_by_kind() -> None:
    world = World()
    article = world.articles()[0].url
    for url in (article, article, f"{article}?tmpl=component&print=1&layout=default&page="):
        world.answer(url)
    assert world.counts(1) == {"article": 2, "print": 1}


def test_there_is_no_thirty_first_day(world: World) -> None:
    with pytest.raises(ValueError, match="no day 31"):
        world.set_day(31)
