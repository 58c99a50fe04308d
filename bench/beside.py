"""Twenty good hosts beside each hostile one: how much longer do they take, and what do memory and archive take?"""

from __future__ import annotations

import argparse
import gzip
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.hostile import LIMITS, MEMORY_MB
from bench.processes import OURS, crawl_command, measure
from kaaw_archive import times, urls
from tests.german_pages import address_path, page
from tests.hostile.pages import answers
from tests.hostile.servers import MANNERS, listening
from tests.local_site import HTML, ROBOTS, Answer, LocalSite

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD_HOSTS = [f"127.0.1.{number}" for number in range(1, 21)]
PAGES = 5  # of each good host
MOST_FACTOR = 2.0
MOST_GROWTH = 20
SPARED_BYTES = 64_000  # of growth for each answer: a row, its headers and a page of the database take their room
Attack = tuple[str, list[str]]  # what it does, and its addresses


@dataclass(frozen=True)
class CrawlCost:
    """What a crawl took: seconds until the last good page was there, memory, and bytes of the archive."""

    seconds: float
    peak_bytes: int
    archive_bytes: int
    received_bytes: int
    answers: int
    good: int


def crawl(folder: Path, name: str, addresses: list[str]) -> CrawlCost:
    listed, archive = folder / f"{name}.txt", folder / f"{name}.db"
    listed.write_text("".join(f"{url}\n" for url in addresses))
    measured = measure(crawl_command(listed, archive, settings=LIMITS), folder, OURS)
    with closing(sqlite3.connect(archive)) as db:
        began = times.from_text(db.execute("SELECT started_at FROM crawls").fetchone()[0])
        rows = db.execute("SELECT url, status, captured_at, wire_bytes FROM visits").fetchall()
    good = [row for row in rows if urls.host(row[0]) in GOOD_HOSTS]
    kept = [row for row in good if row[1] == 200 and not row[0].endswith(ROBOTS)]
    bad = [row for row in rows if urls.host(row[0]) not in GOOD_HOSTS]
    last = max(times.from_text(row[2]) for row in kept)
    size = archive.stat().st_size
    archive.unlink()
    return CrawlCost(
        seconds=(last - began).total_seconds(),
        peak_bytes=measured.peak_bytes,
        archive_bytes=size,
        received_bytes=sum(row[3] or 0 for row in bad),
        answers=len(bad),
        good=len(kept),
    )


def sums(stack: ExitStack, hosts: Iterator[str]) -> Iterator[Attack]:
    """Yield attacks of which each answer is within its limits, and all together are not."""
    bomb = Answer(gzip.compress(b"<p>Amtsblatt " * 4_700_000, 9), headers={**HTML, "Content-Encoding": "gzip"})
    yield "40 answers of 60 KB, each 62 MB", [_served(stack, next(hosts), "/x", bomb) for _ in range(40)]
    slow = Answer(b"<html><body><article><h1>A</h1>" + b"<p>Ein Satz, der keiner ist, steht hier.</p>" * 120_000)
    yield "8 pages of 5 MB, slow to read", [_served(stack, next(hosts), "/x", slow) for _ in range(8)]
    much = [listening(MANNERS["24 MB, then silence"], next(hosts), spared=[ROBOTS]) for _ in range(24)]
    yield "24 servers that send 24 MB, then nothing", [f"{stack.enter_context(server)}/x" for server in much]
    site = stack.enter_context(LocalSite([next(hosts)]))
    yield (
        "20 pages of 1,500 links of 9,700 characters",
        [site.add("", f"/{number}", _links(number, 9_700)) for number in range(20)],
    )
    other = stack.enter_context(LocalSite([next(hosts)]))
    yield (
        "20 pages of 400 links of 1,900 characters",
        [other.add("", f"/{number}", _links(number, 1_900, 400)) for number in range(20)],
    )


def _links(number: int, characters: int, links: int = 1_500) -> Answer:
    cited = "".join(
        f"<p>Die Stadt {n} teilt mit: <a href='https://x.example/{number}/{n}/{'a' * characters}'>Quelle {n}</a>.</p>"
        for n in range(links)
    )
    body = gzip.compress(f"<html><body><article><h1>Quellen {number}</h1>{cited}</article></body></html>".encode())
    return Answer(body, headers={**HTML, "Content-Encoding": "gzip"})


def _served(stack: ExitStack, host: str, path: str, answer: Answer) -> str:
    return stack.enter_context(LocalSite([host])).add("", path, answer)


def attacks(stack: ExitStack, every: int) -> Iterator[Attack]:
    """Yield all attacks in sum, and each n-th of the others."""
    hosts = (f"127.0.1.{number}" for number in count(30))
    yield from sums(stack, hosts)
    one: list[tuple[str, Any]] = [*MANNERS.items(), *answers().items()]
    for name, what in one[::every]:
        with ExitStack() as own:
            if isinstance(what, Answer):
                yield name, [_served(own, "127.0.1.250", "/x", what)]
            else:
                yield name, [own.enter_context(listening(what, "127.0.1.250", spared=[ROBOTS])) + "/x"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--every", type=int, default=1, help="try each n-th of the attacks of one server only")
    args = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        site = stack.enter_context(LocalSite(GOOD_HOSTS))
        good = []
        for number in range(len(GOOD_HOSTS) * PAGES):
            site.add("", address_path(number), Answer(page(number)))
            good.append(f"http://{GOOD_HOSTS[number % len(GOOD_HOSTS)]}:{site.port}{address_path(number)}")
        alone = crawl(folder, "alone", good)
        print(f"{'alone':46}{alone.seconds:7.1f} s {'':9}{alone.peak_bytes / 1e6:6.0f} MB", flush=True)
        for name, bad in attacks(stack, args.every):
            both = crawl(folder, "both", [*bad, *good])
            factor, grown = both.seconds / alone.seconds, both.archive_bytes - alone.archive_bytes
            allowed = MOST_GROWTH * both.received_bytes + SPARED_BYTES * both.answers
            is_good = factor <= MOST_FACTOR and both.peak_bytes <= MEMORY_MB * 1e6 and grown <= allowed
            is_good &= both.good == alone.good
            faults += not is_good
            end = "" if is_good else "  FAULT"
            print(
                f"{name:46}{both.seconds:7.1f} s {factor:5.2f} x {both.peak_bytes / 1e6:6.0f} MB"
                f" {both.received_bytes / 1e3:9.0f} KB received {grown / 1e3:8.0f} KB grown{end}",
                flush=True,
            )
    print(f"faults: {faults}")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
