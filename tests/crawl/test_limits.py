"""What the machine may run out of: room, descriptors, memory, the lock; one line each, and nothing is lost by it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.crawl.shortages import (
    HOLDS_S,
    NO_RESERVE,
    TOWN,
    add_pages,
    check_waits_for_the_lock,
    impatient,
    lock_of_another_program,
    remount,
    small_disk,
)
from tests.german_pages import page
from tests.local_site import Answer
from tests.program import PROJECT, kaaw_command

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawl.crawler import Crawler
    from tests.program import Ran

pytestmark = pytest.mark.slow

PAGES = 120


def check_whole(crawler: Crawler, urls: list[str]) -> None:
    """Each page has exactly one payload, and the archive is sound."""
    assert crawler.value("PRAGMA integrity_check") == "ok"
    rows = crawler.rows("SELECT url, count(*) AS n FROM visits WHERE kind = 'page' AND status = 200 GROUP BY url")
    assert {row["url"]: row["n"] for row in rows} == dict.fromkeys(urls, 1)
    assert crawler.kaaw("verify").code == 0


def test_a_full_disk_is_one_line_and_the_same_command_goes_on(crawler: Crawler, tmp_path: Path) -> None:
    urls = add_pages(crawler, PAGES)
    with small_disk(tmp_path, "3m") as disk:
        crawler.archive = disk / "archive.db"
        ran = crawler.run(urls, settings=NO_RESERVE)
        assert ran.code == 5, ran.output
        assert "no room left" in ran.check_one_error()
        kept = crawler.value("SELECT count(*) FROM captures WHERE kind = 'page'")
        assert 0 < kept < PAGES
        remount(disk, "size=60m")
        crawler.site.forget()
        assert crawler.run(urls, settings=NO_RESERVE).code == 0
        assert len(crawler.site.requests(TOWN)) <= PAGES - kept + 1  # one was under way
        check_whole(crawler, urls)


def test_a_crawl_ends_in_order_at_the_reserve(crawler: Crawler, tmp_path: Path) -> None:
    urls = add_pages(crawler, PAGES)
    crawler.site.latency_s = 0.1
    with small_disk(tmp_path, "22m") as disk:
        crawler.archive = disk / "archive.db"
        ran = crawler.run(urls, settings={"ARCHIVE_DISK_RESERVE_MB": 21})
        assert ran.code == 5, ran.output
        assert "ARCHIVE_DISK_RESERVE_MB" in ran.check_one_error()
        row = crawler.rows("SELECT state, reason, ended_at FROM crawls")[0]
        assert (row["state"], "ARCHIVE_DISK_RESERVE_MB" in row["reason"]) == ("failed", True)
        crawler.site.latency_s = 0
        assert crawler.run(urls, settings=NO_RESERVE).code == 0
        check_whole(crawler, urls)


def test_a_disk_that_becomes_read_only_is_one_line(crawler: Crawler, tmp_path: Path) -> None:
    urls = add_pages(crawler, PAGES)
    with small_disk(tmp_path, "60m") as disk:
        crawler.archive = disk / "archive.db"
        assert crawler.run(urls[:1], settings=NO_RESERVE).code == 0
        remount(disk, "ro")
        ran = crawler.run(urls, settings=NO_RESERVE)
        assert ran.code == 4, ran.output
        assert ran.check_one_error()
        remount(disk, "rw")
        assert crawler.run(urls, settings=NO_RESERVE).code == 0
        check_whole(crawler, urls)


def crawl_with(crawler: Crawler, urls: list[str], most: int) -> Ran:
    """A crawl that may have so many files and connections open."""
    command = crawler.command(urls, settings={"ARCHIVE_READERS": 2})
    return crawler.program.run(*command, env=crawler.environment(), limits={"RLIMIT_NOFILE": most})


def shell_with(crawler: Crawler, urls: list[str], most: int) -> Ran:
    """The same from a shell: there Python has to come up with so few files, too."""
    command = " ".join(f"'{part}'" for part in crawler.command(urls, settings={"ARCHIVE_READERS": 2}))
    return crawler.program.run("sh", "-c", f"ulimit -n {most}; exec {command}", env=crawler.environment())


def test_few_descriptors_are_one_line_or_enough(crawler: Crawler) -> None:
    urls = add_pages(crawler, 20)
    assert crawler.run(urls[:1]).code == 0
    crawler.site.forget()

    for crawl, too_few in ((shell_with, 12), *((crawl_with, most) for most in (16, 24, 40, 63))):
        ran = crawl(crawler, urls, too_few)
        assert ran.code == 1, ran.output
        assert f"only {too_few} files" in ran.check_one_error()
    for far_too_few in (4, 6):  # Python does not come up, or Scrapy's reactor does not: we are not asked
        ran = shell_with(crawler, urls, far_too_few)
        assert ran.code not in (0, 3), ran.output
        assert f"{PROJECT}/kaaw_archive/" not in ran.output
    assert crawler.site.requests() == []
    assert crawler.kaaw("verify").code == 0
    ran = shell_with(crawler, urls, 64)
    assert ran.code == 0, ran.output
    check_whole(crawler, urls)


def test_more_hosts_than_descriptors_need_no_more_of_them(crawler: Crawler) -> None:
    urls = [crawler.site.add(f"h{n}.example", "/seite.html", Answer(page(n))) for n in range(120)]
    ran = crawl_with(crawler, urls, 110)
    assert ran.code == 0, ran.output
    assert "only 110 files may be open: at most 15 requests at a time" in ran.stderr
    assert crawler.value("SELECT count(*) FROM visits WHERE kind = 'page' AND status = 200") == len(urls)


def test_a_worker_without_memory_costs_one_reading(crawler: Crawler) -> None:
    urls = add_pages(crawler, 5)
    heavy = crawler.site.add(TOWN, "/schwer", Answer(b"<p a=b c=d e=f g=h>x" * 190_000))
    assert crawler.run([heavy, *urls], settings={"ARCHIVE_READ_MEMORY_MB": 64}).code == 0
    problems = {row["url"]: row["problem"] for row in crawler.rows(
        "SELECT v.url, g.problem FROM readings g JOIN visits v ON v.id = g.capture_id")}  # fmt: skip
    assert problems.pop(heavy) in ("out_of_memory", "worker_died", "timeout", "unreadable_markup")
    assert set(problems) == set(urls)


def test_the_lock_of_another_program_is_waited_for(crawler: Crawler) -> None:
    urls = add_pages(crawler, 12)
    assert crawler.run(urls[:1]).code == 0
    command = impatient(crawler.command(urls))
    check_waits_for_the_lock(crawler, crawler.program.start(*command, env=crawler.environment()))
    check_whole(crawler, urls)


WAITING: dict[str, tuple[str, ...] | None] = {
    "linkcheck": None,
    "derive": ("derive",),
    "report": ("links", "report", "--mark-reported"),
    "watch": ("links", "watch", "x"),
}


@pytest.mark.parametrize("name", WAITING)
def test_commands_wait_for_the_lock_of_another_program(crawler: Crawler, name: str) -> None:
    dead = f"http://{TOWN}/tot.html"
    citing = page(1).replace(b"</main>", f'<p>Mehr in der <a href="{dead}">Quelle</a>.</p></main>'.encode())
    assert crawler.run([crawler.site.add(TOWN, "/1", Answer(citing))]).code == 0
    if name == "report":
        assert crawler.crawl("linkcheck").code in (0, 3)
    command = crawler.spider_command("linkcheck")
    if (said := WAITING[name]) is not None:
        words = (dead if word == "x" else word for word in said)
        command = kaaw_command(*words, "--archive", str(crawler.archive))
    with lock_of_another_program(crawler.archive):
        process = crawler.program.start(*impatient(command), env=crawler.environment())
        time.sleep(HOLDS_S)
        assert process.poll() is None  # it writes, so it waits
    _, stderr = process.communicate(timeout=240)
    assert process.returncode in (0, 3), stderr
    assert "locked" not in stderr
    assert crawler.kaaw("verify").code == 0


def test_an_interrupt_ends_the_waiting_for_a_lock(crawler: Crawler) -> None:
    urls = add_pages(crawler, 2)
    assert crawler.run(urls[:1]).code == 0
    with lock_of_another_program(crawler.archive):
        process = crawler.start(urls)
        time.sleep(HOLDS_S)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr.splitlines()[-1]) == (130, "kaaw: interrupted")
    assert "Traceback" not in stderr
    assert len(crawler.site.requests(TOWN)) == 1


def test_a_folder_that_vanishes_is_one_line_and_loses_nothing(crawler: Crawler, tmp_path: Path) -> None:
    urls = add_pages(crawler, 40)
    crawler.site.latency_s = 0.1
    folder = tmp_path / "platte"
    folder.mkdir()
    crawler.archive = folder / "archive.db"
    process = crawler.start(urls)
    while len(crawler.site.requests(TOWN)) < 5:
        time.sleep(0.01)
    folder.rename(tmp_path / "fort")
    _, stderr = process.communicate(timeout=240)
    assert "Traceback" not in stderr, stderr
    assert process.returncode in (1, 4), stderr
    assert stderr.splitlines()[-1].startswith(("error:", "kaaw: error:")), stderr
    crawler.archive = tmp_path / "fort" / "archive.db"
    kept = {row["url"] for row in crawler.rows("SELECT url FROM visits WHERE kind = 'page' AND status = 200")}
    assert 0 < len(kept) < len(urls)
    crawler.site.latency_s = 0
    assert crawler.run(urls).code == 0
    check_whole(crawler, urls)


def test_a_file_that_may_not_be_written_is_one_line(crawler: Crawler) -> None:
    urls = add_pages(crawler, 3)
    assert crawler.run(urls[:1]).code == 0
    with closing(sqlite3.connect(crawler.archive)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    crawler.archive.chmod(0o444)
    # nobody is kept out by permissions who runs as root, but an immutable file holds him, too
    held = subprocess.run(["chattr", "+i", crawler.archive], capture_output=True, check=False).returncode == 0
    try:
        if not held and os.access(crawler.archive, os.W_OK):
            pytest.skip("this user may write to everything, and no file can be made immutable")
        ran = crawler.run(urls)
        assert ran.code == 4, ran.output
        assert "cannot be written" in ran.check_one_error()
    finally:
        subprocess.run(["chattr", "-i", crawler.archive], capture_output=True, check=False)
        crawler.archive.chmod(0o644)
    assert crawler.run(urls).code == 0
    check_whole(crawler, urls)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_run_in_order_and_a_second_one_at_once(crawler: Crawler, number: signal.Signals) -> None:
    urls = add_pages(crawler, 40)
    crawler.site.latency_s = 0.2
    process = crawler.start(urls)
    while len(crawler.site.requests(TOWN)) < 3:
        time.sleep(0.01)
    began = time.monotonic()
    process.send_signal(number)
    process.communicate(timeout=120)
    assert time.monotonic() - began < 10
    assert process.returncode == 130
    assert crawler.rows("SELECT state, reason FROM crawls") == [{"state": "degraded", "reason": "interrupted"}]

    stall = crawler.site.add(TOWN, "/stall", Answer(page(1), manner="stall"))
    process = crawler.start([stall])
    while not crawler.site.requests(TOWN, "/stall"):
        time.sleep(0.01)
    process.send_signal(number)
    time.sleep(1)
    began = time.monotonic()
    process.send_signal(number)
    process.communicate(timeout=120)
    assert time.monotonic() - began < 5
    crawler.site.latency_s = 0
    assert crawler.run(urls).code == 0
    assert crawler.value("SELECT count(*) FROM crawls WHERE state = 'running'") == 0
