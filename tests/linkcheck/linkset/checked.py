"""The set as our own program sees it: articles crawled, what was captured then captured, then the links visited."""

from __future__ import annotations

import html
import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive import payloads
from tests.program import Program, scrapy_command

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.linkcheck.linkset.kinds import Link
    from tests.linkcheck.linkset.servers import LinkSet

CITED_DAY = -3.0  # only what was captured on an earlier day is a comparison
SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "ARCHIVE_ALLOW_NETWORKS": "127.0.1.0/24",
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
    seconds: float

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


def check(
    linkset: LinkSet, program: Program, archive: Path, *, settings: dict[str, object] | None = None,
    visits: Sequence[tuple[str, float]] = (("linkcheck", 0.0),),
) -> Result:  # fmt: skip
    """Crawl the articles while the past is served, then visit all links in the present.

    ``visits`` are names of spiders and the days from now on which they run, in order.
    """
    chosen = {"ARCHIVE": archive, **SETTINGS, **(settings or {})}
    options = [part for name, value in chosen.items() for part in ("-s", f"{name}={value}")]

    def run(spider: str, day: float, code: int, **arguments: str) -> None:
        given = [part for name, value in arguments.items() for part in ("-a", f"{name}={value}")]
        environment = {
            "SSL_CERT_FILE": str(linkset.ca_file),
            "SCRAPY_SETTINGS_MODULE": "tests.hostile.off",
            "SHIFT_DAYS": str(day),
        }
        ran = program.run(*scrapy_command(spider, *given, *options), env=environment, timeout=300)
        assert ran.code == code, ran.output
        assert "Traceback" not in ran.output, ran.output

    linkset.is_now = False
    run("site", CITED_DAY, 0, urls=_listed(program.folder / "articles.txt", linkset.articles() + linkset.captured()))
    linkset.is_now = True
    linkset.forget()
    began = time.monotonic()
    every_link = _listed(program.folder / "links.txt", [link.url for link in linkset.links.links])
    for spider, day in visits:
        run(spider, day, SPIDERS[spider], all="1", **({"urls": every_link} if spider == "site" else {}))
    seconds = time.monotonic() - began
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db:
        return Result(_checks(db), _unquoted(db), len(linkset.requests()), seconds)


def _listed(path: Path, addresses: Sequence[str]) -> str:
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
