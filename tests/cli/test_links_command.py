"""``kaaw links``: the list, the explanation, the report and what people decide, on one archive of a few links."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawl.crawler import Crawler, crawler_in
from tests.linkcheck.test_linkcheck import PRESS, TEXT, TOWN, citing, html, linkcheck
from tests.local_site import Answer, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow  # one crawl and one run of linkcheck for all

GOOD, GONE, MOVED, FORMULA = (f"http://{TOWN}{path}" for path in ("/gut.html", "/fort.html", "/alt.html", "/=1+1.html"))


@pytest.fixture(scope="module")
def crawler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawler]:
    with crawler_in(tmp_path_factory.mktemp("links")) as made:
        site = made.site
        site.add(TOWN, PRESS, citing(GOOD, GONE, MOVED))
        site.add(TOWN, "/gut.html", html("Satzung zur Abfallentsorgung", f"<p>{TEXT}</p>"))
        site.add(TOWN, "/fort.html", Answer(status=410))
        site.add(TOWN, "/alt.html", redirect("/neu.html?nn=17&cHash=5", 301))
        site.add(TOWN, "/neu.html?nn=17&cHash=5", html("Neue Satzung", f"<p>{TEXT}</p>"))
        assert made.run([f"http://{TOWN}{PRESS}"]).code == 0
        assert made.kaaw("links", "watch", f"http://{TOWN}/beobachtet.html", "--as", "me").code == 0
        assert linkcheck(made).code == 0
        yield made


def listed(crawler: Crawler, *arguments: str) -> list[dict[str, Any]]:
    ran = crawler.kaaw("links", "--json", *arguments)
    assert ran.code == 0, ran.output
    rows: list[dict[str, Any]] = json.loads(ran.stdout)
    return rows


def test_the_list_has_what_programs_need(crawler: Crawler) -> None:
    rows = {row["url"]: row for row in listed(crawler)}
    assert {url: row["verdict"] for url, row in rows.items()} == {
        GOOD: "ok", GONE: "gone", MOVED: "moved", f"http://{TOWN}/beobachtet.html": "not_found",
    }  # fmt: skip
    wanted = {"url", "verdict", "health", "rule", "reason", "checked_at", "final_url", "candidates"}
    assert all(wanted <= row.keys() for row in rows.values())
    assert [one["url"] for one in rows[MOVED]["candidates"]] == [f"http://{TOWN}/neu.html?cHash=5"]  # as one cites it
    assert rows[MOVED]["candidates"][0]["is_proposed"]


@pytest.mark.parametrize(
    ("arguments", "urls"),
    [
        (("--verdict", "gone"), [GONE]), (("--health", "alive", "--verdict", "ok"), [GOOD]),
        (("--host", "stadt-b.example"), []),
        (("--article", f"http://{TOWN}{PRESS}", "--health", "failing"), [GONE]), (("--since", "2099-01-01"), []),
        (("--source", "stadt-a.example", "--verdict", "moved"), [MOVED]),
    ],
)  # fmt: skip
def test_filters(crawler: Crawler, arguments: tuple[str, ...], urls: list[str]) -> None:
    assert [row["url"] for row in listed(crawler, *arguments)] == urls


def test_one_link_is_explained(crawler: Crawler) -> None:
    told = json.loads(crawler.kaaw("links", "explain", GONE, "--json").stdout)
    assert [check["verdict"] for check in told["checks"]] == ["gone"]
    assert told["checks"][0]["hops"][0]["status"] == 410
    assert [change["to_health"] for change in told["health_changes"]] == ["failing"]
    assert told["mentions"][0]["anchor_text"] == "Quelle 1"
    said = crawler.kaaw("links", "explain", MOVED).stdout
    assert "has_moved" in said
    assert f"http://{TOWN}/neu.html?cHash=5" in said
    assert crawler.kaaw("links", "explain", "http://nirgends.example/").code == 1


def test_list_report_and_explanation_name_the_same_days(crawler: Crawler) -> None:
    row = next(row for row in listed(crawler) if row["url"] == GONE)
    explained = json.loads(crawler.kaaw("links", "explain", GONE, "--json").stdout)["link"]
    reported = json.loads(crawler.kaaw("links", "report", "--format", "json").stdout)
    entry = next(entry for group in reported["groups"] for entry in group["entries"] if entry["url"] == GONE)
    day = row["checked_at"][:10]
    assert [row[name] and row[name][:10] for name in ("first_bad_at", "dead_since_at", "last_good_at")] == [
        day,
        None,
        None,
    ]
    assert [explained[name] == row[name] for name in ("first_bad_at", "dead_since_at", "last_good_at")] == [True] * 3
    assert [entry[name] for name in ("first_bad_on", "dead_since_on", "last_good_on")] == [day, None, None]
    assert crawler.rows(
        "SELECT link_id, first_bad_at, dead_since_at, last_good_at FROM link_days d"
        " WHERE link_url LIKE '%/fort.html' AND link_id = (SELECT id FROM links WHERE url = d.link_url)"
    ) == [
        {name: explained[name] for name in ("first_bad_at", "dead_since_at", "last_good_at")}
        | {"link_id": explained["id"]}
    ]
    assert f"failing: first bad on {day};" in crawler.kaaw("links", "explain", GONE).stdout


def test_a_report_says_each_thing_once(crawler: Crawler) -> None:
    assert crawler.kaaw("links", "--fail-on", "new-broken").code == 8
    for form in ("markdown", "html", "csv", "json"):
        said = crawler.kaaw("links", "report", "--format", form).stdout
        assert GONE in said
        assert "Quelle 1" in said
        assert "data-originalurl" in said  # of the link that has moved
        assert GOOD not in said
    assert crawler.kaaw("links", "report", "--fail-on", "new-broken", "--mark-reported").code == 8
    again = crawler.kaaw("links", "report", "--fail-on", "new-broken")
    assert again.code == 0
    assert "Nothing new" in again.stdout
    assert crawler.kaaw("links", "report", "--quiet").stdout == ""  # a mail only with content
    assert GONE in crawler.kaaw("links", "report", "--all").stdout


def test_what_is_decided_is_left_out(crawler: Crawler) -> None:
    def new() -> str:
        crawler_said = crawler.kaaw("links", "--fail-on", "new-broken", "--verdict", "not_found")
        return "broken" if crawler_said.code == 8 else "quiet"

    watched = f"http://{TOWN}/beobachtet.html"
    assert crawler.kaaw("links", "snooze", watched).code == 2
    assert crawler.kaaw("links", "ignore", watched).code == 2
    for decision in (("acknowledge",), ("snooze", "--until", "2099-01-01"), ("ignore", "--reason", "moved office")):
        assert crawler.kaaw("links", decision[0], watched, *decision[1:], "--as", "me").code == 0
        assert new() == "quiet"
    decided = crawler.rows("SELECT kind, made_by FROM decisions WHERE kind <> 'watch' ORDER BY id")
    assert decided == [{"kind": kind, "made_by": "me"} for kind in ("acknowledge", "snooze", "ignore")]
    assert crawler.kaaw("links", "ignore", "--lift", watched).code == 0


def test_raw_cells_are_for_csv_alone(crawler: Crawler) -> None:
    assert crawler.kaaw("links", "report", "--raw").code == 2
    assert GONE in crawler.kaaw("links", "report", "--all", "--format", "csv", "--raw").stdout


@pytest.mark.parametrize("is_raw", [False, True])
def test_a_spreadsheet_calculates_nothing_unless_it_is_asked_to(is_raw: bool) -> None:
    from kaaw_archive.cli._links.entries import Group
    from kaaw_archive.cli._links.formats import CsvForm, to_csv

    entry = {
        "url": "=HYPERLINK(1)",
        "anchor_text": "@SUM(1)",
        "sentence": "\t=1",
        "rule": "\r=1",
        "suggestion": "\x1b[31m=1",
        "copy": "  +1",
        "reason": "fine",
        "article_title": "-1+1",
    }
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        to_csv([Group("watched", "g", None, "", [entry])], CsvForm(is_raw=is_raw))
    (row,) = csv.DictReader(io.StringIO(out.getvalue()))
    if is_raw:
        assert {name: row[name] for name in entry} == entry
        return
    assert all(not row[name].startswith(("=", "@", "+", "-", "\t", " ")) for name in entry)


def entries(crawler: Crawler, *arguments: str) -> dict[str, dict[str, Any]]:
    ran = crawler.kaaw("links", "report", "--all", "--format", "json", *arguments)
    assert ran.code == 0, ran.output
    return {entry["url"]: entry for group in json.loads(ran.stdout)["groups"] for entry in group["entries"]}


def test_each_entry_says_what_to_do_and_no_robust_link_leads_to_a_broken_address_alone(crawler: Crawler) -> None:
    found = entries(crawler)
    assert found[MOVED]["action"] == "replace the link by the suggestion"
    assert found[GONE]["action"].startswith("wait: it is checked again on 20")
    assert found[GONE]["robust_link"] is None
    assert found[GONE]["suggestion"] is None


def test_a_report_in_german(crawler: Crawler) -> None:
    found = entries(crawler, "--lang", "de")
    assert found[GONE]["reason"] == "Der Server meldet: endgültig entfernt (410)."
    assert found[MOVED]["action"] == "den Link durch den Vorschlag ersetzen"
    said = crawler.kaaw("links", "report", "--all", "--lang", "de").stdout
    assert said.startswith("# Links, die repariert werden müssen (")
    assert "gestört: erstmals fehlerhaft am 20" in said
    assert "<html lang='de'>" in crawler.kaaw("links", "report", "--all", "--lang", "de", "--format", "html").stdout


def test_a_spreadsheet_may_have_its_separator_and_its_mark(crawler: Crawler) -> None:
    arguments = ("links", "report", "--all", "--format", "csv", "--separator", "semicolon", "--bom")
    text = crawler.kaaw(*arguments).stdout
    assert text.startswith("\ufeffarticle_url;article_title;")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert GONE in [row["url"] for row in rows]
    assert crawler.kaaw("links", "report", "--bom").code == 2


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (("--source", "stadt-a"), "there is no source stadt-a: there are stadt-a.example"),
        (("--article", "https://nirgends.example/"), "there is no such article"),
    ],
)
def test_an_unknown_source_or_article_is_an_error(crawler: Crawler, option: tuple[str, str], says: str) -> None:
    for command in (("links",), ("links", "report")):
        ran = crawler.kaaw(*command, *option)
        assert ran.code == 2
        assert says in ran.check_one_error()


def test_a_report_for_one_source_hides_nothing_from_others(crawler: Crawler) -> None:
    def names_it(*arguments: str) -> bool:
        return f"http://{TOWN}/alt.html" in crawler.kaaw("links", "report", "--verdict", "moved", *arguments).stdout

    with sqlite3.connect(crawler.archive) as connection:
        connection.execute("DELETE FROM _reported_links")
    connection.close()
    assert names_it("--source", TOWN.removeprefix("www."), "--mark-reported")
    assert not names_it("--source", TOWN.removeprefix("www."))
    assert names_it("--mark-reported")
    assert not names_it()
    assert not names_it("--article", f"http://{TOWN}{PRESS}")


def test_a_link_that_was_mended_leaves_the_report_with_the_next_crawl(tmp_path: Path) -> None:
    with crawler_in(tmp_path) as made:
        article = f"http://{TOWN}{PRESS}"
        report = ("links", "report", "--article", article)
        made.site.add(TOWN, PRESS, citing(GOOD, GONE))
        made.site.add(TOWN, "/gut.html", html("Satzung zur Abfallentsorgung", f"<p>{TEXT}</p>"))
        made.site.add(TOWN, "/fort.html", Answer(status=410))
        assert made.run([article]).code == 0
        assert linkcheck(made).code == 0
        assert GONE in made.kaaw(*report).stdout
        made.site.add(TOWN, PRESS, citing(GOOD))
        assert made.run([article], "-a", "all=1").code == 0
        assert GONE not in made.kaaw(*report).stdout
        assert GONE in made.kaaw("links", "explain", GONE).stdout
