"""The base of all spiders: asks for what is due, and hands on every capture."""

from __future__ import annotations

import asyncio
from contextlib import closing
from typing import TYPE_CHECKING, Any, ClassVar

import scrapy

from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries.frontier import not_due
from kaaw_archive.errors import WrongArguments
from kaaw_archive.items import Capture, Page
from kaaw_archive.session import Session, session_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from scrapy.http import Response
    from twisted.python.failure import Failure

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off", ""})


class NewsSpider(scrapy.Spider):
    """A subclass names its ``source`` and says in ``addresses`` what to visit; `-a all=1` visits also what is not due.

    ``source`` '*' makes each page's own site its source.
    """

    source: str = "*"
    known_arguments: ClassVar[frozenset[str]] = frozenset({"all"})

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name)
        self.arguments = arguments
        self.takes_all = self.check(arguments)

    @classmethod
    def check(cls, arguments: dict[str, Any]) -> bool:
        """Whether everything is visited, due or not. Raises WrongArguments for what this spider does not understand."""
        unknown = sorted(arguments.keys() - cls.known_arguments)
        if unknown:
            known = ", ".join(sorted(cls.known_arguments))
            raise WrongArguments(f"spider {cls.name} knows no argument {unknown[0]!r}: it takes {known}")
        said = str(arguments.get("all", "")).lower()
        if said not in _YES | _NO:
            raise WrongArguments(f"-a all={said}: say 1 or 0")
        return said in _YES

    def addresses(self) -> Iterable[str]:
        """What this spider visits, in order."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        session = session_of(self.crawler)
        if session.failure is not None:
            return
        wanted = list(dict.fromkeys(self.addresses()))
        # 50,000 addresses take two seconds, for which nothing else should wait
        waiting = set() if self.takes_all else await asyncio.to_thread(_not_due, session, wanted)
        session.outcome.not_due = len(waiting)
        if waiting:
            self.logger.info("%d of %d addresses are not due", len(waiting), len(wanted))
        for url in wanted:
            if url not in waiting:
                session.outcome.expected += 1
                yield scrapy.Request(url, callback=self.parse, errback=self.failed)

    async def parse(self, response: Response) -> AsyncIterator[Any]:
        capture: Capture = response.meta["capture"]
        yield Page(capture, response.body if capture.revisit != "304" else None)

    def failed(self, failure: Failure) -> None:
        """What failed has its capture, with the name of the problem; there is nothing left to do."""
        self.logger.debug("%s: %s", getattr(failure, "request", None), failure.value)


def _not_due(session: Session, wanted: list[str]) -> set[str]:
    with closing(open_for_reading(session.path)) as connection:
        return not_due(connection, wanted, session.now())
