"""Names that hang: how many are looked up at a time, and that no other domain waits for them."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.download.name_lookups import LOOKUPS_A_DOMAIN, LOOKUPS_MAX, NameLookups, in_thread
from kaaw_archive.errors import Problem
from tests.download.servers import ADDRESS, serving
from tests.download.test_resolver import Reactor, Rig

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.download.conftest import Fetch

GOOD = {"www.stadt.de": ["193.7.160.1"]}
BAD = [f"hung{number}.boese.de" for number in range(16)]


def reason(rig: Rig, name: str) -> tuple[Problem, str]:
    found = rig.resolver.no_address(name)
    assert found is not None
    return found.problem, found.text


def test_names_of_one_domain_that_hang_keep_no_other_waiting() -> None:
    rig = Rig(GOOD)
    receivers = [rig.begin(name) for name in BAD]
    assert sorted(rig.hung) == sorted(BAD[:LOOKUPS_A_DOMAIN])
    assert rig.addresses("www.stadt.de") == ["193.7.160.1"]
    assert not any(receiver.is_complete for receiver in receivers)


def test_the_time_counts_from_the_start_of_a_lookup() -> None:
    rig = Rig({name: ["193.7.160.1"] for name in BAD})
    receivers = [rig.begin(name) for name in BAD[: LOOKUPS_A_DOMAIN + 1]]
    rig.reactor.advance(4)
    rig.finish(BAD[0])  # the one that waits begins, and has five seconds of its own
    rig.reactor.advance(4)
    assert [receiver.is_complete for receiver in receivers] == [True] * LOOKUPS_A_DOMAIN + [False]
    rig.finish(BAD[LOOKUPS_A_DOMAIN])
    assert [address.host for address in receivers[-1].addresses] == ["193.7.160.1"]


def test_a_lookup_that_was_given_up_keeps_its_place_until_it_ends() -> None:
    rig = Rig({name: ["193.7.160.1"] for name in BAD})
    for name in BAD[:LOOKUPS_A_DOMAIN]:
        rig.begin(name)
    rig.reactor.advance(6)
    assert reason(rig, BAD[0]) == (Problem.DNS_FAILURE, f"{BAD[0]}: the resolver did not answer within 5 s")
    late = BAD[LOOKUPS_A_DOMAIN]
    receiver = rig.begin(late)
    assert late not in rig.hung
    rig.reactor.advance(6)
    assert receiver.is_complete
    assert reason(rig, late) == (Problem.DNS_FAILURE, f"{late}: lookups of other names have no answer yet")
    for name in BAD[:LOOKUPS_A_DOMAIN]:
        rig.finish(name)
    assert late not in rig.hung, "nobody waits for it any more"
    rig.begin(late)
    assert late in rig.hung


def test_all_lookups_together_have_a_bound() -> None:
    rig = Rig(GOOD)
    for number in range(LOOKUPS_MAX + 5):
        rig.begin(f"hung.boese-{number}.de")
    assert len(rig.hung) == LOOKUPS_MAX
    receiver = rig.begin("www.stadt.de")
    assert rig.asked == []
    for number in range(6):
        rig.finish(f"hung.boese-{number}.de")
    assert [address.host for address in receiver.addresses] == ["193.7.160.1"]


@pytest.mark.slow
def test_a_host_is_asked_while_all_names_of_a_domain_hang(fetch: Fetch) -> None:
    """Their lookups end only when the good host has answered, and without an answer."""
    bad = [f"h{number}.boese.de" for number in range(16)]
    with serving() as site:
        urls = [f"http://{name}:{site.port}/" for name in (*bad, "www.stadt.de")]
        outcomes = fetch(
            [{"url": url} for url in urls],
            names={**dict.fromkeys(bad, "hang on"), "www.stadt.de": [ADDRESS]},
            settings={"ARCHIVE_ALLOW_NETWORKS": ["127.0.1.0/24"], "DNS_TIMEOUT": 30, "DOWNLOAD_TIMEOUT": 90},
            together=True,
        )
    assert outcomes.pop().get("status") == 200
    assert {outcome["problem"] for outcome in outcomes} == {"dns_failure"}


def test_without_a_thread_a_lookup_fails_and_the_next_ones_begin() -> None:
    def no_thread(_name: str, _work: Callable[[], None]) -> None:
        raise RuntimeError("can't start new thread")

    names = NameLookups(Reactor(), lambda _name, _family: [], no_thread)
    errors: list[Any] = []
    for number in range(2 * LOOKUPS_A_DOMAIN):
        names.look_up(f"h{number}.stadt.de", 0, 5).addErrback(lambda failure: errors.append(failure.value))
    assert [str(error) for error in errors] == ["can't start new thread"] * (2 * LOOKUPS_A_DOMAIN)


@pytest.mark.parametrize("ends", ["with an answer", "with an error", "after the reactor"])
def test_each_lookup_has_a_thread_of_its_own(ends: str) -> None:
    """The hanging ones hold real threads, until the good one has ended."""
    good_ended, bad_may_end = threading.Event(), threading.Event()
    threads: list[threading.Thread] = []

    def ask(name: str, _family: int) -> Any:
        threads.append(threading.current_thread())
        if name != "www.stadt.de":
            assert bad_may_end.wait(30)
        if ends == "with an error":
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(None, None, None, "", ("193.7.160.1", 0))]

    class Threaded(Reactor):
        def callFromThread(self, function: Callable[..., None], *args: Any) -> None:  # noqa: N802 - Twisted's name
            if ends == "after the reactor":
                good_ended.set()
                raise RuntimeError("Event loop is closed")
            super().callFromThread(function, *args)
            if args[0].name == "www.stadt.de":
                good_ended.set()

    names = NameLookups(Threaded(), ask, in_thread)
    outcomes: list[Any] = []
    for number in range(12):
        names.look_up(f"www.boese-{number}.de", 0, 5).addErrback(lambda _: ())
    names.look_up("www.stadt.de", 0, 5).addBoth(outcomes.append)
    assert good_ended.wait(30)
    assert len(outcomes) == (ends != "after the reactor")
    bad_may_end.set()
    for thread in threads:
        thread.join(30)
        assert thread.daemon
