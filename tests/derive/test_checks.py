"""Checks that are made of a crawl's captures: what follows from one goes when it is taken back."""

from __future__ import annotations

from tests.derive.histories import DAY, World, answers, shows
from tests.derive.tables import assert_sound

CITED = "https://www.land.example/bericht"


def attempts(world: World, hour: float, *statuses: int) -> None:
    """Let one crawl ask for the cited page again and again, six minutes apart."""
    for number, status in enumerate(statuses):
        world.happens(hour + number / 10, answers(status, CITED))


def test_the_event_of_a_check_goes_with_it_when_the_crawl_repeats_the_request(world: World) -> None:
    world.happens(0, shows("Meldung", links=(CITED,)))
    world.happens(1, shows("Bericht", url=CITED))
    again = World(world.connection, uid="20160902T060000Z-000002")
    attempts(again, DAY, 503, 503)
    assert again.rows("SELECT kind FROM events WHERE link_id IS NOT NULL") == [("link_failing",)]
    assert_sound(world.connection)


def test_a_link_that_answers_at_the_second_attempt_has_never_failed(world: World) -> None:
    world.happens(0, shows("Meldung", links=(CITED,)))
    world.happens(1, shows("Bericht", url=CITED))
    again = World(world.connection, uid="20160902T060000Z-000002")
    attempts(again, DAY, 503)
    assert again.rows("SELECT kind FROM events WHERE link_id IS NOT NULL") == [("link_failing",)]
    again.happens(DAY + 0.1, shows("Bericht", url=CITED))
    assert again.rows("SELECT kind FROM events WHERE link_id IS NOT NULL") == []
    assert again.rows("SELECT health FROM links") == [("alive",)]
    assert_sound(world.connection)
