"""Budget of a crawl for the bytes of all answers under way, from the wire until their captures are in the archive.

Sixty-four answers of 31 MB are each within their limit; all together they fill the memory.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from scrapy.exceptions import DownloadTimeoutError

from kaaw_archive.bounds import SMALL_BODY_BYTES
from kaaw_archive.setting_table import default
from kaaw_archive.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scrapy.crawler import Crawler

TURN_S = 2.0
TURN_BYTES = 131_072  # in a turn, 64 KB a second: at less, 4 MB would end after DOWNLOAD_TIMEOUT anyway

_budgets: WeakKeyDictionary[Crawler, WireBudget] = WeakKeyDictionary()


class AnswerStopped(DownloadTimeoutError):
    """The bytes of all answers under way were too many, and this one came slowly or waited for others for too long."""


def wire_budget_of(crawler: Crawler) -> WireBudget:
    """Return the budget that all handlers of a crawler share."""
    if crawler not in _budgets:
        from twisted.internet import reactor

        most_bytes = crawler.settings.getint("ARCHIVE_WIRE_MAXSIZE", default("ARCHIVE_WIRE_MAXSIZE"))
        _budgets[crawler] = WireBudget(most_bytes, reactor.callLater)  # type: ignore[attr-defined, unused-ignore]
    return _budgets[crawler]


@dataclass(eq=False, slots=True)
class AnswerUnderWay:
    """The bytes of an answer that are in memory. ``last`` says in which order answers had their last bytes."""

    budget: WireBudget
    domain: str
    bytes: int = 0
    last: int = 0
    is_whole: bool = False
    is_paused: bool = False
    was_paused: bool = False
    stopped: AnswerStopped | None = None
    transport: Any = None  # of the connection from which they come

    @property
    def excess(self) -> int:
        return max(0, self.bytes - SMALL_BODY_BYTES)

    @contextmanager
    def download(self) -> Iterator[None]:
        """Raise AnswerStopped after the download, whatever came of it, if the budget has stopped it.

        A timeout of one that had to wait says so: it is ours, not the server's.
        """
        try:
            yield
        except Exception as error:
            if self.stopped is None and self.was_paused and isinstance(error, DownloadTimeoutError):
                self.stopped = AnswerStopped(f"it waited for other large answers: {error}")
            if self.stopped is None:
                raise
            raise self.stopped from error
        if self.stopped is not None:
            raise self.stopped
        self.is_whole = True
        self.budget.go_on()

    def pause(self) -> None:
        if not self.is_paused:
            self.is_paused = self.was_paused = True
            self.transport.pauseProducing()

    def resume(self) -> None:
        if self.is_paused:
            self.is_paused = False
            self.transport.resumeProducing()

    def stop(self, text: str) -> None:
        self.stopped = AnswerStopped(text)
        self.transport.abortConnection()


class WireBudget:
    """Lets answers come in together until they take ``most_bytes`` beyond the first megabyte of each, then in turns.

    Small answers, as nearly all pages are, never wait. Of the large ones, the first in turn is of the domain that has
    the fewest bytes under way, and among those the one that came last; the others are not read from. It goes on until
    it is whole or its limit is reached. It is stopped if it brings less than ``TURN_BYTES`` in ``TURN_S``, so that no
    server that sends 30 MB and then nothing keeps others waiting. ``call_later`` is that of a reactor.
    """

    def __init__(self, most_bytes: int, call_later: Callable[..., Any]) -> None:
        self._most_bytes = most_bytes
        self._call_later = call_later
        self._large: list[AnswerUnderWay] = []
        self._order = count(1)
        self._first: AnswerUnderWay | None = None
        self._turn: Any = None  # the call that ends it
        self._first_had = 0

    @property
    def excess(self) -> int:
        return sum(answer.excess for answer in self._large)

    @contextmanager
    def answer(self, host: str) -> Iterator[AnswerUnderWay]:
        """Yield the account of an answer of a host; at the end none of its bytes is in memory any more."""
        answer = AnswerUnderWay(self, registrable_domain(host))
        try:
            yield answer
        finally:
            if answer in self._large:
                self._large.remove(answer)
            answer.is_whole = True
            answer.resume()  # its connection may be kept
            self.go_on()

    def add(self, answer: AnswerUnderWay, number: int, transport: Any) -> None:
        """Note that an answer has brought so many bytes; pause it if it must wait."""
        answer.bytes += number
        answer.last = next(self._order)
        answer.transport = transport
        if not answer.excess or answer.is_whole or answer.stopped is not None:
            return
        if answer not in self._large:
            self._large.append(answer)
        if 0 < self._most_bytes < self.excess:
            self.go_on()
            if answer is not self._first:
                answer.pause()

    def go_on(self) -> None:
        """Let all answers come in, or the next one, if none is in turn.

        None is next while a whole one is in memory, which goes soon: the bound is that of the budget and one answer.
        """
        if not self._most_bytes:
            return
        if self._first is not None and (self._first.is_whole or self._first.stopped is not None):
            self._end_turns()
        if self.excess <= self._most_bytes:
            self._end_turns()
            for answer in list(self._large):
                answer.resume()
        elif self._first is None and not any(answer.is_whole for answer in self._large):
            self._choose()

    def _choose(self) -> None:
        domains: Counter[str] = Counter()
        for answer in self._large:
            domains[answer.domain] += answer.excess
        waiting = [answer for answer in self._large if answer.stopped is None]
        self._first = min(waiting, key=lambda answer: (domains[answer.domain], -answer.last), default=None)
        if self._first is not None:
            self._begin_turn(self._first)
            self._first.resume()

    def _begin_turn(self, first: AnswerUnderWay) -> None:
        self._first_had = first.bytes
        self._turn = self._call_later(TURN_S, self._judge_turn, first)

    def _judge_turn(self, first: AnswerUnderWay) -> None:
        self._turn = None
        if first.bytes - self._first_had >= TURN_BYTES:
            self._begin_turn(first)
            return
        first.stop(f"{self._most_bytes} bytes of answers were under way, and this one came slowly after {first.bytes}")
        self.go_on()

    def _end_turns(self) -> None:
        self._first = None
        if self._turn is not None:
            self._turn.cancel()
            self._turn = None
