"""A link check of 10,000 links on 500 hosts, killed once and begun again: what the servers saw, and how much memory.

Measured at the servers: requests that one host had under way at once; links with a stored check that were asked again
after the kill. A check is final once it is in the archive; requests in flight at the kill may be repeated.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from bench.processes import OURS, PROJECT, environment, kill_session, memory_of_session, start
from tests.linkcheck.linkset import texts
from tests.local_site import Answer, LocalSite, Seen

ADDRESS = "127.0.1.9"


def serve(latency_ms: float) -> None:
    """The servers, as a process of their own; at SIGTERM it prints what it saw as one JSON line."""
    site = LocalSite((ADDRESS,), latency_s=latency_ms / 1000)
    bodies = [texts.article(f"run{n}", paragraphs=3) for n in range(200)]

    def answer(seen: Seen) -> Answer:
        name = seen.path.rpartition("/")[2].partition(".")[0]
        number = int(name) if name.isdigit() else -1
        if number < 0 or number % 20 == 7:
            return Answer(b"<h1>Nicht gefunden</h1>", status=404)
        return Answer(bodies[number % len(bodies)])

    site.add("*", "*", answer)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with site:
        print(site.proxy, flush=True)
        stop.wait()
    asked = [f"{seen.host}{seen.path}" for seen in site.requests()]
    print(json.dumps({"most_at_once": max(site.most_at_once.values()), "asked": asked}), flush=True)


def checked(archive: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db:
        return {row[0].removeprefix("http://") for row in db.execute("SELECT link_url FROM link_checks")}


def run(links: int, hosts: int, kill_at: float, latency_ms: float) -> int:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        server = subprocess.Popen(
            [sys.executable, "-m", "bench.link_run", "--serve", "--latency", str(latency_ms)],
            stdout=subprocess.PIPE, text=True, cwd=PROJECT,
        )  # fmt: skip
        assert server.stdout is not None
        proxy = server.stdout.readline().strip()
        archive, listed = folder / "archive.db", folder / "links.txt"
        wanted = [f"h{n % hosts:03d}.example/seite/{n}.html" for n in range(links)]
        listed.write_text("".join(f"http://{url}\n" for url in wanted))
        kaaw = [sys.executable, "-m", "kaaw_archive.cli", "links", "watch", str(listed), "--archive", str(archive)]
        subprocess.run(kaaw, env=environment(folder), cwd=folder, check=True)
        settings = {"ARCHIVE": archive, "DOWNLOAD_DELAY": 0, "ARCHIVE_ALLOW_NETWORKS": "127.0.1.0/24"}
        options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        command = [sys.executable, "-m", "scrapy", "crawl", "linkcheck", *options]
        env = {**OURS, "http_proxy": proxy}
        begin, peak = time.monotonic(), 0
        process = start(command, folder, env, folder / "first.log")
        while process.poll() is None and (not archive.exists() or len(checked(archive)) < kill_at * links):
            peak = max(peak, memory_of_session(process.pid))
            time.sleep(0.5)
        kill_session(process)
        before = checked(archive)
        process = start(command, folder, env, folder / "second.log")
        while process.poll() is None:
            peak = max(peak, memory_of_session(process.pid))
            time.sleep(0.5)
        seconds = time.monotonic() - begin
        after = checked(archive)
        server.terminate()
        told = json.loads(server.stdout.readline())
        server.wait()
        return _tell(wanted, before, after, told, peak, seconds, process.returncode)


def _tell(
    wanted: list[str], before: set[str], after: set[str], told: dict[str, object], peak: int, seconds: float, code: int
) -> int:
    asked = told["asked"]
    assert isinstance(asked, list)
    counts = Counter(asked)
    again = [url for url, count in counts.items() if count > 1 and url in after]
    final_again = [url for url in again if url in before]
    print(f"{len(wanted)} links, {len(after)} checked, {len(before)} of them before the kill; exit code {code}")
    print(f"{len(asked) / len(wanted):.2f} requests a link (robots.txt aside), {seconds:.0f} s")
    print(f"at most {told['most_at_once']} requests at once to a host")
    print(f"asked again after the kill: {len(again)}, of these with a stored check: {len(final_again)}")
    print(f"peak memory of all processes {peak / 2**20:.0f} MiB")
    return int(len(after) != len(set(wanted)) or bool(final_again) or told["most_at_once"] != 1 or peak > 400 * 2**20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=int, default=10_000)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--kill-at", type=float, default=0.4, metavar="SHARE")
    parser.add_argument("--latency", type=float, default=20.0, metavar="MS")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        serve(args.latency)
    else:
        raise SystemExit(run(args.links, args.hosts, args.kill_at, args.latency))


if __name__ == "__main__":
    main()
