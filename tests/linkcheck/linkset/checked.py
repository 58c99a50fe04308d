"""The set as our own program sees it: articles crawled, what was captured then captured, then the links visited."""

from __future__ import annotations

import html
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive import payloads
from tests.program import Program, scrapy_command

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.fork_server.client import ForkServer
    from tests.linkcheck.linkset.kinds import Link
    from tests.linkcheck.linkset.servers import LinkSet, Turns

CITED_DAY = -3.0  # only what was captured on an earlier day is a comparison
SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "ARCHIVE_ALLOW_NETWORKS": "127.0.1.0/24",
    "ARCHIVE_LOOK_BESIDE_PROXY": 0,
    "ARCHIVE_BACK_OFF_S": 0.2,
    "DOWNLOAD_TIMEOUT": 6,
}
# Exit codes: a crawl ends with 3, as some of what it was asked for is not there.
SPIDERS = {"linkcheck": 0, "site": 3}


@dataclass(frozen=True)
class Row:
    """What was said of one link: its verdict, the rule and the reason."""

    verdict: str
    rule: str
    reason: str


@dataclass(frozen=True)
class Result:
    """``checks``: those of the present by link, oldest first; ``requests`` as the servers count them."""

    checks: dict[str, list[Row]]
    unquoted: list[str]  # reasons with words between «» that are not in the stored bytes of any capture of their check
    requests: int

    @property
    def rows(self) -> dict[str, Row]:
        """Return the newest check of each link."""
        return {url: rows[-1] for url, rows in self.checks.items()}

    def wrong(self, links: list[Link]) -> list[str]:
        """Return a line for each link of which the last verdict is none of those that are right."""
        newest = self.rows
        return [_line(link, newest.get(link.url)) for link in links if not _is_right(link, newest.get(link.url))]

    def contradicted(self, links: list[Link]) -> list[str]:
        """Return a line for each check that is wrong and does not say that it waits for a comparison."""
        return [
            _line(link, row)
            for link in links
            for row in self.checks.get(link.url, [])
            if not _is_right(link, row) and row.rule != "is_not_compared"
        ]


def _is_right(link: Link, row: Row | None) -> bool:
    return row is not None and row.verdict in link.verdicts


def _line(link: Link, row: Row | None) -> str:
    said = f"{row.verdict} by {row.rule}: {row.reason}" if row else "nothing"
    return f"{link.kind}: {link.url} is {'/'.join(link.verdicts)}, said is {said}"


class Visits:
    """An archive in ``folder``: articles crawled while the past is served, then visits in the present."""

    def __init__(self, linkset: LinkSet, folder: Path, server: ForkServer | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.archive = folder / "archive.db"
        self._linkset, self._folder, self._server = linkset, folder, server
        self._turns: Turns = {}
        self._requests = 0

    def crawl_articles(self) -> None:
        """Crawl the articles that cite the links, and the links that were captured then."""
        linkset = self._linkset
        linkset.is_now = False
        self._run("site", CITED_DAY, 0, urls=self._listed("articles", linkset.articles() + linkset.captured()))

    def visit(self, spider: str, day: float) -> None:
        """Run the spider on all links, so many days from now; servers answer in the turn of these visits."""
        linkset = self._linkset
        linkset.is_now = True
        linkset.forget(self._turns)
        every_link = self._listed("links", [link.url for link in linkset.links.links])
        self._run(spider, day, SPIDERS[spider], all="1", **({"urls": every_link} if spider == "site" else {}))
        self._turns = linkset.turns()
        self._requests += len(linkset.requests())

    def copied(self, folder: Path) -> Visits:
        """Return the same visits with an archive of their own in another folder."""
        other = Visits(self._linkset, folder, self._server)
        other._turns, other._requests = self._turns, self._requests
        with closing(sqlite3.connect(self.archive)) as ours, closing(sqlite3.connect(other.archive)) as theirs:
            ours.backup(theirs)
        return other

    def result(self) -> Result:
        with closing(sqlite3.connect(f"file:{self.archive}?mode=ro", uri=True)) as db:
            return Result(_checks(db), _unquoted(db), self._requests)

    def _run(self, spider: str, day: float, code: int, **arguments: str) -> None:
        chosen = {"ARCHIVE": self.archive, **SETTINGS}
        options = [part for name, value in chosen.items() for part in ("-s", f"{name}={value}")]
        given = [part for name, value in arguments.items() for part in ("-a", f"{name}={value}")]
        environment = {
            "SSL_CERT_FILE": str(self._linkset.ca_file),
            "SCRAPY_SETTINGS_MODULE": "tests.hostile.off",
            "SHIFT_DAYS": str(day),
        }
        program = Program(self._folder, self._server)
        try:
            ran = program.run(*scrapy_command(spider, *given, *options), env=environment, timeout=300)
        finally:
            program.close()
        assert ran.code == code, ran.output
        assert "Traceback" not in ran.output, ran.output

    def _listed(self, name: str, addresses: Sequence[str]) -> str:
        path = self._folder / f"{name}.txt"
        path.write_text("\n".join(addresses), encoding="utf-8")
        return str(path)


def _checks(db: sqlite3.Connection) -> dict[str, list[Row]]:
    """Return the checks that were made since the articles were crawled, by link."""
    found: dict[str, list[Row]] = {}
    for url, verdict, rule, reason in db.execute(
        "SELECT link_url, verdict, rule, reason FROM link_checks WHERE crawl_id > (SELECT min(id) FROM crawls)"
        " ORDER BY checked_at, id"
    ):
        found.setdefault(url, []).append(Row(verdict, rule, reason))
    return found


def _unquoted(db: sqlite3.Connection) -> list[str]:
    found = []
    rows = db.execute(
        "SELECT k.link_url, k.reason, k.title, c.payload_digest FROM link_checks k JOIN captures c ON c.id = k.capture_id"
    )
    for url, reason, title, digest in rows.fetchall():
        words = re.findall("«(.*?)»", reason) + ([title] if title else [])
        shown = _shown(payloads.read(db, digest)) if digest is not None else ""
        found += [f"{url}: {reason}: {each}" for each in words if _plain(each) not in shown]
    return found


def _shown(body: bytes) -> str:
    """Return what a payload says, without tags: also what stands in their attributes."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")
    return _plain(html.unescape(re.sub(r"<[a-z/!][^>]*>", " ", text, flags=re.IGNORECASE))) + _plain(text)


def _plain(text: str) -> str:
    """Return a text in small letters and without what markup, hyphenation and brackets put between its letters."""
    return re.sub(r"[\s\xad()]+", "", text).casefold()
