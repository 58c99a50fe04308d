"""What the search costs a crawl: the same pages with its two indexes, with the plain one of schema 11, and with none.

The crawls take turns. Processor seconds of all their processes are compared, which other programs disturb less than the
clock.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from bench.processes import OURS, crawl_command, local_site, session_pids, start
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.store import search
from tests.german_pages import address_path

if TYPE_CHECKING:
    import sqlite3

KINDS = ("now", "plain", "none")
_TICKS = 100  # a second, in /proc (man 5 proc)
_SAMPLE_EVERY_S = 0.1
_PLAIN = """
CREATE TABLE was_texts (article_id INTEGER PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL);
CREATE VIRTUAL TABLE was_index USING fts5 (
    title, text, content='was_texts', content_rowid='article_id', tokenize='unicode61 remove_diacritics 2'
);
"""
_NEWEST = "SELECT article_id, title, text FROM snapshots WHERE id = ?"


def add_plain(connection: sqlite3.Connection, snapshot_id: int) -> None:
    """Index the newest version of an article by its words, as before schema 12; a copy of the text is kept."""
    article_id, title, text = connection.execute(_NEWEST, (snapshot_id,)).fetchone()
    old = connection.execute("SELECT title, text FROM was_texts WHERE article_id = ?", (article_id,)).fetchone()
    if old is not None:
        connection.execute("INSERT INTO was_index (was_index, rowid, title, text) VALUES ('delete', ?, ?, ?)",
                           (article_id, *old))  # fmt: skip
    connection.execute("INSERT OR REPLACE INTO was_texts VALUES (?, ?, ?)", (article_id, title, text))
    connection.execute("INSERT INTO was_index (rowid, title, text) VALUES (?, ?, ?)", (article_id, title, text))


def child(kind: str, archive: Path, arguments: list[str]) -> None:
    """Run a crawl with an index of this kind; of another than ``now``, an archive without our two is made first."""
    from scrapy.cmdline import execute

    with ExitStack() as stack:
        if kind != "now":
            with closing(open_for_writing(archive)) as connection:
                for name in ("inserted", "deleted", "updated"):
                    connection.execute(f"DROP TRIGGER _snapshots_fts_{name}")
                connection.executescript(_PLAIN)
            stack.enter_context(patch.object(search, "add_version", add_plain if kind == "plain" else add_nothing))
            stack.enter_context(patch.object(search, "_remove", add_nothing))
        execute(arguments)


def add_nothing(*_: object) -> None:
    """Index nothing."""


def measure(kind: str, folder: Path, urls: Path, archive: Path) -> tuple[float, float]:
    """Return the processor seconds of all processes of a crawl, and its seconds by the clock."""
    command = crawl_command(urls, archive, settings={})
    ours = [command[0], "-m", "bench.search_crawl", "--child", kind, str(archive), *command[2:]]
    began = time.monotonic()
    process = start(ours, folder, OURS, folder / "stderr.log")
    worked: dict[int, float] = {}
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(_SAMPLE_EVERY_S):
            for pid in [process.pid, *session_pids(process.pid)]:
                with suppress(OSError):
                    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                    worked[pid] = (int(fields[11]) + int(fields[12])) / _TICKS

    sampler = threading.Thread(target=sample, daemon=True)
    sampler.start()
    code = process.wait()
    ended.set()
    sampler.join()
    if code != 0:
        raise SystemExit(f"a crawl ended with {code}: {(folder / 'stderr.log').read_text()[-2000:]}")
    return sum(worked.values()), time.monotonic() - began


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        kind, archive, *arguments = sys.argv[2:]
        child(kind, Path(archive), arguments)
        return
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=3)
    args = parser.parse_args()
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with local_site(folder, pages=args.pages) as (site, _):
            urls = folder / "urls.txt"
            urls.write_text("".join(f"{site}{address_path(n)}\n" for n in range(args.pages)))
            for turn in range(args.repeat):
                for kind in KINDS:
                    seconds, clock = measure(kind, folder, urls, folder / f"{kind}-{turn}.db")
                    found[kind].append(seconds)
                    print(f"  {kind}: {seconds:.1f} s of the processor, {clock:.1f} s by the clock", flush=True)
    middle = {kind: statistics.median(seconds) for kind, seconds in found.items()}
    print(f"now to plain: {middle['now'] / middle['plain']:.3f}; now to none: {middle['now'] / middle['none']:.3f}")


if __name__ == "__main__":
    main()
