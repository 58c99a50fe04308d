"""Somebody else's Scrapy project: spider, pipeline, feed, middlewares, handler and cookies of its own, and its site."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.german_pages import page
from tests.local_site import HTML, Answer, LocalSite, redirect
from tests.program import scrapy_command

if TYPE_CHECKING:
    from pathlib import Path

    from tests.local_site import Seen
    from tests.program import Program, Ran

HOST = "www.stadt-a.example"

_FILES = {
    "scrapy.cfg": "[settings]\ndefault = stadt.settings\n",
    "stadt/__init__.py": "",
    "stadt/settings.py": """
BOT_NAME = "stadt"
SPIDER_MODULES = ["stadt.spiders"]
ROBOTSTXT_OBEY = True
USER_AGENT = "stadt (+https://stadt.example)"
CONCURRENT_REQUESTS = 1
DOWNLOAD_DELAY = 0
RETRY_TIMES = 1
FEEDS = {"items.jsonl": {"format": "jsonlines"}}
ITEM_PIPELINES = {"stadt.parts.Number": 300}
EXTENSIONS = {"stadt.parts.Stats": 500}
DOWNLOADER_MIDDLEWARES = {
    "stadt.parts.Stamp": 450, "stadt.parts.OwnCache": 950,
}
DOWNLOAD_HANDLERS = {"http": "stadt.parts.OwnHandler"}
""",
    "stadt/parts.py": '''
import json
from scrapy import signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse


class Number:
    seen = 0

    def process_item(self, item):
        Number.seen += 1
        return {**item, "number": Number.seen}


class Stamp:
    def process_request(self, request):
        request.headers["X-Stamp"] = "stadt"
        if request.url.endswith("/nie"):
            raise IgnoreRequest("we never ask for this")


class OwnCache:
    def process_request(self, request):
        if request.url.endswith("/cached"):
            return HtmlResponse(request.url, body=b"<title>from the cache</title>")


class OwnHandler(HTTP11DownloadHandler):
    async def download_request(self, request):
        response = await super().download_request(request)
        return response.replace(flags=[*response.flags, "own"])


class Stats:
    @classmethod
    def from_crawler(cls, crawler):
        extension = cls()
        extension.crawler = crawler
        crawler.signals.connect(extension.engine_stopped, signals.engine_stopped)
        return extension

    def engine_stopped(self):
        with open("stats.json", "w") as file:
            json.dump(self.crawler.stats.get_stats(), file, default=str)
''',
    "stadt/spiders/__init__.py": "",
    "stadt/spiders/news.py": '''
import scrapy


class News(scrapy.Spider):
    name = "news"
    handle_httpstatus_list = [404]
    paths = ["/start", "/moved", "/away", "/busy", "/silent", "/geheim", "/nie", "/cached", "/broken", "/etag"]

    async def start(self):
        for path in self.paths:
            yield scrapy.Request(f"http://HOST{path}", meta={"mine": path}, headers={"Authorization": "Basic xyz"},
                                 errback=self.failed)

    def parse(self, response):
        yield {"url": response.url, "status": response.status, "flags": response.flags,
               "meta": sorted(response.meta), "headers": sorted(map(str, response.headers)),
               "title": response.css("title::text").get() if response.body else None}
        if response.url.endswith("/start"):
            yield scrapy.FormRequest("http://HOST/suche", formdata={"q": "Rathaus"})

    def failed(self, failure):
        yield {"failed": failure.request.url, "why": type(failure.value).__name__}
'''.replace("HOST", HOST),
}  # fmt: skip

_NOT_THE_SAME_TWICE = ("time", "memusage", "per_minute", "log_count/INFO", "log_count/DEBUG", "log_count/WARNING")


@dataclass(frozen=True)
class Outcome:
    """What a run of the stranger's project was to the site, to its owner and to whoever started it."""

    ran: Ran
    requests: list[tuple[str, str, dict[str, str]]]
    items: list[Any]
    stats: dict[str, Any]

    @property
    def all_but_log(self) -> tuple[Any, ...]:
        return self.ran.code, self.ran.stdout, self.requests, self.items, self.stats


def build(folder: Path, files: dict[str, str] | None = None) -> None:
    """Writes the project."""
    for name, text in (_FILES | (files or {})).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def add_pages(site: LocalSite, target: bytes) -> None:
    """A site that sets cookies, compresses, redirects, refuses, fails, is busy for once, and takes a form."""
    gzipped = {**HTML, "Content-Encoding": "gzip"}
    site.add_robots(HOST, "User-agent: *\nDisallow: /geheim\n")
    site.add(HOST, "/start", Answer(gzip.compress(page(1)), headers={**gzipped, "Set-Cookie": "sid=geheim; Path=/"}))
    site.add(HOST, "/moved", redirect("/target", 301))
    site.add(HOST, "/target", Answer(target))
    site.add(HOST, "/busy", [Answer(status=503), Answer(page(3))])
    site.add(HOST, "/silent", Answer(manner="drop"))
    site.add(HOST, "/broken", Answer(gzip.compress(page(4)), headers={**HTML, "Content-Encoding": "br"}))
    site.add(HOST, "/etag", Answer(page(6), etag=True))
    site.add(HOST, "/suche", Answer(page(5)))


def run(
    program: Program,
    site: LocalSite,
    *settings: str,
    env: dict[str, str] | None = None,
    limits: dict[str, int] | None = None,
    target: bytes = page(2),
) -> Outcome:
    """Runs the spider, with these settings beside its own; ``target`` is the page behind its redirect."""
    site.forget()
    for name in ("items.jsonl", "stats.json"):
        (program.folder / name).unlink(missing_ok=True)
    add_pages(site, target)
    options = [part for setting in settings for part in ("-s", setting)]
    environment = {"http_proxy": site.proxy, "SCRAPY_SETTINGS_MODULE": "stadt.settings", **(env or {})}
    ran = program.run(*scrapy_command("news"), *options, env=environment, limits=limits)
    assert (program.folder / "stats.json").exists(), ran.output
    lines = (program.folder / "items.jsonl").read_text(encoding="utf-8").splitlines()
    stats = json.loads((program.folder / "stats.json").read_text())
    kept = {name: value for name, value in stats.items() if not any(part in name for part in _NOT_THE_SAME_TWICE)}
    return Outcome(ran, [_request(seen) for seen in site.seen], [json.loads(line) for line in lines], kept)


def _request(seen: Seen) -> tuple[str, str, dict[str, str]]:
    return seen.method, seen.path, dict(seen.headers)
