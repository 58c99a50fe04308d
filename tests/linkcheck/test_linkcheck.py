"""``scrapy crawl linkcheck``: what is due is looked at once, and what was seen is kept with its verdict."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.local_site import Answer, redirect

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler
    from tests.local_site import Seen
    from tests.program import Ran

pytestmark = pytest.mark.slow

TOWN = "www.stadt-a.example"
PRESS = "/presse/artikel.html"
TWO_DAYS_BEFORE = "UPDATE captures SET captured_at = strftime('%Y-%m-%dT%H:%M:%fZ', captured_at, '-2 days')"
TEXT = " ".join(
    f"Der Rat hat am Montag die Satzung Nummer {n} beschlossen und im Amtsblatt bekannt gegeben." for n in range(12)
)


def html(title: str, body: str, *, head: str = "") -> Answer:
    return Answer(
        f"<!DOCTYPE html><html lang='de'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body><main>"
        f"<article><h1>{title}</h1>{body}</article></main></body></html>".encode()
    )


def citing(*links: str) -> Answer:
    """An article that points to these addresses, each in a sentence of its own."""
    said = "".join(
        f"<p>Mehr dazu steht in der <a href='{url}'>Quelle {n}</a>. {TEXT}</p>" for n, url in enumerate(links)
    )
    return html("Die Stadt gibt ihre Quellen bekannt", said)


def linkcheck(
    crawler: Crawler, *arguments: str, settings: dict[str, object] | None = None, env: dict[str, str] | None = None
) -> Ran:
    chosen = {
        "ARCHIVE": crawler.archive, "DOWNLOAD_DELAY": 0, "ARCHIVE_ALLOW_NETWORKS": "127.0.1.0/24",
        "ARCHIVE_BACK_OFF_S": 0.1, "ARCHIVE_LOOK_BESIDE_PROXY": 0, **(settings or {}),
    }  # fmt: skip
    options = [part for name, value in chosen.items() for part in ("-s", f"{name}={value}")]
    command = crawler.command([])  # for its interpreter
    ran = crawler.program.run(
        *command[:4], "linkcheck", *options, *arguments, env={**crawler.environment(), **(env or {})}
    )
    assert "Traceback" not in ran.output, ran.output
    return ran


def verdicts(crawler: Crawler) -> dict[str, tuple[str, str]]:
    """The verdict and rule of the newest check of each link, by path."""
    rows = crawler.rows("SELECT link_url, verdict, rule FROM link_checks ORDER BY checked_at, id")
    return {row["link_url"].split(".example", 1)[1]: (row["verdict"], row["rule"]) for row in rows}


def test_due_links_are_checked_once_and_judged(crawler: Crawler) -> None:
    site = crawler.site
    paths = ["/gut.html", "/weg.html", "/fort.html", "/um.html", "/kaputt.html", "/kurz.html", "/kreis.html"]
    site.add(TOWN, PRESS, citing(*(f"http://{TOWN}{path}" for path in paths)))
    site.add(TOWN, "/gut.html", html("Satzung zur Abfallentsorgung", f"<p>{TEXT}</p>"))
    site.add(TOWN, "/fort.html", Answer(status=410))
    site.add(TOWN, "/um.html", redirect("/neu/um.html", 301))
    site.add(TOWN, "/neu/um.html", html("Umgezogene Satzung", f"<p>{TEXT}</p>"))
    site.add(TOWN, "/kaputt.html", Answer(status=500))
    site.add(
        TOWN, "/kurz.html", [Answer(status=503, headers={"Retry-After": "1"}), html("Kurz fort", f"<p>{TEXT}</p>")]
    )
    site.add(TOWN, "/kreis.html", redirect("/kreis2.html"))
    site.add(TOWN, "/kreis2.html", redirect("/kreis.html"))
    assert crawler.run([f"http://{TOWN}{PRESS}"]).code == 0
    site.forget()
    ran = linkcheck(crawler)
    assert ran.code == 0, ran.output
    assert {path: said[0] for path, said in verdicts(crawler).items()} == {
        "/gut.html": "ok", "/weg.html": "not_found", "/fort.html": "gone", "/um.html": "moved",
        "/kaputt.html": "server_error", "/kurz.html": "ok", "/kreis.html": "redirect_loop",
    }  # fmt: skip
    hops = json.loads(crawler.value("SELECT hops_json FROM link_checks WHERE link_url LIKE '%/um.html'"))
    assert [hop["status"] for hop in hops] == [301, 200]
    assert crawler.value("SELECT count(*) FROM captures WHERE kind = 'probe' AND page_id IS NOT NULL") == 0
    health = {row["url"].split(".example")[1]: row["health"] for row in crawler.rows("SELECT url, health FROM links")}
    assert health["/gut.html"] == "alive"
    assert health["/weg.html"] == "failing"
    assert crawler.value("SELECT count(*) FROM events WHERE kind = 'link_failing'") == 4
    site.forget()
    assert linkcheck(crawler).code == 0
    assert site.requests(TOWN) == []


@pytest.mark.real_commands
def test_a_page_that_a_crawl_has_captured_is_asked_again_only_if_nothing_shows_that_it_is_the_cited_one(
    crawler: Crawler,
) -> None:
    site = crawler.site
    named, other = f"http://{TOWN}/satzung-abfallentsorgung.html", f"http://{TOWN}/quelle.html"
    site.add(TOWN, PRESS, citing(named, other))
    for url in (named, other):
        site.add(TOWN, url.partition(TOWN)[2], html("Satzung zur Abfallentsorgung", f"<p>{TEXT}</p>"))
    assert crawler.run([f"http://{TOWN}{PRESS}", named, other]).code == 0
    there = {"/satzung-abfallentsorgung.html": ("ok", "is_there")}
    assert verdicts(crawler) == there | {"/quelle.html": ("unknown", "is_not_compared")}
    site.forget()
    assert linkcheck(crawler).code == 0
    assert site.requests(TOWN, "/satzung-abfallentsorgung.html") == []
    assert len(site.requests(TOWN, "/quelle.html")) == 1
    assert verdicts(crawler) == there | {"/quelle.html": ("ok", "is_there")}


def test_derivations_made_again_give_the_same_checks(crawler: Crawler) -> None:
    site = crawler.site
    site.add(TOWN, PRESS, citing(f"http://{TOWN}/quelle.html", f"http://{TOWN}/weg.html"))
    site.add(TOWN, "/quelle.html", html("Satzung zur Abfallentsorgung", f"<p>{TEXT}</p>"))
    crawler.run([f"http://{TOWN}{PRESS}", f"http://{TOWN}/quelle.html"])
    linkcheck(crawler)
    columns = "link_url, checked_at, status, hops_json, verdict, rule, reason, similarity, title"
    health = "url, health, health_since_at, next_check_at"
    before = (
        crawler.rows(f"SELECT {columns} FROM link_checks ORDER BY link_url"),
        crawler.rows(f"SELECT {health} FROM links"),
    )
    assert crawler.kaaw("derive").code == 0
    after = (
        crawler.rows(f"SELECT {columns} FROM link_checks ORDER BY link_url"),
        crawler.rows(f"SELECT {health} FROM links"),
    )
    assert before == after


def test_when_our_own_proxy_is_off_no_link_is_blamed(crawler: Crawler) -> None:
    hosts = [f"www.stadt-{n}.example" for n in range(4)]
    for host in hosts:
        crawler.site.add(host, "/a.html", html("Satzung", f"<p>{TEXT}</p>"))
    assert crawler.kaaw("links", "watch", *(f"http://{host}/a.html" for host in hosts)).code == 0
    settings = {
        "ARCHIVE": crawler.archive, "DOWNLOAD_DELAY": 0, "ARCHIVE_ALLOW_NETWORKS": "127.0.1.0/24", "RETRY_TIMES": 0,
    }  # fmt: skip
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [*crawler.command([])[:4], "linkcheck", *options]
    off = crawler.program.run(*command, env={"http_proxy": "http://127.0.1.1:9"})
    assert off.code == 9, off.output
    assert {row["verdict"] for row in crawler.rows("SELECT verdict FROM link_checks")} == {"unknown"}
    assert {row["health"] for row in crawler.rows("SELECT health FROM links")} == {"not_judged"}
    assert crawler.value("SELECT count(*) FROM events") == 0
    assert crawler.program.run(*command, "-a", "all=1", env=crawler.environment()).code == 0
    assert {row["health"] for row in crawler.rows("SELECT health FROM links")} == {"alive"}


def test_a_redirect_to_what_the_crawl_has_already_is_a_check(crawler: Crawler) -> None:
    site = crawler.site
    new = f"http://{TOWN}/neu/satzung-abfallentsorgung.html"
    old = new.replace("/neu", "/alt")
    site.add(TOWN, PRESS, citing(old, new))
    site.add(TOWN, "/alt/satzung-abfallentsorgung.html", redirect("/neu/satzung-abfallentsorgung.html", 301))
    site.add(TOWN, "/neu/satzung-abfallentsorgung.html", html("Satzung zur Abfallentsorgung", f"<p>{TEXT}</p>"))
    assert crawler.run([f"http://{TOWN}{PRESS}", new, old]).code == 0
    assert len(site.requests(path="/neu/satzung-abfallentsorgung.html")) == 1
    site.forget()
    assert linkcheck(crawler).code == 0
    assert site.requests() == []
    assert verdicts(crawler)["/alt/satzung-abfallentsorgung.html"][0] == "moved"
    assert verdicts(crawler)["/neu/satzung-abfallentsorgung.html"][0] == "ok"


def test_an_error_page_that_stays_as_it_was_stays_an_error_page(crawler: Crawler) -> None:
    home = html("Willkommen", f"<p>{TEXT}</p>")
    crawler.site.add(TOWN, "/", home)
    crawler.site.add(TOWN, "/weg-1234.html", home)
    assert crawler.kaaw("links", "watch", f"http://{TOWN}/weg-1234.html").code == 0
    for _ in range(3):
        assert linkcheck(crawler, "-a", "all=1").code == 0
        assert verdicts(crawler) == {"/weg-1234.html": ("soft_404", "is_like_home")}
    assert crawler.value("SELECT count(*) FROM link_checks") == 3


def test_pages_to_compare_with_are_remembered_unless_kept_in_another_form(crawler: Crawler) -> None:
    site = crawler.site
    site.add(TOWN, "/", html("Willkommen", f"<p>{TEXT}</p>"))
    asked = []
    for number, form in enumerate((None, None, "[1, 2, 3]")):
        site.add(TOWN, f"/{number}.html", html(f"Seite {number}", f"<p>{str(number) * 3} {TEXT * 2}</p>"))
        assert crawler.kaaw("links", "watch", f"http://{TOWN}/{number}.html").code == 0
        if form is not None:
            with closing(sqlite3.connect(crawler.archive)) as connection:
                connection.execute("UPDATE _control_pages SET minhash_json = ?", (form,))
                connection.commit()
        assert linkcheck(crawler).code == 0
        asked.append(len(site.requests(path="/")))
    assert asked == [1, 1, 2]


def test_bytes_that_are_the_same_are_looked_at_again_only_for_a_later_version(crawler: Crawler) -> None:
    """What was seen is kept with the check; a mark put there shows whether the next check took it from there."""
    page = html("Satzung zur Abfallentsorgung", f"<p>{TEXT}</p>")
    path, confirmed = "/gut.html", Answer(page.body, etag=True)
    urls = [
        crawler.site.add(TOWN, f"{path}{query}", answer)
        for query, answer in (("", page), ("?1", confirmed), ("?2", confirmed))
    ]
    crawler.site.add(TOWN, PRESS, citing(*urls))
    assert crawler.run([f"http://{TOWN}{PRESS}"]).code == 0
    assert linkcheck(crawler).code == 0
    first = verdicts(crawler)
    with closing(sqlite3.connect(crawler.archive)) as connection, connection:
        connection.execute(TWO_DAYS_BEFORE)
        connection.execute("UPDATE link_checks SET title = 'Aus der ersten Prüfung'")
        older = "json_set(evidence_json, '$.page.version', 0)"
        connection.execute(f"UPDATE link_checks SET evidence_json = {older} WHERE link_url LIKE '%2'")
    assert linkcheck(crawler, "-a", "all=1").code == 0
    assert verdicts(crawler) == first
    rows = crawler.rows("SELECT link_url, title, similarity FROM link_checks ORDER BY checked_at, id")[-3:]
    seen = {row["link_url"].split(".example", 1)[1]: (row["title"], row["similarity"]) for row in rows}
    assert seen == {
        path: ("Aus der ersten Prüfung", 1.0),
        f"{path}?1": ("Aus der ersten Prüfung", 1.0),
        f"{path}?2": ("Satzung zur Abfallentsorgung", 1.0),
    }


def _with_cookie(page: Answer, first: Answer, seen: Seen) -> Answer:
    return page if "besuch" in seen.headers.get("cookie", "") else first


def test_a_circle_of_redirects_is_judged_alike_by_the_crawl_and_by_the_check(crawler: Crawler) -> None:
    """With cookies it is a page or a loop; a wall where one is refused, as a browser may take it."""
    page = html("Satzung zur Abfallentsorgung", f"<p>{TEXT}</p>")
    setting = {"/keks.html": "besuch=1", "/fremd.html": "besuch=1; Domain=example", "/immer.html": "immer=1"}
    for path, cookie in setting.items():
        first = Answer(status=302, headers={"Location": path, "Set-Cookie": cookie})
        crawler.site.add(TOWN, path, partial(_with_cookie, page, first))
    sources = [f"http://{TOWN}{path}" for path in setting]
    crawler.site.add(TOWN, PRESS, citing(*sources))
    crawler.run([f"http://{TOWN}{PRESS}", *sources])
    expected = {
        "/keks.html": ("ok", "is_there"),
        "/fremd.html": ("blocked", "redirects_want_cookie"),
        "/immer.html": ("redirect_loop", "redirects_lead_nowhere"),
    }
    assert verdicts(crawler) == expected | {"/keks.html": ("unknown", "is_not_compared")}
    asked = Counter(seen.path for seen in crawler.site.requests(TOWN) if seen.path in setting)
    assert asked == {"/keks.html": 2, "/fremd.html": 1, "/immer.html": 5}
    assert linkcheck(crawler, "-a", "all=1").code == 0
    assert verdicts(crawler) == expected
    assert Counter(seen.path for seen in crawler.site.requests(TOWN) if seen.path in setting) == asked + asked
    assert "besuch" not in str(crawler.rows("SELECT * FROM visits"))
