"""Which articles are one text, where it is now, and what its addresses did: one text is one work, two are never one."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive import urls
from kaaw_archive.archive.queries.events import find_events
from kaaw_archive.archive.queries.search import search
from kaaw_archive.derive.successors import candidates
from kaaw_archive.derive.works import find_works
from kaaw_archive.items import EventFilter
from tests.derive.histories import DAY, Step, World, answers, fails, shows, shows_list, shows_problem, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaaw_archive.items import Capture

OLD = "https://www.amt.example/presse/haushalt.html"
NEW = "https://www.amt.example/aktuelles/2016/haushalt"
THIRD = "https://www.amt.example/news/haushalt-2016"
OTHER = "https://www.kreis.example/presse/haushalt.html"
LONG = (
    "Der Rat der Stadt Moorland hat am Montag den Haushalt beschlossen. Für Schulen stehen zwölf Millionen Euro bereit,"
    " für Straßen drei Millionen. Die Bürgermeisterin dankte der Kämmerei für die Arbeit an dem Entwurf, der seit dem"
    " Frühjahr in den Ausschüssen beraten worden war. Die Fraktionen stimmten mit einer Ausnahme zu.\n"
    "Der Beschluss liegt ab Mittwoch im Rathaus aus und steht im Netz. Auskunft gibt das Amt für Finanzen."
)
SHORT = "Die Tagesordnung finden Sie im Anhang."


def dated(text: str, day: str | None, url: str, title: str = "Rat beschließt Haushalt", **more: Any) -> Step:
    """A page with an article of a day."""
    step = shows(text, title=title, url=url, **more)
    assert step.said is not None
    return replace(step, said=step.said | {"day": day})


def works(world: World) -> list[list[str]]:
    """The addresses of each work with more than one."""
    rows = world.rows(
        "SELECT w.key, a.url FROM articles a JOIN works w ON w.id = a.work_id ORDER BY w.key, a.first_seen_at"
    )
    found: dict[str, list[str]] = {}
    for key, url in rows:
        found.setdefault(key, []).append(url)
    return sorted(urls for urls in found.values() if len(urls) > 1)


def gone(world: World, url: str, *hours: float) -> None:
    for hour in hours:
        world.happens(hour, answers(404, url))


def states(world: World) -> dict[str, str]:
    return dict(world.rows("SELECT url, state FROM articles"))


def moves(world: World, hour: float, old: str, new: Step) -> Capture:
    hop = world.happens(hour, answers(301, old, location=new.url))
    return world.happens(hour + 0.001, new, via=hop)


ONE_TEXT = {
    "the same text of one day": (dated(LONG, "2016-09-01", OLD), dated(LONG, "2016-09-01", NEW)),
    "the same long text without a day": (dated(LONG, None, OLD), dated(LONG, None, NEW)),
    "the same text, one of them without a day": (dated(LONG, "2016-09-01", OLD), dated(LONG, None, NEW)),
    "a line more": (dated(LONG, "2016-09-01", OLD), dated(f"{LONG}\nPressestelle der Stadt", "2016-09-01", NEW)),
    "with the name of the site in the title": (
        dated(LONG, "2016-09-01", OLD),
        dated(LONG, "2016-09-01", NEW, title="Rat beschließt Haushalt - Moorland"),
    ),
}
LASTING = (
    "Wer im Winter Vögel füttert, sollte nur so viel Futter anbieten, wie an einem Tag gefressen wird. Am besten eignen"
    " sich Säulen, in denen das Futter trocken bleibt. Brot, Speck und gesalzene Reste schaden den Tieren. Die Stelle"
    " sollte frei liegen, damit sich keine Katze anschleichen kann, und weit genug von Scheiben entfernt sein. Häuschen"
    " werden mit heißem Wasser gereinigt, nie mit scharfen Mitteln. Ein Merkblatt gibt es im Umweltamt der Stadt."
)
COSTS = f"{LONG} Der Neubau neben dem Bauhof kostet 4,6 Millionen Euro, sagte Kämmerin Gesa Kröger."
VIEWED = "https://www.amt.example/aktuell/meldung.asp?ID=5521"
PRINTED = "https://www.amt.example/aktuell/druck.asp?ID=5521"
TITLE = "Rat beschließt Haushalt"
VARIANTS = {
    "a number corrected on the way": (
        dated(COSTS, "2016-09-01", OLD), dated(COSTS.replace("4,6", "4,9"), "2016-09-01", NEW)
    ),
    "a number of more digits": (
        dated(COSTS, "2016-09-01", OLD), dated(COSTS.replace("4,6", "5"), "2016-09-01", NEW)
    ),
    "a number in words and the spelling of a name": (
        dated(COSTS, "2016-09-01", OLD),
        dated(COSTS.replace("drei", "vier").replace("Kröger", "Kroeger"), "2016-09-01", NEW),
    ),
    "a print view with a title and a line of its own": (
        dated(LONG, "2016-09-01", VIEWED),
        dated(f"Stadt Moorland, Pressestelle, 01.09.2016\n{TITLE}\n{LONG}", None, PRINTED, title="Meldung drucken"),
    ),
    "a print view in a folder of its own": (
        dated(LONG, "2016-09-01", OLD),
        dated(f"{TITLE}\n{LONG}", "2016-09-01", "https://www.amt.example/print/77", title="Druckansicht"),
    ),
    "a view for small screens": (
        dated(LONG, "2016-09-01", OLD),
        dated(f"{LONG}\nZur vollen Ansicht", None, "https://www.amt.example/mobil/presse/haushalt.html"),
    ),
    "the second page of an article that is shown whole": (
        dated(f"{LONG}\n{LASTING}", "2016-09-01", f"{NEW}?ansicht=alles"),
        dated(LASTING, "2016-09-01", f"{NEW}?seite=2", title=f"{TITLE} (Seite 2)"),
    ),
    "a teaser that leads to the text": (
        dated(LONG, "2016-09-01", OLD), dated(f"{LONG[:240]} ... weiterlesen", "2016-09-01", NEW)
    ),
    "a teaser that ends with an ellipsis": (
        dated(LONG, "2016-09-01", OLD), dated(f"{LONG[:240]} …", "2016-09-01", NEW)
    ),
    "the same text under another day, which names none": (
        dated(LASTING, "2015-12-01", OLD), dated(LASTING, "2016-12-01", NEW)
    ),
    "the same text with a title that has a word more": (
        dated(LONG, "2016-09-01", OLD, title="Stadt kann Schulen sanieren"),
        dated(LONG, "2016-09-01", NEW, title="Haushaltsdebatte mit Folgen: Stadt kann Schulen sanieren"),
    ),
    "the same text with umlauts written out": (
        dated(LONG, "2016-09-01", OLD, title="Bürgermeisterin dankt Kämmerei"),
        dated(LONG.replace("ü", "ue").replace("ä", "ae"), "2016-09-01", NEW, title="Buergermeisterin dankt Kaemmerei"),
    ),
    "the same text with a title of the same number": (
        dated(f"{LONG} Gepflanzt werden 310.000 Bäume.", "2016-09-01", OLD, title="Kosten steigen: 310.000 Bäume"),
        dated(f"{LONG} Gepflanzt werden 310.000 Bäume.", "2016-09-01", NEW, title="Mischwald: 310.000 neue Setzlinge"),
    ),
}  # fmt: skip
TWO_TEXTS = {
    "another number that names a thing": (
        dated(f"{COSTS} Es gilt Drucksache Nr. 41.", "2016-09-01", OLD),
        dated(f"{COSTS} Es gilt Drucksache Nr. 42.", "2016-09-01", NEW),
    ),
    "another sitting of a series": (
        dated(f"{COSTS} Es war die 7. Sitzung.", "2016-09-01", OLD),
        dated(f"{COSTS} Es war die 8. Sitzung.", "2016-09-01", NEW),
    ),
    "the same text under another day, with a day of its year": (
        dated(f"{LASTING} Geöffnet ist bis 3. Mai.", "2015-12-01", OLD),
        dated(f"{LASTING} Geöffnet ist bis 3. Mai.", "2016-12-01", NEW),
    ),
    "the same short text under another day": (
        dated(LASTING[:300], "2015-12-01", OLD), dated(LASTING[:300], "2016-12-01", NEW)
    ),
    "two notices of which one page has both": (
        dated(LASTING, "2016-09-01", f"{NEW}?nummer=1"),
        dated(f"{LONG}\n{LASTING}", "2016-09-01", f"{NEW}?nummer=2", title="Haushalt und Vögel"),
    ),
    "the same beginning": (
        dated(LONG, "2016-09-01", OLD), dated(f"{LONG[:190]} Es gab Beifall.", "2016-09-01", NEW)
    ),
    "a print view of another page": (
        dated(LONG, "2016-09-01", VIEWED),
        dated(f"{TITLE}\n{LONG}", None, PRINTED.replace("5521", "5522"), title="Meldung drucken"),
    ),
    "a short template of another day": (
        dated(SHORT, "2016-09-01", OLD, title="Sitzung des Rates"),
        dated(SHORT, "2016-10-01", NEW, title="Sitzung des Rates"),
    ),
    "a short template without a day": (
        dated(SHORT, None, OLD, title="Sitzung des Rates"),
        dated(SHORT, None, NEW, title="Sitzung des Rates"),
    ),
    "a template for another committee": (
        dated(SHORT, "2016-09-01", OLD, title="Sitzung des Rates"),
        dated(SHORT, "2016-09-01", NEW, title="Sitzung des Bauausschusses"),
    ),
    "a repeat of the next year": (dated(LONG, "2015-09-01", OLD), dated(LONG, "2016-09-01", NEW)),
    "a repeat without days, with years in its addresses": (
        dated(LONG, None, "https://www.amt.example/2015/haushalt"),
        dated(LONG, None, "https://www.amt.example/2016/haushalt"),
    ),
    "another number": (
        dated(f"{LONG} Bebauungsplan Nr. 12.", "2016-09-01", OLD),
        dated(f"{LONG} Bebauungsplan Nr. 13.", "2016-09-01", NEW),
    ),
    "another number in the title": (
        dated(LONG, "2016-09-01", OLD, title="Öffentliche Bekanntmachung der Stadt zum Bebauungsplan Nr. 12"),
        dated(LONG, "2016-09-01", NEW, title="Öffentliche Bekanntmachung der Stadt zum Bebauungsplan Nr. 13"),
    ),
    "two bodies": (dated(LONG, "2016-09-01", OLD), dated(LONG, "2016-09-01", OTHER)),
    "a correction": (
        dated(LONG, "2016-09-01", OLD, title="Rat der Stadt Moorland beschließt Haushalt"),
        dated(f"{LONG} Wir bitten um Beachtung.", "2016-09-01", NEW,
              title="Korrektur Rat der Stadt Moorland beschließt Haushalt"),
    ),
    "a translation": (
        dated(LONG, "2016-09-01", OLD),
        dated("The council of Moorland has passed the budget on Monday. " * 8, "2016-09-01", NEW),
    ),
    "a teaser": (dated(LONG, "2016-09-01", OLD), dated(LONG[:180], "2016-09-01", NEW)),
}  # fmt: skip


@pytest.mark.parametrize("pair", ONE_TEXT.values(), ids=ONE_TEXT)
def test_one_text_at_two_addresses_is_one_work(world: World, pair: tuple[Step, Step]) -> None:
    tell(world, (0, pair[0]), (100 * DAY, pair[1]))
    assert works(world) == [[pair[0].url, pair[1].url]]


@pytest.mark.parametrize("pair", VARIANTS.values(), ids=VARIANTS)
def test_variants_of_one_text_are_one_work(world: World, pair: tuple[Step, Step]) -> None:
    tell(world, (0, pair[0]), (100 * DAY, pair[1]))
    assert works(world) == [[pair[0].url, pair[1].url]]


def test_views_of_a_page_that_are_there_together_are_one_work(world: World) -> None:
    page, view = VARIANTS["a print view with a title and a line of its own"]
    tell(world, (0, page), (1, view), (30, page), (31, view))
    assert works(world) == [[VIEWED, PRINTED]]


@pytest.mark.parametrize("status", [301, None], ids=["redirect", "canonical"])
def test_the_pages_of_an_article_are_one_work_with_the_whole(world: World, status: int | None) -> None:
    second, whole = "https://www.amt.example/presse/haushalt_s2.html", dated(f"{LONG}\n{LASTING}", "2016-09-01", NEW)
    page = dated(f"Fortsetzung: Wie gefüttert wird.\n{LASTING}", "2016-09-01", second, title=f"{TITLE} – Fortsetzung")
    if status is None:
        tell(world, (0, whole), (1, stating(page, NEW)))
    else:
        world.happens(0, page)
        moves(world, 50 * DAY, second, whole)
    assert len(works(world)) == 1


def test_a_series_that_moved_is_no_correction_of_one_another(world: World) -> None:
    """Two notices differ in a number, and both are at the new place as they were."""
    for era, place in ((0, "presse"), (100, "archiv")):
        for number in ("4,6", "4,9"):
            url = f"https://www.amt.example/{place}/{number.replace(',', '-')}"
            world.happens(era * DAY + 1, dated(COSTS.replace("4,6", number), "2016-09-01", url))
    assert [len(urls) for urls in works(world)] == [2, 2]
    assert all(urls[0][-3:] == urls[1][-3:] for urls in works(world))


@pytest.mark.parametrize("pair", TWO_TEXTS.values(), ids=TWO_TEXTS)
@pytest.mark.parametrize("is_gone", [False, True], ids=["side by side", "one after the other"])
def test_two_texts_are_two_works(world: World, pair: tuple[Step, Step], is_gone: bool) -> None:
    tell(world, (0, pair[0]))
    if is_gone:
        gone(world, pair[0].url, 50 * DAY, 51 * DAY)
    tell(world, (100 * DAY, pair[1]), (100 * DAY + 1, answers(500, pair[0].url) if is_gone else pair[0]))
    assert works(world) == []
    if is_gone:
        assert states(world)[pair[0].url] == "withdrawn"


def test_a_text_that_was_there_beside_another_one_is_not_the_same(world: World) -> None:
    more = f"{LONG} Es gab Beifall."
    tell(world, (0, dated(LONG, "2016-09-01", OLD)), (1, dated(more, "2016-09-01", NEW)))
    assert len(works(world)) == 1
    tell(world, (30, dated(LONG, "2016-09-01", OLD)), (31, dated(more, "2016-09-01", NEW)))
    assert works(world) == []


def test_a_redirect_joins_a_text_that_was_edited_on_the_way(world: World) -> None:
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    moves(world, 50, OLD, dated(LONG.replace("zwölf", "13"), "2016-09-01", NEW))
    assert works(world) == [[OLD, NEW]]
    assert world.rows("SELECT rule, confidence FROM work_evidence") == [("redirect", 0.95)]
    assert world.rows("SELECT current_url, addresses FROM works_view") == [(NEW, 2)]


def test_a_redirect_to_another_text_has_moved_nothing(world: World) -> None:
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    other = dated("Die Ausstellung im Museum wird verlängert. " * 9, "2016-11-01", NEW, title="Ausstellung verlängert")
    moves(world, 50, OLD, other)
    assert (works(world), states(world)[OLD]) == ([], "live")
    moves(world, 50 + 2 * DAY, OLD, other)
    assert (works(world), states(world)[OLD]) == ([], "withdrawn")
    assert [event[0] for event in world.events()] == ["new", "withdrawn", "new"]


def test_what_is_gone_and_lives_elsewhere_has_moved_and_is_never_withdrawn(world: World) -> None:
    tell(world, (0, dated(LONG, "2016-09-01", OLD)), (100, dated(LONG, "2016-09-01", NEW)))
    gone(world, OLD, 101, 130)
    assert states(world) == {OLD: "moved", NEW: "live"}
    assert world.events() == [("new", None, 0), ("moved", 0, 101)]
    gone(world, NEW, 200, 230)
    assert states(world) == {OLD: "moved", NEW: "withdrawn"}
    assert world.rows("SELECT state, current_url FROM works_view") == [("withdrawn", None)]


def test_the_search_shows_a_work_at_the_address_where_it_is(world: World) -> None:
    tell(world, (0, dated(LONG, "2016-09-01", OLD)), (100, dated(LONG, "2016-09-01", NEW)))
    gone(world, OLD, 101, 130)
    assert states(world) == {OLD: "moved", NEW: "live"}
    (hit,) = search(world.connection, "Haushalte Straße").hits
    assert (hit["url"], hit["state"], hit["addresses"]) == (NEW, "live", 2)
    assert len(search(world.connection, "Haushalte Straße", is_by_address=True).hits) == 2


def test_a_withdrawal_that_a_later_find_refutes_is_superseded(world: World) -> None:
    tell(world, (0, dated(LONG, "2016-09-01", OLD)))
    gone(world, OLD, 50, 80)
    assert [event[0] for event in world.events()] == ["new", "withdrawn"]
    tell(world, (100, dated(LONG, "2016-09-01", NEW)))
    assert world.rows("SELECT kind, is_superseded FROM events ORDER BY id") == [
        ("new", 0),
        ("withdrawn", 1),
        ("moved", 0),
    ]
    (moved,) = find_events(world.connection, EventFilter(kinds=("moved",)))
    assert (moved["moved_to_url"], len(moved["captures"])) == (NEW, 2)


def test_a_host_without_an_answer_has_moved_nothing_until_the_text_is_found_elsewhere(world: World) -> None:
    tell(world, (0, dated(LONG, "2016-09-01", OLD)), *((hour, fails("dns_not_found", url=OLD)) for hour in (50, 80)))
    assert states(world) == {OLD: "live"}
    tell(world, (100, dated(LONG, "2016-09-01", NEW)))
    assert states(world) == {OLD: "moved", NEW: "live"}


def test_a_second_address_that_stays_is_no_move(world: World) -> None:
    both = [(hour, dated(LONG, "2016-09-01", url)) for hour, url in ((0, OLD), (1, NEW), (30, OLD), (31, NEW))]
    tell(world, *both)
    assert works(world) == [[OLD, NEW]]
    assert world.events() == [("new", None, 0)]
    assert world.rows("SELECT current_url FROM works_view") == [(OLD,)]


SLUGS = [f"meldung-{number}" for number in range(12)]


def relaunches(world: World) -> dict[str, list[str]]:
    """Relaunch a site three times: new slugs, a new host without redirects, new folders. One page splits, two merge.

    Returns the addresses of each text.
    """
    truth: dict[str, list[str]] = {}
    eras: list[Callable[[int], str]] = [
        lambda n: f"https://www.amt.example/presse/{n}.html",
        lambda n: f"https://www.amt.example/aktuelles/{SLUGS[n]}",
        lambda n: f"https://neu.amt.example/aktuelles/{SLUGS[n]}",
        lambda n: f"https://neu.amt.example/de/news/2017/{SLUGS[n]}",
    ]
    for era, address in enumerate(eras):
        at = era * 100 * DAY
        for number in range(12):
            url = address(number)
            edited = " Ergänzt wurde ein Satz zur Anmeldung." if era == 2 and number in (3, 4) else ""
            day = f"2016-0{1 + number % 6}-1{number % 10}"
            step = dated(f"{LONG} Thema {number}. {edited}", day, url, title=f"Meldung zu Thema {number}")
            if era == 3 and number == 5:  # it splits: neither half is the text
                step = dated(LONG[:200], day, url, title="Meldung zu Thema 5, Teil 1")
            world.happens(at + number * 0.01, step)
            if not (era == 3 and number == 5):
                truth.setdefault(str(number), []).append(url)
            for look in (1, 30) if era else ():
                before = eras[era - 1](number)
                missing = fails("dns_not_found", url=before) if era == 2 else answers(404, before)
                world.happens(at + look + number * 0.01, missing)
    merged = dated(f"{LONG} Thema 6.\n{LONG} Thema 7.", "2016-01-16", "https://neu.amt.example/de/rueckblick",
                   title="Rückblick auf Thema 6 und Thema 7")  # fmt: skip
    world.happens(301 * DAY, merged)
    return truth


@pytest.mark.slow
def test_three_relaunches_are_followed(world: World) -> None:
    follower = World(world.connection, "20160901T060000Z-000002", "amt.example")
    truth = relaunches(follower)
    found = {tuple(urls) for urls in works(world)}
    pairs = {(a, b) for urls in found for a, b in permutations(urls, 2)}
    true = {(a, b) for urls in truth.values() for a, b in permutations(urls, 2)}
    assert pairs - true == set()
    assert len(pairs & true) >= 0.95 * len(true)
    assert world.rows("SELECT count(*) FROM articles a JOIN articles b ON b.work_id = a.work_id"
                      " WHERE a.state = 'withdrawn' AND b.state = 'live'") == [(0,)]  # fmt: skip
    kinds = dict(world.rows("SELECT kind, count(*) FROM events WHERE NOT is_superseded GROUP BY kind"))
    assert (kinds["new"], kinds["moved"], kinds["withdrawn"]) == (14, 35, 1)


def test_a_temporary_redirect_on_two_days_and_the_same_text_elsewhere_is_a_move(world: World) -> None:
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    world.happens(10 * DAY, dated(LONG, "2016-09-01", NEW))
    for day in (11, 12):
        world.happens(day * DAY, answers(302, OLD, location="https://www.amt.example/"))
    find_works(world.connection)
    assert states(world) == {OLD: "moved", NEW: "live"}
    (event,) = find_events(world.connection, EventFilter(kinds=("moved",)))
    assert (event["after_at"][:10], event["before_at"][:10]) == ("2016-09-01", "2016-09-12")


def test_a_temporary_redirect_alone_withdraws_nothing(world: World) -> None:
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    for day in (11, 12, 30):
        world.happens(day * DAY, answers(302, OLD, location="https://www.amt.example/anmeldung"))
    find_works(world.connection)
    assert states(world) == {OLD: "live"}
    assert find_events(world.connection, EventFilter(kinds=("moved", "withdrawn"))) == []


HOME = "https://www.amt.example/"


@pytest.mark.parametrize("status", [301, 302])
def test_a_deep_address_that_leads_to_the_home_page_on_two_days_is_withdrawn(world: World, status: int) -> None:
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    waits = []
    for day, state in ((11, "live"), (12, "withdrawn"), (13, "withdrawn")):
        world.happens(day * DAY, answers(status, OLD, location="/"))
        assert states(world) == {OLD: state}
        waits.append(world.due_in()[0] / DAY)
    assert waits[0] == 1  # the second look is due on the next day, whatever the page waited for before
    assert waits[1] > 1
    assert world.events() == [("new", None, 0), ("withdrawn", 0, 11 * DAY)]
    assert world.rows("SELECT state, current_url FROM works_view") == [("withdrawn", None)]
    world.happens(14 * DAY, dated(LONG, "2016-09-01", OLD))
    assert states(world) == {OLD: "live"}


HOMES = {
    "a login": (shows_problem("login_page", "error", HOME), "live"),
    "a failure": (answers(503, HOME), "live"),
    "nothing": (fails("timeout", url=HOME), "live"),
    "a login of its own": (answers(302, HOME, location="https://www.amt.example/login"), "live"),
    "a list": (shows_list({}, HOME), "withdrawn"),
    "not found": (answers(404, HOME), "withdrawn"),
}


@pytest.mark.parametrize(("home", "state"), HOMES.values(), ids=HOMES)
def test_an_address_that_leads_to_a_home_page_that_is_hidden_has_lost_nothing(
    world: World, home: Step, state: str
) -> None:
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    for day in (11, 12, 30):
        hop = world.happens(day * DAY, answers(302, OLD, location="/"))
        hop = world.happens(day * DAY + 0.001, home, via=hop)
        if home.headers:
            login = shows_problem("login_page", "error", "https://www.amt.example/login")
            world.happens(day * DAY + 0.002, login, via=hop)
    assert states(world)[OLD] == state


def led_home(world: World, hour: float, numbers: range = range(4)) -> None:
    for number in numbers:
        world.happens(hour + number / 100, answers(302, f"https://www.amt.example/presse/{number}", location="/"))


def four_articles(world: World, hour: float) -> None:
    for number in range(4):
        text = f"{LONG} Thema {number}."
        url = f"https://www.amt.example/presse/{number}"
        world.happens(hour + number / 100, dated(text, f"2016-08-0{number + 1}", url, title=f"Thema {number} im Rat"))


def test_a_site_that_leads_all_addresses_home_for_some_days_has_withdrawn_nothing(world: World) -> None:
    four_articles(world, 0)
    for day in (11, 12):
        led_home(world, day * DAY)
    find_works(world.connection)
    assert set(states(world).values()) == {"live"}
    four_articles(world, 13 * DAY)
    assert {event[0] for event in world.events()} == {"new"}


def test_a_site_that_leads_them_home_for_good_has_withdrawn_them(world: World) -> None:
    four_articles(world, 0)
    for day in (11, 12, 30):
        led_home(world, day * DAY)
    assert set(states(world).values()) == {"withdrawn"}


def test_addresses_that_lead_home_while_another_one_answers_are_withdrawn(world: World) -> None:
    four_articles(world, 0)
    other = "https://www.amt.example/presse/9"
    for day in (11, 12):
        led_home(world, day * DAY)
        world.happens(day * DAY + 0.02, dated(LASTING, "2016-08-09", other, title="Vögel füttern"))
    assert sorted(states(world).values()) == ["live", *["withdrawn"] * 4]


def test_the_home_page_of_another_host_withdraws_only_by_a_permanent_redirect(world: World) -> None:
    """A login on a host of its own redirects for a time."""
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    for day in (11, 12):
        world.happens(day * DAY, answers(302, OLD, location="https://login.amt.example/"))
    assert states(world) == {OLD: "live"}
    for day in (13, 14):
        world.happens(day * DAY, answers(301, OLD, location="https://neu.amt.example/"))
    assert states(world) == {OLD: "withdrawn"}


def test_a_home_page_that_leads_to_another_one_has_lost_nothing(world: World) -> None:
    world.happens(0, dated(LONG, "2016-09-01", HOME))
    for day in (11, 12):
        world.happens(day * DAY, answers(302, HOME, location="/de/"))
    assert states(world) == {HOME: "live"}


@pytest.mark.parametrize("failure", [answers(302, OLD, location="/"), answers(404, OLD), fails("timeout", url=OLD)])
def test_the_address_of_a_text_is_one_whose_last_look_showed_it(world: World, failure: Step) -> None:
    both = [(hour, dated(LONG, "2016-09-01", url)) for hour, url in ((0, OLD), (1, NEW), (30, OLD), (31, NEW))]
    tell(world, *both)
    assert world.rows("SELECT url FROM latest WHERE is_current") == [(OLD,)]
    world.happens(60, failure)
    assert states(world) == {OLD: "live", NEW: "live"}
    assert world.rows("SELECT current_url FROM works_view") == [(NEW,)]
    assert world.rows("SELECT url FROM latest WHERE is_current") == [(NEW,)]
    world.happens(80, dated(LONG, "2016-09-01", OLD))
    assert world.rows("SELECT current_url FROM works_view") == [(OLD,)]


def test_an_address_that_leads_to_the_home_page_has_moved_to_that_which_shows_the_text(world: World) -> None:
    both = [(hour, dated(LONG, "2016-09-01", url)) for hour, url in ((0, NEW), (1, OLD), (30, NEW), (31, OLD))]
    tell(world, *both)
    for day in (11, 12):
        world.happens(day * DAY, answers(302, NEW, location="/"))
        world.happens(day * DAY + 1, dated(LONG, "2016-09-01", OLD))
    assert states(world) == {NEW: "moved", OLD: "live"}
    assert world.rows("SELECT current_url FROM works_view") == [(OLD,)]


WATER = (
    "Die Stadtwerke spülen in der kommenden Woche die Leitungen in der {0}. Das Wasser kann dabei trüb werden und hat"
    " weniger Druck; schädlich ist es nicht. Wer Geräte mit Filtern hat, soll diese danach reinigen. Die Arbeiten"
    " beginnen am Morgen und enden am Nachmittag, der Notdienst ist auch in der {0} jederzeit zu erreichen."
)


def test_releases_for_two_places_in_one_folder_are_two_works(world: World) -> None:
    """They differ in a word, and neither has left its address."""
    for hour, place in ((0, "Nordstadt"), (1, "Weststadt")):
        url = f"https://www.amt.example/aktuelles/spuelung-{place.lower()}"
        world.happens(hour, dated(WATER.format(place), "2016-09-01", url, title="Stadtwerke spülen Wasserleitungen"))
    find_works(world.connection)
    assert works(world) == []


RENAMED = "Fraktionen stimmen dem Haushalt für Schulen und Straßen zu"


@pytest.mark.parametrize("text", [LONG, LONG.replace(" Die Fraktionen stimmten mit einer Ausnahme zu.", "")])
def test_a_text_with_another_title_that_has_moved_is_one_work(world: World, text: str) -> None:
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    world.happens(100 * DAY, dated(text, "2016-09-01", NEW, title=RENAMED))
    find_works(world.connection)
    assert works(world) == [[OLD, NEW]]


FRAMES = {
    "path in front": f"Startseite > Aktuelles > Rat beschließt Haushalt\n{LONG}",
    "line of day in front": f"Pressemitteilung vom 01.09.2016\n{LONG}",
    "note of the archive": f"Diese Meldung ist abgelaufen.\n{LONG}",
    "share bar and way back": f"{LONG}\nTeilen: Facebook Mastodon E-Mail\nZurück zur Liste",
}


@pytest.mark.parametrize("text", FRAMES.values(), ids=FRAMES)
def test_a_text_with_lines_of_its_page_around_it_is_one_work(world: World, text: str) -> None:
    """Its title may be longer or shorter at the other address."""
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    world.happens(5, dated(text, "2016-09-01", NEW, title="Rat beschließt Haushalt 2017 (beendet)"))
    find_works(world.connection)
    assert works(world) == [[OLD, NEW]]


ADDED = {
    "a sentence of its line": f"{LONG} Es gab Beifall.",
    "an item with a number": f"{LONG}\n7. Vergabe der Bauarbeiten.",
    "many lines": f"{LONG}\n" + "Die Sitzung des Rates begann mit einer Fragestunde der Einwohner. " * 3,
}


@pytest.mark.parametrize("text", ADDED.values(), ids=ADDED)
def test_what_is_added_to_a_text_is_no_frame(world: World, text: str) -> None:
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    world.happens(5, dated(text, "2016-09-01", NEW))
    world.happens(30, dated(LONG, "2016-09-01", OLD))
    world.happens(31, dated(text, "2016-09-01", NEW))
    find_works(world.connection)
    assert works(world) == []


FILE = "https://www.amt.example/fileadmin/PM_112_2016.pdf"
LETTER = (
    "Stadt Moorland\nPressemitteilung Nr. 112 vom 1. September 2016\nRat beschließt Haushalt\n"
    + LONG.replace("bereit,", "be-\nreit,").replace("Bürgermeisterin", "Bürger-\nmeisterin")
    + "\nHerausgeber: Stadt Moorland, Am Wall 4, Telefon 0123 4567-0"
)


def test_a_file_with_letterhead_and_hyphens_is_the_work_of_its_page(world: World) -> None:
    """The page stays the present address: the file is seldom looked at again."""
    world.happens(0, dated(LETTER, "2016-09-01", FILE, title="PM_112_2016.pdf"))
    world.happens(1, dated(LONG, "2016-09-01", OLD))
    find_works(world.connection)
    assert works(world) == [[FILE, OLD]]
    assert world.rows("SELECT current_url, title FROM works_view") == [(OLD, "Rat beschließt Haushalt")]


def test_a_file_does_not_keep_the_text_of_a_page_that_is_gone(world: World) -> None:
    world.happens(0, dated(LETTER, "2016-09-01", FILE, title="PM_112_2016.pdf"))
    world.happens(1, dated(LONG, "2016-09-01", OLD))
    gone(world, OLD, 10 * DAY, 12 * DAY)
    find_works(world.connection)
    assert states(world)[OLD] == "withdrawn"
    assert world.rows("SELECT state FROM works") == [("withdrawn",)]


def test_a_file_of_another_release_of_the_series_is_another_work(world: World) -> None:
    world.happens(0, dated(LETTER.replace("zwölf", "13"), "2016-09-01", FILE, title="PM_112_2016.pdf"))
    world.happens(1, dated(LONG, "2016-09-01", OLD))
    find_works(world.connection)
    assert works(world) == []


def test_a_text_that_was_entered_twice_may_have_days_side_by_side(world: World) -> None:
    """From the third day on it is a repeat, if it names a day that is another one then."""
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    world.happens(1, dated(LONG, "2016-09-03", NEW))
    world.happens(2, dated(LONG, "2016-09-06", THIRD))
    find_works(world.connection)
    assert works(world) == [[OLD, NEW]]


def test_a_corrected_text_with_the_number_of_its_address_is_one_work_within_days(world: World) -> None:
    old, new = "https://www.amt.example/pm/2016/4410", "https://www.amt.example/presse/haushalt-4410"
    for hour, url, text in ((0, old, LONG), (4 * DAY, new, LONG.replace("zwölf Millionen", "13 Millionen"))):
        world.happens(hour, dated(text, "2016-09-01", url))
    find_works(world.connection)
    assert works(world) == [[old, new]]


def test_a_title_of_which_the_text_says_nothing_is_of_another_work(world: World) -> None:
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    world.happens(100 * DAY, dated(LONG, "2016-09-01", NEW, title="Blutspende im Schützenheim Adorf"))
    find_works(world.connection)
    assert works(world) == []


def stating(step: Step, canonical: str) -> Step:
    """The same page, which states this address as its own."""
    assert step.said is not None
    return replace(step, said=step.said | {"canonical": canonical})


def test_the_address_that_a_page_states_as_its_own_joins_what_says_the_same(world: World) -> None:
    campaign = "https://www.amt.example/haushalt-2016"
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    world.happens(1, stating(dated(f"{LONG}\nAktuelles", None, campaign, title="Amt Moorland - Aktuelles"), OLD))
    find_works(world.connection)
    assert works(world) == [[OLD, campaign]]
    rules = world.rows("SELECT rule FROM work_evidence")
    assert [row[0] for row in rules] == ["canonical"]


@pytest.mark.parametrize(
    "page",
    [
        dated(SHORT, "2016-09-01", NEW, title="Sitzung des Rates"),  # the address of another text
        dated(LONG, "2016-10-01", NEW),  # of another day
        dated(LONG.replace("zwölf", "13").replace("drei", "4"), "2016-09-01", NEW, title="Haushalt 13"),
        dated(f"{LONG} Auskunft gibt der Kreis.", "2016-09-01", OTHER),  # of another publisher
    ],
    ids=["text", "day", "numbers", "publisher"],
)
def test_a_wrong_address_that_a_page_states_joins_nothing(world: World, page: Step) -> None:
    world.happens(0, dated(LONG.replace("zwölf", "12").replace("drei", "3"), "2016-09-01", OLD))
    world.happens(1, stating(page, OLD))
    find_works(world.connection)
    assert works(world) == []


def test_the_address_where_a_text_is_now_is_a_candidate_for_its_broken_link(world: World) -> None:
    world.happens(0, dated(LONG, "2016-09-01", OLD))
    world.happens(10 * DAY, dated(LONG, "2016-09-01", NEW, title=RENAMED))
    gone(world, OLD, 11 * DAY, 12 * DAY)
    find_works(world.connection)
    link = {"url": OLD, "url_key": urls.key(OLD), "first_cited_at": "2016-09-01T06:00:00.000Z"}
    found = candidates(world.connection, link, {"verdict": "not_found", "checked_at": "2016-09-20T06:00:00.000Z"})
    assert [(one.url, one.reason) for one in found if one.kind == "page"] == [
        (NEW, "the archive has the same text under this address")
    ]
