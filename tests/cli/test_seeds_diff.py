"""``kaaw seeds diff`` tells an entry that is new from one that a seed had named before."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from kaaw_archive.archive.connect import open_for_writing
from tests.cli.conftest import document
from tests.derive.histories import DAY, World, names

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kaaw

FEED = "https://www.amt.example/feed.xml"


def test_an_entry_that_was_pushed_out_and_slid_back_is_not_new(run: Kaaw, archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        world = World(connection, source="amt.example")
        for day, letters in enumerate(("cba", "dcb", "dba", "edb")):
            entries = [(f"https://www.amt.example/{letter}", None) for letter in letters]
            world.happens(day * DAY, names(FEED, *entries, kind="feed"))
    asked = ("seeds", "diff", "amt.example", "--from", "2016-09-02")
    (seed,) = document(run(archive_path, *asked, "--json"))["seeds"]
    assert {entry["url"][-1]: (entry["named_before_at"] or "")[:10] for entry in seed["appeared"]} == {
        "d": "",
        "a": "2016-09-01",
        "e": "",
    }
    shown = run(archive_path, *asked).stdout
    assert "named again 2016-09-03 06:00:00Z, not 2016-09-02 06:00:00Z; before that until 2016-09-01 06:00:00Z" in shown
    assert "named 2016-09-04 06:00:00Z, not yet 2016-09-03 06:00:00Z" in shown
