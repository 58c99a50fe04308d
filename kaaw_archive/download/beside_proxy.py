"""Guard of private networks beside a proxy: names are looked up here before the proxy is asked for them."""

from __future__ import annotations

import logging
import socket
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from twisted.internet.defer import Deferred, succeed

from kaaw_archive.download.name_lookups import LookupsBusy
from kaaw_archive.urls import registrable_domain
from kaaw_archive.urls.written_hosts import literal_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from twisted.python.failure import Failure

    from kaaw_archive.download.name_lookups import Answers, NameLookups

logger = logging.getLogger(__name__)

NOT_FOUND_CODES = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
_KEPT_FOR_S = 600.0
_REMEMBERED = 2_000
_WAITS_S = 2.0  # a page must not wait long for what only a guard wants to know
SILENT_DOMAINS = 5  # without any answer to others: this machine has no resolver for names outside


class BesideProxy:
    """Private addresses of names, as the resolver of this machine knows them.

    A domain whose name servers give no answer is not looked up again for ten minutes. No other name is left out
    because of it, unless several domains had no answer and no name ever had one: many a machine behind a proxy has no
    resolver for names outside. The log says so, once.
    """

    def __init__(self, reactor: Any, names: NameLookups, is_private: Callable[[str], bool]) -> None:
        self._reactor = reactor
        self._names = names
        self._is_private = is_private
        self._kept: OrderedDict[str, tuple[float, str | None]] = OrderedDict()
        self._silent_until: OrderedDict[str, float] = OrderedDict()  # by registrable domain
        self._has_answered = False
        self._is_off_until = 0.0
        self._was_off = False

    def private_address(self, name: str) -> Deferred[str | None]:
        """Return a private address of a name in ASCII.

        None if no address of it is private, if the resolver does not know the name, and if it gives no answer.
        Fails with LookupsBusy if too many others are looked up.
        """
        now = self._reactor.seconds()
        kept_until, private = self._kept.get(name, (0.0, None))
        if now < kept_until:
            return succeed(private)
        domain = registrable_domain(name)
        if literal_address(name) or now < max(self._is_off_until, self._silent_until.get(domain, 0.0)):
            return succeed(None)
        lookup = self._names.look_up(name, socket.AF_UNSPEC, _WAITS_S)
        lookup.addErrback(self._failed, domain)
        return lookup.addCallback(self._keep, name)

    def _failed(self, failure: Failure, domain: str) -> Answers | Failure:
        error = failure.value
        if isinstance(error, LookupsBusy) and self._reactor.seconds() >= self._silent_until.get(domain, 0.0):
            return failure
        if isinstance(error, ValueError):  # no name that can be asked for
            return ()
        if getattr(error, "errno", None) in NOT_FOUND_CODES:
            self._has_answered = True
            return ()
        now = self._reactor.seconds()
        _remember(self._silent_until, domain, now + _KEPT_FOR_S)
        silent = sum(now < until for until in self._silent_until.values())
        if silent >= SILENT_DOMAINS and not self._has_answered:
            self._switch_off(now)
        return ()

    def _switch_off(self, now: float) -> None:
        self._is_off_until = now + _KEPT_FOR_S
        if not self._was_off:
            self._was_off = True
            logger.warning("no name has an answer here: the proxy alone keeps requests out of private networks")

    def _keep(self, answers: Answers, name: str) -> str | None:
        self._has_answered |= bool(answers)
        addresses = (str(answer[4][0]) for answer in answers)
        private = next((address for address in addresses if self._is_private(address)), None)
        _remember(self._kept, name, (self._reactor.seconds() + _KEPT_FOR_S, private))
        return private


def _remember(table: OrderedDict[str, Any], key: str, value: object) -> None:
    """Set a value of a table that forgets the oldest ones."""
    table[key] = value
    table.move_to_end(key)
    while len(table) > _REMEMBERED:
        table.popitem(last=False)
