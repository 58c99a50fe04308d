"""What the machine may run out of while links are checked: room, the lock; nothing is lost, nobody is blamed."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

from tests.crawl.test_limits import HOLDS_S, NO_RESERVE, add_pages, remount, small_disk
from tests.linkrot.test_linkcheck import TOWN, linkcheck

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.crawl.crawler import Crawler

LINKS = 60


def _watch(crawler: Crawler, urls: list[str]) -> None:
    listed = crawler.program.folder / "watched.txt"
    listed.write_text("\n".join(urls), encoding="utf-8")
    assert crawler.kaaw("links", "watch", str(listed)).code == 0


def _start(crawler: Crawler) -> subprocess.Popen[str]:
    settings = {"ARCHIVE": crawler.archive, "DOWNLOAD_DELAY": 0, "ARCHIVE_ALLOW_NETWORKS": "127.0.1.0/24"}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return crawler.program.start(*crawler.command([])[:4], "linkcheck", *options, env=crawler.environment())


def _check_all_ok(crawler: Crawler, urls: list[str]) -> None:
    """Each link has been found good, and the archive is sound."""
    assert crawler.value("PRAGMA integrity_check") == "ok"
    rows = crawler.rows("SELECT link_url, verdict FROM link_checks")
    assert {(row["link_url"], row["verdict"]) for row in rows} == {(url, "ok") for url in urls}
    assert crawler.kaaw("verify").code == 0


def test_a_full_disk_is_one_line_and_the_same_command_goes_on(crawler: Crawler, tmp_path: Path) -> None:
    urls = add_pages(crawler, LINKS)
    with small_disk(tmp_path, "3m") as disk:
        crawler.archive = disk / "archive.db"
        _watch(crawler, urls)
        ran = linkcheck(crawler, settings=dict(NO_RESERVE))
        assert ran.code == 5, ran.output
        assert "no room left" in ran.check_one_error()
        kept = {row["link_url"] for row in crawler.rows("SELECT link_url FROM link_checks")}
        assert 0 < len(kept) < LINKS
        remount(disk, "size=60m")
        crawler.site.forget()
        assert linkcheck(crawler, settings=dict(NO_RESERVE)).code == 0
        asked = {f"http://{TOWN}{seen.path}" for seen in crawler.site.requests(TOWN)}
        assert asked & kept == set()
        _check_all_ok(crawler, urls)


def test_the_lock_of_another_program_is_waited_for(crawler: Crawler) -> None:
    urls = add_pages(crawler, LINKS, delay_s=0.05)
    _watch(crawler, urls)
    process = _start(crawler)
    while len(crawler.site.requests(TOWN)) < 3:
        time.sleep(0.01)
    with closing(sqlite3.connect(crawler.archive, timeout=30, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(HOLDS_S)
        other.execute("ROLLBACK")
    _, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    assert "locked" not in stderr
    _check_all_ok(crawler, urls)
