"""A walk over a damaged table ends: it never goes back, and each row comes once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.archive.queries.integrity import Gap, readable_rows
from kaaw_archive.archive.salvage import salvage
from tests.archive import damage
from tests.program import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECTOR_BYTES = 512
LIMIT_S = 240  # for all sectors together; a fifth of it on a machine with other work
LOOK = """
import sys
from pathlib import Path
from kaaw_archive.archive.salvage import salvage
from kaaw_archive.archive.verify import verify
from kaaw_archive.errors import ArchiveError

sound, places = Path(sys.argv[1]).read_bytes(), [int(place) for place in sys.argv[2].split(",")]
for place in places:
    path, new = Path(f"{place}.db"), Path(f"{place}.new.db")
    path.write_bytes(sound[:place] + bytes(512) + sound[place + 512 :])
    for command in (lambda: verify(path, is_quick=False, progress=print), lambda: salvage(path, new, print)):
        try:
            command()
        except ArchiveError:
            pass
    for left in Path().glob(f"{place}.*"):
        left.unlink()
print("all looked at")
"""


class _Rows:
    """A connection to a table whose page has a row with an earlier id in its middle, and a damaged page behind it."""

    def __init__(self) -> None:
        self.reads = 0

    def execute(self, sql: str, bounds: tuple[int, int] = (0, 0)) -> Any:
        if "max(rowid)" in sql:
            return sqlite3.connect(":memory:").execute("SELECT 100")
        if "PRAGMA" in sql:
            return []
        self.reads += 1
        assert self.reads < 1000, "it runs on"
        return self._between(*bounds)

    def _between(self, first: int, last: int) -> Iterator[tuple[int]]:
        for row_id in (*range(1, 50), 0, *range(51, 60)):
            if row_id == 0 and first <= 50 <= last:
                yield (0,)
            elif first <= row_id <= last:
                yield (row_id,)
        if last >= 60:
            raise sqlite3.DatabaseError("database disk image is malformed")


def test_a_walk_never_goes_back() -> None:
    connection: Any = _Rows()
    found = list(readable_rows(connection, "captures", ["rowid"]))
    assert [row[0] for row in found if not isinstance(row, Gap)] == [*range(1, 50), *range(51, 60)]
    assert [gap for gap in found if isinstance(gap, Gap)] == [Gap(50, 50), Gap(60, 100)]


@pytest.mark.long("that commands end in time, at five times the sectors at which test_row_digests looks at findings")
def test_commands_end_whatever_sector_is_zeroed(tmp_path: Path) -> None:
    """In a process of its own, as Python hears no limit of time while SQLite is at work."""
    sound = tmp_path / "sound.db"
    damage.build(sound)
    sectors = range(damage.page_size(sound), sound.stat().st_size, SECTOR_BYTES)
    places = Random(1).sample(sectors, 60)
    command = [sys.executable, "-c", LOOK, str(sound), ",".join(map(str, places))]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    ran = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "all looked at"), ran.stderr[-2000:]


@pytest.mark.slow
def test_recover_that_was_killed_can_be_given_again(tmp_path: Path) -> None:
    """At whatever instant: the new file has its name only when everything is in it."""
    sound, new = tmp_path / "sound.db", tmp_path / "new.db"
    damage.build(sound)

    def die(part: Path) -> None:
        (tmp_path / f"{part.name}.locks").mkdir()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        salvage(sound, new, print, finish=die)
    assert not new.exists()
    report = salvage(sound, new, print)
    assert report.losses == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.db", "sound.db", "sound.db-shm", "sound.db-wal"]
