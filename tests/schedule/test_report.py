"""The report of a run of fifty sources fits on one screen, and says once what a person should know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaaw_archive.cli._run.summary import show
from kaaw_archive.exit_codes import ExitCode
from kaaw_archive.own_faults import REASON
from kaaw_archive.schedule.crawls import CrawlResult
from kaaw_archive.schedule.report import RunReport

BEFORE, BEGAN = "2026-03-01T04:00:00.000Z", "2026-03-02T04:00:00.000Z"
SCREEN = 40


def crawl(number: int, state: str = "finished", since: str | None = None) -> CrawlResult:
    return CrawlResult(
        spider=f"stadt-{number:02}.example", source=f"stadt-{number:02}.example", state=state,
        reason=None if state == "finished" else "blocked by its host", exit_code=0 if state == "finished" else 3,
        requests=20, new_payloads=3, problems=0, articles_not_read=0, seconds=4.0, since_at=since, log=(),
    )  # fmt: skip


def report(*crawls: CrawlResult) -> RunReport:
    return RunReport("news.db", BEGAN, crawls=list(crawls))


def test_fifty_sources_fit_on_one_screen(capsys: pytest.CaptureFixture[str]) -> None:
    told = report(*(crawl(number) for number in range(30)), *(crawl(number, "degraded") for number in range(30, 50)))
    told.events = [{"source": f"stadt-{n:02}.example", "new": n, "edited": 0, "withdrawn": 0, "moved": 0, "returned": 0,
                    "links_failing": 0, "links_dead": 0, "links_returned": 0} for n in range(50)]  # fmt: skip
    told.left = [f"dorf-{number}.example" for number in range(50)]
    show(told)
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) <= SCREEN
    assert shown.startswith("50 crawls: 30 finished, 20 degraded; 1,000 requests, 150 new payloads\n")
    assert "stadt-00.example  finished" not in shown
    assert "and 10 crawls more: stadt-40.example" in shown
    assert ["41", "others", str(sum(range(41)))] in [line.split() for line in shown.splitlines()]
    assert "dorf-5.example and 44 more" in shown


def test_ten_sources_have_a_row_each(capsys: pytest.CaptureFixture[str]) -> None:
    show(report(*(crawl(number) for number in range(10))))
    assert capsys.readouterr().out.count("finished") == 10


def test_what_is_new_comes_before_what_is_known_since_longer(capsys: pytest.CaptureFixture[str]) -> None:
    show(report(*map(crawl, range(20)), crawl(30, "degraded", BEFORE), crawl(31, "degraded", BEGAN)))
    first, second = capsys.readouterr().out.splitlines()[2:]
    assert first.split()[:3] == ["stadt-31.example", "degraded", "2026-03-02"]
    assert second.split()[:3] == ["stadt-30.example", "degraded", "2026-03-01"]


@pytest.mark.parametrize(
    ("told", "code", "has_news"),
    [
        (report(crawl(1)), 0, False),
        (report(crawl(1, "degraded", BEGAN)), ExitCode.DEGRADED, True),
        (report(crawl(1, "degraded", BEFORE)), ExitCode.DEGRADED, False),
        (report(crawl(1, "degraded", BEFORE), crawl(2, "degraded", BEGAN)), ExitCode.DEGRADED, True),
        (report(crawl(1, "degraded", BEFORE), crawl(2, "stopped")), ExitCode.DEGRADED, False),
        (report(crawl(1, "failed", BEFORE)), ExitCode.FAILED, True),
    ],
)
def test_a_degraded_source_is_news_once(told: RunReport, code: int, has_news: bool) -> None:
    assert (told.exit_code, told.has_news) == (code, has_news)


PROXY, NAMES = "our proxy fails (refused)", "1 of 1 hosts fail alike: the resolver of this machine knows no name"


@pytest.mark.parametrize(
    ("earlier", "now", "has_news"),
    [
        (None, PROXY, True),
        (PROXY, f"3 of 4 hosts fail alike: {PROXY}; nothing found", False),
        (PROXY, NAMES, True),
        ("blocked by its host", PROXY, True),
        (PROXY, "blocked by its host", True),
    ],
)
def test_a_fault_of_ours_is_news_until_it_is_told_and_when_it_changes(
    earlier: str | None, now: str, has_news: bool
) -> None:
    def named(sentence: str | None) -> str | None:
        return f"{REASON}: {sentence}" if sentence is not None and sentence[:7] != "blocked" else sentence

    one = replace(
        crawl(1, "degraded", BEFORE if earlier else BEGAN), reason=named(now), earlier_reason=named(earlier),
        exit_code=3 if now[:7] == "blocked" else 9,
    )  # fmt: skip
    assert report(one).has_news is has_news


def test_what_people_were_not_told_stays_news() -> None:
    told = report(crawl(1, "degraded", BEFORE))
    told.troubles = ["stadt-01.example: has moved"]
    assert told.has_news
