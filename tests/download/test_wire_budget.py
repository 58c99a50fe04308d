"""Which large answers wait when all under way are too many bytes, which is next, and which is stopped."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import DownloadTimeoutError
from twisted.internet.task import Clock

from kaaw_archive.bounds import SMALL_BODY_BYTES
from kaaw_archive.download.failures import problem_of
from kaaw_archive.download.wire_budget import TURN_BYTES, TURN_S, AnswerStopped, AnswerUnderWay, WireBudget
from kaaw_archive.errors import Problem
from tests.download.certificates import self_signed
from tests.download.servers import ADDRESS, Pages, sending, serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.download.conftest import Fetch, Outcome

MB = 1_000_000
PIECE = 65_536


class Transport:
    """Says what was done to it."""

    def __init__(self) -> None:
        self.is_reading, self.is_open = True, True

    def pauseProducing(self) -> None:  # noqa: N802 - Twisted's name
        assert self.is_reading
        self.is_reading = False

    def resumeProducing(self) -> None:  # noqa: N802 - Twisted's name
        assert not self.is_reading
        self.is_reading = True

    def abortConnection(self) -> None:  # noqa: N802 - Twisted's name
        self.is_open = False


class World:
    """A budget of 4 MB, and answers of hosts, each until it is ended."""

    def __init__(self, stack: ExitStack) -> None:
        self.clock = Clock()
        self.budget = WireBudget(4 * MB, self.clock.callLater)
        self._stack = stack
        self.transports: dict[AnswerUnderWay, Transport] = {}
        self._ends: dict[AnswerUnderWay, ExitStack] = {}

    def begin(self, host: str, megabytes: float = 0) -> AnswerUnderWay:
        self._ends_of = self._stack.enter_context(ExitStack())
        answer = self._ends_of.enter_context(self.budget.answer(host))
        self._ends[answer], self.transports[answer] = self._ends_of, Transport()
        self.brings(answer, megabytes)
        return answer

    def brings(self, answer: AnswerUnderWay, megabytes: float) -> None:
        """Bring so much in pieces, as far as the answer is read from."""
        for _ in range(round(megabytes * MB) // PIECE):
            if self.reads(answer):
                self.budget.add(answer, PIECE, self.transports[answer])

    def reads(self, answer: AnswerUnderWay) -> bool:
        return self.transports[answer].is_reading and self.transports[answer].is_open

    def end(self, answer: AnswerUnderWay) -> None:
        """Its capture is in the archive."""
        self._ends[answer].close()


@pytest.fixture
def world() -> Iterator[World]:
    with ExitStack() as stack:
        yield World(stack)


def test_answers_within_the_budget_come_in_together(world: World) -> None:
    answers = [world.begin(f"www.amt-{number}.de", 1.9) for number in range(4)]
    world.clock.advance(10 * TURN_S)
    assert all(map(world.reads, answers))
    assert world.budget.excess < 4 * MB


def test_small_answers_never_wait(world: World) -> None:
    large = [world.begin(f"www.amt-{number}.de", 9) for number in range(4)]
    small = [world.begin(f"www.stadt-{number}.de", SMALL_BODY_BYTES / MB) for number in range(60)]
    assert sum(map(world.reads, large)) == 1
    assert all(map(world.reads, small))


def test_beyond_the_budget_one_comes_in_after_the_other(world: World) -> None:
    answers = [world.begin(f"www.amt-{number}.de", 2) for number in range(6)]
    whole = 0
    while answers:
        for answer in answers:
            world.brings(answer, 10 - answer.bytes / MB)
        assert world.budget.excess < 4 * MB + 10 * MB
        ended = max(answers, key=lambda answer: answer.bytes)
        assert ended.bytes > 9.9 * MB
        with ended.download():
            pass
        world.end(ended)
        answers.remove(ended)
        whole += 1
    assert whole == 6
    assert world.budget.excess == 0
    assert not world.clock.getDelayedCalls()


def test_the_next_is_of_the_domain_with_the_fewest_bytes(world: World) -> None:
    bad = [world.begin(f"h{number}.boese.de", 1.5) for number in range(6)]
    good = world.begin("www.stadt.de", 1.6)
    late = world.begin("h9.boese.de", 3)
    world.brings(late, 3)
    world.brings(good, 9)
    assert good.bytes > 9 * MB
    assert not any(world.reads(answer) for answer in (*bad, late) if answer.is_paused)
    assert world.reads(good)


def test_one_that_comes_slowly_is_stopped_and_the_next_goes_on(world: World) -> None:
    bad = world.begin("www.boese.de", 5.5)
    good = world.begin("www.stadt.de", 9)
    assert (world.reads(bad), world.reads(good)) == (True, False), "it was there first"
    world.clock.advance(TURN_S)
    assert bad.stopped is None, "it has brought half a megabyte"
    world.clock.advance(TURN_S)
    assert bad.stopped is not None
    assert not world.transports[bad].is_open
    with pytest.raises(AnswerStopped) as caught, bad.download():
        pass  # as if the end of the connection was the end of the body
    assert problem_of(caught.value)[0] is Problem.TIMEOUT
    assert "5" in str(caught.value)
    world.end(bad)
    world.brings(good, 3)
    assert world.reads(good)


def test_one_that_comes_steadily_is_not_stopped(world: World) -> None:
    first = world.begin("www.stadt.de", 5.5)
    other = world.begin("www.amt.de", 3)
    for _ in range(20):
        world.brings(first, TURN_BYTES / MB + 0.1)
        world.clock.advance(TURN_S)
        assert world.reads(first)
        assert not world.reads(other)
    assert other.stopped is None


def test_none_is_next_while_a_whole_one_waits_for_the_archive(world: World) -> None:
    first, other = world.begin("www.stadt.de", 5.5), world.begin("www.amt.de", 3)
    with first.download():
        pass
    assert not world.reads(other)
    world.clock.advance(10 * TURN_S)
    assert first.stopped is other.stopped is None
    world.end(first)
    assert world.reads(other)


def test_a_timeout_of_one_that_waited_says_so(world: World) -> None:
    first, other = world.begin("www.stadt.de", 5.5), world.begin("www.amt.de", 3)
    for answer, says in ((first, False), (other, True)):
        with pytest.raises(DownloadTimeoutError) as caught, answer.download():
            raise DownloadTimeoutError("took longer than 60 seconds")
        assert ("waited for other large answers" in str(caught.value)) is says
        world.end(answer)


def test_without_a_limit_none_waits() -> None:
    clock = Clock()
    budget = WireBudget(0, clock.callLater)
    with budget.answer("www.stadt.de") as answer, budget.answer("www.amt.de") as other:
        for each in (answer, other):
            budget.add(each, 90 * MB, Transport())
        budget.go_on()
        assert not answer.is_paused
        assert not clock.getDelayedCalls()


def hosts(count: int) -> list[str]:
    return [f"www.amt-{number}.test" for number in range(count)]


def fetched_at_once(
    fetch: Fetch, urls: Sequence[str], hosts: Sequence[str], *, timeout_s: float = 100, turn_s: float = 90
) -> list[Outcome]:
    """What comes of all these addresses at once, with room for one megabyte on the wire."""
    return fetch(
        [{"url": url} for url in urls],
        names={host: [ADDRESS] for host in hosts},
        settings={
            "ARCHIVE_ALLOW_NETWORKS": ["127.0.1.0/24"],
            "ARCHIVE_WIRE_MAXSIZE": MB,
            "DOWNLOAD_TIMEOUT": timeout_s,
        },
        together=True,
        turn_s=turn_s,
    )


@pytest.mark.slow
@pytest.mark.parametrize("is_closed", [True, False], ids=["until the connection is closed", "with a length"])
def test_answers_that_had_to_wait_come_whole(fetch: Fetch, is_closed: bool) -> None:
    length = "" if is_closed else f"Content-Length: {3 * MB}\r\n"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n{length}\r\n".encode()
    with sending(head, b"x" * (3 * MB)) as port:
        outcomes = fetched_at_once(fetch, [f"http://{host}:{port}/" for host in hosts(5)], hosts(5))
    assert [outcome.get("status") for outcome in outcomes] == [200] * 5
    assert {len(outcome["body"]) for outcome in outcomes} == {3 * MB}


class Large(Pages):
    """Answers every path with three megabytes."""

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(3 * MB))
        self.end_headers()
        self.wfile.write(b"x" * (3 * MB))


@pytest.mark.slow
def test_answers_that_had_to_wait_come_whole_over_tls_and_keep_their_connection(fetch: Fetch, tmp_path: Path) -> None:
    certificate = self_signed(tmp_path, hosts(1)[0], file="self")
    with serving(handler=Large, certificate=certificate) as site:
        urls = [f"https://{host}:{site.port}/{n}" for n in range(2) for host in hosts(4)]
        outcomes = fetched_at_once(fetch, urls, hosts(4))
    assert [outcome.get("status", outcome) for outcome in outcomes] == [200] * 8
    assert {len(outcome["body"]) for outcome in outcomes} == {3 * MB}


@pytest.mark.slow
@pytest.mark.parametrize("has_length", [True, False])
def test_answers_that_never_end_are_stopped_when_they_take_too_much(fetch: Fetch, has_length: bool) -> None:
    length = f"Content-Length: {9 * MB}\r\n" if has_length else ""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n{length}\r\n".encode()
    with sending(head, b"x" * (3 * MB), is_silent=True) as port:
        urls = [f"http://{host}:{port}/" for host in hosts(3)]
        outcomes = fetched_at_once(fetch, urls, hosts(3), timeout_s=20, turn_s=0.05)
    assert {outcome.get("problem") for outcome in outcomes} == {"timeout"}
    stopped = [outcome for outcome in outcomes if "came slowly" in outcome["text"]]
    assert len(stopped) >= 2, "the last one is within the budget again"
