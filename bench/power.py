"""Power loss: images of the archive at random instants of crawls, as they are and without what was not synced.

All processes are stopped while an image is taken. A preloaded library (syncs.c) has noted each write to the -wal and
each sync of it: what was written since the last one is taken out of the second image. Each image must open, verify, and
hold every page that was acknowledged: the next request to a host is sent only after the capture before it is kept.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.processes import OURS, crawl_command, environment, kill_session, local_site, session_pids, start
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.verify import verify
from kaaw_archive.errors import ArchiveError
from tests.german_pages import address_path, page

_SOURCE = Path(__file__).with_name("syncs.c")


@dataclass
class Outcome:
    """``unsynced``: images that a power loss would have shortened."""

    images: int = 0
    unsynced: int = 0
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Image:
    """A copied archive, the pages that must be in it, and what was written to its -wal since the last sync."""

    archive: Path
    acknowledged: list[str]
    lost: list[tuple[int, int]]


def compiled(folder: Path) -> Path:
    library = folder / "syncs.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, _SOURCE, "-ldl"], check=True)
    return library


def unsynced(log: Path) -> list[tuple[int, int]]:
    """Offset and bytes of each write to the -wal since its last sync."""
    pending: list[tuple[int, int]] = []
    for line in log.read_text().splitlines() if log.exists() else ():
        kind, *numbers = line.split()
        pending = [] if kind == "S" else [*pending, (int(numbers[0]), int(numbers[1]))]
    return pending


def take(archive: Path, target: Path, acknowledged: list[str], log: Path) -> Image:
    target.mkdir()
    for suffix in ("", "-wal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{archive}{suffix}", target / f"archive.db{suffix}")
    return Image(target / "archive.db", acknowledged, unsynced(log))


def lose_power(image: Image) -> bool:
    """Takes out of the copied -wal what was not synced; False where nothing was."""
    wal = Path(f"{image.archive}-wal")
    if not image.lost or not wal.exists():
        return False
    size = wal.stat().st_size
    with wal.open("r+b") as file:
        for offset, length in image.lost:
            file.seek(offset)
            file.write(b"\0" * max(0, min(length, size - offset)))
        end = size
        for offset, length in reversed(image.lost):  # what stood at the end never made the file that long
            if offset + length >= end and offset < end:
                end = offset
        file.truncate(end)
    return True


def check(image: Image, site: str, outcome: Outcome, what: str) -> None:
    where = f"{image.archive.parent.name} ({what})"
    try:
        with closing(open_for_writing(image.archive)):
            pass
        found = verify(image.archive, is_quick=False, progress=lambda _done, _of: None).findings
        outcome.faults += [f"{where}: {finding.text}" for finding in found]
        with closing(open_for_reading(image.archive)) as db:
            for path in image.acknowledged:
                row = db.execute(
                    "SELECT payload(payload_digest) FROM visits WHERE url = ? AND status = 200", (site + path,)
                ).fetchone()
                if row is None or row[0] != page(_number(path)):
                    outcome.faults.append(f"{where}: {path} was acknowledged and is not there")
    except ArchiveError as error:
        outcome.faults.append(f"{where}: {error}")


def _number(path: str) -> int:
    return _NUMBERS[path]


_NUMBERS: dict[str, int] = {}


def crawl(folder: Path, site: str, log: Path, args: argparse.Namespace, chance: random.Random, images: list[Image],
          library: Path) -> None:  # fmt: skip
    """One crawl into a fresh archive, stopped again and again until it ends or enough images are taken."""
    home = folder / f"crawl-{len(images)}"
    home.mkdir()
    archive, syncs, urls = home / "archive.db", home / "syncs.log", home / "urls.txt"
    urls.write_text("".join(f"{site}{address_path(n)}\n" for n in range(args.pages)))
    skipped = len(log.read_text().splitlines())
    command = crawl_command(urls, archive, settings={})
    if args.spider == "linkcheck":
        watch = [sys.executable, "-m", "kaaw_archive.cli", "links", "watch", str(urls), "--archive", str(archive)]
        subprocess.run(watch, cwd=home, env=environment(home), check=True, stdout=subprocess.DEVNULL)
        command = ["linkcheck" if part == "site" else part for part in command if part not in ("-a", f"urls={urls}")]
    process = start(command, home, {**OURS, "LD_PRELOAD": str(library), "SYNC_LOG": str(syncs)}, home / "stderr.log")
    while process.poll() is None and len(images) < args.images:
        time.sleep(chance.uniform(0.01, 2 * args.every))
        pids = [*session_pids(process.pid), process.pid]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        asked = [json.loads(line)["path"] for line in log.read_text().splitlines()[skipped:]]
        pages = [path for path in asked if path in _NUMBERS]
        if archive.exists() and (pages or args.spider == "site"):  # watched links make their archive long before
            images.append(take(archive, folder / f"image-{len(images)}", pages[:-1], syncs))
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
    kill_session(process)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--images", type=int, default=200)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--every", type=float, default=0.15, metavar="S", help="between two images, on average")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spider", choices=("site", "linkcheck"), default="site")
    args = parser.parse_args()
    chance, outcome = random.Random(args.seed), Outcome()
    _NUMBERS.update({address_path(number): number for number in range(args.pages)})
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        library = compiled(folder)
        with local_site(folder, pages=args.pages, latency_ms=2) as (site, log):
            images: list[Image] = []
            while len(images) < args.images:
                crawl(folder, site, log, args, chance, images, library)
        for image in images:
            copy = image.archive.parent.with_name(f"{image.archive.parent.name}-cut")
            shutil.copytree(image.archive.parent, copy)
            cut = Image(copy / "archive.db", image.acknowledged, image.lost)
            outcome.images += 1
            outcome.acknowledged = max(outcome.acknowledged, len(image.acknowledged))
            outcome.unsynced += lose_power(cut)
            check(image, site, outcome, "as it was")
            check(cut, site, outcome, "without what was not synced")
            shutil.rmtree(copy)
            shutil.rmtree(image.archive.parent)
    print(f"{outcome.images} images, each twice; {outcome.unsynced} had writes that were not synced;")
    print(f"  at most {outcome.acknowledged} pages acknowledged in one; faults: {len(outcome.faults)}")
    for fault in outcome.faults[:20]:
        print(f"  {fault}")
    raise SystemExit(1 if outcome.faults else 0)


if __name__ == "__main__":
    main()
