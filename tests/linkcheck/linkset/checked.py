"""The set as our own program sees it: articles crawled, what was captured then captured, then the links checked."""

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
    from pathlib import Path

    from tests.linkcheck.linkset.kinds import Link
    from tests.linkcheck.linkset.servers import LinkSet

# Only what was captured on an earlier day is a comparison.
TWO_DAYS_BEFORE = "UPDATE captures SET captured_at = strftime('%Y-%m-%dT%H:%M:%fZ', captured_at, '-2 days')"
SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "ARCHIVE_ALLOW_NETWORKS": "127.0.1.0/24",
    "ARCHIVE_BACK_OFF_S": 0.2,
    "DOWNLOAD_TIMEOUT": 6,
}


@dataclass(frozen=True)
class Row:
    """What was said of one link: its verdict, the rule and the reason; requests as the program counts them."""

    verdict: str
    rule: str
    reason: str


@dataclass(frozen=True)
class Result:
    rows: dict[str, Row]
    unquoted: list[str]  # reasons with words between «» that are not in the stored bytes of any capture of their check
    requests: int  # as the servers count them
    seconds: float

    def wrong(self, links: list[Link]) -> list[str]:
        """One line for each link of which another verdict was given than those that are right."""
        lines = []
        for link in links:
            row = self.rows.get(link.url)
            if row is None or row.verdict not in link.verdicts:
                said = f"{row.verdict} by {row.rule}: {row.reason}" if row else "nothing"
                lines.append(f"{link.kind}: {link.url} is {'/'.join(link.verdicts)}, said is {said}")
        return lines


def check(linkset: LinkSet, program: Program, archive: Path, *, settings: dict[str, object] | None = None) -> Result:
    """Crawls the articles while the past is served, then checks all links in the present."""
    linkset.is_now = False
    environment = {"SSL_CERT_FILE": str(linkset.ca_file)}
    chosen = {"ARCHIVE": archive, **SETTINGS, **(settings or {})}
    options = [part for name, value in chosen.items() for part in ("-s", f"{name}={value}")]
    listed = program.folder / "articles.txt"
    listed.write_text("\n".join(linkset.articles() + linkset.captured()), encoding="utf-8")
    crawled = program.run(*scrapy_command("site", "-a", f"urls={listed}", *options), env=environment, timeout=180)
    assert crawled.code == 0, crawled.output
    with closing(sqlite3.connect(archive)) as db, db:
        db.execute(TWO_DAYS_BEFORE)
    linkset.is_now = True
    linkset.forget()
    began = time.monotonic()
    checked = program.run(*scrapy_command("linkcheck", "-a", "all=1", *options), env=environment, timeout=300)
    seconds = time.monotonic() - began
    assert checked.code == 0, checked.output
    assert "Traceback" not in checked.output, checked.output
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db:
        rows = db.execute("SELECT link_url, verdict, rule, reason FROM link_checks ORDER BY checked_at, id")
        said = {url: Row(verdict, rule, reason) for url, verdict, rule, reason in rows}
        unquoted = _unquoted(db)
    return Result(said, unquoted, len(linkset.requests()), seconds)


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
