"""Copies in other archives: what timegates and indexes answer is understood, asked for once, and put forward."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.http import Headers
from kaaw_archive.linkrot.archives import LinkArchive, Memento, mementos, nearest
from tests.linkrot.test_linkcheck import PRESS, TEXT, TOWN, citing, html, linkcheck
from tests.local_site import Answer, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crawl.crawler import Crawler
    from tests.local_site import Seen

CASES = sorted((Path(__file__).parent / "timegates").glob("*.json"))
GATE = "archiv.example"
DEAD, MOVED, GOOD = (f"http://{TOWN}{path}" for path in ("/fort.html", "/alt.html", "/gut.html"))


@pytest.fixture(params=["UTC0", "XXX-13"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zone of the machine, in which nothing is meant."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_answer_names_its_copies(case: Path) -> None:
    said = json.loads(case.read_text(encoding="utf-8"))
    archive = LinkArchive.parse(said["archive"])
    question = archive.question("http://www.stadt-a.example/alt/bericht.html", "2016-09-22T12:00:00.000Z")
    body = said["body"].encode() if "body" in said else None
    found = mementos(archive, question, said["status"], Headers.of_fields(said["headers"]), body)
    assert [[one.url, one.at] for one in found] == said["mementos"]


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"a":' * 200_000])
def test_an_index_deeper_than_anybody_reads_names_no_copy(body: bytes) -> None:
    archive = LinkArchive.parse(f"cdx:http://{GATE}/cdx http://{GATE}/web/")
    assert mementos(archive, archive.question(DEAD, "2016-09-22T12:00:00.000Z"), 200, Headers(), body) == []


def test_the_copy_before_the_citation_is_preferred() -> None:
    days = [f"2016-09-{day:02}T00:00:00.000Z" for day in (1, 20, 23, 30)]
    copies = [Memento(f"http://{GATE}/{day}", day) for day in days]
    cited = "2016-09-22T12:00:00.000Z"
    assert nearest(copies, cited) == copies[1]
    assert nearest(copies[2:], cited) == copies[2]
    assert nearest(copies[2:], cited, before="2016-09-22T13:00:00.000Z") is None


def gate(seen: Seen) -> Answer:
    """A timegate that has a copy of all but the moved page, from before the citation."""
    address = seen.path.removeprefix("/web/")
    assert seen.headers["accept-datetime"].endswith(" GMT")
    if address.endswith("/alt.html"):
        return Answer(status=404)
    copy = f"http://{GATE}/web/20160101000000/{address}"
    link = f'<{address}>; rel="original", <{copy}>; rel="memento"; datetime="Fri, 01 Jan 2016 00:00:00 GMT"'
    return Answer(status=302, headers={"Location": copy, "Link": link, "Vary": "accept-datetime"})


def candidates(crawler: Crawler, url: str) -> list[dict[str, Any]]:
    ran = crawler.kaaw("links", "explain", url, "--json")
    assert ran.code == 0, ran.output
    found: list[dict[str, Any]] = json.loads(ran.stdout)["candidates"]
    return [one for one in found if one["kind"] == "archive"]


def test_an_archive_is_asked_once_about_what_broke(crawler: Crawler) -> None:
    site = crawler.site
    site.add(TOWN, PRESS, citing(DEAD, MOVED, GOOD))
    site.add(TOWN, "/fort.html", Answer(status=410))
    site.add(TOWN, "/alt.html", redirect("/neu.html", 301))
    site.add(TOWN, "/neu.html", html("Neue Satzung", f"<p>{TEXT}</p>"))
    site.add(TOWN, "/gut.html", html("Satzung zur Abfallentsorgung", f"<p>{TEXT}</p>"))
    site.add(GATE, "*", gate)
    assert crawler.run([f"http://{TOWN}{PRESS}"]).code == 0
    assert linkcheck(crawler).code == 0
    assert site.requests(GATE) == []
    archives: dict[str, object] = {"LINK_ARCHIVES": f"http://{GATE}/web/"}
    for _ in range(2):
        assert linkcheck(crawler, "-a", "all=1", settings=archives).code == 0
        assert sorted(seen.path for seen in site.requests(GATE)) == [f"/web/{MOVED}", f"/web/{DEAD}"]
    assert site.most_at_once[GATE] == 1
    (copy,) = candidates(crawler, DEAD)
    assert copy["url"] == f"http://{GATE}/web/20160101000000/{DEAD}"
    assert copy["captured_at"] == "2016-01-01T00:00:00.000Z"
    assert copy["is_proposed"]
    assert candidates(crawler, MOVED) == candidates(crawler, GOOD) == []
    report = crawler.kaaw("links", "report", "--format", "json", "--keep-new", "--all")
    entries = [entry for group in json.loads(report.stdout)["groups"] for entry in group["entries"]]
    robust = next(entry["robust_link"] for entry in entries if entry["url"] == DEAD)
    assert f'href="{DEAD}" data-versionurl="{copy["url"]}" data-versiondate="2016-01-01"' in robust


def test_a_budget_and_a_mistake(crawler: Crawler) -> None:
    site = crawler.site
    site.add(TOWN, PRESS, citing(DEAD, f"http://{TOWN}/weg.html"))
    site.add(GATE, "*", gate)
    assert crawler.run([f"http://{TOWN}{PRESS}"]).code == 0
    wrong = linkcheck(crawler, settings={"LINK_ARCHIVES": "archive.example"})
    assert wrong.code == 2
    assert "LINK_ARCHIVES" in wrong.output
    few: dict[str, object] = {"LINK_ARCHIVES": f"http://{GATE}/web/", "LINK_ARCHIVES_MAX": 1}
    assert linkcheck(crawler, "-a", "all=1", settings=few).code == 0
    assert len(site.requests(GATE)) == 1
    assert linkcheck(crawler, "-a", "all=1", settings=few).code == 0
    assert len({seen.path for seen in site.requests(GATE)}) == 2
