"""`scrapy crawl`: one line and an exit code for each failure before, during or after the run."""

from __future__ import annotations

import logging
import resource
import shlex
import sys
from contextlib import closing
from typing import TYPE_CHECKING, NoReturn

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from kaaw_archive import urls
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.disk_space import check_disk_space
from kaaw_archive.archive.queries.decisions import follows_in_force
from kaaw_archive.control_characters import escape_controls
from kaaw_archive.crawl import CrawlContext, archive_path
from kaaw_archive.download.guard import allowed_networks, denied_networks
from kaaw_archive.errors import ArchiveError, WrongArguments
from kaaw_archive.exit_codes import ExitCode
from kaaw_archive.extensions import log_lines
from kaaw_archive.linkrot.archives import link_archives
from kaaw_archive.setting_table import SETTINGS, check_names
from kaaw_archive.spider import NewsSpider
from kaaw_archive.spider.site import SiteSpider
from kaaw_archive.urls import without_credentials

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

# One request at a time and two readers have 50 files open; what lacks one would be filed as a failure of the site.
OPEN_FILES_MIN = 64
FILES_A_REQUEST = 3  # its connection, the lock of its host, and one that is being closed
OPEN_FILES_WANTED = 4096  # shells allow 1,024 and more when asked; 256 locks of hosts and some hundred connections
_TALKATIVE = ("scrapy.addons", "scrapy.crawler", "scrapy.middleware")  # sixty lines that are the same in every run
EXIT_CODES = (
    "Exit codes: 0 finished; 1 failed; 2 wrong arguments; 3 degraded by the sites (blocked, rate-limited, nothing "
    "found); 4 the archive cannot be used; 5 no room left; 9 degraded by our own fault (network, resolver, proxy); "
    "130 interrupted."
)


class Command(ScrapyCrawl):
    """Checks arguments, settings and the archive before the reactor runs, which would show tracebacks."""

    def long_desc(self) -> str:
        return f"Run a spider of this project, by name. {EXIT_CODES}"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        setattr(parser, "error", _end_with_one_line)  # noqa: B010 - argparse prints the usage, too

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        level = str(self.settings.get("LOG_LEVEL"))
        if not level.isdigit() and level not in logging.getLevelNamesMapping():
            raise UsageError(f"-L {level}: say DEBUG, INFO, WARNING, ERROR or CRITICAL")
        log_lines.install()

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one spider: scrapy crawl SPIDER")
        try:
            self._check(args[0], opts)
            self._crawl(args[0], opts)
        except ArchiveError as error:
            print(f"kaaw: error: {escape_controls(without_credentials(str(error)))}", file=sys.stderr)
            self.exitcode = error.exit_code
        except KeyboardInterrupt:
            print("kaaw: interrupted", file=sys.stderr)
            self.exitcode = ExitCode.INTERRUPTED

    def _check(self, spider_name: str, opts: argparse.Namespace) -> None:
        assert self.settings is not None
        assert self.crawler_process is not None
        open_files = raise_file_limit()
        if spider_name not in self.crawler_process.spider_loader.list():
            known = ", ".join(sorted(self.crawler_process.spider_loader.list()))
            raise WrongArguments(f"there is no spider {spider_name!r}: there are {known}")
        spider = self.crawler_process.spider_loader.load(spider_name)
        if issubclass(spider, NewsSpider):
            spider.check(dict(opts.spargs))
        check_names(str(name) for name in self.settings)
        for setting in SETTINGS:
            setting.check(self.settings.get(setting.name))
        limit_requests(open_files, self.settings)
        log_lines.check(self.settings)
        allowed_networks(self.settings.get("ARCHIVE_ALLOW_NETWORKS"))
        denied_networks(self.settings.get("ARCHIVE_DENY_NETWORKS"))
        link_archives(self.settings.get("LINK_ARCHIVES") or [])
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        contact = self.settings["ARCHIVE_CONTACT"]
        if contact and "+" not in self.settings["USER_AGENT"]:
            self.settings.set("USER_AGENT", f"{self.settings['USER_AGENT']} (+{contact})", priority="cmdline")
        path = archive_path(self.settings)
        wait = escape_controls(f"kaaw: waiting for another program that writes to {path}")
        if path.parent.is_dir():
            check_disk_space(path, self.settings.getint("ARCHIVE_DISK_RESERVE_MB"))
        open_for_writing(path, lambda: print(wait, file=sys.stderr)).close()

    def _crawl(self, name: str, opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        crawler = self._create_crawler(name)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        crawl: CrawlContext | None = getattr(crawler, "archive_crawl", None)
        if crawl is not None and crawl.failure is not None:
            raise crawl.failure
        if crawl is not None and name == SiteSpider.name and opts.spargs.get("url"):
            _name_follow(crawl.path, crawl.now(), str(opts.spargs["url"]))
        if crawl is None or self.crawler_process.bootstrap_failed:
            self.exitcode = ExitCode.FAILED
        elif crawl.end_state is None:
            self.exitcode = ExitCode.INTERRUPTED  # a second signal ended the run before its row could be written
        elif crawl.end_state == "degraded":
            degraded = ExitCode.OWN_FAULT if crawl.stats.own_fault() is not None else ExitCode.DEGRADED
            self.exitcode = ExitCode.INTERRUPTED if crawl.is_interrupted else degraded
        elif crawl.end_state != "finished":
            self.exitcode = ExitCode.FAILED


def _end_with_one_line(message: str) -> NoReturn:
    print(f"kaaw: error: {escape_controls(without_credentials(message))}", file=sys.stderr)
    sys.exit(ExitCode.WRONG_ARGUMENTS)


def _name_follow(path: Path, now: str, url: str) -> None:
    """Log how to let `kaaw run` visit the site, unless the archive follows it."""
    with closing(open_for_reading(path)) as connection:
        if not any(follow.source == urls.site(url) for follow in follows_in_force(connection, now)):
            logger.info("`kaaw run` does not crawl this site: kaaw follow %s", shlex.quote(without_credentials(url)))


def raise_file_limit() -> int:
    """Raise the limit of open files, up to OPEN_FILES_WANTED, and return it.

    Raises ArchiveError where they are fewer than the smallest crawl has.
    """
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES_WANTED if most == resource.RLIM_INFINITY else min(most, OPEN_FILES_WANTED)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    if wanted < OPEN_FILES_MIN:
        raise ArchiveError(
            f"only {wanted} files may be open at once, and a crawl needs {OPEN_FILES_MIN}: raise the limit (ulimit -n)"
        )
    return wanted


def limit_requests(open_files: int, settings: BaseSettings) -> None:
    """No more requests at a time than there are files for: each has a connection and the lock of its host."""
    fitting = max(1, (open_files - OPEN_FILES_MIN) // FILES_A_REQUEST)
    if not 0 < settings.getint("CONCURRENT_REQUESTS") <= fitting:  # 0: without bound
        logger.warning("only %d files may be open: at most %d requests at a time (ulimit -n)", open_files, fitting)
        settings.set("CONCURRENT_REQUESTS", fitting, priority="cmdline")
