"""A program for the tests: downloads what stdin asks for through the handler, prints what came of each request.

The reactor is one a process, so that every scenario runs in a process of its own. No name is asked of a real resolver.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import threading
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

from kaaw_archive.download import wire_budget
from kaaw_archive.download.chain_cookies import ChainCookies
from kaaw_archive.download.failures import problem_of
from kaaw_archive.download.refusals import HostBlockedError
from kaaw_archive.download.request_context import Exchange, context_of
from kaaw_archive.download.resolver import GuardedResolver

if TYPE_CHECKING:
    from collections.abc import Iterator

ORDER: dict[str, Any] = json.load(sys.stdin)
SETTINGS = {
    "ADDONS": {},
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DNS_TIMEOUT": 5,
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_DELAY_JITTER": 0,
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "kaaw_archive.download.handler.ArchiveDownloadHandler"),
    "DOWNLOAD_TIMEOUT": 5,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "EXTENSIONS_BASE": {},
    "LOG_LEVEL": "ERROR",
    "RETRY_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
}


wire_budget.TURN_S = ORDER.get("turn_s", wire_budget.TURN_S)


answered = threading.Event()


class TableResolver(GuardedResolver):
    """Answers from the order's table: name to addresses, or to the name of an error of getaddrinfo, or "hang".

    "hang on" are names whose lookup ends when another request has had its answer.

    ``turns`` are the addresses of each lookup of a name, one after the other.
    """

    @staticmethod
    def lookup(name: str, *args: Any) -> Any:
        turns = ORDER.get("turns", {}).get(name)
        entry = turns.pop(0) if turns else ORDER.get("names", {}).get(name)
        if entry == "hang":
            time.sleep(0.8)
        if entry == "hang on":
            answered.wait(60)
        if isinstance(entry, str):
            raise socket.gaierror(getattr(socket, entry, socket.EAI_FAIL), entry)
        numbers_only = (*args, 0, socket.AI_NUMERICHOST)
        return [answer for address in entry or [name] for answer in socket.getaddrinfo(address, *numbers_only)]


class Crawl:
    def send_check(self, url: str, kind: str) -> None:
        for part, reason in ORDER.get("blocks", {}).items():
            if part in url:
                raise HostBlockedError(reason)


class Fetch(Spider):
    name = "fetch"

    async def start(self) -> Any:
        if "blocks" in ORDER:
            self.crawler.archive_crawl = Crawl()  # type: ignore[attr-defined]  # the handler asks for it by getattr
        if ORDER.get("together"):
            outcomes = await asyncio.gather(*(self.fetch(order) for order in ORDER["requests"]))
        else:
            outcomes = [await self.fetch(order) for order in ORDER["requests"]]
        print(json.dumps(outcomes))
        return
        yield  # what makes this the generator that Scrapy expects

    async def fetch(self, order: dict[str, Any]) -> dict[str, Any]:
        await asyncio.sleep(order.pop("after_s", 0))
        headers = order.get("headers")
        request = Request(order["url"], headers=headers, meta=dict(order.get("meta", {})), dont_filter=True)
        context_of(request).exchange = Exchange(**order.get("earlier", {}))
        for url, line in order.get("cookies", []):  # of redirects before
            cookies = context_of(request).cookies = context_of(request).cookies or ChainCookies()
            cookies.take(url, [line.encode()])
        outcome: dict[str, Any] = {"url": order["url"]}
        try:
            assert self.crawler.engine is not None
            response = await self.crawler.engine.download_async(request)
            answered.set()
            certificate = response.certificate
            outcome |= {"status": response.status, "body": response.text, "is_shown": certificate is not None}
        except Exception as error:  # the tests are about which
            problem, text = problem_of(error, proxied="proxy" in request.meta)
            outcome |= {"problem": str(problem), "text": text, "raised": type(error).__name__}
        outcome["has_refused_cookie"] = context_of(request).has_refused_cookie
        return outcome | {name: value for name, value in _texts(context_of(request).exchange) if value is not None}


def _texts(exchange: Exchange) -> Iterator[tuple[str, Any]]:
    for name, value in asdict(exchange).items():
        if isinstance(value, bytes):
            yield name, value.decode("latin-1")
        elif isinstance(value, list | tuple):
            yield name, [[part.decode("latin-1") for part in line] for line in value]
        else:
            yield name, value


process = AsyncCrawlerProcess(SETTINGS | {"TWISTED_DNS_RESOLVER": TableResolver} | ORDER.get("settings", {}))
process.crawl(Fetch)
process.start()
