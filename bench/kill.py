"""kill -9 at random instants of a crawl, the same command again each time: what is lost, torn or asked twice?"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bench.processes import OURS, crawl_command, kill_session, local_site, measure, start
from kaaw_archive.archive import connect
from tests.german_pages import address_path, page

if TYPE_CHECKING:
    import sqlite3


@dataclass
class Outcome:
    """What one archive, and the server's log of the runs that filled it, say."""

    kills: int
    runs: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    asked_twice: int = 0
    most_by_one_run: int = 0


def run_killed(folder: Path, site: str, log: Path, chance: random.Random, args: argparse.Namespace) -> Outcome:
    """One archive: kills until the crawl was done before its kill came, or ``--kills`` are used up."""
    archive = folder / f"archive-{chance.randrange(10**9)}.db"
    urls = folder / "urls.txt"
    urls.write_text("".join(f"{site}{address_path(n)}\n" for n in range(args.pages)))
    settings = {"CONCURRENT_REQUESTS_PER_DOMAIN": args.concurrency}
    command = crawl_command(urls, archive, settings=settings)
    asked: list[list[str]] = []
    outcome = Outcome(kills=0)
    while outcome.kills < args.kills:
        skipped = len(log.read_text().splitlines())
        size = log.stat().st_size
        process = start(command, folder, OURS, folder / "stderr.log")
        while process.poll() is None and log.stat().st_size == size:  # until its first request
            time.sleep(0.002)
        deadline = time.monotonic() + chance.uniform(0, args.latest)
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        is_killed = process.poll() is None
        kill_session(process)
        time.sleep(0.1)  # until the server has noted what it was asked last
        asked.append(pages_asked(log, skipped))
        if not is_killed:
            break
        outcome.kills += 1
    skipped = len(log.read_text().splitlines())
    last = measure(command, folder, OURS)
    asked.append(pages_asked(log, skipped))
    if last.code != 0:
        outcome.faults.append(f"the last run ended with {last.code}: {last.stderr[-500:]}")
    inspect(archive, site, args.pages, outcome)
    count_repeats(asked, args.concurrency, outcome)
    return outcome


def pages_asked(log: Path, skipped: int) -> list[str]:
    lines = (json.loads(line) for line in log.read_text().splitlines()[skipped:])
    return [line["path"] for line in lines if line["path"].startswith("/aktuelles/")]


def count_repeats(asked: list[list[str]], concurrency: int, outcome: Outcome) -> None:
    """A page may be asked again only where a kill came while it was in flight: after it, nothing else was asked for."""
    seen: set[str] = set()
    in_flight: set[str] = set()  # at a kill, and not asked since; a later run need not begin with it
    for run in asked:
        again = seen.intersection(run)
        twice_in_one_run = len(run) - len(set(run))
        if twice_in_one_run:
            outcome.faults.append(f"{twice_in_one_run} pages asked twice by one run")
        if again - in_flight:
            outcome.faults.append(f"{len(again - in_flight)} pages asked again that were not in flight at a kill")
        in_flight = (in_flight - set(run)) | set(run[-concurrency:])
        outcome.asked_twice += len(again)
        outcome.most_by_one_run = max(outcome.most_by_one_run, len(again))
        seen.update(run)


def inspect(archive: Path, site: str, pages: int, outcome: Outcome) -> None:
    with closing(connect.open_for_reading(archive)) as db:
        if (said := db.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            outcome.faults.append(f"integrity_check: {said}")
        if broken := db.execute("PRAGMA foreign_key_check").fetchall():
            outcome.faults.append(f"{len(broken)} rows point to nothing")
        outcome.runs.update(dict(db.execute("SELECT state, count(*) FROM crawls GROUP BY state")))
        for number in range(pages):
            check_page(db, f"{site}{address_path(number)}", page(number), outcome)


def check_page(db: sqlite3.Connection, url: str, served: bytes, outcome: Outcome) -> None:
    visits = db.execute(
        "SELECT v.id, v.status, v.error, payload(v.payload_digest),"
        " EXISTS (SELECT 1 FROM readings WHERE capture_id = v.id) FROM visits v WHERE v.url = ?",
        (url,),
    ).fetchall()
    if not visits:
        outcome.faults.append(f"missing: {url}")
    if len(visits) > 1:
        outcome.faults.append(f"{len(visits)} captures: {url}")
    for _, status, error, body, is_read in visits:
        if (status, error) != (200, None):
            outcome.faults.append(f"{status} {error}: {url}")
        elif body != served:
            outcome.faults.append(f"other bytes than were served: {url}")
        elif not is_read:
            outcome.faults.append(f"no reading: {url}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--concurrency", type=int, default=1, help="requests at a time; 1 is what real hosts get")
    parser.add_argument("--latency", type=float, default=30.0, metavar="MS", help="the server's")
    parser.add_argument("--latest", type=float, default=3.0, metavar="S", help="of a kill after a run's first request")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance, killed, faults = random.Random(args.seed), 0, 0
    wanted = args.kills
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with local_site(folder, pages=args.pages, latency_ms=args.latency) as (site, log):
            while killed < wanted:
                args.kills = wanted - killed
                outcome = run_killed(folder, site, log, chance, args)
                killed += outcome.kills
                faults += len(outcome.faults)
                states = ", ".join(f"{count} {state}" for state, count in sorted(outcome.runs.items()))
                print(f"{outcome.kills} kills, {args.pages} pages; runs: {states}; asked again {outcome.asked_twice},")
                print(f"  at most {outcome.most_by_one_run} by one run; faults: {len(outcome.faults)}")
                for fault in outcome.faults[:20]:
                    print(f"  {fault}")
    print(f"{killed} kills in all, seed {args.seed}, {faults} faults")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
