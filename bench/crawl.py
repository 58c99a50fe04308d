"""First crawl with everything on beside a bare Scrapy spider that stores nothing: pages a second, peak memory."""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.processes import OURS, Measured, crawl_command, local_site, measure
from tests.german_pages import address_path

BARE = """
from pathlib import Path
import scrapy

class Bare(scrapy.Spider):
    name = "bare"

    async def start(self):
        for url in Path(self.urls).read_text().split():
            yield scrapy.Request(url)

    def parse(self, response):
        pass
"""


@dataclass(frozen=True)
class Figures:
    """Pages a second of one crawl; ``whole``: from program start to end, ``fetch``: from first to last request."""

    whole: float
    fetch: float
    peak_bytes: int


def figures(ran: Measured, log: Path, skipped: int, pages: int) -> Figures:
    """From the lines that the server logged after the first ``skipped``."""
    lines = [json.loads(line) for line in log.read_text().splitlines()[skipped:]]
    at = [line["at"] for line in lines if line["path"].startswith("/aktuelles/")]
    if ran.code != 0 or len(at) != pages:
        raise SystemExit(f"a crawl ended with {ran.code} after {len(at)} of {pages} pages:\n{ran.stderr[-3000:]}")
    return Figures(pages / ran.seconds, pages / (max(at) - min(at)), ran.peak_bytes)


def run_bare(folder: Path, urls: Path, concurrency: int) -> Measured:
    (folder / "bare.py").write_text(BARE)
    # Scrapy's own defaults; at their log level DEBUG it would be slower than it is
    settings = {"CONCURRENT_REQUESTS": concurrency, "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency, "LOG_LEVEL": "INFO"}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = crawl_command(urls, folder, settings={})[:3]
    return measure([*command, "runspider", "bare.py", "-a", f"urls={urls}", *options], folder, {})


def run_ours(folder: Path, urls: Path, concurrency: int, turn: int) -> Measured:
    settings = {"CONCURRENT_REQUESTS_PER_DOMAIN": concurrency}
    command = crawl_command(urls, folder / f"archive-{turn}.db", settings=settings)
    return measure(command, folder, OURS)


def compare(pages: int, repeat: int, latency_ms: float, concurrency: int) -> dict[str, list[Figures]]:
    """The two by turns, so that what else the machine does falls on both."""
    found: dict[str, list[Figures]] = {"bare": [], "ours": []}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with local_site(folder, pages=pages, latency_ms=latency_ms) as (site, log):
            urls = folder / "urls.txt"
            urls.write_text("".join(f"{site}{address_path(n)}\n" for n in range(pages)))
            for turn in range(repeat):
                for name, runs in found.items():
                    skipped = len(log.read_text().splitlines())
                    bare = name == "bare"
                    ran = run_bare(folder, urls, concurrency) if bare else run_ours(folder, urls, concurrency, turn)
                    runs.append(figures(ran, log, skipped, pages))
                    print(f"  {name} {turn + 1}/{repeat}: {line(runs[-1:])}", flush=True)
    return found


def line(runs: list[Figures]) -> str:
    whole, fetch = (statistics.median(getattr(run, name) for run in runs) for name in ("whole", "fetch"))
    peak = max(run.peak_bytes for run in runs) / 2**20
    return f"{whole:.0f} pages/s in all, {fetch:.0f} while fetching, peak {peak:.0f} MiB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--latency", type=float, action="append", metavar="MS", help="the server's; default 0 and 100")
    args = parser.parse_args()
    for latency_ms in args.latency or [0.0, 100.0]:
        print(f"{args.pages} pages, {args.concurrency} at a time, server answers after {latency_ms:.0f} ms")
        found = compare(args.pages, args.repeat, latency_ms, args.concurrency)
        for name, runs in found.items():
            print(f"{name} (median of {args.repeat}): {line(runs)}")
        for kind in ("whole", "fetch"):
            bare, ours = (statistics.median(getattr(run, kind) for run in found[name]) for name in ("bare", "ours"))
            print(f"ratio, {kind}: {ours / bare:.2f}")


if __name__ == "__main__":
    main()
