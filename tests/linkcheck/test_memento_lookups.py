"""Look-ups in other archives after a link check: each archive is asked once, within its budget."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.linkcheck.test_linkcheck import PRESS, TEXT, TOWN, citing, html, linkcheck
from tests.local_site import Answer, redirect

if TYPE_CHECKING:
    from tests.crawl.crawler import Crawler
    from tests.local_site import Seen

pytestmark = pytest.mark.slow

GATE = "archiv.example"
DEAD, MOVED, GOOD = (f"http://{TOWN}{path}" for path in ("/fort.html", "/alt.html", "/gut.html"))


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
    report = crawler.kaaw("links", "report", "--format", "json", "--all")
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
