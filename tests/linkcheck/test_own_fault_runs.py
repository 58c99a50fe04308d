"""A sample of the matrix of bench/own_fault.py: faults of our own side on small lists of links."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.linkcheck.fault_worlds import FAULTS, LOST, archive_of, command, run_cell, serve
from tests.local_site import Answer, LocalSite

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.linkcheck.fault_worlds import Check
    from tests.program import Program

pytestmark = pytest.mark.slow


@pytest.fixture
def check(program: Program) -> Check:
    def run(archive: Path, day: float, environment: Mapping[str, str]) -> int:
        env = {"SCRAPY_SETTINGS_MODULE": "tests.hostile.off", "SHIFT_DAYS": str(day), **environment}
        ran = program.run(*command(archive), env=env)
        assert "Traceback" not in ran.output, ran.output
        return ran.code

    return run


def test_no_link_of_a_small_list_is_blamed_for_a_fault_of_ours(
    tmp_path: Path, check: Check, subtests: pytest.Subtests
) -> None:
    for number, (name, fault) in enumerate(FAULTS.items()):
        size, is_known = (1, 3)[number % 2], number % 3 == 0
        folder = tmp_path / str(number)
        folder.mkdir()
        with subtests.test(name):
            assert run_cell(folder, fault, size, is_known=is_known, check=check) == []


def verdicts(archive: Path) -> dict[str, str]:
    with closing(sqlite3.connect(archive)) as db:
        rows = db.execute("SELECT host, verdict FROM links l JOIN link_checks k ON k.id = l.last_check_id").fetchall()
    return dict(rows)


def test_a_lost_domain_is_known_behind_three_kinds_of_proxy(tmp_path: Path, check: Check) -> None:
    archive = tmp_path / "archive.db"
    archive_of(archive, 4)
    with LocalSite() as site:
        serve(site, 4, list(LOST.values()))
        assert check(archive, 0, {"http_proxy": site.proxy}) == 0
        assert "kontrolle.example" not in {seen.host for seen in site.seen}, "one host answers: nothing else is asked"
    assert list(verdicts(archive).values()) == ["domain_lost", "domain_lost", "domain_lost", "ok"]


def test_a_control_shows_that_the_only_link_is_lost(tmp_path: Path, check: Check) -> None:
    archive = tmp_path / "archive.db"
    archive_of(archive, 1)
    with LocalSite() as site:
        serve(site, 1, [LOST["Squid"]])
        assert check(archive, 0, {"http_proxy": site.proxy}) == 0
        asked = [seen.path for seen in site.seen if seen.host == "kontrolle.example"]
        assert sorted(asked) == ["/", "/.well-known/tdmrep.json", "/robots.txt"]
    assert list(verdicts(archive).values()) == ["domain_lost"]
    with closing(sqlite3.connect(archive)) as db:
        assert db.execute("SELECT kind FROM visits WHERE url = 'http://kontrolle.example/'").fetchall() == [("probe",)]


@pytest.mark.parametrize(
    ("answer", "error"),
    [(LOST["Squid"], "dns_not_found"), (Answer(b"", 407), "proxy_login"), (Answer(), "proxy_failed")],
)
def test_what_a_proxy_says_of_a_tunnel_is_read(tmp_path: Path, check: Check, answer: Answer, error: str) -> None:
    archive = tmp_path / "archive.db"
    archive_of(archive, 1, "https")
    with LocalSite() as site:
        site.add("*", "*", replace(answer, status=answer.status if answer.status != 200 else 502))
        assert check(archive, 0, {"https_proxy": site.proxy}) == 9
    with closing(sqlite3.connect(archive)) as db:
        assert {row[0] for row in db.execute("SELECT error FROM visits WHERE kind = 'robots'")} == {error}


def test_a_firewall_that_drops_one_scheme_is_no_fault_of_the_links_of_it(tmp_path: Path, check: Check) -> None:
    archive = tmp_path / "archive.db"
    archive_of(archive, 2)
    archive_of(archive, 5, "https")  # of other hosts, too
    with LocalSite() as site, LocalSite() as dropping:
        serve(site, 2)
        dropping.add("*", "*", Answer(delay_s=30))
        for day in (0.0, 3.0):
            assert check(archive, day, {"http_proxy": site.proxy, "https_proxy": dropping.proxy}) == 9
    with closing(sqlite3.connect(archive)) as db:
        found = db.execute(
            "SELECT l.url, k.verdict, l.health FROM links l JOIN link_checks k ON k.id = l.last_check_id"
        )
        of_scheme = {(url.partition(":")[0], verdict, health) for url, verdict, health in found}
        reason = db.execute("SELECT reason FROM crawls ORDER BY id LIMIT 1").fetchone()[0]
    assert of_scheme == {("http", "ok", "alive"), ("https", "unknown", "not_judged")}
    assert "nothing answers by https: no host answers in time" in reason


@pytest.mark.parametrize(("answers", "expected"), [(False, 9), (True, 3)], ids=["nothing answers", "the control does"])
def test_a_crawl_of_one_silent_host_asks_a_control_whose_fault_it_is(
    tmp_path: Path, program: Program, answers: bool, expected: int
) -> None:
    archive = tmp_path / "archive.db"
    with LocalSite() as site:
        site.add("*", "*", Answer(delay_s=30))
        site.add("www.quelle-1.example", "/robots.txt", Answer(delay_s=30))
        if answers:
            serve(site, 0)
        else:
            site.add("kontrolle.example", "/robots.txt", Answer(delay_s=30))
        of_site = ["site" if part == "linkcheck" else part for part in command(archive)]
        env = {"SCRAPY_SETTINGS_MODULE": "tests.hostile.off", "SHIFT_DAYS": "0", "http_proxy": site.proxy}
        ran = program.run(*of_site, "-a", "url=http://www.quelle-1.example/", env=env)
        assert "Traceback" not in ran.output, ran.output
        assert "kontrolle.example" in {seen.host for seen in site.seen}
    with closing(sqlite3.connect(archive)) as db:
        state, reason = db.execute("SELECT state, reason FROM crawls").fetchone()
    assert (ran.code, state) == (expected, "degraded"), reason
    silence = "most likely the fault is ours: no host answers in time"
    assert (silence in reason, "kontrolle.example does not answer either" in reason) == (not answers, not answers)
    assert "nothing found" in reason
