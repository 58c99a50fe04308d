"""Runs the demo on chosen days in a process of its own, as the reactor runs once, and writes down what was asked.

python -m tests.demo.drive ARCHIVE LOG DAY,DAY,…
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from kaaw_archive.demo.run import run
from kaaw_archive.demo.world import World


def main(archive: Path, log: Path, days: list[int]) -> None:
    world = World()
    report = run(archive, days, lambda day: print(day, flush=True), world)
    seen = [asdict(one) for one in world.seen]
    twice = [[day, key, count] for (day, key), count in world.asked_twice().items()]
    log.write_text(json.dumps({"report": asdict(report), "seen": seen, "twice": twice}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [int(day) for day in sys.argv[3].split(",")])
