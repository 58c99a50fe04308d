"""An archive that has grown says of a day what it said at its end: thirty days of the demo beside the first twelve."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import kaaw_archive
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.cli import kaaw
from kaaw_archive.derive.archive_of_day import show_as_of
from tests.demo.crawled import HALF
from tests.derive.day_rows import day_rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.demo.crawled import Crawled

pytestmark = pytest.mark.slow

RANDOM = re.compile(r"(\d{8}T\d{6}Z)-[0-9a-f]+")  # the random part of the uid of a crawl
WHOLE = ("url", "state", "first_seen_at", "last_seen_at")


@pytest.fixture(scope="module")
def day(demo: Crawled) -> str:
    return demo.world.days[HALF - 1].on.isoformat()


def asked(archive: Path, *arguments: str) -> Any:
    result = CliRunner().invoke(kaaw, [*arguments, "--archive", str(archive), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(RANDOM.sub(r"\1", result.stdout))


def test_all_tables_are_those_of_the_archive_of_the_day(demo: Crawled, day: str) -> None:
    with closing(open_for_reading(demo.path)) as grown, closing(open_for_reading(demo.half)) as then:
        show_as_of(grown, day)
        found, expected = day_rows(grown), day_rows(then)
    for name, rows in expected.items():
        assert rows, name
        if name.startswith("link"):  # the test puts links under watch at the end of each day
            assert [row for row in found[name] if row in rows] == rows
        else:
            assert found[name] == rows, name


@pytest.mark.parametrize(
    "command",
    [
        ("search", "Verwaltung", "--limit", "100"),
        ("search", "Verwaltung", "--limit", "100", "--state", "moved"),
        ("trend", "Verwaltung", "--by", "source"),
        ("trend", "Verwaltung", "--by", "month"),
    ],
)
def test_commands_say_what_they_said_then(demo: Crawled, day: str, command: tuple[str, ...]) -> None:
    found, then = asked(demo.path, *command, "--as-of", day), asked(demo.half, *command)
    if command[0] == "search":  # the rank of a hit goes by all texts of the index
        assert then["total"] > 0
        assert found["total"] == then["total"]
        found, then = ([{name: hit[name] for name in (*WHOLE, "matching_versions")} for hit in one["hits"]]
                       for one in (found, then))  # fmt: skip
        found.sort(key=str)
        then.sort(key=str)
    assert found == then


def test_files_have_what_they_had_then(demo: Crawled, day: str, tmp_path: Path) -> None:
    rows: list[list[str]] = []
    for archive, options in ((demo.path, ("--as-of", day)), (demo.half, ())):
        to = tmp_path / f"{len(rows)}.jsonl"
        asked(archive, "export", "--versions", "--profile", "internal", "--to", str(to), *options)
        rows.append(sorted(RANDOM.sub(r"\1", to.read_text(encoding="utf-8")).splitlines()))
        small = tmp_path / f"{len(rows)}.sqlite"
        asked(archive, "export", "--profile", "internal", "--to", str(small), *options)
        assert CliRunner().invoke(kaaw, ["verify", "--archive", str(small)]).exit_code == 0
    assert rows[0] == rows[1]
    releases = [
        asked(demo.path, "release", "--to", str(tmp_path / "a"), "--as-of", day),
        asked(demo.half, "release", "--to", str(tmp_path / "b")),
    ]
    assert releases[0]["rows"] == releases[1]["rows"]
    for name in ("articles.csv", "links.csv", "events.csv"):
        one, other = (RANDOM.sub(r"\1", (tmp_path / folder / name).read_text(encoding="utf-8")) for folder in "ab")
        assert sorted(one.splitlines()) == sorted(other.splitlines()), name


def test_python_has_what_it_had_then(demo: Crawled, day: str) -> None:
    with kaaw_archive.open(demo.path) as grown, grown.as_of(day) as found, kaaw_archive.open(demo.half) as then:
        for ask in ("articles", "works", "events", "links"):
            one, other = (
                sorted(RANDOM.sub(r"\1", repr(row)) for row in getattr(each, ask)()) for each in (found, then)
            )
            assert one == other, ask
        states = "SELECT state, count(*) AS articles FROM latest GROUP BY 1 ORDER BY 1"
        assert found.sql(states).to_list() == then.sql(states).to_list()
        assert len(found.search("Verwaltung", 500)) == len(then.search("Verwaltung", 500))
        assert grown.articles().count() > found.articles().count()
