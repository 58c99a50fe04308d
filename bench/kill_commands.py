"""kill -9 at random instants of derive (whole, in parts), link checks and backups, the same again: what is lost?

Each command is first run undisturbed; then it is killed at instants spread over the time that this took, and given
again, until it ends by itself. What the archive then says must be what it says after the undisturbed run.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.processes import LOOPBACK, OURS, crawl_command, kill_session, measure, start
from kaaw_archive.archive.kinds import FACTS
from kaaw_archive.archive.verify import verify
from tests.german_pages import address_path, page
from tests.local_site import Answer, LocalSite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_KEPT = 2  # backups

Rows = list[tuple[object, ...]]

_DERIVED = {
    "pages": "SELECT url_key, kind, state FROM pages ORDER BY 1",
    "readings": "SELECT capture_id, page_kind, problem FROM readings ORDER BY 1",
    "snapshots": "SELECT a.key, s.version, s.text_digest FROM snapshots s JOIN articles a ON a.id = s.article_id"
    " ORDER BY 1, 2",
    "mentions": "SELECT count(*) FROM mentions",
    "events": "SELECT kind, before_at, count(*) FROM events GROUP BY 1, 2 ORDER BY 1, 2",
    "search": "SELECT count(*) FROM search_index WHERE search_index MATCH 'stadt OR die'",
    "words": "SELECT count(*) FROM snapshots_fts WHERE snapshots_fts MATCH 'stadt OR die'",
}
# What `kaaw run` does after an upgrade of the program, in parts of half a second
_IN_PARTS = """
import sys, time
from pathlib import Path

from kaaw_archive.derive.upgrade import upgrade

if __name__ == "__main__":
    part = True
    while part:
        until = time.monotonic() + 0.5
        part = upgrade(Path(sys.argv[1]), workers=1, is_over=lambda: time.monotonic() > until)
"""
_CHECKED = {"checks": "SELECT link_url, verdict FROM link_checks ORDER BY 1"}


@dataclass(frozen=True)
class Task:
    """A command on an archive that is prepared once; ``asks``: what it must say afterwards, by name.

    ``begun`` counts what a run has visibly done, where that can be seen: kills come after that. Otherwise they come at
    any instant of the process. ``beside`` yields what is wrong with other files that the command wrote.
    """

    name: str
    prepared: Path
    command: Callable[[Path], list[str]]
    asks: dict[str, str]
    keeps_facts: bool
    begun: Callable[[], int] | None = None
    beside: Callable[[Path], Iterator[str]] | None = None


def said(archive: Path, asks: dict[str, str]) -> dict[str, Rows]:
    with closing(sqlite3.connect(archive)) as db:
        return {name: [tuple(row) for row in db.execute(sql)] for name, sql in asks.items()}


def facts(archive: Path) -> dict[str, Rows]:
    with closing(sqlite3.connect(archive)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        asked = {
            table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")] for table in FACTS if table in names
        }
        asked = {table: [name for name in columns if name not in ("page_id", "evidence_json")]
                 for table, columns in asked.items()}  # fmt: skip
        return {table: [tuple(row) for row in db.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid")]
                for table, columns in asked.items()}  # fmt: skip


def run(task: Task, folder: Path, kills: int, chance: random.Random) -> list[str]:
    """The faults of one task; prints its figures."""
    whole = folder / "whole.db"
    shutil.copyfile(task.prepared, whole)
    undisturbed = measure(task.command(whole), folder, OURS)
    expected = said(whole, task.asks)
    before = facts(task.prepared)
    faults = (
        [] if undisturbed.code == 0 else [f"undisturbed it ends with {undisturbed.code}: {undisturbed.stderr[-300:]}"]
    )
    killed = archives = 0
    while killed < kills:
        archives += 1
        archive = folder / f"{task.name}-{archives}.db"
        shutil.copyfile(task.prepared, archive)
        ended = False
        while not ended and killed < kills:
            before_it = task.begun() if task.begun else 0
            process = start(task.command(archive), folder, OURS, folder / "stderr.log")
            while task.begun and process.poll() is None and task.begun() == before_it:
                time.sleep(0.002)
            # what reads the answers takes a second to begin, and before it has there is no check to lose
            latest = chance.uniform(0 if task.begun else 0.2, undisturbed.seconds)
            deadline = time.monotonic() + latest
            while process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.002)
            ended = process.poll() is not None
            kill_session(process)
            killed += not ended
        last = measure(task.command(archive), folder, OURS)
        if last.code != 0:
            faults.append(f"the last run ended with {last.code}: {last.stderr[-300:]}")
        faults += inspect(task, archive, expected, before)
    print(f"{task.name}: {killed} kills in {archives} archives ({undisturbed.seconds:.1f} s undisturbed), "
          f"{len(faults)} faults", flush=True)  # fmt: skip
    return faults


def inspect(task: Task, archive: Path, expected: dict[str, Rows], before: dict[str, Rows]) -> list[str]:
    found = [finding.text for finding in verify(archive, is_quick=False, progress=lambda _done, _of: None).findings]
    now = said(archive, task.asks)
    found += [f"other {name} than undisturbed: {len(now[name])} of {len(expected[name])}"
              for name in expected if now[name] != expected[name]]  # fmt: skip
    if task.keeps_facts:
        after = facts(archive)
        found += [f"{table} changed" for table, rows in before.items() if after[table] != rows]
    if task.beside is not None:
        found += task.beside(archive)
    return [f"{archive.name}: {text}" for text in found]


def kaaw(*arguments: str) -> Callable[[Path], list[str]]:
    return lambda archive: [sys.executable, "-m", "kaaw_archive.cli", *arguments, "--archive", str(archive)]


def linkcheck(archive: Path) -> list[str]:
    options = ("-s", f"ARCHIVE={archive}", "-s", f"ARCHIVE_ALLOW_NETWORKS={LOOPBACK}", "-s", "DOWNLOAD_DELAY=0")
    return [sys.executable, "-m", "scrapy", "crawl", "linkcheck", *options]


def citing(links: list[str]) -> bytes:
    """An article that cites these addresses."""
    text = "Der Rat hat am Montag die Satzung beschlossen und im Amtsblatt bekannt gegeben. " * 3
    said = "".join(f'<p>Mehr steht in der <a href="{url}">Quelle {n}</a>. {text}</p>' for n, url in enumerate(links))
    return (
        '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Die Stadt nennt ihre Quellen</title></head>'
        f"<body><main><article><h1>Die Stadt nennt ihre Quellen</h1>{said}</article></main></body></html>"
    ).encode()


def crawled(folder: Path, name: str, urls: list[str]) -> Path:
    """An archive of these pages, closed, in one file."""
    listed, archive = folder / f"{name}.txt", folder / f"{name}.db"
    listed.write_text("".join(f"{url}\n" for url in urls))
    ran = measure(crawl_command(listed, archive, settings={}), folder, OURS)
    assert ran.code == 0, ran.stderr
    with closing(sqlite3.connect(archive)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return archive


class World:
    """A site with pages, an article that cites them all, and the folder of the archives."""

    def __init__(self, folder: Path, site: LocalSite, count: int) -> None:
        self.folder, self.site = folder, site
        self.pages = [site.add("", address_path(n), Answer(page(n), etag=True)) for n in range(count)]
        self.article = site.add("", "/amtsblatt.html", Answer(citing(self.pages)))


def _derive(world: World) -> Task:
    return Task("derive", crawled(world.folder, "pages", world.pages), kaaw("derive"), _DERIVED, keeps_facts=True)


def _upgrade(world: World) -> Task:
    """An archive that an older extractor read: it is derived again in parts."""
    archive = crawled(world.folder, "older", world.pages)
    with closing(sqlite3.connect(archive)) as db:
        db.execute("UPDATE readings SET extractor_version = '6'")
        db.execute("UPDATE snapshots SET text_digest = 'alt' || id")
        db.commit()
    asks = _DERIVED | {"extractors": "SELECT DISTINCT extractor_version FROM readings"}
    return Task("upgrade", archive, _in_parts, asks, keeps_facts=True)


def _in_parts(archive: Path) -> list[str]:
    return [sys.executable, "-c", _IN_PARTS, str(archive)]


def _index(world: World) -> Task:
    """An archive whose index another analysis made: derive makes it again."""
    archive = crawled(world.folder, "old", world.pages)
    with closing(sqlite3.connect(archive)) as db:
        db.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
        db.execute("DELETE FROM _word_forms")
        db.execute("UPDATE _state SET version = 0 WHERE name = 'search'")
        db.commit()
    asks = _DERIVED | {"analysis": "SELECT version FROM _state WHERE name = 'search'"}
    return Task("index", archive, kaaw("derive", "--index"), asks, keeps_facts=True)


def _linkcheck(world: World) -> Task:
    cited = crawled(world.folder, "article", [world.article])
    begun = partial(_count, world.site)
    return Task("linkcheck", cited, linkcheck, _CHECKED, keeps_facts=False, begun=begun)


def _backup(world: World) -> Task:
    """An archive of which two backups are kept."""
    archive = crawled(world.folder, "saved", world.pages)
    return Task("backup", archive, _backed_up, _DERIVED, keeps_facts=True, beside=_check_backups)


def _backed_up(archive: Path) -> list[str]:
    # two backups of one second have one name
    program = "import time; time.sleep(1); from kaaw_archive.cli import main; main()"
    arguments = ["backup", str(_backups(archive)), "--keep", str(_KEPT), "--archive", str(archive)]
    return [sys.executable, "-c", program, *arguments]


def _backups(archive: Path) -> Path:
    return archive.with_name(f"{archive.stem}-backups")


def _check_backups(archive: Path) -> Iterator[str]:
    folder = _backups(archive)
    whole = sorted(folder.glob("*.db"))
    if not 1 <= len(whole) <= _KEPT or list(folder.glob("*.part*")):
        yield f"there are {', '.join(file.name for file in sorted(folder.iterdir()))}"
    for file in whole:
        findings = verify(file, is_quick=False, progress=lambda _done, _of: None).findings
        yield from (f"{file.name}: {finding.text}" for finding in findings)
        if said(file, _DERIVED) != said(archive, _DERIVED):
            yield f"{file.name} has other rows than the archive"


def _count(site: LocalSite) -> int:
    return len(site.requests())


TASKS: dict[str, Callable[[World], Task]] = {
    "derive": _derive,
    "upgrade": _upgrade,
    "index": _index,
    "linkcheck": _linkcheck,
    "backup": _backup,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=100, help="of each command")
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--only", choices=tuple(TASKS))
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance, faults = random.Random(args.seed), []
    with tempfile.TemporaryDirectory() as temporary, LocalSite() as site:
        world = World(Path(temporary), site, args.pages)
        for name, made in TASKS.items():
            if args.only in (None, name):
                faults += run(made(world), world.folder, args.kills, chance)
    for fault in faults[:30]:
        print(f"  {fault}")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
