"""The keeper of the add-on: a defect of ours costs the capture, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from kaaw_archive.addon import keeper
from kaaw_archive.addon.attempts import Attempt, attempt_of_response
from kaaw_archive.times import SYSTEM_CLOCK

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from kaaw_archive.items import NewCapture

URL = "https://amt.example/a"


def test_a_defect_is_counted_with_its_address(archive_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(attempt: Attempt) -> NewCapture:
        raise KeyError("a defect")

    monkeypatch.setattr(keeper, "capture_of", defect)
    kept = keeper.Keeper(archive_path, SYSTEM_CLOCK)
    kept.start(keeper.Beginning("theirs", "agent", "software"))
    attempt = attempt_of_response(Request(URL), Response(URL), at="2016-09-22T12:00:00.000Z", elapsed_ms=5, max_bytes=0)
    kept.keep(attempt).result(30)
    kept.end("finished", None).result(30)
    assert (kept.lost, kept.kept) == (1, 0)
    assert kept.trouble == f"a defect: KeyError('a defect') at {URL}"
