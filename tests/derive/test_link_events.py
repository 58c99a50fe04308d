"""Events of links as readers find them: by each source that cites the link, and with the day of a recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kaaw_archive import feeds
from kaaw_archive.archive.queries import answers
from kaaw_archive.archive.queries.events import count_events, find_events
from kaaw_archive.cli import kaaw
from kaaw_archive.derive.works import find_works
from kaaw_archive.items import EventFilter
from tests.derive.histories import DAY, World, at, shows
from tests.derive.random_histories import Check, Watch, check, watch
from tests.derive.test_checks import CITED, KREIS

if TYPE_CHECKING:
    from kaaw_archive.archive.queries.rows import Row

AMT = "https://www.amt.example/meldung"


def events(world: World, *sources: str) -> list[Row]:
    """Return the events of links, checked for the same number and kinds in Python's answer."""
    find_works(world.connection)
    chosen = EventFilter(sources=sources, kinds=("link_failing", "link_dead", "link_returned"))
    found = find_events(world.connection, chosen)
    assert count_events(world.connection, chosen) == len(found)
    of_python = list(answers.events(world.connection, chosen.kinds, sources, None, None))
    assert [row["uid"] for row in of_python] == [row["uid"] for row in found[::-1]]
    return found


def test_the_event_of_a_link_is_of_each_source_that_cites_it_then(world: World) -> None:
    world.happens(0, shows("Meldung", url=AMT, links=(CITED,)))
    world.happens(1, shows("Weitere Meldung", url=KREIS, links=(CITED,)))
    check(world, DAY, Check(0, CITED, 404))
    world.happens(2 * DAY, shows("Meldung vom Land", url="https://www.land.example/neu", links=(CITED,)))
    for source in ("amt.example", "kreis.example"):
        (event,) = events(world, source)
        assert event["cited_by"] == ["amt.example", "kreis.example"]
    assert events(world, "land.example") == []  # cites it since the day after


def test_a_text_that_has_dropped_a_link_has_no_part_in_what_happens_to_it(world: World) -> None:
    world.happens(0, shows("Meldung", url=AMT, links=(CITED,)))
    world.happens(1, shows("Weitere Meldung", url=KREIS, links=(CITED,)))
    world.happens(2, shows("Meldung", url=AMT, links=("https://www.land.example/anderes",)))
    check(world, DAY, Check(0, CITED, 404))
    assert events(world, "amt.example") == []
    (event,) = events(world, "kreis.example")
    assert event["cited_by"] == ["kreis.example"]


def test_a_link_that_is_only_watched_is_of_no_source_that_cites_it(world: World) -> None:
    watch(world, 0, Watch(0, CITED))
    check(world, 1, Check(0, CITED, 404))
    (event,) = events(world, "land.example")
    assert event["cited_by"] == feeds.sources(event) == []
    assert b'land.example"' not in feeds.atom_feed("Links", "links", [event])
    assert feeds.json_feed("Links", [event])["items"][0]["tags"] == ["link_failing"]
    (_, _, path), *_ = world.rows("PRAGMA database_list")
    printed = CliRunner().invoke(kaaw, ["events", "--archive", path, "--kind", "link_failing"]).stdout
    assert f"Link failing: {CITED} (cited by no article)" in printed


@pytest.mark.parametrize(("later", "answered"), [((503, 200), 3), ((200, 404), 2), ((404,), None)])
def test_a_link_that_recovers_before_it_is_dead_says_when(
    world: World, later: tuple[int, ...], answered: int | None
) -> None:
    world.happens(0, shows("Meldung", url=AMT, links=(CITED,)))
    for day, status in enumerate((404, *later), start=1):
        check(world, day * DAY, Check(0, CITED, status))
    first = events(world)[-1]
    assert first["answered_again_at"] == (answered and at(answered * DAY))
    assert (f"Answered again at {answered and at(answered * DAY)}" in feeds.describe(first)) == bool(answered)


def test_a_failing_link_that_died_did_not_recover(world: World) -> None:
    world.happens(0, shows("Meldung", url=AMT, links=(CITED,)))
    for day, status in enumerate((404, 404, 404, 404, 404, 404, 404, 404, 404, 200, 200), start=1):
        check(world, day * DAY, Check(0, CITED, status))
    assert [(event["kind"], event["answered_again_at"]) for event in events(world)[::-1]] == [
        ("link_failing", None),
        ("link_dead", None),
        ("link_returned", None),
    ]
