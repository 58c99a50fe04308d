"""A project of a user: spiders of two offices and their sites, run by `kaaw run` as cron would run it."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.german_pages import page
from tests.local_site import Answer, LocalSite
from tests.program import LOOPBACK, PROJECT, Program, kaaw_command

if TYPE_CHECKING:
    from tests.program import Ran, Started

_SPIDER = """
from kaaw_archive.spider import NewsSpider


class {title}(NewsSpider):
    name = "{name}"
    source = "{name}"
    seeds = ("http://www.{name}.example/feed.xml",)
"""
_SETTINGS = """
from kaaw_archive.settings import *

SPIDER_MODULES = ["offices", {MORE}]
DOWNLOAD_DELAY = 0
RETRY_TIMES = 0
ARCHIVE_READERS = 1
ARCHIVE_ALLOW_NETWORKS = ["{LOOPBACK}"]
ARCHIVE_LOOK_BESIDE_PROXY = False
"""


class Office:
    """``names`` are spiders, each with a feed of ``articles`` pages at www.NAME.example; ``more`` are further modules
    with spiders."""

    def __init__(
        self, program: Program, site: LocalSite, *names: str, articles: int = 2, more: tuple[str, ...] = ()
    ) -> None:
        self.program, self.site = program, site
        self.is_behind_proxy = True
        self.folder = program.folder / "project"
        self.archive = program.folder / "news.db"
        (self.folder / "offices").mkdir(parents=True)
        (self.folder / "scrapy.cfg").write_text("[settings]\ndefault = office_settings\n")
        (self.folder / "office_settings.py").write_text(_SETTINGS.format(LOOPBACK=LOOPBACK, MORE=str(more)[1:-1]))
        (self.folder / "offices" / "__init__.py").write_text("")
        for name in names:
            self.add_spider(name, _SPIDER.format(name=name, title=name.title()))
            self.add_feed(name, range(articles))

    def add_spider(self, name: str, text: str) -> None:
        (self.folder / "offices" / f"{name}.py").write_text(text)

    def add_feed(self, name: str, numbers: range, answer: Answer | None = None) -> None:
        host = f"www.{name}.example"
        items = ""
        for number in numbers:
            url = self.site.add(host, f"/news/{number}-meldung.html", answer or Answer(page(number), etag=True))
            items += f"<item><title>Meldung {number}</title><link>{url}</link></item>"
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
        self.site.add(host, "/feed.xml", Answer(feed.encode(), headers={"Content-Type": "application/rss+xml"}))

    def run(self, *arguments: str, timeout: float = 60) -> Ran:
        """As cron does: from the home folder, with an environment that holds next to nothing."""
        ran = self.program.run(*self._command(*arguments), env=self._environment(), timeout=timeout)
        assert "Traceback" not in ran.output, ran.output
        return ran

    def report(self, *arguments: str) -> Any:
        return json.loads(self.run("--json", *arguments).stdout)

    def start(self, *arguments: str) -> Started:
        return self.program.start(*self._command(*arguments), env=self._environment())

    def _command(self, *arguments: str) -> list[str]:
        return kaaw_command("run", "--archive", str(self.archive), *arguments)

    def _environment(self) -> dict[str, str]:
        return {
            **({"http_proxy": self.site.proxy} if self.is_behind_proxy else {}),
            "SCRAPY_SETTINGS_MODULE": "office_settings",
            "PYTHONPATH": f"{PROJECT}:{self.folder}",
        }

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        import sqlite3

        with closing(sqlite3.connect(f"file:{self.archive}?mode=ro", uri=True)) as db:
            return db.execute(sql).fetchall()
