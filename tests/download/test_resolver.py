"""What the resolver answers, keeps and remembers; over a reactor whose clock stands still."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.task import Clock

from kaaw_archive.download.guard import allowed_networks, denied_networks
from kaaw_archive.download.resolver import GuardedResolver
from kaaw_archive.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

Answers = dict[str, Any]


class Reactor(Clock):
    """A clock whose threads are at its call."""

    def callFromThread(self, function: Any, *args: Any) -> None:  # noqa: N802 - Twisted's name
        function(*args)


class Receiver:
    def __init__(self) -> None:
        self.addresses: list[Any] = []
        self.is_complete = False

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - Twisted's name
        assert resolution.name

    def addressResolved(self, address: Any) -> None:  # noqa: N802 - Twisted's name
        assert not self.is_complete
        self.addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        assert not self.is_complete
        self.is_complete = True


class Rig:
    """A resolver over a table of names, and how often each was looked up.

    Lookups of names that begin with ``hung`` end when :meth:`finish` says so, all others at once.
    """

    def __init__(self, table: Answers, *, allowed: str = "", denied: str = "", cache_size: int = 100) -> None:
        self.reactor = Reactor()
        self.asked: list[str] = []
        self.table = table
        self.hung: dict[str, Callable[[], None]] = {}
        self.resolver = GuardedResolver(
            self.reactor, allowed_networks(allowed), 5, cache_size, denied_networks(denied), self.run
        )
        self.resolver.lookup = self.look_up

    def run(self, name: str, work: Callable[[], None]) -> None:
        if name.startswith("hung"):
            self.hung[name] = work
        else:
            work()

    def finish(self, name: str) -> None:
        self.hung.pop(name)()

    def look_up(self, name: str, *_: Any) -> Any:
        self.asked.append(name)
        answer = self.table.get(name, socket.gaierror(socket.EAI_NONAME, "no such name"))
        if isinstance(answer, Exception):
            raise answer
        return [(None, None, None, "", (address, 0)) for address in answer]

    def begin(self, host: str, **options: Any) -> Receiver:
        receiver = Receiver()
        self.resolver.resolveHostName(receiver, host, 80, **options)
        return receiver

    def addresses(self, host: str) -> list[str]:
        receiver = self.begin(host)
        assert receiver.is_complete
        return [address.host for address in receiver.addresses]


def test_answers_with_both_kinds_of_address_and_the_port() -> None:
    rig = Rig({"kaaw.test": ["193.7.160.1", "2a00:1450::1", "193.7.160.1"]})
    assert rig.begin("kaaw.test").addresses == [
        IPv4Address("TCP", "193.7.160.1", 80),
        IPv6Address("TCP", "2a00:1450::1", 80),
    ]
    assert rig.resolver.no_address("kaaw.test") is None


def test_leaves_private_answers_out_and_says_so_when_nothing_is_left() -> None:
    rig = Rig({"mixed.test": ["10.0.0.1", "193.7.160.1"], "inside.test": ["10.0.0.1", "::1"]})
    assert rig.addresses("mixed.test") == ["193.7.160.1"]
    assert rig.resolver.no_address("mixed.test") is None
    assert rig.addresses("inside.test") == []
    reason = rig.resolver.no_address("INSIDE.test.")
    assert reason is not None
    assert reason.problem is Problem.PRIVATE_NETWORK
    assert "10.0.0.1" in reason.text


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (socket.gaierror(socket.EAI_NONAME, "x"), Problem.DNS_NOT_FOUND),
        (socket.gaierror(socket.EAI_NODATA, "x"), Problem.DNS_NOT_FOUND),
        ([], Problem.DNS_NOT_FOUND),
        (socket.gaierror(socket.EAI_AGAIN, "x"), Problem.DNS_FAILURE),
        (socket.gaierror(socket.EAI_FAIL, "x"), Problem.DNS_FAILURE),
        (OSError("out of files"), Problem.DNS_FAILURE),
        (UnicodeError("label too long"), Problem.BAD_URL),
    ],
)
def test_tells_no_such_name_from_no_answer(answer: Any, problem: Problem) -> None:
    rig = Rig({"x.test": answer})
    assert rig.addresses("x.test") == []
    reason = rig.resolver.no_address("x.test")
    assert reason is not None
    assert reason.problem is problem


def test_gives_up_after_its_time_and_ignores_a_late_answer() -> None:
    rig = Rig({"hung.test": ["193.7.160.1"]})
    receiver = rig.begin("hung.test")
    rig.reactor.advance(4.9)
    assert not receiver.is_complete
    rig.reactor.advance(0.2)
    assert receiver.is_complete
    rig.finish("hung.test")
    assert receiver.addresses == []
    reason = rig.resolver.no_address("hung.test")
    assert reason is not None
    assert (reason.problem, reason.text) == (
        Problem.DNS_FAILURE,
        "hung.test: the resolver did not answer within 5 s",
    )


def test_keeps_answers_for_ten_minutes_and_never_failures() -> None:
    rig = Rig({"kaaw.test": ["193.7.160.1"]})
    for _ in range(3):
        assert rig.addresses("kaaw.test") == ["193.7.160.1"]
        assert rig.addresses("none.test") == []
    assert rig.asked == ["kaaw.test", "none.test", "none.test", "none.test"]
    rig.table["kaaw.test"] = ["127.0.0.1"]
    rig.reactor.advance(601)
    assert rig.addresses("kaaw.test") == [], "a name that changes its mind"


def test_the_name_of_a_proxy_that_does_not_exist_is_asked_for_once_a_minute() -> None:
    rig = Rig({})
    with rig.resolver.connecting("kaaw.test", ("proxy.test", 80)):
        for _ in range(3):
            assert rig.addresses("proxy.test") == []
        reason = rig.resolver.no_address("proxy.test")
        assert reason is not None
        assert reason.text == "proxy.test: no such name"
        assert rig.asked == ["proxy.test"]
        rig.table["proxy.test"] = ["10.0.0.1"]
        rig.reactor.advance(61)
        assert rig.addresses("proxy.test") == ["10.0.0.1"]


def test_a_cache_of_no_size_keeps_nothing() -> None:
    rig = Rig({"kaaw.test": ["193.7.160.1"]}, cache_size=0)
    assert rig.addresses("kaaw.test") == rig.addresses("kaaw.test") == ["193.7.160.1"]
    assert len(rig.asked) == 2


def test_a_proxy_is_exempt_at_its_port_for_what_is_not_addressed_to_it() -> None:
    rig = Rig({"proxy.test": ["10.0.0.1"]})
    with rig.resolver.connecting("kaaw.test", ("proxy.test", 80)):
        assert rig.addresses("proxy.test") == ["10.0.0.1"]
        tunnel = Receiver()
        ipv4_alone: Any = [IPv4Address]
        rig.resolver.resolveHostName(tunnel, "proxy.test", 0, ipv4_alone)
        assert [address.host for address in tunnel.addresses] == ["10.0.0.1"]
    for host in ("proxy.test", "PROXY.test."):
        with rig.resolver.connecting(host, None):
            assert rig.addresses(host) == []


def test_asks_for_the_name_in_the_form_that_was_linked() -> None:
    rig = Rig({"xn--strae-oqa.test": ["193.7.160.1"], "strasse.test": ["193.7.160.2"]})
    assert rig.addresses("straße.test") == ["193.7.160.1"]


def test_what_is_remembered_is_bounded() -> None:
    rig = Rig({})
    for number in range(2_100):
        rig.addresses(f"h{number}.test")
    assert rig.resolver.no_address("h0.test") is None
    assert rig.resolver.no_address("h2099.test") is not None


def test_denied_networks_are_left_out() -> None:
    rig = Rig({"amt.test": ["193.7.160.1", "193.7.161.1"]}, denied="193.7.160.0/24")
    assert rig.addresses("amt.test") == ["193.7.161.1"]
