"""A whole crawl of a local site and a look into the archive that it left."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from tests.fork_server.client import fork_server
from tests.local_site import LocalSite
from tests.program import LOOPBACK, Program, Ran, kaaw_command, scrapy_command

if TYPE_CHECKING:
    from pathlib import Path
    from ssl import SSLContext

    from tests.program import Started


Row = dict[str, Any]
Settings = Mapping[str, object]
NONE_BUT_OURS: Settings = {}
SPIDERS = (
    "spiders,kaaw_archive.spider.site,kaaw_archive.spider.cited,kaaw_archive.linkcheck.spider,tests.crawl.town_news"
)


@contextmanager
def crawler_in(folder: Path, *, tls: SSLContext | None = None) -> Iterator[Crawler]:
    """A crawler with a site and an archive of its own: for a module that asks a few crawls many questions."""
    program = Program(folder, fork_server())
    try:
        with LocalSite(tls=tls) as site:
            yield Crawler(program, site, folder / "archive.db")
    finally:
        program.close()


class Crawler:
    """Crawls a local site, as an HTTP proxy by default so that invented host names work, into one archive."""

    def __init__(self, program: Program, site: LocalSite, archive: Path) -> None:
        self.program, self.site, self.archive = program, site, archive
        self._files = 0

    def command(self, urls: Iterable[str], *arguments: str, settings: Settings = NONE_BUT_OURS) -> list[str]:
        """``arguments`` are those of scrapy crawl; a setting that is None is left to the project's default."""
        self._files += 1
        listed = self.program.folder / f"urls-{self._files}.txt"
        listed.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
        return self.spider_command("site", "-a", f"urls={listed}", *arguments, settings=settings)

    def crawl(self, spider: str, *arguments: str, settings: Settings = NONE_BUT_OURS) -> Ran:
        """Runs a spider by name, its hosts served by the local site."""
        ran = self.program.run(*self.spider_command(spider, *arguments, settings=settings), env=self.environment())
        assert "Traceback" not in ran.output, ran.output
        return ran

    def spider_command(self, spider: str, *arguments: str, settings: Settings = NONE_BUT_OURS) -> list[str]:
        chosen = {
            "ARCHIVE": self.archive, "DOWNLOAD_DELAY": 0, "ARCHIVE_ALLOW_NETWORKS": LOOPBACK, "SPIDER_MODULES": SPIDERS,
            "ARCHIVE_LOOK_BESIDE_PROXY": 0,  # no invented name is asked of the machine's resolver
            **settings,
        }  # fmt: skip
        options = [part for name, value in chosen.items() if value is not None for part in ("-s", f"{name}={value}")]
        return scrapy_command(spider, *options, *arguments)

    def environment(self, *, direct: bool = False) -> Mapping[str, str]:
        return {} if direct else {"http_proxy": self.site.proxy, "https_proxy": self.site.proxy}

    def run(
        self, urls: Iterable[str], *arguments: str, settings: Settings = NONE_BUT_OURS, direct: bool = False
    ) -> Ran:
        command = self.command(urls, *arguments, settings=settings)
        ran = self.program.run(*command, env=self.environment(direct=direct))
        assert "Traceback" not in ran.output, ran.output
        return ran

    def start(self, urls: Iterable[str], *arguments: str) -> Started:
        return self.program.start(*self.command(urls, *arguments), env=self.environment())

    def kaaw(self, *args: str) -> Ran:
        return self.program.run(*kaaw_command(*args, "--archive", str(self.archive)))

    def payload(self, subject: str) -> bytes:
        """The bytes that ``kaaw payload`` writes for a digest or an address."""
        return self.program.read_bytes(*kaaw_command("payload", subject, "--archive", str(self.archive)))

    def rows(self, sql: str, *values: object) -> list[Row]:
        with closing(sqlite3.connect(f"file:{self.archive}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute(sql, values)]

    def value(self, sql: str, *values: object) -> Any:
        """The first column of the one row that a query has."""
        (row,) = self.rows(sql, *values)
        return next(iter(row.values()))

    def visits(self, url: str) -> list[Row]:
        """The captures of an address, in their order."""
        return self.rows("SELECT * FROM visits WHERE url = ? ORDER BY id", url)

    def errors(self, url: str) -> list[str | None]:
        return [visit["error"] for visit in self.visits(url)]

    def statuses(self, url: str) -> list[int | None]:
        return [visit["status"] for visit in self.visits(url)]
