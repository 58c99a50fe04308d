"""How much of a whole site is found from its home page: ``make findbench``.

    python -m bench.finding [--sites scs,jep] [--data FOLDER] [--keep FOLDER] [--rows]

The sites, their truth and the proxy that serves them are those of ``../shared/real-sites``, used as they are. For each
site: articles found of those that are reachable in the start language, stored pages that are none (precision), requests
a stored article (robots.txt, redirects and failures included), and the state in which the crawl ended. ``--rows``
judges the pages of ``../shared/cases/finding`` too. Without the data it says what is missing and exits 0.
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
import unicodedata
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from bench.data import SHARED
from bench.processes import PROJECT, environment
from kaaw_archive import seeds

if TYPE_CHECKING:
    from collections.abc import Iterator

STARTS = {"scs": "/de/"}  # the home page of the start language, where it is not that of the host
ARTICLES_A_CASE = 4
CASE_ADDRESS = "https://www.stadt-beispiel.de/aktuelles/"
RECALL, LEAST_RECALL, PRECISION, LEAST_PRECISION, REQUESTS = 0.97, 0.90, 0.93, 0.80, 1.6
_UP_WITHIN_S = 30


@dataclass(frozen=True)
class Found:
    """What the crawl of one site brought; ``extra``: stored pages that are no articles, ``missed``: their contrary."""

    site: str
    reachable: int
    found: int
    stored: int
    right: int
    requests: int
    state: str
    reason: str | None
    seconds: float
    extra: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def recall(self) -> float:
        return self.found / self.reachable if self.reachable else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.stored if self.stored else 1.0

    def line(self) -> str:
        cost = f"{self.requests / self.stored:.2f}" if self.stored else "-"
        figures = f"{self.found:4}/{self.reachable:<4} {self.recall:6.3f} {self.precision:9.3f} {cost:>8}"
        return f"{self.site:12} {figures} {self.seconds:5.0f} s  {self.state} {self.reason or ''}".rstrip()


def page_name(url: str) -> str:
    """Return the form of an address by which truth and archive are compared."""
    plain = re.sub(r"\Ahttps?://(?:www\.)?", "", unquote(url))
    return unicodedata.normalize("NFC", plain.removesuffix("index.html")).rstrip("/")


def unpacked(archive: Path, folder: Path) -> None:
    """Unpack the pages of a site, once."""
    if not folder.is_dir():
        part = folder.with_name(f"{folder.name}.part")
        with tarfile.open(archive) as tar:
            tar.extractall(part, filter="data")
        part.rename(folder)


@contextmanager
def served(data: Path, real_sites: Path, overlay: Path | None = None) -> Iterator[dict[str, str]]:
    """Serve the unpacked sites through a proxy; yield the environment in which a crawl reaches them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = [sys.executable, str(real_sites / "sites_proxy.py"), "--sites", str(real_sites / "sites.json")]
    program += ["--root", str(data / "www"), "--port", str(port), "--ca", str(data / "ca")]
    program += ["--overlay", str(overlay)] if overlay else []
    process = subprocess.Popen(program, stdout=subprocess.DEVNULL, cwd=data)
    try:
        _wait_for(port, process)
        proxy = f"http://127.0.0.1:{port}"
        yield {"http_proxy": proxy, "https_proxy": proxy, "SSL_CERT_FILE": str(data / "ca" / "ca.pem")}
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _UP_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the proxy of the sites does not start")


def crawl(url: str, archive: Path, env: dict[str, str], *arguments: str) -> float:
    """Crawl a site as a user would; return the seconds that it took."""
    command = [sys.executable, "-m", "kaaw_archive.cli", "crawl", "site", "-a", f"url={url}"]
    command += ["-s", "DOWNLOAD_DELAY=0", "--archive", str(archive), *arguments]
    began = time.monotonic()
    with archive.with_suffix(".log").open("ab") as log:
        subprocess.run(command, env=environment(archive.parent, env), stdout=log, stderr=log, cwd=PROJECT, check=False)
    return time.monotonic() - began


def measured(site: str, start: str, archive: Path, truth: dict[str, Any], seconds: float) -> Found:
    """Compare what an archive holds with the truth of its site."""
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as connection:
        stored = connection.execute("SELECT url, captured_url FROM latest").fetchall()
        requests = connection.execute("SELECT count(*) FROM captures").fetchone()[0]
        crawls = "SELECT state, reason FROM crawls ORDER BY id DESC LIMIT 1"
        state, reason = connection.execute(crawls).fetchone() or ("no crawl", None)
    by_name = {page_name(url): (url, facts) for url, facts in truth.items()}
    scope = urlsplit(start).path
    wanted = {
        name: url
        for name, (url, facts) in by_name.items()
        if facts["reach"] is not None and urlsplit(url).path.startswith(scope)
    }
    names = {page_name(url) for row in stored for url in row if url}
    extra = [url for url, captured in stored if not {page_name(url), page_name(captured or url)} & by_name.keys()]
    return Found(
        site,
        reachable=len(wanted),
        found=len(wanted.keys() & names),
        stored=len(stored),
        right=len(stored) - len(extra),
        requests=requests,
        state=state,
        reason=reason,
        seconds=seconds,
        extra=tuple(sorted(extra)),
        missed=tuple(sorted(url for name, url in wanted.items() if name not in names)),
    )


def rows(folder: Path) -> tuple[int, int]:
    """Return how many of the small pages name their articles, and how many there are."""
    pages = sorted(folder.glob("*.html"))
    right = 0
    for page in pages:
        read = seeds.read(page.read_bytes(), CASE_ADDRESS, "text/html", seeds.SeedRules())
        right += len(read.articles) == ARTICLES_A_CASE
        if len(read.articles) != ARTICLES_A_CASE:
            print(f"  {page.name}: {len(read.articles)} articles of {ARTICLES_A_CASE}")
    return right, len(pages)


def total(found: list[Found]) -> str:
    """Return the line of all sites together, with what it must reach."""
    reachable, hits = sum(one.reachable for one in found), sum(one.found for one in found)
    stored, right = sum(one.stored for one in found), sum(one.right for one in found)
    cost = sum(one.requests for one in found) / max(1, stored)
    recall, precision = hits / max(1, reachable), right / max(1, stored)
    good = recall >= RECALL and precision >= PRECISION and cost <= REQUESTS
    good &= all(one.recall >= LEAST_RECALL and one.precision >= LEAST_PRECISION for one in found)
    good &= all(one.state == "finished" for one in found if one.recall >= RECALL)
    said = "as wanted" if good else f"wanted: {RECALL}, {PRECISION}, {REQUESTS}; each {LEAST_RECALL}, {LEAST_PRECISION}"
    return f"{'all':12} {hits:4}/{reachable:<4} {recall:6.3f} {precision:9.3f} {cost:8.2f}  {said}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--sites", help="comma-separated names; all without it")
    parser.add_argument("--data", type=Path, help="where the sites are unpacked, and stay; else a temporary folder")
    parser.add_argument("--keep", type=Path, help="folder in which the archives and logs of the crawls stay")
    parser.add_argument("--overlay", type=Path, help="folder of files that shadow those of the sites: a later day")
    parser.add_argument("--rows", action="store_true", help="the small pages of cases/finding, too")
    parser.add_argument("--shown", type=int, default=0, help="addresses of each kind of fault that are printed")
    return parser.parse_args()


def main() -> None:
    args = arguments()
    real_sites = args.shared / "real-sites"
    if not real_sites.is_dir():
        print(f"no whole sites in {real_sites}: nothing to measure")
        return
    if args.rows:
        print("cases/finding: {} of {} pages right".format(*rows(args.shared / "cases" / "finding")))
    hosts = json.loads((real_sites / "sites.json").read_text(encoding="utf-8"))
    names = args.sites.split(",") if args.sites else sorted(hosts)
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        data, keep = args.data or Path(temporary), args.keep or Path(temporary)
        (data / "www").mkdir(parents=True, exist_ok=True)
        keep.mkdir(parents=True, exist_ok=True)
        for name in names:
            unpacked(real_sites / f"{name}.tar.xz", data / "www" / name)
        print(f"{'site':12} {'found':>9} {'recall':>6} {'precision':>9} {'requests':>8}")
        with served(data, real_sites, args.overlay) as env:
            for name in names:
                start = f"https://{hosts[name]['hosts'][0]}{STARTS.get(name, '/')}"
                archive = keep / f"{name}.db"
                seconds = crawl(start, archive, env)
                truth = json.loads((real_sites / "truth" / f"{name}.json").read_text(encoding="utf-8"))
                found.append(measured(name, start, archive, truth, seconds))
                print(found[-1].line(), flush=True)
                for kind, urls in (("not wanted", found[-1].extra), ("missed", found[-1].missed)):
                    for url in urls[: args.shown]:
                        print(f"    {kind}: {url}")
    print(total(found))


if __name__ == "__main__":
    main()
