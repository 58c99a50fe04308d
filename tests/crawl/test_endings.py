"""How a run ends: its row, its exit code, and one clear line where it cannot begin."""

from __future__ import annotations

import hashlib
import signal
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.schema import SCHEMA_VERSION
from tests.german_pages import page
from tests.local_site import Answer
from tests.program import kill_group

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import RunCommand
    from tests.crawl.crawler import Crawler

TOWN = "www.stadt-a.example"
GOOD = "http://www.stadt-a.example/x"


def add_pages(crawler: Crawler, count: int, answer: Answer | None = None) -> list[str]:
    return [crawler.site.add(TOWN, f"/{n}", answer or Answer(page(n), etag=True)) for n in range(count)]


def last_crawl(crawler: Crawler) -> tuple[str, str | None]:
    row = crawler.rows("SELECT state, reason FROM crawls ORDER BY id DESC LIMIT 1")[0]
    return row["state"], row["reason"]


@pytest.mark.slow
@pytest.mark.real_commands
def test_a_run_that_did_its_work_finished(crawler: Crawler) -> None:
    assert crawler.run(add_pages(crawler, 2)).code == 0
    assert last_crawl(crawler)[0] == "finished"


@pytest.mark.slow
def test_a_run_with_nothing_due_finished_too(crawler: Crawler) -> None:
    urls = add_pages(crawler, 2)
    crawler.run(urls)
    assert crawler.run(urls).code == 0
    assert last_crawl(crawler)[0] == "finished"


@pytest.mark.slow
@pytest.mark.parametrize(
    "answer",
    [Answer(b"<h1>Access denied</h1>", status=403), Answer(b"", status=429), Answer(b"", 503), Answer(manner="drop")],
    ids=["blocked", "limited", "unavailable", "silent"],
)
def test_a_run_that_got_nothing_is_degraded(crawler: Crawler, answer: Answer) -> None:
    settings = {"RETRY_TIMES": 0, "ARCHIVE_PAUSE_MAX_S": 1}
    assert crawler.run(add_pages(crawler, 3, answer), settings=settings).code == 3
    state, reason = last_crawl(crawler)
    assert state == "degraded"
    assert reason


@pytest.mark.slow
def test_a_proxy_that_is_not_there_is_our_fault(crawler: Crawler) -> None:
    command = crawler.command([GOOD], settings={"RETRY_TIMES": 0})
    ran = crawler.program.run(*command, env={"http_proxy": "http://127.0.1.9:9"})
    assert ran.code == 9
    assert "Traceback" not in ran.output
    assert last_crawl(crawler)[0] == "degraded"


WRONG = {
    "an unknown spider": ("nirgends",),
    "no addresses": ("site",),
    "a file that is not there": ("site", "-a", "urls=fehlt.txt"),
    "an address that is none": ("site", "-a", "urls=http://"),
    "an address of another kind": ("site", "-a", "urls=ftp://www.stadt-a.example/x"),
    "a network that is none": ("site", "-a", f"urls={GOOD}", "-s", "ARCHIVE_ALLOW_NETWORKS=quatsch"),
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_arguments_are_one_line(run_scrapy: RunCommand, archive_path: Path, arguments: tuple[str, ...]) -> None:
    ran = run_scrapy(*arguments, "-s", f"ARCHIVE={archive_path}")
    assert ran.code == 2, ran.output
    assert ran.check_one_error()


def make_garbage(path: Path) -> Path:
    path.write_bytes(b"Das ist kein Archiv. " * 300)
    return path


def make_foreign_database(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE rezepte (name TEXT)")
    return path


def make_newer(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 100}")
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("make", [make_garbage, make_foreign_database])
def test_a_file_that_is_no_archive_is_left_alone(run_scrapy: RunCommand, archive_path: Path, make: object) -> None:
    assert callable(make)
    before = digest(make(archive_path))
    ran = run_scrapy("site", "-a", f"urls={GOOD}", "-s", f"ARCHIVE={archive_path}")
    assert ran.code == 4, ran.output
    assert str(archive_path) in ran.check_one_error()
    assert digest(archive_path) == before


@pytest.mark.slow
def test_an_archive_of_a_newer_version_is_left_alone(crawler: Crawler) -> None:
    crawler.run(add_pages(crawler, 1))
    before = digest(make_newer(crawler.archive))
    ran = crawler.run([GOOD])
    assert ran.code == 4, ran.output
    assert "update" in ran.check_one_error()
    assert digest(crawler.archive) == before


@pytest.mark.parametrize("place", ["/proc/archive.db", "fehlt/archive.db", "."])
def test_a_place_where_no_archive_can_be_is_one_line(run_scrapy: RunCommand, place: str) -> None:
    ran = run_scrapy("site", "-a", f"urls={GOOD}", "-s", f"ARCHIVE={place}")
    assert ran.code == 4, ran.output
    assert ran.check_one_error()


@pytest.mark.slow
@pytest.mark.real_commands
def test_a_killed_run_is_named_by_the_next_which_does_the_rest(crawler: Crawler) -> None:
    urls = [crawler.site.add(TOWN, f"/{n}", Answer(page(n), delay_s=0.05)) for n in range(30)]
    process = crawler.start(urls)
    deadline = time.monotonic() + 30
    while len(crawler.site.requests()) < 8 and time.monotonic() < deadline:
        time.sleep(0.02)
    kill_group(process)
    asked_before = {seen.path for seen in crawler.site.requests()}
    crawler.site.forget()
    assert crawler.run(urls).code == 0
    assert [row["state"] for row in crawler.rows("SELECT state FROM crawls ORDER BY id")] == ["killed", "finished"]
    assert crawler.value("PRAGMA integrity_check") == "ok"
    assert crawler.value("SELECT count(DISTINCT url) FROM visits WHERE kind = 'page' AND status = 200") == 30
    twice = asked_before & {seen.path for seen in crawler.site.requests()}
    assert len(twice) <= 1
    assert (
        crawler.value(
            "SELECT count(*) FROM captures c WHERE kind = 'page' AND status = 200 AND revisit IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM readings WHERE capture_id = c.id)"
        )
        == 0
    )


@pytest.mark.slow
def test_the_contact_address_goes_into_the_user_agent(crawler: Crawler) -> None:
    ran = crawler.run(add_pages(crawler, 1), settings={"ARCHIVE_CONTACT": "archiv@kaaw.example"})
    assert {"archiv@kaaw.example" in seen.headers["user-agent"] for seen in crawler.site.seen} == {True}
    assert "ARCHIVE_CONTACT" not in ran.stderr
    assert "archiv@kaaw.example" in crawler.value("SELECT user_agent FROM crawls")


@pytest.mark.slow
def test_a_missing_contact_address_is_warned_of(crawler: Crawler) -> None:
    assert "ARCHIVE_CONTACT" in crawler.run(add_pages(crawler, 1)).stderr


@pytest.mark.slow
def test_the_environment_may_name_the_archive(crawler: Crawler) -> None:
    command = crawler.command(add_pages(crawler, 1), settings={"ARCHIVE": None})
    elsewhere = crawler.archive.with_name("anderes.db")
    ran = crawler.program.run(*command, env={**crawler.environment(), "KAAW_ARCHIVE": str(elsewhere)})
    assert ran.code == 0, ran.output
    assert elsewhere.exists()
    assert not crawler.archive.exists()


@pytest.mark.slow
@pytest.mark.real_commands
def test_an_interrupt_does_not_sit_out_a_crawl_delay(crawler: Crawler) -> None:
    crawler.site.add_robots(TOWN, "User-agent: *\nCrawl-delay: 30\n")
    urls = add_pages(crawler, 6)
    process = crawler.start(urls)
    while not crawler.site.seen:
        time.sleep(0.05)
    time.sleep(0.5)  # robots.txt is there, and the next request waits for half a minute
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    stdout, stderr = process.communicate(timeout=120)
    assert time.monotonic() - began < 8
    assert "Traceback" not in stdout + stderr
    assert process.returncode == 130
    assert last_crawl(crawler) == ("degraded", "interrupted")
    assert crawler.rows("SELECT kind, error FROM captures") == [{"kind": "robots", "error": None}]
