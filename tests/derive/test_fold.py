"""What a sequence of captures makes of a page and its article: versions, states, events."""

from __future__ import annotations

import pytest

from kaaw_archive.archive.store.derivations import settle_links
from kaaw_archive.errors import Problem
from tests.derive.histories import (
    DAY,
    PAGE,
    Step,
    World,
    answers,
    fails,
    not_modified,
    shows,
    shows_problem,
    tell,
)
from tests.derive.tables import assert_same, derived

HTTP = PAGE.replace("https://www.", "http://")
ELSEWHERE = "https://www.amt.example/archiv/1"


def test_a_new_page_has_an_article_a_version_and_an_event(world: World) -> None:
    tell(world, (0, shows("Erster Text.", links=("https://bund.example/a",))))
    assert world.versions() == [(1, "Erster Text.", 0, 0)]
    assert world.events() == [("new", None, 0)]
    assert world.state() == ("live", "live")
    assert world.rows("SELECT url_key, source, kind, cms FROM pages") == [
        ("example,amt)/presse/1", "amt.example", "article", "plain")
    ]  # fmt: skip
    assert world.rows("SELECT url, host, health FROM links") == [
        ("https://bund.example/a", "bund.example", "unchecked")
    ]


@pytest.mark.parametrize(
    "again",
    [not_modified(), shows("Text."), shows("Text.", url=HTTP), shows("Text.", noise="Token 2"), shows(" Text. \n")],
    ids=["304", "same bytes", "same bytes elsewhere", "template noise", "blanks"],
)
def test_what_is_no_edit_extends_the_version(world: World, again: Step) -> None:
    tell(world, (0, shows("Text.")), (5, again), (9, not_modified()))
    assert world.versions() == [(1, "Text.", 0, 9)]
    assert world.events() == [("new", None, 0)]
    assert world.rows("SELECT first_seen_at < last_seen_at FROM articles") == [(1,)]


@pytest.mark.parametrize(
    "edit",
    [
        shows("Neuer Text."),
        shows("Text.", title="Neuer Titel"),
        shows("Text.", links=("https://bund.example/neu",)),
    ],
    ids=["text", "title", "link"],
)
def test_an_edit_is_a_version_and_an_event_with_its_bracket(world: World, edit: Step) -> None:
    tell(world, (0, shows("Text.")), (5, not_modified()), (8, edit))
    assert [(version, first, last) for version, _, first, last in world.versions()] == [(1, 0, 5), (2, 8, 8)]
    assert world.events() == [("new", None, 0), ("edited", 5, 8)]
    assert world.rows("SELECT from_version, to_version FROM edits") == [(1, 2)]


def test_a_text_that_comes_back_is_a_third_version(world: World) -> None:
    tell(world, (0, shows("A")), (1, shows("B")), (2, shows("A")), (3, not_modified()))
    assert world.versions() == [(1, "A", 0, 0), (2, "B", 1, 1), (3, "A", 2, 3)]
    assert world.rows("SELECT text FROM latest") == [("A",)]


def test_every_version_is_searched(world: World) -> None:
    tell(world, (0, shows("Kanzlei")), (1, shows("Rathaus")))
    found = [
        world.rows(f"SELECT count(*) FROM search_index WHERE search_index MATCH kaaw_search('{word}')")[0][0]
        for word in ("Kanzlei", "Rathaus", "Hallenbad")
    ]
    assert found == [1, 1, 0]


def test_one_404_withdraws_nothing(world: World) -> None:
    tell(world, (0, shows("A")), (5, answers(404)))
    assert world.state() == ("gone", "live")
    assert world.events() == [("new", None, 0)]


def test_a_404_the_same_night_confirms_nothing_a_day_later_it_does(world: World) -> None:
    tell(world, (0, shows("A")), (5, answers(404)), (10, answers(404)))
    assert world.state() == ("gone", "live")
    tell(world, (5 + DAY, answers(404)), (6 + DAY, answers(404)))
    assert world.state() == ("gone", "withdrawn")
    assert world.events() == [("new", None, 0), ("withdrawn", 0, 5)]
    assert world.rows("SELECT known_at > before_at FROM events WHERE kind = 'withdrawn'") == [(1,)]


def test_a_404_that_was_found_again_begins_anew(world: World) -> None:
    tell(world, (0, shows("A")), (5, answers(404)), (10, not_modified()), (6 + DAY, answers(404)))
    assert world.state() == ("gone", "live")


def test_a_410_is_looked_at_on_another_day_too(world: World) -> None:
    tell(world, (0, shows("A")), (5, answers(410)))
    assert world.state() == ("gone", "live")
    assert world.due_in()[0] == DAY
    tell(world, (5 + DAY, answers(410)))
    assert world.state() == ("gone", "withdrawn")
    assert world.due_in()[0] == 30 * DAY
    assert world.events() == [("new", None, 0), ("withdrawn", 0, 5)]
    assert world.rows("SELECT state, text FROM latest") == [("withdrawn", "A")]


@pytest.mark.parametrize("again", [not_modified(), shows("A"), shows("A", noise="x"), shows("B")])
def test_what_answers_again_has_returned(world: World, again: Step) -> None:
    tell(world, (0, shows("A")), (5, answers(410)), (30, answers(410)), (39, again))
    assert world.state() == ("live", "live")
    assert [event for event in world.events() if event[0] == "returned"] == [("returned", 30, 39)]


def test_it_returned_after_the_last_look_that_missed_it(world: World) -> None:
    missed = [(hour, answers(404)) for hour in (5, 30, 60)]
    tell(world, (0, shows("A")), *missed, (70, fails("timeout")), (71, answers(301, location=HTTP)), (80, shows("A")))
    assert world.events() == [("new", None, 0), ("withdrawn", 0, 5), ("returned", 60, 80)]
    tell(world, (90, answers(308, location="/archiv/1")), (99, not_modified()))
    assert world.events()[3:] == [("moved", 80, 90), ("returned", 90, 99)]


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_to_another_page_has_moved_the_article(world: World, status: int) -> None:
    tell(world, (0, shows("A")), (5, answers(status, location="/archiv/1")))
    assert world.state() == ("moved", "moved")
    assert world.events() == [("new", None, 0), ("moved", 0, 5)]
    tell(world, (9, not_modified()))
    assert world.state() == ("live", "live")
    assert [event[0] for event in world.events()] == ["new", "moved", "returned"]


def test_a_moved_article_knows_where_to(world: World) -> None:
    world.happens(0, shows("A"))
    hop = world.happens(5, answers(301, location="/archiv/1"))
    world.happens(5.001, shows("A", url=ELSEWHERE), via=hop)
    moved = "SELECT a.url, b.url FROM articles a JOIN articles b ON b.id = a.moved_to_id"
    assert world.events() == [("new", None, 0), ("moved", 0, 5)]
    assert world.rows(moved) == [(PAGE, ELSEWHERE)]
    tell(world, (9, not_modified()))
    assert world.rows(moved) == []


def test_a_redirect_to_the_same_page_moves_nothing(world: World) -> None:
    tell(world, (0, shows("A")))
    hop = world.happens(5, answers(301, url=HTTP, location=PAGE))
    world.happens(5.001, not_modified(), via=hop)
    assert world.state() == ("live", "live")
    assert world.versions() == [(1, "A", 0, 5.001)]
    assert world.events() == [("new", None, 0)]


NOTHING_SAID = [
    *(answers(status) for status in (302, 307, 400, 401, 403, 429, 451, 500, 502, 503)),
    answers(301),
    answers(301, location="http://["),
    answers(503, retry_after="9" * 6000),
    *(fails(problem.value) for problem in Problem),
    fails("bad_encoding", 200),
    fails("too_large", 200),
    fails("unexpected_304", 304),
]


@pytest.mark.parametrize("step", NOTHING_SAID, ids=lambda step: f"{step.status} {step.error or ''}")
def test_errors_and_refusals_change_neither_state_nor_version(world: World, step: Step) -> None:
    tell(world, (0, shows("A")), (60, not_modified()), (70, step))
    assert world.state() == ("live", "live")
    assert world.versions() == [(1, "A", 0, 60)]
    assert world.events() == [("new", None, 0)]
    due_in, interval_s = world.due_in()
    assert interval_s == 9 * 3600
    assert 0 <= due_in <= 30 * DAY


def test_a_page_that_never_answered_is_an_error_page(world: World) -> None:
    tell(world, (0, fails("dns_not_found")), (1, answers(500)))
    assert world.state() == ("live", None)
    assert world.rows("SELECT kind FROM pages") == [("error",)]
    tell(world, (2, shows("A")))
    assert world.rows("SELECT kind, first_seen_at < last_seen_at FROM pages") == [("article", 1)]


def test_a_page_with_a_problem_keeps_its_article_unseen(world: World) -> None:
    tell(world, (0, shows("A")), (5, shows_problem("maintenance_page", "error")), (9, shows("A")))
    assert world.versions() == [(1, "A", 0, 9)]
    assert world.rows("SELECT problem FROM readings ORDER BY id") == [(None,), ("maintenance_page",), (None,)]
    assert world.events() == [("new", None, 0)]


def test_robots_txt_is_no_page(world: World) -> None:
    world.connection.execute("UPDATE captures SET kind = 'robots' WHERE id = ?", (world.capture(0, answers(404)).id,))
    assert world.rows("SELECT count(*) FROM pages") == [(0,)]


def test_a_capture_is_folded_once(world: World) -> None:
    capture = world.happens(0, shows("A"))
    before = derived(world.connection)
    world.fold(capture.id)
    assert_same(before, derived(world.connection))


def test_a_changed_extractor_reads_the_page_again_and_is_no_edit(world: World) -> None:
    tell(world, (0, shows("A")), (5, shows("B")))
    world.version = "2"
    tell(world, (9, shows("C")))
    assert world.refolds == 1
    assert [text for _, text, _, _ in world.versions()] == [f"{t} (gelesen mit 2)" for t in "ABC"]
    assert world.rows("SELECT DISTINCT extractor_version FROM readings") == [("2",)]
    assert [event[0] for event in world.events()] == ["new", "edited", "edited"]


def test_links_of_a_version_that_is_gone_are_forgotten_and_the_others_dated_anew(world: World) -> None:
    late = shows("B", links=("https://bund.example/b", "https://bund.example/both"))
    tell(world, (0, shows("A", links=("https://bund.example/a", "https://bund.example/both"))), (5, late))
    world.connection.execute("UPDATE captures SET kind = 'probe' WHERE seq = 1")
    world.refold("example,amt)/presse/1")
    assert world.rows("SELECT url, first_cited_at FROM links ORDER BY url") == [
        ("https://bund.example/b", "2016-09-01T11:00:00.000Z"),
        ("https://bund.example/both", "2016-09-01T11:00:00.000Z"),
    ]


def test_a_page_that_is_folded_anew_settles_only_the_links_that_it_cited_first(world: World) -> None:
    tell(world, (0, shows("A", links=("https://bund.example/a",))))
    world.connection.execute(
        "INSERT INTO links (url, url_key, host, first_cited_at) VALUES ('https://fremd.example/', 'x', 'y', 'z')"
    )
    world.refold("example,amt)/presse/1")
    assert world.rows("SELECT count(*) FROM links") == [(2,)]
    settle_links(world.connection)
    assert world.rows("SELECT url FROM links") == [("https://bund.example/a",)]


def test_captures_of_one_instant_are_folded_alike_live_and_anew(world: World) -> None:
    """The order is that of the crawls' names, not that in which the captures were committed."""
    late = World(world.connection, "20160801T060000Z-000001")
    for capturing, text in ((world, "A"), (late, "B")):
        capturing.happens(5, shows(text))
    tell(world, (6, shows("A")), (7, shows("B")))
    assert [text for _, text, _, _ in world.versions()] == ["B", "A", "B"]
    before = derived(world.connection)
    world.refold_all()
    assert_same(before, derived(world.connection))


def test_links_know_the_pages_that_they_lead_to_whichever_came_first(world: World) -> None:
    tell(world, (0, shows("A", links=(ELSEWHERE,))), (1, shows("B", url=ELSEWHERE, links=(HTTP,))))
    known = [(ELSEWHERE, "example,amt)/archiv/1"), (HTTP, "example,amt)/presse/1")]
    sql = "SELECT l.url, p.url_key FROM links l JOIN pages p ON p.id = l.page_id ORDER BY l.id"
    assert world.rows(sql) == known
    world.refold_all()
    assert sorted(world.rows(sql)) == sorted(known)
