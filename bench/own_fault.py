"""The fault is ours: a small net with the resolver off, the proxy off, the disk full, three runs each, days apart.

No article may be withdrawn by it, no link die, and the run after it finds all as it was.
``--matrix`` checks links alone: thirteen faults, on lists of 1 to 300 links, with and without good weeks before.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from bench.kill_commands import citing
from bench.processes import LOOPBACK, measure
from kaaw_archive.archive.verify import verify
from tests.german_pages import page
from tests.linkcheck.fault_worlds import FAULTS, command, run_cell
from tests.local_site import Answer, LocalSite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HOSTS = [f"www.stadt-{number}.example" for number in range(6)]
SETTINGS = {"SCRAPY_SETTINGS_MODULE": "tests.hostile.off"}
EXPECTED = {"resolver": 9, "proxy": 9, "disk": 5}  # exit codes of the crawl: our own fault, twice, and no room
_STATES = {
    "articles": "SELECT key, state FROM articles ORDER BY 1",
    "pages": "SELECT url_key, state FROM pages WHERE kind = 'article' ORDER BY 1",
    "links": "SELECT url, health FROM links ORDER BY 1",
    "events": "SELECT kind, count(*) FROM events WHERE kind NOT IN ('new') GROUP BY 1 ORDER BY 1",
}


class World:
    """Six towns behind a proxy, an archive of them, and what is off on a day."""

    def __init__(self, folder: Path, site: LocalSite) -> None:
        self.folder, self.site, self.archive = folder, site, folder / "archive.db"
        self.urls = []
        # whatever else the pages cite is alive, too, and each has a page of its own
        site.add("*", "*", lambda seen: Answer(page(1_000 + crc32(f"{seen.host}{seen.path}".encode()) % 90_000)))
        for number, host in enumerate(HOSTS):
            cited = [site.add(host, f"/quelle/{n}", Answer(page(100 * number + n))) for n in range(3)]
            self.urls += [site.add(host, f"/{n}", Answer(page(10 * number + n), etag=True)) for n in range(4)]
            self.urls.append(site.add(host, "/amtsblatt", Answer(citing(cited))))
        self.listed = folder / "urls.txt"
        self.listed.write_text("".join(f"{url}\n" for url in self.urls))

    def run(self, day: float, *, off: str = "") -> tuple[int, int]:
        """The exit codes of a crawl of all pages and of a check of all links."""
        env: dict[str, str] = {**SETTINGS, "SHIFT_DAYS": str(day)}
        if off == "proxy":
            env["http_proxy"] = "http://127.0.1.99:9"
        elif off == "resolver":
            env["RESOLVER"] = "off"
        else:
            env["http_proxy"] = self.site.proxy
        reserve = {"ARCHIVE_DISK_RESERVE_MB": 10**9} if off == "disk" else {}
        return self._scrapy(env, reserve, "site", "-a", f"urls={self.listed}"), self._scrapy(env, reserve, "linkcheck")

    def _scrapy(self, env: Mapping[str, str], more: Mapping[str, object], *arguments: str) -> int:
        chosen = {"ARCHIVE": self.archive, "ARCHIVE_ALLOW_NETWORKS": LOOPBACK, "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 0,
                  "ARCHIVE_BACK_OFF_S": 0.1, "ARCHIVE_LOOK_BESIDE_PROXY": 0, **more}  # fmt: skip
        options = [part for name, value in chosen.items() for part in ("-s", f"{name}={value}")]
        crawl = [sys.executable, "-m", "scrapy", "crawl", *arguments, "-a", "all=1", *options]
        ran = measure(crawl, self.folder, env)
        if "Traceback" in ran.stderr:
            raise SystemExit(ran.stderr[-3000:])
        return ran.code

    def states(self) -> dict[str, list[tuple[object, ...]]]:
        with closing(sqlite3.connect(self.archive)) as db:
            return {name: [tuple(row) for row in db.execute(sql)] for name, sql in _STATES.items()}


def matrix(sizes: Sequence[int]) -> int:
    """Print each cell of the matrix; return how many are wrong."""
    bad = cells = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)

        def check(archive: Path, day: float, environment: Mapping[str, str]) -> int:
            ran = measure(command(archive), folder, {**SETTINGS, "SHIFT_DAYS": str(day), **environment})
            if "Traceback" in ran.stderr:
                raise SystemExit(ran.stderr[-3000:])
            return ran.code

        for size in sizes:
            for is_known in (False, True):
                for name, fault in FAULTS.items():
                    wrong = run_cell(folder, fault, size, is_known=is_known, check=check)
                    cells, bad = cells + 1, bad + bool(wrong)
                    history = "three good weeks" if is_known else "no history"
                    print(f"{size:3} links, {history}, {name}: {'; '.join(wrong[:2]) or 'right'}", flush=True)
    print(f"cells: {cells}, wrong: {bad}")
    return bad


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="with each fault")
    parser.add_argument("--matrix", action="store_true", help="faults, sizes of lists and histories")
    parser.add_argument("--sizes", default="1,3,9,30,300", help="of lists in the matrix")
    args = parser.parse_args()
    if args.matrix:
        raise SystemExit(1 if matrix([int(size) for size in args.sizes.split(",")]) else 0)
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as temporary, LocalSite() as site:
        world = World(Path(temporary), site)
        codes = [world.run(day) for day in (0, 4)]
        before = world.states()
        print(f"sound: exit codes {codes}; {len(before['articles'])} articles, {len(before['links'])} links")
        day = 4.0
        for off, expected in EXPECTED.items():
            codes = []
            for _ in range(args.runs):
                day += 4
                codes.append(world.run(day, off=off))
            now = world.states()
            bad = [f"{off} off: other {name}: {set(now[name]) ^ set(before[name])}" for name in ("articles", "events")
                   if now[name] != before[name]]  # fmt: skip
            changed = sorted(set(now["links"]) - set(before["links"]))
            bad += [f"{off} off: {url} is {health}" for url, health in changed if health in ("failing", "dead")]
            bad += [f"{off} off: exit codes {codes}"] if any(code[0] != expected for code in codes) else []
            print(f"{off} off: exit codes of crawl and link check {codes}; {len(bad)} faults")
            faults += bad
        day += 4
        codes = [world.run(day)]
        after = world.states()
        faults += [f"afterwards: other {name}: {set(after[name]) ^ set(before[name])}" for name in before
                   if after[name] != before[name]]  # fmt: skip
        faults += [
            finding.text for finding in verify(world.archive, is_quick=False, progress=lambda _d, _o: None).findings
        ]
        print(f"afterwards: exit codes {codes}")
    for fault in faults[:20]:
        print(f"  {fault[:1500]}")
    print(f"faults: {len(faults)}")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
