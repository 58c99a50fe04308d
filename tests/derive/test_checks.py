"""Checks that are made of a crawl's captures: they come, change and go with what is known of the link."""

from __future__ import annotations

import itertools

import pytest

from tests.derive.histories import DAY, World, answers, at, shows
from tests.derive.random_histories import Check, Watch, check, watch
from tests.derive.tables import assert_sound

CITED = "https://www.land.example/bericht"
MOVED = "https://www.land.example/archiv/bericht"
KREIS = "https://www.kreis.example/meldung"


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
    world.happens(0, shows("Bericht", url=CITED))
    world.happens(1, shows("Meldung", links=(CITED,)))
    again = World(world.connection, uid="20160902T060000Z-000002")
    attempts(again, DAY, 503)
    assert again.rows("SELECT kind FROM events WHERE link_id IS NOT NULL") == [("link_failing",)]
    again.happens(DAY + 0.1, shows("Bericht", url=CITED))
    assert again.rows("SELECT kind FROM events WHERE link_id IS NOT NULL") == []
    assert again.rows("SELECT health FROM links") == [("alive",)]
    assert_sound(world.connection)


def test_a_check_of_an_address_counts_once_an_article_cites_it(world: World) -> None:
    check(world, 0, Check(0, CITED, 404))
    assert world.rows("SELECT count(*) FROM links") == [(0,)]
    world.happens(1, shows("Meldung", links=(CITED,)))
    assert world.rows("SELECT health FROM links") == [("failing",)]


def test_what_crawls_saw_of_an_address_before_it_was_watched_counts(world: World) -> None:
    world.happens(0, answers(410, CITED))
    watch(world, 1, Watch(0, CITED))
    assert world.rows("SELECT health, first_cited_at FROM links") == [("failing", at(1))]


def test_the_events_of_a_watched_address_go_to_the_first_source_that_cites_it(world: World) -> None:
    watch(world, 0, Watch(0, CITED))
    check(world, 1, Check(0, CITED, 404))
    assert world.rows("SELECT source FROM events") == [("land.example",)]
    world.happens(2, shows("Meldung", url=KREIS, links=(CITED,)))
    assert world.rows("SELECT source FROM events WHERE link_id IS NOT NULL") == [("kreis.example",)]


@pytest.mark.parametrize("is_late", [False, True])
def test_the_event_of_a_link_belongs_to_the_source_that_cited_it_last_before(world: World, *, is_late: bool) -> None:
    world.happens(0, shows("Meldung", links=(CITED,)))
    last = world.capture(10, shows("Meldung", url=KREIS, links=(CITED,)))
    if not is_late:
        world.fold(last.id)
    check(world, 25, Check(0, CITED, 404))
    world.happens(50, shows("Weitere Meldung", links=(CITED,)))
    world.fold(last.id)
    assert world.rows("SELECT source FROM events WHERE link_id IS NOT NULL") == [("kreis.example",)]


@pytest.mark.parametrize("is_late", [False, True])
def test_what_was_there_before_the_cited_version_is_not_compared_with_it(world: World, *, is_late: bool) -> None:
    before = world.capture(0, shows("Entwurf", url=CITED))
    version = world.capture(1, shows("Bericht", url=CITED.replace("https://www.", "http://")))  # the same page
    article = world.capture(2, shows("Meldung", links=(CITED,)))
    for capture in (article, before, version) if is_late else (before, version, article):
        world.fold(capture.id)
    assert world.rows("SELECT verdict, similarity FROM link_checks") == [("unknown", None)]


@pytest.mark.parametrize("is_late", [False, True])
def test_a_page_is_compared_with_its_version_at_the_first_citation(world: World, *, is_late: bool) -> None:
    world.happens(0, shows("Der erste Bericht", url=CITED))
    first = world.capture(1, shows("Meldung", url=KREIS, links=(CITED,)))
    if not is_late:
        world.fold(first.id)
    again = World(world.connection, uid="20160902T060000Z-000002")
    again.happens(DAY, shows("Etwas ganz anderes", title="Neues", url=CITED))
    world.happens(DAY + 1, shows("Meldung", links=(CITED,)))
    world.fold(first.id)
    assert world.rows("SELECT similarity FROM link_checks ORDER BY checked_at") == [(None,), (0.0,)]


def test_the_target_of_a_redirect_that_its_crawl_had_fetched_before_may_be_folded_last(world: World) -> None:
    target = world.capture(0, shows("Bericht", title="Der Bericht", url=MOVED))
    world.happens(1, shows("Meldung", links=(CITED,)))
    world.happens(2, answers(301, CITED, location=MOVED))
    assert world.rows("SELECT final_url, title FROM link_checks") == [(MOVED, None)]
    world.fold(target.id)
    assert world.rows("SELECT final_url, title FROM link_checks") == [(MOVED, "Der Bericht")]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_a_moved_page_is_compared_with_what_was_cited_in_whatever_order(world: World, order: tuple[int, ...]) -> None:
    cited = world.capture(0, shows("Bericht", url=CITED))
    article = world.capture(1, shows("Meldung", links=(CITED,)))
    again = World(world.connection, uid="20160902T060000Z-000002")
    hop = again.capture(DAY, answers(301, CITED, location=MOVED))
    end = again.capture(DAY + 0.1, shows("Bericht", url=MOVED), via=hop)
    captures = [cited, article, hop, end]
    for number in order:
        world.fold(captures[number].id)
    assert world.rows("SELECT verdict, similarity FROM link_checks ORDER BY checked_at") == [
        ("unknown", None),
        ("moved", 1.0),
    ]


def test_the_end_of_a_redirect_may_be_folded_after_later_captures_of_its_page(world: World) -> None:
    world.happens(0, shows("Meldung", links=(CITED,)))
    hop = world.happens(1, answers(301, CITED, location=MOVED))
    end = world.capture(1.1, shows("Bericht", url=MOVED), via=hop)
    world.happens(2, shows("Bericht", noise="2", url=MOVED))
    world.fold(end.id)
    assert world.rows("SELECT final_url, rule FROM link_checks") == [(MOVED, "is_not_compared")]


def test_a_link_that_no_article_cites_any_more_takes_its_checks_along(world: World) -> None:
    world.capture(0, shows("A" * 600))
    short = world.capture(1, shows("Kurz", links=(CITED,)))
    world.happens(2, shows("Bericht", url=CITED))
    check(world, 3, Check(0, CITED, 200))
    world.fold(short.id)
    assert world.rows("SELECT count(*) FROM link_checks") == [(2,)]
    world.refold("example,amt)/presse/1")  # now the short text is a collapse
    assert world.rows("SELECT count(*) FROM links") == [(0,)]
    assert world.rows("SELECT capture_id FROM link_checks") == [(None,)]  # what a probe saw stays
