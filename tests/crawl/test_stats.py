"""Tables of captures, and the state in which a crawl with these captures ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import pytest

from kaaw_archive.crawl.completeness import Completeness
from kaaw_archive.crawl.stats import CrawlStats
from kaaw_archive.items import Capture, CaptureKind, SeedEntry
from kaaw_archive.seeds import SeedPage

if TYPE_CHECKING:
    from kaaw_archive.seeds.records import SeedKind


def capture(url: str, told: int | str, kind: CaptureKind = "page") -> Capture:
    """A capture with a status (a number) or an error (a name)."""
    status, error = (told, None) if isinstance(told, int) else (None, told)
    return Capture(
        id=1, uid="c-1", kind=kind, url=url, captured_at="2016-09-22T12:00:00.000Z",
        status=status, error=error, payload_digest=None, revisit=None, content_type=None, needs_reading=False,
    )  # fmt: skip


def page(host: str, number: int) -> str:
    return f"https://{host}.example/{number}"


Told = Sequence[tuple[str, int | str]]

FINISHED: dict[str, Told] = {
    "one page": [(page("a", 1), 200)],
    "nothing has changed": [(page("a", 1), 304), (page("a", 2), 304)],
    "a page is gone": [(page("a", 1), 404), (page("a", 2), 200)],
    "half of the answers forbidden": [
        (page("a", 1), 403), (page("a", 2), 403), (page("a", 3), 200), (page("a", 4), 200),
    ],
    "a pause that ended well": [(page("a", 1), 503), (page("a", 1), 200)],
    "one of many hosts does not answer": [(page("a", 1), 200), (page("b", 1), 200), (page("c", 1), "timeout")],
    "half of the hosts fail": [(page(h, 1), 200) for h in "ab"] + [(page(h, 1), "timeout") for h in "cd"],
    "hosts fail in different ways": [
        (page("a", 1), 200), (page("b", 1), "timeout"), (page("c", 1), "dns_not_found"), (page("d", 1), "tls_failed"),
    ],
    "hosts that failed first and answered then": [
        *((page(h, 1), "timeout") for h in "abc"), *((page(h, 1), 200) for h in "abc"),
    ],
    "one of three hosts has a gateway that fails": [(page("a", 1), 200), (page("b", 1), 200), (page("c", 1), 502)],
    "refused by robots.txt, and one page": [(page("a", 1), "robots_denied"), (page("b", 1), 200)],
}  # fmt: skip

DEGRADED: dict[str, tuple[Told, str]] = {
    "nothing found": ([(page("a", 1), 404)], "nothing found"),
    "all refused": ([(page("a", 1), "robots_denied"), (page("a", 2), "robots_denied")], "nothing found"),
    "redirects that lead nowhere": ([(page("a", 1), 301)], "nothing found"),
    "blocked": ([*((page("a", n), 403) for n in range(3)), (page("a", 4), 200)], "blocked by a.example"),
    "blocked at the only page": ([(page("a", 1), 403)], "blocked by a.example"),
    "rate-limited": ([(page("a", 1), 200), (page("a", 2), 429)], "rate-limited or unavailable: a.example"),
    "unavailable": ([(page("a", 1), 200), (page("a", 2), 503)], "rate-limited or unavailable: a.example"),
    "a pause that was too long": ([(page("a", 1), 200), (page("a", 2), "host_paused")], "rate-limited"),
    "most hosts fail alike": (
        [(page("a", 1), 200), *((page(h, 1), "dns_failure") for h in "bcd")],
        "most likely the fault is ours: 3 of 4 hosts fail alike: the resolver of this machine gives no answer",
    ),
    "one host, and our proxy fails": ([(page("a", 1), "proxy_failed")], "most likely the fault is ours"),
    "most hosts have no answer of our proxy": (
        [(page("a", 1), 200), *((page(h, 1), 502) for h in "bcd")],
        "most likely the fault is ours: 3 of 4 hosts fail alike: our proxy fails (it answers 502)",
    ),
    "no network": (
        [(page(h, 1), "connection_failed") for h in "abc"],
        "3 of 3 hosts fail alike: this machine has no route",
    ),
    "a dead host": (
        [(page("a", 1), "timeout")],
        "no request brought content, as a.example did not answer (timeout)",
    ),
    "a dead host behind a proxy": (
        [(page("a", 0), 502), (page("a", 1), "robots_unreachable")],
        "no answer of a.example (502, perhaps of our proxy): no robots.txt, so nothing is asked for; ",
    ),
    "no rules": ([(page("a", 1), "robots_unreachable")], "robots.txt gave no rules, which closes a.example"),
    "too many hosts to name": (
        [(page(h, 1), 200) for h in "abcde"] + [(page(h, 2), 429) for h in "abcde"],
        "a.example, b.example, c.example and 2 more",
    ),
}


def stats(told: Told) -> CrawlStats:
    counted = CrawlStats()
    for url, brought in told:
        counted.count(capture(url, brought))
    return counted


@pytest.mark.parametrize("name", FINISHED)
def test_a_crawl_that_went_well_is_finished_without_a_reason(name: str) -> None:
    assert stats(FINISHED[name]).end_state() == ("finished", None)


@pytest.mark.parametrize("name", DEGRADED)
def test_a_crawl_below_its_best_says_why(name: str) -> None:
    told, reason = DEGRADED[name]
    state, said = stats(told).end_state()
    assert state == "degraded"
    assert said is not None
    assert reason in said


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([(page("a", 1), "timeout"), (page("a", 1), "timeout"), (page("a", 1), "timeout")], "finished"),
        ([(page("a", 1), "timeout"), (page("a", 2), 404), (page("a", 3), 500)], "finished"),
        ([(page("a", n), "timeout") for n in range(3)], "degraded"),
    ],
    ids=["one page, three times", "two pages, and one that is gone", "three pages"],
)
def test_a_page_or_two_that_fail_say_nothing_of_a_site_of_which_the_rest_is_not_due(told: Told, state: str) -> None:
    counted = stats(told)
    counted.begin(not_due=1)
    assert counted.end_state()[0] == state
    counted.begin(not_due=0)
    assert counted.end_state()[0] == "degraded"


def test_lists_that_name_no_article_say_something_only_when_all_of_a_site_were_asked() -> None:
    counted = stats([(page("a", 1), 200)])
    counted.count_seed(page("a", 1), SeedPage("page", "plain"))
    counted.begin(not_due=1)
    assert counted.end_state() == ("finished", None)
    counted.begin(not_due=0)
    assert counted.end_state() == ("degraded", "no seed names an article: the site may have changed")


def test_all_reasons_are_named() -> None:
    told: Told = [*((page("a", n), 403) for n in range(3)), (page("b", 1), 429)]
    state, reason = stats(told).end_state()
    assert state == "degraded"
    assert reason == (
        "blocked by a.example; rate-limited or unavailable: b.example; nothing found: no request brought content"
    )


def test_a_crawl_with_nothing_to_do_is_finished_and_says_so() -> None:
    assert CrawlStats().end_state() == ("finished", "nothing was due")


def test_robots_txt_is_no_page() -> None:
    counted = CrawlStats()
    counted.count(capture("https://a.example/robots.txt", 403, "robots"))
    assert counted.end_state() == ("finished", "nothing was due")


def test_content_and_pages_are_counted() -> None:
    counted = stats([(page("a", 1), 200), (page("a", 2), 304), (page("a", 3), 404), (page("a", 4), "timeout")])
    assert (counted.pages, counted.content) == (4, 2)


def test_a_run_whose_pages_may_all_be_dead_alarms_nobody() -> None:
    """What articles cite dies, and on many a day nothing else is due."""
    counted = CrawlStats()
    counted.begin(not_due=0, needs_content=False)
    for told in (404, "connection_lost", 503, 403, "robots_unreachable"):
        counted.count_request()
        counted.count(capture(page("a", 1), told))
    assert counted.end_state() == ("finished", None)


@pytest.mark.parametrize("hosts", ["a", "abc"])
@pytest.mark.parametrize(("told", "is_ours"), [("dns_not_found", False), ("timeout", None), ("proxy_login", True)])
def test_hosts_that_articles_cite_may_be_dead(hosts: str, told: str, is_ours: bool | None) -> None:
    counted = CrawlStats()
    counted.begin(not_due=0, needs_content=False)
    for host in hosts:
        counted.count_request()
        counted.count(capture(page(host, 1), told))
    is_expected = len(hosts) >= 3 if is_ours is None else is_ours
    assert (counted.own_fault() is not None) is is_expected


def seed(kind: str, articles: int, title: str | None = None) -> SeedPage:
    entries = tuple(SeedEntry(page("a", number), title) for number in range(articles))
    return SeedPage(cast("SeedKind", kind), "plain", entries)


@pytest.mark.parametrize(
    ("before", "now", "is_sign"),
    [
        (seed("listing", 20), seed("listing", 2), True),
        (seed("listing", 20), seed("listing", 5), False),
        (seed("listing", 9), seed("listing", 0), False),
        (seed("sitemap", 300), seed("sitemap", 30), True),
        (seed("sitemap", 30, "Haushalt"), seed("sitemap", 2, "Haushalt"), False),  # news of the last two days
        (seed("feed", 20), seed("feed", 2), False),
        (seed("listing", 20), seed("page", 0), False),
        (None, seed("listing", 0), False),
    ],
)
def test_a_list_that_names_far_fewer_articles_than_before_is_a_sign(
    before: SeedPage | None, now: SeedPage, is_sign: bool
) -> None:
    completeness = Completeness()
    completeness.note_earlier("https://a.example/aktuelles", before, now)
    assert any("far fewer articles" in reason for reason in completeness.reasons()) == is_sign


@pytest.mark.parametrize(
    ("problems", "is_sign"),
    [
        (["needs_script"] * 3 + [None] * 3, True),
        (["needs_script"] * 3 + [None] * 4, False),
        (["no_text"] * 2, False),
        (["listing"] * 9, False),
    ],
)
def test_pages_that_mostly_show_no_text_are_a_sign(problems: list[str | None], is_sign: bool) -> None:
    completeness = Completeness()
    for number, problem in enumerate(problems):
        completeness.count_reading(page("a", number), problem)
    assert (
        any("pages show no text (most of them needs_script" in reason for reason in completeness.reasons()) == is_sign
    )
