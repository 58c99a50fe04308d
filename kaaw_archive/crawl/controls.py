"""Controls: hosts that are asked at the end of a crawl that leaves open if its failures are our own fault.

They are the host of the contact, those of ARCHIVE_CONTROL_HOSTS, and for the resolver the name of a root server, which
is only looked up. Nothing is asked where the links themselves show that we reach others.
"""

from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request

from kaaw_archive.crawl.context import crawl_of
from kaaw_archive.download.request_context import CONTEXT, RequestContext
from kaaw_archive.download.resolver import GuardedResolver
from kaaw_archive.items import NewCapture
from kaaw_archive.own_faults import ROOT_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

HOSTS_MAX = 3
_MAIL_DOMAIN = re.compile(r"[^\s@<>]@([a-z0-9.-]+\.[a-z0-9-]+)", re.IGNORECASE)


def control_hosts(settings: BaseSettings) -> list[str]:
    """Return the hosts that may be asked as controls, those of the setting first, with ports where they have one.

    >>> control_hosts({"ARCHIVE_CONTACT": "archiv@kaaw.example"})
    ['kaaw.example']
    """
    named = settings.get("ARCHIVE_CONTROL_HOSTS") or []
    named = named.replace(",", " ").split() if isinstance(named, str) else list(named)
    hosts = [urlsplit(one).netloc if "://" in one else one.strip("/") for one in named]
    contact = str(settings.get("ARCHIVE_CONTACT") or "")
    mail = _MAIL_DOMAIN.search(contact)
    hosts.append(urlsplit(contact).netloc if "://" in contact else mail[1] if mail is not None else "")
    return list(dict.fromkeys(host.rpartition("@")[2].lower() for host in hosts if host))[:HOSTS_MAX]


class Controls:
    """The controls of one crawl; :meth:`requests` asks them once, and only if they are needed.

    ``wanted`` returns the schemes by which they should be asked, none if the crawl needs none.
    ``looks_up``: the name of a root server is looked up, too.
    """

    def __init__(self, crawler: Crawler, wanted: Callable[[], list[str]], *, looks_up: bool = True) -> None:
        self._crawler = crawler
        self._wanted = wanted
        self._looks_up = looks_up
        self.hosts = control_hosts(crawler.settings)
        self._is_asked = False
        self._lookup: asyncio.Task[None] | None = None

    @property
    def is_waiting(self) -> bool:
        """Return True while the resolver is being asked."""
        return self._lookup is not None and not self._lookup.done()

    def requests(self, callback: Any, errback: Any) -> list[Request]:
        """Return the requests of controls; none if the crawl needs none, or they were asked."""
        crawl = crawl_of(self._crawler)
        if self._is_asked or crawl.row is None or crawl.failure is not None or crawl.is_ending:
            return []
        self._is_asked = True
        schemes = self._wanted()
        if not schemes:
            return []
        requested = list(self.hosts)
        if self._looks_up and any(scheme not in getproxies() for scheme in schemes):
            self._lookup = asyncio.ensure_future(self._look_up())
            requested.append(ROOT_NAME)
        if requested:
            logger.info("the failures of this crawl may be ours: asking %s", ", ".join(requested))
        settings = self._crawler.settings
        seconds = min(settings.getfloat("ARCHIVE_PROBE_TIMEOUT_S"), settings.getfloat("DOWNLOAD_TIMEOUT"))
        return [
            Request(
                f"{scheme}://{host}/",
                callback=callback,
                errback=errback,
                dont_filter=True,
                meta={CONTEXT: RequestContext("probe"), "dont_retry": True, "download_timeout": seconds},
            )
            for scheme in schemes
            for host in self.hosts
        ]

    async def _look_up(self) -> None:
        """Look the name of a root server up, and keep the result as a capture with an address of RFC 4501."""
        from twisted.internet import reactor

        crawl, resolver = crawl_of(self._crawler), reactor.nameResolver
        if not isinstance(resolver, GuardedResolver):
            return
        reason = await resolver.failure(ROOT_NAME)
        found = NewCapture(
            kind="probe",
            url=f"dns:{ROOT_NAME}",
            captured_at=crawl.now(),
            method="DNS",
            error=reason.problem if reason is not None else None,
            error_text=reason.text if reason is not None else None,
        )
        await crawl.keeper.keep(found)
