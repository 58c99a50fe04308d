"""Runs the demo on chosen days in a process of its own, as the reactor runs once, and writes down what was asked.

python -m tests.demo.drive ARCHIVE LOG DAY,DAY,… [watched]

With ``watched`` the address of every article that a relaunch takes elsewhere is under watch from the day it appears.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.queries.decisions import is_in_force
from kaaw_archive.archive.store import decisions, writer
from kaaw_demo.run import run
from kaaw_demo.world import World

if TYPE_CHECKING:
    import sqlite3

    from kaaw_demo.report import DayReport


def main(archive: Path, log: Path, days: list[int], *, is_watched: bool = False) -> None:
    world = World()

    def on_day(told: DayReport) -> None:
        print(told, flush=True)
        if is_watched:
            watch(archive, world)

    report = run(archive, days, on_day, world)
    seen = [asdict(one) for one in world.seen]
    log.write_text(json.dumps({"report": asdict(report), "seen": seen}))


def watch(archive: Path, world: World) -> None:
    """Puts the articles of today that will once be somewhere else under watch."""
    at = times.to_text(world.days[world.day - 1].begins_at)
    old = world.successors()
    there = [article.url for article in world.articles() if article.url in old]

    def work(connection: sqlite3.Connection) -> None:
        for url in there:
            if not is_in_force(connection, "watch", url, at):
                decisions.add(connection, "watch", url, made_by="test", made_at=at)

    writer.write_once(archive, work)


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        [int(day) for day in sys.argv[3].split(",")],
        is_watched="watched" in sys.argv,
    )
