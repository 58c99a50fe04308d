"""An article that cannot be read any more, or lost its text, is counted and named until that is resolved."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from kaaw_archive.archive.queries import status
from kaaw_archive.archive.queries.unread_articles import unread_articles, unread_in_crawl, yields
from kaaw_archive.archive.store import crawls, decisions
from tests.derive.histories import PAGE, Step, World, answers, at, fails, not_modified, shows, shows_problem, tell

LONG = "\n".join(f"Satz {number} der Meldung handelt vom Haushalt der Stadt." for number in range(12))
WALL = shows_problem("consent_page", "error")


def unread(world: World) -> list[tuple[str, str]]:
    return [(row["problem"], row["since_at"]) for row in unread_articles(world.connection)]


@pytest.mark.parametrize(
    ("step", "problem"),
    [(WALL, "consent_page"), (shows_problem("listing", "listing"), "listing"), (shows("Kurz."), "text_lost")],
)
def test_it_is_named_with_its_source_and_since_when(world: World, step: Step, problem: str) -> None:
    tell(world, (0, shows(LONG)), (5, step))
    (row,) = unread_articles(world.connection)
    assert (row["url"], row["source"], row["problem"], row["since_at"]) == (PAGE, "amt.example", problem, at(5))
    assert unread_in_crawl(world.connection, world.crawl_id) == 1


def test_it_counts_on_in_later_crawls_that_see_the_same(world: World) -> None:
    tell(world, (0, shows(LONG)), (5, WALL))
    later, third = world.beside("20160902T060000Z-000002"), world.beside("20160903T060000Z-000003")
    later.happens(24, WALL)
    assert unread(world) == [("consent_page", at(5))]
    counts = crawls.end(world.connection, later.crawl_id, "finished", None, at(25))
    assert counts.articles_not_read == 1
    row = status.newest_crawl(world.connection, "site", "*", world.crawl_id)
    assert row is not None
    assert unread_in_crawl(world.connection, third.crawl_id) == 0


@pytest.mark.parametrize(
    "then",
    [(shows(LONG),), (shows(LONG, noise="1"),), (answers(410),), (shows(f"{LONG}\nNachtrag"), not_modified())],
    ids=["the same bytes", "the same text", "gone", "edited"],
)
@pytest.mark.parametrize("wall", [WALL, shows("Kurz.")], ids=["wall", "text lost"])
def test_it_is_resolved(world: World, wall: Step, then: tuple[Step, ...]) -> None:
    tell(world, (0, shows(LONG)), (5, wall), *((6 + n, step) for n, step in enumerate(then)))
    assert unread(world) == []


def test_a_failure_of_the_network_resolves_nothing(world: World) -> None:
    tell(world, (0, shows(LONG)), (5, WALL), (6, fails("timeout")), (7, answers(503)))
    assert unread(world) == [("consent_page", at(5))]


def test_a_loss_that_a_second_capture_confirms_is_an_edit_and_still_named(world: World) -> None:
    tell(world, (0, shows(LONG)), (5, shows("Kurz.")), (9, shows("Kurz.")))
    assert [event[0] for event in world.events()] == ["new", "edited"]
    assert [problem for problem, _ in unread(world)] == ["text_lost"]
    world.happens(12, shows("Kurz. Und ein Satz."))
    assert unread(world) == []


def test_a_person_who_says_that_it_is_so_resolves_it(world: World) -> None:
    tell(world, (0, shows(LONG)), (5, shows("Kurz.")), (9, shows("Kurz.")))
    said = {"field": "state", "value": "live"}
    row = decisions.add(
        world.connection, "correct", PAGE, made_by="Anna", made_at=at(10), reason="gekürzt", value_json=json.dumps(said)
    )
    assert unread(world) == []
    decisions.end_one(world.connection, row, made_by="Anna", made_at=at(11))
    assert [problem for problem, _ in unread(world)] == ["text_lost"]
    decisions.add(
        world.connection, "correct", PAGE, made_by="Anna", made_at=at(12), reason="gekürzt", value_json=json.dumps(said)
    )
    world.happens(20, WALL)
    assert unread(world) == [("consent_page", at(20))]


def test_short_articles_other_pages_and_pages_without_article_are_not_counted(world: World) -> None:
    tell(
        world,
        (0, shows("Ein Satz, der kürzer ist.")),
        (1, shows("Kurz")),
        (2, shows(LONG, url=f"{PAGE}0", is_news=False)),
        (3, shows_problem("login_page", "error", f"{PAGE}0")),
        (4, shows_problem("login_page", "error", f"{PAGE}1")),
    )
    assert unread(world) == []


def test_the_yield_of_a_source_is_held_against_its_past(world: World) -> None:
    for number in range(4):
        world.happens(number, shows(LONG, url=f"{PAGE}{number}"))
    for number in range(2):
        world.happens(2_000 + number, WALL if number else shows("Neu " + LONG, url=f"{PAGE}{number}"))
    now = datetime(2016, 11, 29, tzinfo=UTC)
    assert yields(world.connection, now) == [
        {
            "source": "amt.example", "cms": "plain", "pages": 2, "articles": 1, "past_pages": 4, "past_articles": 4,
            "share": 0.5, "past_share": 1.0,
        }
    ]  # fmt: skip
