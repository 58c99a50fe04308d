"""How fast live links are judged beside a bare Scrapy spider that asks for the same pages and looks at none of them.

Both ask the same hosts, one request at a time a host, through the same local server. The pages are good and every one
is judged; ``warm`` is a second check of the same links, as it is done every week, where what a page was like is known.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.crawl import BARE
from bench.processes import OURS, environment, local_site, measure
from tests.german_pages import address_path


def rate(log: Path, skipped: int) -> tuple[float, int]:
    """Requests a second from the first to the last, and how many; what a crawler asks on its own account aside."""
    lines = [json.loads(line) for line in log.read_text().splitlines()[skipped:]]
    at = [line["at"] for line in lines if "robots.txt" not in line["path"] and ".well-known" not in line["path"]]
    return len(at) / (max(at) - min(at)), len(at)


def compare(links: int, hosts: int, latency_ms: float) -> float:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with local_site(folder, pages=links, latency_ms=latency_ms) as (proxy, log):
            urls = [f"http://h{n % hosts}.example{address_path(n)}" for n in range(links)]
            listed, archive = folder / "urls.txt", folder / "archive.db"
            listed.write_text("\n".join(urls))
            (folder / "bare.py").write_text(BARE)
            common = {"CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0}
            bare = [*common.items(), ("LOG_LEVEL", "INFO"), ("COOKIES_ENABLED", False)]
            ours = [*common.items(), ("ARCHIVE", archive), ("ARCHIVE_ALLOW_NETWORKS", "127.0.1.0/24")]
            watch = ["links", "watch", str(listed), "--archive", str(archive)]
            subprocess.run([sys.executable, "-m", "kaaw_archive.cli", *watch], cwd=folder, env=environment(folder),
                           check=True, stdout=subprocess.DEVNULL)  # fmt: skip
            programs = {
                "bare": ([*_scrapy(bare, "runspider", "bare.py"), "-a", f"urls={listed}"], {}),
                "first": ([*_scrapy(ours, "crawl", "linkcheck"), "-a", "all=1"], OURS),
                "warm": ([*_scrapy(ours, "crawl", "linkcheck"), "-a", "all=1"], OURS),
            }
            found = {}
            for name, (command, env) in programs.items():
                skipped = len(log.read_text().splitlines())
                ran = measure(command, folder, {**env, "http_proxy": proxy})
                if ran.code != 0:
                    raise SystemExit(f"{name} ended with {ran.code}:\n{ran.stderr[-3000:]}")
                found[name], requests = rate(log, skipped)
                print(
                    f"  {name}: {found[name]:.0f} requests/s, {requests} requests, {ran.seconds:.1f} s in all",
                    flush=True,
                )
                time.sleep(1)
    print(f"  ratio to bare: first {found['first'] / found['bare']:.2f}, warm {found['warm'] / found['bare']:.2f}")
    return found["first"] / found["bare"]


def _scrapy(settings: list[tuple[str, object]], *command: str) -> list[str]:
    options = [part for name, value in settings for part in ("-s", f"{name}={value}")]
    return [sys.executable, "-m", "scrapy", *command, *options]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=int, default=1500)
    parser.add_argument("--hosts", type=int, default=30)
    parser.add_argument("--latency", type=float, action="append", metavar="MS", help="the server's; default 0 and 100")
    args = parser.parse_args()
    for latency_ms in args.latency or [0.0, 100.0]:
        print(f"{args.links} links on {args.hosts} hosts, answers after {latency_ms:.0f} ms")
        compare(args.links, args.hosts, latency_ms)


if __name__ == "__main__":
    main()
