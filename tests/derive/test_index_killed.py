"""kill -9 while the search index is made again: what is there is searched and said, and the next run makes it whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kaaw_archive.analysis import ANALYSIS_VERSION
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.queries import integrity, search_index
from kaaw_archive.archive.queries.search import NOT_CURRENT, search
from kaaw_archive.archive.store import search as store
from kaaw_archive.derive import index_all
from tests.derive.histories import World, shows

VERSIONS = 8
PROJECT = Path(__file__).parents[2]
# dies in front of the version with this number: at the first and the last of a transaction, and within it
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from kaaw_archive.archive.store import search
from kaaw_archive.derive import index_all

added, add = [], search._add

def dies(connection, row):
    if len(added) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    added.append(row)
    add(connection, row)

search.BATCH, search._add = 3, dies
index_all(Path(sys.argv[1]))
"""


@pytest.fixture
def old(archive_path: Path) -> Path:
    """An archive whose index an older analysis made."""
    with closing(open_for_writing(archive_path)) as connection:
        world = World(connection)
        for n in range(1, VERSIONS):
            world.happens(n, shows(f"Der Rat tagt zum {n}. Mal in Häusern.", url=f"https://www.amt.example/presse/{n}"))
        world.happens(30, shows("Der Rat tagt im Rathaus.", url="https://www.amt.example/presse/1"))
        connection.execute("UPDATE _state SET version = ? WHERE name = 'search'", (ANALYSIS_VERSION - 1,))
    return archive_path


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 5, 6, 7])
def test_it_goes_on_after_a_kill(old: Path, number: int) -> None:
    command = [sys.executable, "-c", KILLED_AT, str(old), str(number)]
    assert subprocess.run(command, cwd=PROJECT, timeout=60, check=False).returncode == -signal.SIGKILL
    with closing(open_for_reading(old)) as connection:
        result = search(connection, "Häusern")
        assert (result.total, result.remarks) == (VERSIONS - 1, (NOT_CURRENT,))
    assert index_all(old) == VERSIONS - number // 3 * 3
    with closing(open_for_writing(old)) as connection:
        assert search_index.is_index_current(connection)
        assert integrity.versions_not_searched(connection) == []
        assert store.check_index(connection) is None
        assert (search(connection, "Haus").total, search(connection, "Haus").remarks) == (VERSIONS - 1, ())
