"""The parts of a crawl, each without the others: the keeper of captures, the check before sending, the trainer."""

from __future__ import annotations

import asyncio
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from kaaw_archive import times
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.store import decisions
from kaaw_archive.crawl.budget import Budget
from kaaw_archive.crawl.dictionaries import DictionaryTrainer
from kaaw_archive.crawl.keeper import CaptureKeeper
from kaaw_archive.crawl.send_check import SendCheck
from kaaw_archive.crawl.stats import CrawlStats
from kaaw_archive.download.refusals import BudgetSpentError, FetchedByOtherCrawlError, HostBlockedError
from kaaw_archive.errors import ArchiveError, ArchiveReadOnly
from kaaw_archive.items import Capture, NewCapture
from tests.archive.queries.builder import Builder
from tests.derive.live import Live

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = "2016-09-22T12:00:00.000Z"
URL = "https://amt.example/a.pdf"


class Keeping:
    """A keeper with real storage; what it derives is only noted, and raises ``error`` if there is one."""

    def __init__(self, path: Path, *, error: Exception | None = None) -> None:
        self.live = Live(path, cast("Any", None))
        self.stats, self.derived = CrawlStats(), list[str]()
        self.failures: list[ArchiveError] = []
        self.trainer = DictionaryTrainer(path, self.live.writer, lambda: AT)
        self._error = error
        self.keeper = CaptureKeeper(
            self.live.crawl, self.live.writer, cast("Any", self), self.trainer, self.stats, Budget(0),
            fail=self.failures.append,
        )  # fmt: skip

    async def derive(self, capture: Capture) -> None:
        self.derived.append(capture.url)
        if self._error is not None:
            raise self._error

    def keep(self, **columns: Any) -> Capture:
        async def kept() -> Capture:
            capture = await self.keeper.keep(NewCapture(**{"kind": "page", "url": URL, "captured_at": AT} | columns))
            await self.keeper.wait()
            return capture

        return asyncio.run(kept())


@pytest.mark.parametrize(
    ("columns", "derived"),
    [({"status": 404}, [URL]), ({"error": "timeout"}, [URL]), ({"status": 200, "body": b"x"}, []),
     ({"kind": "robots", "status": 404}, []), ({"kind": "probe", "status": 404}, [])],
)  # fmt: skip
def test_a_capture_is_committed_and_folded_later_if_it_has_nothing_to_read(
    archive_path: Path, columns: dict[str, Any], derived: list[str]
) -> None:
    keeping = Keeping(archive_path)
    with closing(keeping.live):
        capture = keeping.keep(**columns)
    assert keeping.derived == derived
    assert keeping.stats.pages == (capture.kind != "robots")


def test_a_defect_costs_one_derivation_and_not_the_crawl(archive_path: Path) -> None:
    keeping = Keeping(archive_path, error=KeyError("a defect"))
    with closing(keeping.live):
        keeping.keep(status=404)
    assert (keeping.stats.not_derived, keeping.failures) == (1, [])


def test_an_error_of_the_archive_fails_the_crawl(archive_path: Path) -> None:
    error = ArchiveReadOnly("it cannot be written")
    keeping = Keeping(archive_path, error=error)
    with closing(keeping.live):
        keeping.keep(status=404)
    assert (keeping.stats.not_derived, keeping.failures) == (0, [error])


def test_a_site_is_trained_once_for_each_request_and_without_enough_pages_not_at_all(archive_path: Path) -> None:
    keeping = Keeping(archive_path)
    with closing(keeping.live):
        keeping.trainer.request("amt.example")
        (work,) = keeping.trainer.training_work()
        asyncio.run(cast("Any", work))
        assert list(keeping.trainer.training_work()) == []
        assert (
            keeping.live.writer.submit(lambda c: c.execute("SELECT count(*) FROM dictionaries").fetchone()[0]).result()
            == 0
        )


class Checking:
    """A check before sending, on an archive to which a test writes; ``seconds`` is its monotonic clock."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.seconds = 0.0
        clock: Any = SimpleNamespace(now=lambda: times.from_text(AT), monotonic=lambda: self.seconds)
        self.stats, self.budget = CrawlStats(), Budget(1)
        self.check = SendCheck(builder.connection, clock, self.budget, self.stats)
        self.check.begin(builder.begin("2016-09-22T11:59:00.000Z"))

    def block(self, subject: str) -> None:
        decisions.add_block(
            self.builder.connection, subject, reason="bat darum", until_at=None, made_by="x", made_at=AT
        )


@pytest.fixture
def checking(archive_path: Path) -> Iterator[Checking]:
    with closing(open_for_writing(archive_path)) as connection:
        yield Checking(Builder(connection))


def test_a_block_is_noticed_within_a_second(checking: Checking) -> None:
    checking.check(URL, "page")
    checking.block("amt.example")
    checking.check(URL, "page")
    checking.seconds = 1.0
    with pytest.raises(HostBlockedError, match="bat darum"):
        checking.check(URL, "page")


@pytest.mark.parametrize("kind", ["page", "robots"])
def test_what_another_crawl_has_just_fetched_is_not_requested(checking: Checking, kind: str) -> None:
    checking.builder.begin("2016-09-22T11:59:30.000Z")
    checking.builder.keep(URL, AT, b"x", kind=kind)
    with pytest.raises(FetchedByOtherCrawlError):
        checking.check(URL, kind)
    checking.stats.count_request()
    assert checking.stats.end_state()[0] == ("finished" if kind == "page" else "failed")


def test_documents_of_a_source_end_with_its_budget(checking: Checking) -> None:
    spent = {"status": 200, "media_type": "application/pdf", "wire_bytes": 1_000_000}
    checking.budget.count(NewCapture(kind="page", url=URL, captured_at=AT, **cast("Any", spent)))
    with pytest.raises(BudgetSpentError):
        checking.check("https://amt.example/b.pdf", "page")
    checking.check("https://amt.example/b.html", "page")
    assert "1 more are left" in (checking.budget.reason() or "")
