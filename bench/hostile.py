"""Some hundred hostile servers and pages in one crawl with 200 good ones: what is lost, what does it cost?"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request

from bench.processes import OURS, Measured, crawl_command, measure
from kaaw_archive.archive.connect import open_for_reading
from tests.german_pages import address_path, page
from tests.hostile.pages import answers
from tests.hostile.servers import MANNERS, canaries, listening
from tests.local_site import TDMREP, Answer, LocalSite, redirect

if TYPE_CHECKING:
    import sqlite3

GOOD_HOSTS = [f"127.0.1.{number}" for number in range(1, 11)]
LIMITS = {
    "ARCHIVE_FIRST_BYTE_TIMEOUT_S": 3, "DOWNLOAD_TIMEOUT": 5, "RETRY_TIMES": 1, "ARCHIVE_READ_TIMEOUT_S": 10,
    "ARCHIVE_BACK_OFF_S": 1, "ARCHIVE_PAUSE_MAX_S": 5,
}  # fmt: skip
LIMITS_S = 3 * (5 * 2) + 2 * 10  # robots.txt, tdmrep.json and the page, each with a retry; two readings
MEMORY_MB = 700
FORMS = Path(__file__).parent.parent / "tests" / "download" / "addresses" / "loopback.txt"


@dataclass
class World:
    """Addresses of good pages with what is served there, and of bad ones with what they do."""

    good: dict[str, bytes] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)


def build(stack: ExitStack, site: LocalSite, port: int, pages: int) -> World:
    world = World()
    for number in range(pages):
        host = GOOD_HOSTS[number % len(GOOD_HOSTS)]
        body = page(number)
        path = address_path(number)
        site.add("", path, Answer(body, etag=True))
        world.good[f"http://{host}:{site.port}{path}"] = body
    hosts = iter(f"127.0.1.{number}" for number in range(20, 250))
    for what, manner in MANNERS.items():
        world.bad[stack.enter_context(listening(manner, next(hosts))) + "/x"] = what
    for what in ("endless head", "silence", "bytes of a tape", "redirects on and on", "a body without end"):
        origin = stack.enter_context(listening(MANNERS[what], next(hosts), spared=[TDMREP]))
        world.bad[f"{origin}/x"] = f"robots.txt: {what}"
    for number in range(8):  # together more than the budget of the wire
        much = listening(MANNERS["24 MB, then silence"], next(hosts))
        world.bad[stack.enter_context(much) + "/x"] = f"24 MB, then silence ({number})"
    for what, answer in answers().items():
        bad = stack.enter_context(LocalSite([next(hosts)]))
        world.bad[bad.add("", "/x", answer)] = what
    for form in FORMS.read_text().split():
        host = f"[{form}]" if form.count(":") > 1 and not form.startswith("[") else form
        target = f"http://{host}:{port}/"
        world.bad[Request(target).url] = f"our own {form}"
        bad = stack.enter_context(LocalSite([next(hosts)]))
        raw = f"{target}r".encode().decode("latin-1")  # as a server sends it
        world.bad[bad.add("", "/x", redirect(raw))] = f"redirect to {form}"
    world.bad["http://gibt-es-nicht.invalid/x"] = "a name that there is not"
    world.bad["http://127.0.1.251:3/x"] = "nobody listens"
    world.bad[f"https://{GOOD_HOSTS[0]}:{site.port}/x"] = "TLS where there is none"
    return world


def crawl(folder: Path, name: str, urls: list[str]) -> tuple[Measured, Path]:
    listed, archive = folder / f"{name}.txt", folder / f"{name}.db"
    listed.write_text("".join(f"{url}\n" for url in urls))
    return measure(crawl_command(listed, archive, settings=LIMITS), folder, OURS), archive


def ends(db: sqlite3.Connection, url: str) -> list[str]:
    """What became of an address and of where it led: names of problems, or the status and what reading said."""
    rows = db.execute(
        "WITH RECURSIVE way (id) AS (SELECT v.id FROM visits v WHERE v.url = ? UNION"
        " SELECT c.id FROM captures c JOIN way ON c.via_id = way.id)"
        " SELECT c.error, c.status, g.problem, g.page_kind FROM way JOIN captures c USING (id)"
        " LEFT JOIN readings g ON g.capture_id = c.id ORDER BY c.id",
        (url,),
    ).fetchall()
    return [row[0] or (f"reading: {row[2]}" if row[2] else f"{row[1]} {row[3] or ''}".strip()) for row in rows]


def lost(db: sqlite3.Connection, good: dict[str, bytes]) -> list[str]:
    """Good pages that are not in the archive as they were served."""
    asked = "SELECT payload(payload_digest) FROM visits WHERE url = ? AND status = 200"
    kept = {url: db.execute(asked, (url,)).fetchone() for url in good}
    return [f"good page missing: {url}" for url, row in kept.items() if row is None or row[0] != good[url]]


def unnamed(db: sqlite3.Connection, bad: dict[str, str], *, is_listed: bool) -> list[str]:
    """Bad addresses of which the archive does not say what they did; prints what it says of each where asked to."""
    faults = []
    for url, what in bad.items():
        came = ends(db, url)
        if is_listed:
            print(f"  {what}: {', '.join(dict.fromkeys(came)) or '-'}")
        if not came or "unknown" in came:
            faults.append(f"no named problem: {what} ({url}): {came}")
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--list", action="store_true", help="print what became of each")
    args = parser.parse_args()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        port, connected = stack.enter_context(canaries())
        site = stack.enter_context(LocalSite(GOOD_HOSTS))
        world = build(stack, site, port, args.pages)
        alone, _ = crawl(folder, "alone", list(world.good))
        # the bad ones first, so that each good one comes behind them
        both, archive = crawl(folder, "both", [*world.bad, *world.good])
        with closing(open_for_reading(archive)) as db:
            faults += lost(db, world.good)
            faults += unnamed(db, world.bad, is_listed=args.list)
            if (said := db.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                faults.append(f"integrity_check: {said}")
    if connected:
        faults.append(f"{len(connected)} connections to our own addresses: {connected[:5]}")
    if "Traceback" in both.stderr:
        faults.append("a traceback in the log: " + both.stderr[both.stderr.index("Traceback") :][:2000])
    allowed = 1.5 * alone.seconds + LIMITS_S
    if both.seconds > allowed:
        faults.append(f"took {both.seconds:.1f} s, {allowed:.1f} s are allowed")
    if both.peak_bytes > MEMORY_MB * 1e6:
        faults.append(f"took {both.peak_bytes / 1e6:.0f} MB, {MEMORY_MB} are allowed")
    print(f"{len(world.bad)} bad ones and {len(world.good)} good ones; exit code {both.code}")
    print(f"good ones alone {alone.seconds:.1f} s, with the bad ones {both.seconds:.1f} s (allowed {allowed:.1f} s)")
    print(f"peak memory {both.peak_bytes / 1e6:.0f} MB, alone {alone.peak_bytes / 1e6:.0f} MB; faults: {len(faults)}")
    for fault in faults[:40]:
        print(f"  {fault}")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
