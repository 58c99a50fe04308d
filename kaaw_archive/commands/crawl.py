"""`scrapy crawl`: one line and an exit code for whatever goes wrong before, during or after the run."""

from __future__ import annotations

import logging
import signal
import sys
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.download.guard import allowed_networks
from kaaw_archive.errors import ArchiveError, WrongArguments
from kaaw_archive.session import archive_path, session_of
from kaaw_archive.spider import NewsSpider

if TYPE_CHECKING:
    import argparse

FAILED = 1
DEGRADED = 3
INTERRUPTED = 128 + signal.SIGINT
_TALKATIVE = ("scrapy.addons", "scrapy.crawler", "scrapy.middleware")  # sixty lines that are the same in every run
EXIT_CODES = (
    "Exit codes: 0 finished; 1 failed; 2 wrong arguments; 3 degraded (blocked, rate-limited, nothing found, most hosts "
    "failing alike); 4 the archive cannot be used; 5 no room left; 130 interrupted."
)


class Command(ScrapyCrawl):
    """Checks arguments and the archive before the reactor runs, where a traceback could not be kept from the user."""

    def long_desc(self) -> str:
        return f"Run a spider of this project, by name. {EXIT_CODES}"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one spider: scrapy crawl SPIDER")
        try:
            self._check(args[0], opts)
            self._crawl(args[0], opts)
        except ArchiveError as error:
            print(f"kaaw: error: {error}", file=sys.stderr)
            self.exitcode = error.exit_code

    def _check(self, name: str, opts: argparse.Namespace) -> None:
        assert self.settings is not None
        assert self.crawler_process is not None
        if name not in self.crawler_process.spider_loader.list():
            known = ", ".join(sorted(self.crawler_process.spider_loader.list()))
            raise WrongArguments(f"there is no spider {name!r}: there are {known}")
        spider = self.crawler_process.spider_loader.load(name)
        if issubclass(spider, NewsSpider):
            spider.check(dict(opts.spargs))
        for talkative in _TALKATIVE:
            logging.getLogger(talkative).setLevel(logging.WARNING)
        allowed_networks(self.settings.get("ARCHIVE_ALLOW_NETWORKS"))
        contact = self.settings["ARCHIVE_CONTACT"]
        if contact and "+" not in self.settings["USER_AGENT"]:
            self.settings.set("USER_AGENT", f"{self.settings['USER_AGENT']} (+{contact})", priority="cmdline")
        open_for_writing(archive_path(self.settings)).close()

    def _crawl(self, name: str, opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        crawler = self._create_crawler(name)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        state = crawler.stats.get_value("archive/state") if crawler.stats is not None else None
        failure = session_of(crawler).failure
        if failure is not None:
            raise failure
        if state == "degraded":
            interrupted = crawler.stats.get_value("archive/reason") == "interrupted"
            self.exitcode = INTERRUPTED if interrupted else DEGRADED
        elif state != "finished" or self.crawler_process.bootstrap_failed:
            self.exitcode = FAILED
