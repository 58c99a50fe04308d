"""Runs the demo on its telling days in a process of its own, as the reactor runs once, and writes down what was asked.

python -m tests.demo.drive FOLDER [early]

The folder gets the archive ``demo.db`` and ``log.json``, and ``early.db`` and ``half.db``, the archive as it was at the
end of days EARLY and HALF. The address of every article that a relaunch takes elsewhere is under watch from the day it
appears. With ``early`` as a second argument the run ends with day EARLY.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.queries.decisions import is_in_force
from kaaw_archive.archive.store import decisions, writer
from kaaw_demo.run import run
from kaaw_demo.world import World
from tests.demo.crawled import DAYS, EARLY, HALF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_demo.report import DayReport


COPIES = {EARLY: "early.db", HALF: "half.db"}


def main(folder: Path, days: Sequence[int]) -> None:
    world, archive = World(), folder / "demo.db"

    def on_day(told: DayReport) -> None:
        print(told, flush=True)
        watch(archive, world)
        if world.day in COPIES:
            copy(archive, folder / COPIES[world.day])

    report = run(archive, days, on_day, world)
    seen = [asdict(one) for one in world.seen]
    (folder / "log.json").write_text(json.dumps({"report": asdict(report), "seen": seen}))


def copy(archive: Path, to: Path) -> None:
    """Copies an archive that others have open; what is in its log, too."""
    with closing(sqlite3.connect(archive)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def watch(archive: Path, world: World) -> None:
    """Puts the articles of today that will once be somewhere else under watch, in the evening, after all crawls."""
    at = times.to_text(world.days[world.day - 1].begins_at + timedelta(hours=12))
    old = world.successors()
    there = [article.url for article in world.articles() if article.url in old]

    def work(connection: sqlite3.Connection) -> None:
        for url in there:
            if not is_in_force(connection, "watch", url, at):
                decisions.add(connection, "watch", url, made_by="test", made_at=at)

    writer.write_once(archive, work)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [day for day in DAYS if day <= EARLY] if "early" in sys.argv else DAYS)
