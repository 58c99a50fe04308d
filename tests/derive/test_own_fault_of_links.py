"""Runs of link checks in which most links fail alike: which of them are blamed on the links, and when."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import urls
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.store import crawls
from kaaw_archive.archive.store.captures import CaptureStore
from kaaw_archive.derive.checks import judge_again, store_check, withdraw_own_fault
from kaaw_archive.items import Check, Hop, NewCapture, Probe
from kaaw_archive.linkrot.rules import judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Failure = str | None
FIVE = [f"www.stadt-{n}.example" for n in range(5)]
ONE_OWNER = [f"n{n}.eigentum.example" for n in range(20)]
CONTROL = "www.kontrolle.example"
NEW = [f"www.unbekannt-{n}.example" for n in range(50)]


class World:
    """An archive in which each host has one link; a run looks at some of them."""

    def __init__(self, path: Path) -> None:
        self.connection = open_for_writing(path)

    def crawl(self, day: int, spider: str, hour: int = 6) -> crawls.OpenCrawl:
        at = f"2016-09-{day:02d}T{hour:02d}:00:00.000Z"
        return crawls.begin(
            self.connection, f"201609{day:02d}T{hour:02d}0000Z-00000a", spider=spider, source="*",
            arguments={"control_hosts": [CONTROL]},
            software="test", user_agent="test", started_at=at,
        )  # fmt: skip

    def run(self, day: int, failures: Mapping[str, Failure], **control: Failure) -> dict[str, str]:
        """The verdict on each link, by host, after a run in which its host failed so, or answered (None).

        ``control=`` is how the control failed, None if it answered; without it there is none. ``name=`` the same of
        the name of a root server.
        """
        crawl = self.crawl(day, "linkcheck")
        at = f"2016-09-{day:02d}T06:00:01.000Z"
        for host, failure in failures.items():
            url = f"http://{host}/a"
            self.connection.execute(
                "INSERT OR IGNORE INTO links (url, url_key, host, first_cited_at) VALUES (?, ?, ?, ?)",
                (url, urls.key(url), host, at),
            )
            status = None if failure else 404
            hop = Hop(url=url, status=status, error=failure)
            probe = Probe(link_url=url, checked_at=at, hops=(hop,), final_url=url, status=status, error=failure)
            store_check(self.connection, Check(probe, judge(probe)), crawl.id)
        for kind, error in control.items():
            url = f"http://{CONTROL}/" if kind == "control" else "dns:a.root-servers.net"
            status = 200 if kind == "control" and error is None else None
            new = NewCapture(kind="probe", url=url, captured_at=at, status=status, error=error)
            CaptureStore(crawl).keep(self.connection, new)
        withdraw_own_fault(self.connection, crawl.id)
        return self.verdicts(crawl.id)

    def verdicts(self, crawl_id: int) -> dict[str, str]:
        rows = self.connection.execute("SELECT link_url, verdict FROM link_checks WHERE crawl_id = ?", (crawl_id,))
        return {urls.host(url): verdict for url, verdict in rows}

    def crawl_that_answers(self, day: int) -> None:
        crawl = self.crawl(day, "site", hour=5)
        at = f"2016-09-{day:02d}T05:00:01.000Z"
        CaptureStore(crawl).keep(
            self.connection, NewCapture(kind="page", url="http://x.example/", captured_at=at, status=200, body=b"x")
        )


@pytest.fixture
def world(archive_path: Path) -> Iterator[World]:
    world = World(archive_path)
    with closing(world.connection):
        yield world


def all_of(hosts: list[str], failure: Failure) -> dict[str, Failure]:
    return dict.fromkeys(hosts, failure)


def test_hosts_that_answered_before_and_fail_alike_are_our_fault(world: World) -> None:
    world.run(1, all_of(FIVE, None))
    assert set(world.run(8, all_of(FIVE, "timeout")).values()) == {"unknown"}


@pytest.mark.parametrize("failure", ["timeout", "connection_refused", "dns_not_found"])
def test_a_run_that_holds_only_links_that_failed_before_is_judged(world: World, failure: str) -> None:
    world.run(1, all_of(FIVE, None))
    for number, host in enumerate(FIVE):  # one after the other, which is nobody's fault but theirs
        world.run(2 + number, {host: failure}, control=None)
    assert "unknown" not in world.run(9, all_of(FIVE, failure), control=None).values()


@pytest.mark.parametrize("failure", ["timeout", "connection_refused", "dns_not_found", "tls_failed"])
@pytest.mark.parametrize("size", [1, 2, 3, 9, pytest.param(50, marks=pytest.mark.slow)])
def test_where_nothing_answers_nothing_is_judged(world: World, failure: str, size: int) -> None:
    for day in (1, 2, 3):
        assert set(world.run(day, all_of(NEW[:size], failure)).values()) == {"unknown"}
        assert set(world.run(day + 10, all_of(NEW[:size], failure), control=failure).values()) == {"unknown"}
    due = world.connection.execute("SELECT DISTINCT next_check_at FROM links").fetchall()
    assert [at for (at,) in due] == ["2016-09-13T06:00:01.000Z"], "due at once"


@pytest.mark.parametrize("failure", ["timeout", "connection_refused", "dns_not_found"])
@pytest.mark.parametrize("size", [1, 3, 9, 50])
def test_a_control_that_answers_shows_that_all_links_are_gone(world: World, failure: str, size: int) -> None:
    assert "unknown" not in world.run(1, all_of(NEW[:size], failure), control=None).values()


@pytest.mark.parametrize("size", [3, 9, 30])
@pytest.mark.parametrize("gone", ["one", "half", "all but one"])
@pytest.mark.parametrize("is_known", [False, True])
def test_what_is_truly_gone_is_judged_within_three_runs(world: World, size: int, gone: str, is_known: bool) -> None:
    hosts = NEW[:size]
    if is_known:
        world.run(1, all_of(hosts, None))
    number = {"one": 1, "half": size // 2, "all but one": size - 1}[gone]
    failing = all_of(hosts[:number], "dns_not_found") | all_of(hosts[number:], None)
    found = [world.run(day, failing) for day in (8, 12, 16)]
    assert {found[-1][host] for host in hosts[:number]} == {"domain_lost"}
    health = dict(world.connection.execute("SELECT host, health FROM links").fetchall())
    assert {health[host] for host in hosts[:number]} == {"dead"}


def test_a_resolver_that_knows_the_root_is_not_what_is_wrong(world: World) -> None:
    assert set(world.run(1, {NEW[0]: "dns_not_found"}, name="dns_not_found").values()) == {"unknown"}
    assert set(world.run(2, {NEW[0]: "dns_not_found"}, name=None).values()) == {"domain_lost"}
    assert set(world.run(3, {NEW[0]: "timeout"}, name=None).values()) == {"unknown"}, "a name is no route"


@pytest.mark.parametrize("failure", ["timeout", "dns_not_found"])
def test_fifty_dead_links_in_one_article_are_judged_beside_others_that_answer(world: World, failure: str) -> None:
    world.run(1, all_of(FIVE, None))
    found = world.run(8, all_of(NEW, failure) | all_of(FIVE, None))
    assert "unknown" not in found.values()


@pytest.mark.slow
def test_fifty_dead_links_alone_are_doubted_once(world: World) -> None:
    assert set(world.run(1, all_of(NEW, "timeout")).values()) == {"unknown"}
    assert set(world.run(2, all_of(NEW, "timeout")).values()) == {"unknown"}, "nothing was answered meanwhile"
    world.crawl_that_answers(3)
    assert set(world.run(3, all_of(NEW, "timeout")).values()) == {"timeout"}


def test_many_hosts_of_one_owner_are_one(world: World) -> None:
    world.run(1, all_of(ONE_OWNER, None) | all_of(FIVE, None))
    found = world.run(8, all_of(ONE_OWNER, "timeout") | all_of(FIVE, None))
    assert {found[host] for host in ONE_OWNER} == {"timeout"}


def test_a_fault_of_ours_that_lasts_is_a_fault_of_ours_each_time(world: World) -> None:
    world.run(1, all_of(FIVE, None))
    for day in (8, 9, 10):
        assert set(world.run(day, all_of(FIVE, "timeout")).values()) == {"unknown"}


@pytest.mark.slow
def test_what_was_doubted_is_judged_while_others_answer(world: World) -> None:
    world.run(1, all_of(FIVE + NEW, None))
    failing = all_of(NEW, "timeout") | all_of(FIVE, None)
    first, second = world.run(8, failing), world.run(9, failing)
    assert {first[host] for host in NEW} == {"unknown"}
    assert {second[host] for host in NEW} == {"timeout"}


def test_checks_that_are_judged_again_are_judged_alike(world: World) -> None:
    world.run(1, all_of(FIVE, None))
    world.run(8, all_of(FIVE, "timeout"))
    world.run(9, all_of(FIVE, "timeout") | all_of(NEW, "timeout"))
    world.crawl_that_answers(10)
    world.run(11, all_of(FIVE, "timeout"))
    before = world.connection.execute("SELECT id, verdict, rule FROM link_checks").fetchall()
    judge_again(world.connection)
    assert world.connection.execute("SELECT id, verdict, rule FROM link_checks").fetchall() == before
