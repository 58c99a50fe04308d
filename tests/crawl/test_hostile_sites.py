"""What servers and other programs did to crawls in a review, each once."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.errors import Problem
from tests.german_pages import page
from tests.local_site import HTML, Answer, redirect
from tests.program import scrapy_command

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawl.crawler import Crawler


TOWN = "www.stadt-a.example"
HOSTS = [f"www.stadt-{n}.example" for n in range(4)]


@pytest.mark.slow
def test_addresses_that_differ_in_the_order_of_their_query_are_both_asked(crawler: Crawler) -> None:
    urls = [crawler.site.add(TOWN, path, Answer(page(1))) for path in ("/q?x=1&y=2", "/q?y=2&x=1")]
    assert crawler.run(urls).code == 0
    assert [crawler.statuses(url) for url in urls] == [[200], [200]]


@pytest.mark.slow
def test_a_redirect_that_sorts_the_query_is_followed(crawler: Crawler) -> None:
    begin = crawler.site.add(TOWN, "/p?b=2&a=1", redirect("/p?a=1&b=2", 301))
    end = crawler.site.add(TOWN, "/p?a=1&b=2", Answer(page(1)))
    assert crawler.run([begin]).code == 0
    assert crawler.statuses(end) == [200]


@pytest.mark.slow
def test_a_redirect_to_a_fragment_of_itself_is_a_loop(crawler: Crawler) -> None:
    url = crawler.site.add(TOWN, "/f", redirect("/f#oben"))
    crawler.run([url])
    assert crawler.value("SELECT count(*) FROM captures WHERE error = ?", Problem.REDIRECT_LOOP) == 1


@pytest.mark.slow
def test_a_byte_order_mark_does_not_open_a_site(crawler: Crawler) -> None:
    url = crawler.site.add(TOWN, "/zu", Answer(page(1)))
    crawler.site.add(TOWN, "/robots.txt", Answer(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n"))
    crawler.run([url])
    assert crawler.errors(url) == [Problem.ROBOTS_DENIED]


@pytest.mark.slow
def test_rules_behind_a_redirect_to_a_private_network_are_no_rules(crawler: Crawler) -> None:
    url = crawler.site.add(TOWN, "/x", Answer(page(1)))
    crawler.site.add(TOWN, "/robots.txt", redirect("http://10.0.0.1/robots.txt"))
    crawler.run([url])
    assert crawler.errors(url) == [Problem.ROBOTS_UNREACHABLE]


@pytest.mark.slow
def test_a_lone_surrogate_in_tdmrep_json_costs_no_capture(crawler: Crawler) -> None:
    url = crawler.site.add(TOWN, "/x", Answer(page(1)))
    rules = json.dumps([{"location": "/", "tdm-reservation": 1, "tdm-policy": "http://x.example/\ud800"}])
    crawler.site.add(TOWN, "/.well-known/tdmrep.json", Answer(rules.encode()))
    assert crawler.run([url]).code == 0
    (visit,) = crawler.visits(url)
    assert json.loads(visit["rights_json"])["tdm"] == 1


@pytest.mark.slow
def test_a_404_with_a_date_never_becomes_what_a_304_confirms(crawler: Crawler) -> None:
    newer = {**HTML, "Last-Modified": "Tue, 01 Sep 2026 10:00:00 GMT"}
    url = crawler.site.add(TOWN, "/x", Answer(b"<h1>Wartung</h1>", status=404, headers=newer))
    crawler.run([url])
    crawler.site.add(TOWN, "/x", Answer(page(1)))
    crawler.run([url], "-a", "all=1")
    assert "if-modified-since" not in crawler.site.requests(TOWN)[-1].headers
    assert crawler.statuses(url) == [404, 200]


@pytest.mark.slow
def test_an_outage_is_degraded_and_over_with_the_next_run(crawler: Crawler) -> None:
    urls = []
    for host in HOSTS:
        urls.append(crawler.site.add(host, "/x", Answer(page(1))))
        crawler.site.add(host, "/robots.txt", Answer(manner="drop"))
    quick = {"RETRY_TIMES": 0}
    assert crawler.run(urls, settings=quick).code == 9
    assert "fail alike" in crawler.value("SELECT reason FROM crawls")
    for host in HOSTS:
        crawler.site.add(host, "/robots.txt", Answer(b"", status=404))
    assert crawler.run(urls, settings=quick).code == 0
    assert [crawler.statuses(url)[-1] for url in urls] == [200] * len(urls)


@pytest.mark.slow
def test_pages_of_a_paused_host_are_due_again_with_the_next_run(crawler: Crawler) -> None:
    busy = Answer(b"", status=429, headers={**HTML, "Retry-After": "300"})
    urls = [crawler.site.add(TOWN, f"/{n}", busy) for n in range(3)]
    assert crawler.run(urls, settings={"ARCHIVE_PAUSE_MAX_S": 1}).code == 3
    due = crawler.rows("SELECT p.due_at <= r.ended_at AS is_due FROM pages p, crawls r WHERE p.url <> ?", urls[0])
    assert [row["is_due"] for row in due] == [1, 1]


@pytest.mark.slow
def test_two_crawls_of_one_list_ask_each_page_once(crawler: Crawler) -> None:
    urls = [crawler.site.add(TOWN, f"/{n}", Answer(page(n), delay_s=0.1)) for n in range(12)]
    processes = [crawler.start(urls) for _ in range(2)]
    for process in processes:
        stdout, stderr = process.communicate(timeout=60)
        assert "Traceback" not in stdout + stderr
        assert process.returncode == 0
    asked = sorted(seen.path for seen in crawler.site.requests(TOWN))
    assert asked == sorted(f"/{n}" for n in range(12))


@pytest.mark.parametrize(
    "setting",
    ["ARCHIVE_CRAWL_DELAY_MAX=abc", "DOWNLOAD_DELAY=viel", "ARCHIVE_READERS=-1", "ARCHIVE_ALLOW_NETWORKS=10.0.0.0/99"],
)
def test_a_setting_that_makes_no_sense_is_one_line(crawler: Crawler, setting: str) -> None:
    ran = crawler.program.run(*scrapy_command("site", "-a", "urls=http://x.example/", "-s", setting))
    assert ran.code == 2
    assert "kaaw: error: " in ran.stderr
    assert "Traceback" not in ran.output


def test_an_address_with_a_password_is_not_taken(crawler: Crawler) -> None:
    ran = crawler.run(["http://user:geheim@www.stadt-a.example/x"])
    assert ran.code == 2
    assert "geheim" not in ran.output


@pytest.mark.slow
def test_a_redirect_loses_its_password(crawler: Crawler) -> None:
    begin = crawler.site.add(TOWN, "/a", redirect(f"http://user:geheim@{TOWN}/b"))
    end = crawler.site.add(TOWN, "/b", Answer(page(1)))
    assert crawler.run([begin]).code == 0
    assert crawler.statuses(end) == [200]
    assert crawler.value("SELECT count(*) FROM urls WHERE url LIKE '%geheim%'") == 0


@pytest.mark.slow
def test_a_list_can_come_through_a_pipe(crawler: Crawler, tmp_path: Path) -> None:
    url = crawler.site.add(TOWN, "/x", Answer(page(1)))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [part if not part.startswith("urls=") else f"urls={pipe}" for part in crawler.command([])]
    process = crawler.program.start(*command, env=crawler.environment())
    pipe.write_text(f"{url}\n", encoding="utf-8")
    _, stderr = process.communicate(timeout=60)
    assert (process.returncode, crawler.statuses(url)) == (0, [200]), stderr


@pytest.mark.slow
def test_a_redirect_to_another_host_keeps_its_crawl_delay(crawler: Crawler) -> None:
    crawler.site.add_robots(TOWN, "User-agent: *\nCrawl-delay: 0.4\n")
    begins = []
    for n in range(3):
        target = crawler.site.add(TOWN, f"/{n}", Answer(page(n)))
        begins.append(crawler.site.add(HOSTS[0], f"/r{n}", redirect(target)))
    assert crawler.run(begins).code == 0
    gaps = [b.at - a.at for a, b in pairwise(crawler.site.requests(TOWN))]
    assert len(gaps) == 2
    assert min(gaps) >= 0.37


@pytest.mark.slow
@pytest.mark.parametrize("location", ["http://[bad", "http://www.stadt-a.example:99999/x", "http://x.example:abc/"])
def test_a_redirect_to_a_bad_address_is_named(crawler: Crawler, location: str) -> None:
    url = crawler.site.add(TOWN, "/a", redirect(location))
    crawler.run([url])
    assert crawler.value("SELECT count(*) FROM captures WHERE error = ?", Problem.BAD_URL) == 1


@pytest.mark.slow
def test_a_redirect_after_a_retry_asks_nothing_twice(crawler: Crawler) -> None:
    target = crawler.site.add(TOWN, "/p1", Answer(page(1)))
    flaky = crawler.site.add(TOWN, "/flaky", [Answer(manner="drop"), redirect(target)])
    crawler.run([target, flaky])
    assert crawler.statuses(flaky) == [None, 302]
    assert crawler.statuses(target) == [200]


@pytest.mark.slow
def test_a_dead_address_that_alone_is_due_is_no_alarm(crawler: Crawler) -> None:
    live = crawler.site.add(TOWN, "/live", Answer(page(1)))
    dead = crawler.site.add(TOWN, "/tot", Answer(b"", status=500))
    crawler.run([live, dead], settings={"RETRY_TIMES": 0})
    crawler.site.add(TOWN, "/tot", Answer(b"", status=404))
    make_due(crawler, dead)
    assert crawler.run([live, dead]).code == 0


@pytest.mark.slow
def test_a_host_whose_lock_cannot_be_written_ends_the_run(crawler: Crawler) -> None:
    url = crawler.site.add(TOWN, "/x", Answer(page(1)))
    folder = crawler.archive.with_name(crawler.archive.name + ".locks")
    (folder / f"{TOWN}.lock").mkdir(parents=True)
    ran = crawler.run([url])
    assert ran.code == 4
    assert "lock of a host cannot be written" in ran.stderr


@pytest.mark.slow
def test_a_turn_that_was_not_used_costs_nobody_a_delay(crawler: Crawler) -> None:
    urls = [crawler.site.add(TOWN, f"/{n}", Answer(page(n))) for n in range(8)]
    commands = [crawler.command(urls, settings={"DOWNLOAD_DELAY": 0.3}) for _ in range(2)]
    processes = [crawler.program.start(*command, env=crawler.environment()) for command in commands]
    assert [process.wait(60) for process in processes] == [0, 0]
    asked = [seen.at for seen in crawler.site.requests(TOWN)]
    assert len(asked) == len(urls)
    assert median(b - a for a, b in pairwise(asked)) < 0.55


def make_due(crawler: Crawler, url: str) -> None:
    """As if the time of its next look had come."""
    with closing(sqlite3.connect(crawler.archive)) as db, db:
        db.execute("UPDATE pages SET due_at = '2000-01-01T00:00:00.000Z' WHERE url = ?", (url,))
