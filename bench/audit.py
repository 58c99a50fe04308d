"""Whether `kaaw links audit` finds every broken link of a whole site, and names no link that answers.

    python -m bench.audit [--sites barcamp,mycr,jep] [--data FOLDER] [--keep FOLDER]

The sites and the proxy that serves them are those of ``../shared/real-sites``. On each, a first audit learns the pages;
then twenty links are broken in an overlay (paths that do not exist, documents that are gone, pages that answer 200 and
say that they are not there), and a second audit with a new archive must name each with the page where it stands. Every
other address that it names is held against what the proxy answers. Requests are those to the site's own host, for each
address of it that was requested. Without the data it says what is missing and exits 0.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin, urlsplit

from bench.data import SHARED
from bench.finding import served, unpacked
from bench.processes import PROJECT, environment

BROKEN_A_SITE = 20
REQUESTS_A_PAGE = 2.0
SEED = 7
_HREF = re.compile(rb'(<a\b[^>]*?\bhref=["\'])([^"\'#]+)(["\'])', re.IGNORECASE)
_NOT_THERE = (
    "<!DOCTYPE html><html><head><title>Seite nicht gefunden</title></head><body><h1>Seite nicht gefunden</h1>"
    "<p>Die angeforderte Seite gibt es nicht mehr.</p></body></html>"
)


@dataclass(frozen=True)
class Planted:
    """A link broken on purpose: the page where it stands, and where it leads."""

    page: str
    url: str


def audit(url: str, archive: Path, env: dict[str, str]) -> list[dict[str, Any]]:
    """Audit a site as its editor would; return the rows of the report, a link and a page each."""
    command = [sys.executable, "-m", "kaaw_archive.cli", "links", "audit", url, "--archive", str(archive)]
    command += ["--format", "json", "-s", "DOWNLOAD_DELAY=0", "-s", "ARCHIVE_CRAWL_DELAY_MAX=0"]
    ran = subprocess.run(
        command, env=environment(archive.parent, env), capture_output=True, text=True, cwd=PROJECT, check=False
    )
    if not ran.stdout:
        raise SystemExit(f"the audit of {url} ended with {ran.returncode}: {ran.stderr}")
    entries = [entry for group in json.loads(ran.stdout)["groups"] for entry in group["entries"]]
    return [entry | {"page": page} for entry in entries for page in entry["pages"] or [entry["article_url"]]]


def plant(world: Any, site: dict[str, Any], pages: list[str], overlay: Path) -> list[Planted]:
    """Break links of pages of a site in an overlay: on each chosen page the last link to another page."""
    chosen = random.Random(SEED).sample(pages, len(pages))
    folder = overlay / site["name"]
    planted: list[Planted] = []
    for page in chosen:
        if len(planted) == BROKEN_A_SITE:
            break
        parts = urlsplit(page)
        status, file = world.find(site, parts.path or "/", parts.query)
        body = file.read_bytes() if status == 200 else b""
        anchors = [found for found in _HREF.finditer(body) if b":" not in found[2] or found[2].startswith(b"http")]
        if not anchors:
            continue
        number, last = len(planted), anchors[-1]
        path = _broken_path(number, folder)
        target = folder / file.relative_to(world.root / site["name"])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body[: last.start(2)] + path.encode() + body[last.end(2) :])
        planted.append(Planted(page, f"https://{site['hosts'][0]}{path}"))
    return planted


def _broken_path(number: int, folder: Path) -> str:
    if number % 5 == 3:
        return f"/fileadmin/bericht-{number}.pdf"
    if number % 5 == 4:
        soft = folder / "meldungen" / f"beschluss-{number}" / "index.html"
        soft.parent.mkdir(parents=True, exist_ok=True)
        soft.write_text(_NOT_THERE, encoding="utf-8")
        return f"/meldungen/beschluss-{number}/"
    return f"/rathaus/satzung-{number}"


def pages_of(archive: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT DISTINCT page_url FROM _audited_links ORDER BY 1")]


def requests_a_page(archive: Path, host: str) -> tuple[int, float]:
    """Return how many addresses of a host were requested, and how many requests each took."""
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as connection:
        number, addresses = connection.execute(
            "SELECT count(*), count(DISTINCT u.url) FROM captures c JOIN urls u ON u.id = c.url_id"
            " WHERE u.url LIKE ? AND c.kind <> 'robots' AND c.elapsed_ms IS NOT NULL",
            (f"https://{host}/%",),
        ).fetchone()
    return addresses, number / max(1, addresses)


def measured(name: str, data: Path, keep: Path, real_sites: Path) -> bool:
    """Audit a site before and after links are broken; print the figures, and return True if they are as wanted."""
    sites_proxy = _module(real_sites / "sites_proxy.py")
    overlay = keep / f"overlay-{name}"
    options = SimpleNamespace(sites=real_sites / "sites.json", root=data / "www", overlay=overlay, log=None)
    world = sites_proxy.World(options)
    site = world.sites[name]
    start = f"https://{site['hosts'][0]}/"
    clean, broken = keep / f"{name}-before.db", keep / f"{name}-after.db"
    with served(data, real_sites) as env:
        audit(start, clean, env)
    planted = plant(world, site, pages_of(clean), overlay)
    with served(data, real_sites, overlay) as env:
        rows = audit(start, broken, env)
    named = {(row["page"], row["url"]) for row in rows}
    found = [one for one in planted if (one.page, one.url) in named]
    others = {row["url"]: row for row in rows} if rows else {}
    for one in planted:
        others.pop(one.url, None)
    false = [
        url
        for url, row in others.items()
        if row["verdict"] not in ("moved", "fragment_lost") and _status(world, url.partition("#")[0]) < 400
    ]
    addresses, cost = requests_a_page(broken, site["hosts"][0])
    print(
        f"{name:10} {len(found):2}/{len(planted)} found, {len(others):4} broken before, {len(false)} named that answer,"
        f" {addresses:5} addresses, {cost:.2f} requests each",
        flush=True,
    )
    for one in planted:
        if one not in found:
            print(f"    missed: {one.url} on {one.page}")
    for url in false:
        print(f"    answers: {url}: {others[url]['reason']}")
    return len(found) == len(planted) == BROKEN_A_SITE and not false and cost <= REQUESTS_A_PAGE


def _status(world: Any, url: str, hops: int = 5) -> int:
    """Return the status at the end of the redirects of an address, as the proxy answers."""
    status, headers, _ = world.answer("GET", url, {})
    if status in (301, 302) and hops:
        return _status(world, urljoin(url, headers["Location"]), hops - 1)
    return int(status)


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--sites", default="barcamp,mycr,jep", help="comma-separated names")
    parser.add_argument("--data", type=Path, help="where the sites are unpacked, and stay; else a temporary folder")
    parser.add_argument("--keep", type=Path, help="folder in which archives and overlays stay")
    args = parser.parse_args()
    real_sites = args.shared / "real-sites"
    if not real_sites.is_dir():
        print(f"no whole sites in {real_sites}: nothing to measure")
        return
    with tempfile.TemporaryDirectory() as temporary:
        data, keep = args.data or Path(temporary), args.keep or Path(temporary)
        (data / "www").mkdir(parents=True, exist_ok=True)
        keep.mkdir(parents=True, exist_ok=True)
        names = args.sites.split(",")
        for name in names:
            unpacked(real_sites / f"{name}.tar.xz", data / "www" / name)
        good = [measured(name, data, keep, real_sites) for name in names]
    print("as wanted" if all(good) else f"wanted: all found, none that answers, {REQUESTS_A_PAGE} requests a page")


if __name__ == "__main__":
    main()
