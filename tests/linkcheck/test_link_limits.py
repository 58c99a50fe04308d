"""What the machine may run out of while links are checked: room, the lock; nothing is lost, nobody is blamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawl.shortages import NO_RESERVE, TOWN, add_pages, check_waits_for_the_lock, impatient, remount, small_disk
from tests.linkcheck.test_linkcheck import linkcheck

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawl.crawler import Crawler

pytestmark = pytest.mark.slow

LINKS = 60


def _watch(crawler: Crawler, urls: list[str]) -> None:
    listed = crawler.program.folder / "watched.txt"
    listed.write_text("\n".join(urls), encoding="utf-8")
    assert crawler.kaaw("links", "watch", str(listed)).code == 0


def _check_all_ok(crawler: Crawler, urls: list[str]) -> None:
    """Each link has been found good, and the archive is sound."""
    assert crawler.value("PRAGMA integrity_check") == "ok"
    rows = crawler.rows("SELECT link_url, verdict FROM link_checks")
    assert {(row["link_url"], row["verdict"]) for row in rows} == {(url, "ok") for url in urls}
    assert crawler.kaaw("verify").code == 0


def test_a_full_disk_is_one_line_and_the_same_command_goes_on(crawler: Crawler, tmp_path: Path) -> None:
    urls = add_pages(crawler, LINKS)
    with small_disk(tmp_path, "4000k") as disk:
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
    command = impatient(crawler.spider_command("linkcheck"))
    process = crawler.program.start(*command, env=crawler.environment())
    check_waits_for_the_lock(crawler, process)
    _check_all_ok(crawler, urls)
