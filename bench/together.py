"""Four crawls and a reader on one archive at once, two of them at one host: is all there, and nothing twice?"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from bench.processes import OURS, crawl_command, start
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import search, status
from kaaw_archive.archive.verify import verify
from tests.german_pages import address_path, page
from tests.local_site import POLICIES, Answer, LocalSite

HOSTS = ("127.0.1.31", "127.0.1.31", "127.0.1.32", "127.0.1.33")  # the first two crawls meet at one host


class Reader(threading.Thread):
    """Reads all the while, as a person at the command line and the web do; ``faults`` is what it could not."""

    def __init__(self, archive: Path) -> None:
        super().__init__(daemon=True)
        self.archive, self.reads, self.faults = archive, 0, list[str]()
        self.slowest_s = 0.0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.02):
            if not self.archive.exists():
                continue
            began = time.monotonic()
            try:
                with closing(open_for_reading(self.archive)) as connection:
                    status.counts(connection)
                    search.search(connection, "Stadt", limit=10)
                self.reads += 1
            except Exception as error:
                if "schema 0" not in str(error):  # the first crawl makes it at this moment
                    self.faults.append(f"reader: {error!r}")
            self.slowest_s = max(self.slowest_s, time.monotonic() - began)


def add_pages(site: LocalSite, number: int, count: int) -> dict[str, bytes]:
    """Adds the pages of one crawl, of which those of one host share half; gives them by address."""
    first = number * count // 2 if number < 2 else number * count
    pages = {}
    for n in range(first, first + count):
        site.add("", address_path(n), Answer(page(n)))
        pages[f"http://{HOSTS[number]}:{site.port}{address_path(n)}"] = page(n)
    return pages


def not_once(archive: Path, wanted: dict[str, bytes]) -> list[str]:
    """Pages that the archive does not have once, with their bytes and one reading."""
    faults = []
    with closing(open_for_reading(archive)) as db:
        for url, body in wanted.items():
            rows = db.execute(
                "SELECT payload(v.payload_digest), (SELECT count(*) FROM readings WHERE capture_id = v.id)"
                " FROM visits v WHERE v.url = ?", (url,)).fetchall()  # fmt: skip
            if len(rows) != 1 or rows[0][0] != body or rows[0][1] != 1:
                faults.append(f"{len(rows)} captures: {url}")
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300, help="of each crawl")
    args = parser.parse_args()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as temporary, LocalSite(sorted(set(HOSTS)), latency_s=0.005) as site:
        folder, wanted = Path(temporary), dict[str, bytes]()
        archive = folder / "archive.db"
        reader = Reader(archive)
        reader.start()
        processes, began = [], time.monotonic()
        for number in range(len(HOSTS)):
            pages = add_pages(site, number, args.pages)
            wanted |= pages
            listed = folder / f"urls-{number}.txt"
            listed.write_text("".join(f"{url}\n" for url in pages))
            command = crawl_command(listed, archive, settings={})
            processes.append(start(command, folder, OURS, folder / f"stderr-{number}.log"))
        codes = [process.wait(1800) for process in processes]
        seconds = time.monotonic() - began
        reader.ended.set()
        reader.join()
        faults += reader.faults
        logs = "".join((folder / f"stderr-{number}.log").read_text() for number in range(len(HOSTS)))
        faults += [word for word in ("database is locked", "Traceback") if word in logs]
        faults += [f"exit codes {codes}"] if any(codes) else []
        asked = [(seen.headers["host"], seen.path) for seen in site.seen if seen.path not in POLICIES]
        faults += [f"{len(asked) - len(set(asked))} pages asked twice"] if len(asked) != len(set(asked)) else []
        faults += two_at_once(site)
        faults += not_once(archive, wanted)
        faults += [finding.text for finding in verify(archive, is_quick=False, progress=lambda _d, _o: None).findings]
    print(f"{len(HOSTS)} crawls of {args.pages} pages in {seconds:.1f} s, {len(wanted)} different pages, "
          f"{len(asked)} asked for")  # fmt: skip
    print(f"{reader.reads} reads, the slowest {reader.slowest_s:.2f} s; faults: {len(faults)}")
    for fault in faults[:20]:
        print(f"  {fault}")
    raise SystemExit(1 if faults else 0)


def two_at_once(site: LocalSite) -> list[str]:
    """Hosts that had a request under way when the next one came."""
    found = []
    for host in sorted(set(HOSTS)):
        seen = sorted((s for s in site.seen if s.headers["host"].startswith(f"{host}:")), key=lambda s: s.at)
        overlaps = sum(after.at < (before.done_at or 0) - 0.001 for before, after in pairwise(seen))
        found += [f"{host} saw {overlaps} requests while another was under way"] if overlaps else []
    return found


if __name__ == "__main__":
    main()
