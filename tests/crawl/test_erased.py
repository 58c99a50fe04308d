"""Bytes that a person had erased, and that a server sends again: neither kept nor read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.german_pages import page
from tests.local_site import Answer

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler

pytestmark = pytest.mark.slow

TOWN = "www.stadt-a.example"
ALL = ("-a", "all=1")


def test_what_was_erased_and_comes_again_is_neither_kept_nor_read(crawler: Crawler) -> None:
    erased, other = page(1), page(1, edition=2)
    url = crawler.site.add(TOWN, "/1", Answer(erased))
    crawler.run([url])
    with closing(sqlite3.connect(crawler.archive)) as db, db:
        db.execute("UPDATE payloads SET data = NULL WHERE digest = (SELECT payload_digest FROM visits WHERE url = ?)",
                   (url,))  # fmt: skip
    crawler.site.add(TOWN, "/1", Answer(other))
    crawler.run([url], *ALL)
    crawler.site.add(TOWN, "/1", Answer(erased))
    assert crawler.run([url], *ALL).code == 0
    first, second, third = crawler.visits(url)
    assert (first["payload_digest"], third["revisit"]) == (third["payload_digest"], "digest")
    assert second["payload_digest"] != first["payload_digest"]
    assert crawler.kaaw("payload", first["payload_digest"]).code == 1
    problems = "SELECT g.problem FROM readings g WHERE g.capture_id = ?"
    assert crawler.value(problems, third["id"]) == "damaged_payload"
    before = crawler.rows("SELECT version, text_digest FROM snapshots ORDER BY version")
    assert crawler.kaaw("derive").code == 0
    assert crawler.value(problems, third["id"]) == "damaged_payload"
    # what the first capture said is known no more; the later ones say the same as they did
    assert (
        crawler.rows("SELECT version, text_digest FROM snapshots ORDER BY version")[-1]["text_digest"]
        == before[-1]["text_digest"]
    )
