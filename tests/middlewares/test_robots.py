"""What a robots.txt that the archive has already seen means for a request, by RFC 9309; no network is asked."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from scrapy import Request
from scrapy.settings import Settings

from kaaw_archive import times
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.store import crawls
from kaaw_archive.archive.store.captures import CaptureStore
from kaaw_archive.download.refusals import RobotsDeniedError, RobotsUnreachableError
from kaaw_archive.download.request_context import CONTEXT, RequestContext, context_of
from kaaw_archive.items import NewCapture
from kaaw_archive.middlewares.robots import Robots

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2016, 9, 22, 12, 0, tzinfo=UTC)
RULES = b"User-agent: *\nDisallow: /zu/\nCrawl-delay: 7\n"
SITE = "https://amt.example"


class Seen:
    """An archive that has seen robots.txt, and a crawler whose every download fails and is counted."""

    def __init__(self, path: Path) -> None:
        self.connection = open_for_writing(path)
        row = crawls.begin(
            self.connection, "20160922T110000Z-000000", spider="site", source="*", arguments={}, software="test",
            user_agent="test", started_at=times.to_text(NOW),
        )  # fmt: skip
        self.store = CaptureStore(row)
        self.downloads: list[str] = []
        slots: dict[str, Any] = {}
        self.downloader = SimpleNamespace(per_slot_settings={}, slots=slots)
        engine = SimpleNamespace(download_async=self._download, downloader=self.downloader)
        settings = Settings({"ROBOTSTXT_USER_AGENT": "kaaw_archive", "ARCHIVE_CRAWL_DELAY_MAX": 5, "DOWNLOAD_DELAY": 1})
        clock = SimpleNamespace(now=lambda: NOW, monotonic=lambda: 0.0)
        now = times.to_text(NOW)
        crawl = SimpleNamespace(clock=clock, reader=self.connection, now=lambda: now, is_ending=False)
        self.robots = Robots(cast("Any", SimpleNamespace(settings=settings, engine=engine)), cast("Any", crawl))

    async def _download(self, request: Request) -> None:
        self.downloads.append(request.url)
        raise ConnectionError("nothing answers")

    def keep(self, status: int | None, body: bytes | None = None, *, age_h: float = 1, **columns: Any) -> None:
        at = times.to_text(NOW - timedelta(hours=age_h))
        new = NewCapture(kind="robots", url=f"{SITE}/robots.txt", captured_at=at, status=status, body=body, **columns)
        self.store.keep(self.connection, new)

    def asks(self, path: str) -> RequestContext:
        request = Request(SITE + path)
        asyncio.run(self.robots.process_request(request))
        return context_of(request)


@pytest.fixture
def seen(empty_path: Path) -> Iterator[Seen]:
    archive = Seen(empty_path)
    with closing(archive.connection):
        yield archive


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_robots_txt_opens_all(seen: Seen, status: int) -> None:
    seen.keep(status)
    assert seen.asks("/zu/x").robots == "allowed"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 599])
def test_a_server_that_cannot_say_closes_all(seen: Seen, status: int) -> None:
    seen.keep(status, RULES)
    with pytest.raises(RobotsUnreachableError, match=str(status)):
        seen.asks("/offen/x")


@pytest.mark.parametrize("error", ["timeout", "dns_not_found", "connection_refused", "bad_encoding", "host_paused"])
def test_no_answer_closes_all(seen: Seen, error: str) -> None:
    seen.keep(None, error=error)
    with pytest.raises(RobotsUnreachableError, match=error):
        seen.asks("/offen/x")


def test_too_many_redirects_open_all(seen: Seen) -> None:
    seen.keep(None, error="too_many_redirects")
    assert seen.asks("/zu/x").robots == "allowed"


def test_rules_are_obeyed_and_named_with_their_capture(seen: Seen) -> None:
    seen.keep(200, RULES)
    context = seen.asks("/offen/x")
    assert (context.robots, context.robots_capture_id) == ("allowed", 1)
    with pytest.raises(RobotsDeniedError):
        seen.asks("/zu/x")


def test_rules_that_a_304_confirms_go_on_to_hold(seen: Seen) -> None:
    seen.keep(200, RULES, age_h=30)
    digest = seen.connection.execute("SELECT payload_digest FROM captures").fetchone()[0]
    seen.keep(304, not_modified_digest=digest)
    with pytest.raises(RobotsDeniedError):
        seen.asks("/zu/x")
    assert f"{SITE}/robots.txt" not in seen.downloads


def test_rules_of_yesterday_are_asked_for_again_and_silence_closes(seen: Seen) -> None:
    seen.keep(200, RULES, age_h=25)
    with pytest.raises(RobotsUnreachableError, match="no answer"):
        seen.asks("/offen/x")
    assert seen.downloads == [f"{SITE}/robots.txt"]


def test_a_crawl_delay_slows_the_slot_down_as_far_as_we_let_it(seen: Seen) -> None:
    seen.keep(200, RULES)
    seen.asks("/offen/x")
    assert seen.downloader.per_slot_settings == {"amt.example": {"delay": 5.0, "concurrency": 1, "jitter": 0.0}}


@pytest.mark.parametrize("delay", ["nan", "-3", "1e999", "viel", ""])
def test_a_crawl_delay_that_makes_no_sense_is_none(seen: Seen, delay: str) -> None:
    seen.keep(200, RULES.replace(b"7", delay.encode()))
    seen.asks("/offen/x")
    assert all(s["delay"] == 5.0 for s in seen.downloader.per_slot_settings.values())


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 500, b"<!DOCTYPE html><html><body>Start</body></html>"])
def test_what_are_no_rules_opens_all(seen: Seen, body: bytes) -> None:
    seen.keep(200, body)
    assert seen.asks("/zu/x").robots == "allowed"


def test_a_request_for_rules_themselves_needs_none(seen: Seen) -> None:
    request = Request(f"{SITE}/robots.txt", meta={CONTEXT: RequestContext("robots")})
    asyncio.run(seen.robots.process_request(request))
    assert seen.downloads == []
    assert context_of(request).robots == "unknown"
