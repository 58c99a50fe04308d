"""Lookups of names in threads of their own, a few at a time for all names of one registrable domain.

A thread that asks the resolver of the system cannot be stopped: it occupies its place until the resolver gives up,
however long ago the request did. Whoever owns a domain may have names without end whose lookups hang.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any

from twisted.internet.defer import Deferred
from twisted.internet.defer import TimeoutError as TwistedTimeoutError

from kaaw_archive.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Answers = Sequence[tuple[Any, Any, Any, Any, tuple[Any, ...]]]  # as those of socket.getaddrinfo
    Run = Callable[[str, Callable[[], None]], None]  # gets a name, and the work of looking it up

# At a time: of the 64 requests of a crawl, each hangs for 20 s, and its thread for up to 30 s more.
LOOKUPS_MAX = 256
LOOKUPS_A_DOMAIN = 4


class LookupsBusy(TwistedTimeoutError):
    """A lookup did not begin in time, as others before it have no answer yet: nothing is known of its name."""


def in_thread(name: str, work: Callable[[], None]) -> None:
    """Do the work of one lookup in a thread that does not keep the process from its end."""
    Thread(target=work, name=f"lookup of {name}", daemon=True).start()


class NameLookups:
    """The lookups of a process. ``ask`` gets a name and a family and blocks; ``run`` has it called elsewhere."""

    def __init__(self, reactor: Any, ask: Callable[[str, int], Answers], run: Run = in_thread) -> None:
        self._reactor = reactor
        self._ask = ask
        self._run = run
        self._waiting: list[_Lookup] = []
        self._under_way: Counter[str] = Counter()  # by domain, those that nobody waits for any more included

    def look_up(self, name: str, family: int, seconds: float) -> Deferred[Answers]:
        """Return the answers for a name; the errors of ``ask``, and TimeoutError after so many seconds.

        The time counts from the start of the lookup. One that waits as long for others to end fails with LookupsBusy.
        """
        lookup = _Lookup(name, family, seconds, registrable_domain(name))
        busy = LookupsBusy("lookups of other names have no answer yet")
        lookup.timer = self._reactor.callLater(seconds, self._give_up, lookup, busy)
        self._waiting.append(lookup)
        self._begin_those_that_may()
        return lookup.result

    def _begin_those_that_may(self) -> None:
        for lookup in list(self._waiting):
            if lookup not in self._waiting:  # begun while another ended
                continue
            if self._under_way.total() >= LOOKUPS_MAX:
                return
            if self._under_way[lookup.domain] < LOOKUPS_A_DOMAIN:
                self._waiting.remove(lookup)
                self._begin(lookup)

    def _begin(self, lookup: _Lookup) -> None:
        lookup.timer.cancel()
        silent = TwistedTimeoutError(f"the resolver did not answer within {lookup.seconds:g} s")
        lookup.timer = self._reactor.callLater(lookup.seconds, self._give_up, lookup, silent)
        self._under_way[lookup.domain] += 1
        try:
            self._run(lookup.name, partial(self._work, lookup))
        except RuntimeError as error:  # this machine has no thread left
            self._end(lookup, None, OSError(str(error)))

    def _work(self, lookup: _Lookup) -> None:
        """Ask, in a thread."""
        answers: Answers | None = None
        error: Exception | None = None
        try:
            answers = self._ask(lookup.name, lookup.family)
        except Exception as raised:  # what the resolver of a system may raise
            error = raised
        with suppress(RuntimeError):  # the reactor has ended meanwhile
            self._reactor.callFromThread(self._end, lookup, answers, error)

    def _end(self, lookup: _Lookup, answers: Answers | None, error: Exception | None) -> None:
        self._under_way[lookup.domain] -= 1
        if not self._under_way[lookup.domain]:
            del self._under_way[lookup.domain]
        if lookup.timer.active():
            lookup.timer.cancel()
            if error is not None:
                lookup.result.errback(error)
            else:
                lookup.result.callback(answers or ())
        self._begin_those_that_may()

    def _give_up(self, lookup: _Lookup, error: TwistedTimeoutError) -> None:
        if lookup in self._waiting:
            self._waiting.remove(lookup)
        lookup.result.errback(error)


@dataclass(slots=True, eq=False)
class _Lookup:
    name: str
    family: int
    seconds: float
    domain: str
    result: Deferred[Answers] = field(default_factory=Deferred)
    timer: Any = None  # the call that gives the lookup up
