"""The budget of documents and assets: what is beyond it waits for the next run, and no page ever does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.german_pages import page
from tests.local_site import Answer

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler

pytestmark = pytest.mark.slow

TOWN, VILLAGE = "www.stadt-a.example", "www.dorf-b.example"
SIZE = 100_000
SMALL = {"ARCHIVE_BUDGET_DOCUMENTS_MB": 0.25}  # two and a half of the documents below


def document(number: int) -> Answer:
    return Answer(b"%PDF-1.7 " + os.urandom(SIZE - 9), headers={"Content-Type": "application/pdf"})


def add(crawler: Crawler) -> tuple[list[str], list[str]]:
    """Documents, then the pages behind them."""
    documents = [crawler.site.add(TOWN, f"/amtsblatt-{n}.pdf", document(n)) for n in range(6)]
    pages = [crawler.site.add(TOWN, f"/meldung-{n}.html", Answer(page(n))) for n in range(5)]
    return documents, pages


def captured(crawler: Crawler) -> set[str]:
    return {row["url"] for row in crawler.rows("SELECT url FROM visits WHERE kind = 'page' AND status = 200")}


def test_a_spent_budget_keeps_documents_for_the_next_run_and_takes_no_page(crawler: Crawler) -> None:
    documents, pages = add(crawler)
    ran = crawler.run([*documents, *pages], settings=SMALL)
    assert ran.code == 0, ran.output
    assert captured(crawler) == {*documents[:3], *pages}
    row = crawler.rows("SELECT state, reason FROM crawls")[0]
    assert row["state"] == "finished"
    assert "ARCHIVE_BUDGET_DOCUMENTS_MB" in row["reason"]
    assert "3 more" in row["reason"]
    assert "over budget 3" in ran.output
    assert crawler.run([*documents, *pages], settings=SMALL).code == 0
    assert captured(crawler) == {*documents, *pages}
    assert crawler.value("SELECT count(*) FROM visits WHERE kind = 'page'") == len(documents) + len(pages)


def test_each_source_has_a_budget_of_its_own(crawler: Crawler) -> None:
    documents, _ = add(crawler)
    elsewhere = [crawler.site.add(VILLAGE, f"/{n}.pdf", document(n)) for n in range(2)]
    crawler.run([*documents, *elsewhere], settings=SMALL)
    assert captured(crawler) == {*documents[:3], *elsewhere}


def test_a_document_is_known_by_an_earlier_visit(crawler: Crawler) -> None:
    hidden = [crawler.site.add(TOWN, f"/download/{n}", document(n)) for n in range(4)]
    crawler.run(hidden)
    assert captured(crawler) == set(hidden)
    for n in range(4):
        crawler.site.add(TOWN, f"/download/{n}", document(n))
    crawler.run(hidden, "-a", "all=1", settings=SMALL)
    assert crawler.value("SELECT count(*) FROM visits WHERE kind = 'page'") == 4 + 3


def test_without_a_budget_all_are_fetched(crawler: Crawler) -> None:
    documents, pages = add(crawler)
    crawler.run([*documents, *pages], settings={"ARCHIVE_BUDGET_DOCUMENTS_MB": 0})
    assert captured(crawler) == {*documents, *pages}
