"""The project's own spiders on the world, over some of its days: nothing is missed, nothing asked that must not be.

A relaunch is one incident that says where each page went; nothing wrong is proposed, and health tells the truth.
"""

from __future__ import annotations

import json
from itertools import combinations

import pytest

from kaaw_archive import urls
from kaaw_archive.linkrot.successors import PROPOSED_FROM
from kaaw_demo.answers import TRAPS
from kaaw_demo.data import table
from tests.demo.crawled import DAYS, Crawled

pytestmark = pytest.mark.slow

MAPPED = 0.95  # of the addresses that have a successor
SEED = "http://www.kaaw.de/index.php/aktuellesmainmenu"


def test_every_article_that_exists_is_found(demo: Crawled) -> None:
    known = demo.versions()
    exist = {article.url for day in DAYS for article in demo.world.articles(day)}
    assert len(exist) > 100
    assert sorted(url for url in exist if urls.key(url) not in known) == []


def test_an_article_is_found_on_the_day_on_which_it_appears(demo: Crawled) -> None:
    asked: dict[str, int] = {}
    for seen in demo.log["seen"]:
        if seen["kind"] == "article":
            asked.setdefault(urls.key(seen["url"]), seen["day"])
    appears: dict[str, int] = {}
    for day in DAYS:
        for article in demo.world.articles(day):
            appears.setdefault(urls.key(article.url), day)
    late = {key: (day, asked.get(key)) for key, day in appears.items() if asked.get(key) != day}
    assert late == {}


def test_no_page_is_asked_twice_a_day(demo: Crawled) -> None:
    assert demo.requested_twice() == {}


def test_no_trap_is_asked_and_no_print_view_mail_form_facet_or_session_id(demo: Crawled) -> None:
    # who looks at links looks at them as they are cited
    crawls = [seen for seen in demo.log["seen"] if seen["visitor"] != "linkcheck"]
    assert len(crawls) > 1000
    assert [seen for seen in crawls if seen["kind"] in TRAPS] == []


def test_no_crawl_fails(demo: Crawled) -> None:
    crawls = demo.rows("SELECT spider, state, reason FROM crawls WHERE state NOT IN ('finished', 'degraded')")
    assert crawls == []
    assert demo.rows("SELECT url FROM visits WHERE tls_error IS NOT NULL") == []


def test_each_edit_is_a_version_and_noise_is_none(demo: Crawled) -> None:
    known = demo.versions()
    shown: dict[str, set[int]] = {}
    for day in DAYS:
        for article in demo.world.articles(day):
            shown.setdefault(urls.key(article.url), set()).add(article.version)
    # what changed between two visits is one edit, and a page that is old is not looked at every day
    wrong = {key: (known.get(key), len(versions)) for key, versions in shown.items() if known[key] > len(versions)}
    assert wrong == {}


def test_the_seed_articles_have_their_versions_and_their_links(demo: Crawled) -> None:
    titles = {row["title"]: row for row in demo.rows("SELECT * FROM latest WHERE source = 'kaaw.de'")}
    for title in (
        "Modellkommune E-Government erfolgreich abgeschlossen",
        "Bericht zur IT-Sicherheit in „Städte- und Gemeinderat“ 09/2016",
        "Landtagsabgeordneter informiert sich über die KAAW",
        "Fortsetzung der Zusammenarbeit vereinbart",
        "Konzept zur Modellkommune vom BMI angenommen",
    ):
        assert title in titles
    assert demo.versions()[urls.key(f"{SEED}/159-x")] == 3
    cited = {row["anchor_text"]: row["link_url"] for row in demo.rows("SELECT * FROM citations WHERE is_latest")}
    assert cited["HIER"].endswith("IT-Sicherheit.pdf")
    assert "mitreden_node.html" in cited["Demografieportal"]


def test_withdrawn_articles_are_withdrawn_and_a_returned_one_is_back(demo: Crawled) -> None:
    def story(number: int) -> list[str]:
        key = urls.key(f"{SEED}/{number}-x")
        told = demo.rows(
            "SELECT e.kind FROM events e JOIN articles a ON a.id = e.article_id WHERE a.key = ? ORDER BY before_at", key
        )
        return [row["kind"] for row in told]

    assert story(135)[:2] == ["new", "withdrawn"]  # 410
    assert story(152)[:2] == ["new", "withdrawn"]  # 404, looked at again
    taken_over = demo.rows("SELECT state FROM articles WHERE key = ?", urls.key(f"{SEED}/159-x"))
    assert taken_over == [{"state": "moved"}]  # by the relaunch


def test_both_generations_of_kaaw_and_a_pdf_with_text_are_there(demo: Crawled) -> None:
    found = demo.rows("SELECT url, text FROM latest WHERE source = 'kaaw.de'")
    assert sum("/index.php/" in row["url"] for row in found) >= 20
    assert sum(row["url"].startswith("https://www.kaaw.de/de/aktuelles/meldungen/") for row in found) >= 10
    assert not any("Google Tag Manager" in row["text"] for row in found)  # of the consent overlay
    (book,) = demo.rows("SELECT text FROM other_pages WHERE url LIKE '%/e-government-kochbuch.pdf%' LIMIT 1")
    assert "Rezept 4: Zusammenarbeit als Würze" in " ".join(book["text"].split())


def test_the_links_of_the_seed_articles_are_judged_as_they_fare(demo: Crawled) -> None:
    links = {link["url"].rpartition("/")[2] or link["url"]: link for link in demo.log["report"]["links"]}
    assert links["modellkommune-e-government.html"]["health"] == "dead"
    assert links["STGR_09_2016_IT-Sicherheit.pdf"]["health"] == "dead"
    assert [name for name, link in links.items() if not link["is_right"]] == []


def _later(demo: Crawled) -> dict[str, set[str]]:
    """The keys under which the article of an address was at any later time, by the key of the address."""
    next_one = {urls.key(old): urls.key(new) for old, new in demo.world.successors().items()}
    found: dict[str, set[str]] = {}
    for key in next_one:
        found[key], at = set(), key
        while at in next_one:
            at = next_one[at]
            found[key].add(at)
    return found


def test_each_relaunch_is_one_incident_with_the_right_mapping(demo: Crawled) -> None:
    later = _later(demo)
    told = demo.rows("SELECT * FROM incidents")
    of_key = {urls.key(row["url"]): row["incident_id"] for row in demo.rows("SELECT url, incident_id FROM links")}
    right, wrong = set(), []
    for incident in told:
        for url, one in json.loads(incident["mapping_json"] or "{}").items():
            if one["confidence"] < PROPOSED_FROM:
                continue
            if urls.key(one["url"]) in later.get(urls.key(url), ()):
                right.add(urls.key(url))
            else:
                wrong.append((url, one))
    assert wrong == []
    assert len(later) >= 30
    assert len(right) >= MAPPED * len(later)
    hosts = {urls.host(old) for old in demo.world.successors()}
    for host in hosts:
        ids = {of_key[urls.key(old)] for old in demo.world.successors() if urls.host(old) == host}
        assert len(ids) == 1, host
    assert sorted(incident["kind"] for incident in told) == ["relaunch"] * len(hosts)


def test_what_flaps_is_never_dead_and_what_comes_back_says_so(demo: Crawled) -> None:
    health = {row["url"]: row["health"] for row in demo.rows("SELECT url, health FROM links")}
    changes: dict[str, set[str]] = {}
    for row in demo.rows("SELECT l.url, h.to_health FROM health_changes h JOIN links l ON l.id = h.link_id"):
        changes.setdefault(row["url"], set()).add(row["to_health"])
    told = {url: changes.get(url, set()) for url in health}
    returned = {url for url, states in told.items() if "returned" in states}
    assert [urls.host(url) for url in returned] == ["www.verwaltung-innovativ.de"]
    flapping = [url for url in health if urls.host(url) == "www.modellkommune-egovernment.de"]
    assert flapping
    assert all("dead" not in told[url] for url in flapping)


def _pairs(groups: list[set[str]]) -> set[frozenset[str]]:
    return {frozenset(pair) for group in groups for pair in combinations(sorted(group), 2)}


def test_the_addresses_of_one_text_are_one_work_and_no_others(demo: Crawled) -> None:
    known = {row["key"]: row["work_id"] for row in demo.rows("SELECT key, work_id FROM articles")}
    events = [one for one in table("schedule")["event"] if one["manner"] == "redirect" and "url" in one]
    redirected = [(urls.key(one["url"]), urls.key(one["to"])) for one in events]
    moves = [(urls.key(old), urls.key(new)) for old, new in demo.world.successors().items()]
    truth = {key: {key} for key in known}
    for old, new in [*moves, *(move for move in redirected if move[0].partition("?")[0].endswith(".pdf"))]:
        if old in known and new in known:
            joined = truth[old] | truth[new]
            truth |= dict.fromkeys(joined, joined)
    found: dict[int, set[str]] = {}
    for key, work_id in known.items():
        found.setdefault(work_id, set()).add(key)
    assert None not in found
    assert _pairs(list(found.values())) == _pairs(list(truth.values()))
    assert len(_pairs(list(found.values()))) >= 30


def test_no_withdrawn_article_has_a_living_copy(demo: Crawled) -> None:
    assert (
        demo.rows(
            "SELECT a.url, b.url AS copy FROM articles a JOIN articles b ON b.work_id = a.work_id AND b.id <> a.id"
            " WHERE a.state = 'withdrawn' AND b.state = 'live'"
        )
        == []
    )
    assert demo.rows("SELECT count(*) AS n FROM articles WHERE state = 'moved'")[0]["n"] >= 20
