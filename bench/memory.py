"""One long crawl of a local site: does the memory of its processes grow with the number of pages?"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

from bench.processes import OURS, crawl_command, local_site, memory_of_session, start
from tests.german_pages import address_path

_FIRST = 2_000
_LOOK_EVERY_S = 0.5
_MOST_GROWTH = 1.2


def own_memory(pid: int) -> int:
    """Resident bytes of the crawl's own process."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0


def captures(archive: Path) -> int:
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db:
        return int(db.execute("SELECT coalesce(max(seq), 0) FROM captures").fetchone()[0])
    return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=50_000)
    parser.add_argument("--concurrency", type=int, default=16)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with local_site(folder, pages=args.pages) as (site, _log):
            urls, archive = folder / "urls.txt", folder / "archive.db"
            urls.write_text("".join(f"{site}{address_path(n)}\n" for n in range(args.pages)))
            command = crawl_command(urls, archive, settings={"CONCURRENT_REQUESTS_PER_DOMAIN": args.concurrency})
            began = time.monotonic()
            process = start(command, folder, OURS, folder / "stderr.log")
            seen: list[tuple[int, int, int]] = []  # captures, memory of the process, of all processes
            while process.poll() is None:
                time.sleep(_LOOK_EVERY_S)
                own = own_memory(process.pid)
                if own:
                    seen.append((captures(archive), own, memory_of_session(process.pid)))
            seconds = time.monotonic() - began
            size = archive.stat().st_size
    first = next((row for row in seen if row[0] >= _FIRST), seen[-1])
    most = max(row[1] for row in seen)
    last = seen[-2] if len(seen) > 1 else seen[-1]  # the very last look may see a process that is ending
    grown = last[1] / first[1]
    print(f"{args.pages} pages in {seconds:.0f} s, exit code {process.returncode}, archive {size / 1e6:.0f} MB")
    print(f"own process after {first[0]} captures {first[1] / 1e6:.0f} MB, at the end {last[1] / 1e6:.0f} MB "
          f"({grown:.2f} times), at most {most / 1e6:.0f} MB")  # fmt: skip
    print(f"all processes {first[2] / 1e6:.0f} MB, at the end {last[2] / 1e6:.0f} MB, "
          f"at most {max(row[2] for row in seen) / 1e6:.0f} MB")  # fmt: skip
    raise SystemExit(0 if process.returncode == 0 and grown <= _MOST_GROWTH else 1)


if __name__ == "__main__":
    main()
