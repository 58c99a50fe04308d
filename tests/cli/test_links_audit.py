"""``kaaw links audit``: a whole site is crawled once, every link on it is checked, and broken ones have their pages."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawl.crawler import Crawler, crawler_in
from tests.linkcheck.test_linkcheck import TEXT
from tests.local_site import Answer, redirect
from tests.program import LOOPBACK, PROJECT, kaaw_command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.program import Ran

pytestmark = pytest.mark.slow

HOST, OTHER = "www.stadt-c.example", "www.amt.example"
HOME = f"http://{HOST}/"
PAGES = 14


def page(title: str, *links: str, menu: str = "") -> Answer:
    anchors = "".join(f"<p>Mehr in <a href='{link}'>Quelle {number}</a>.</p>" for number, link in enumerate(links))
    footer = "<footer><a href='/alt/datenschutz'><img alt='Datenschutz'></a></footer>"
    return Answer(
        f"<!DOCTYPE html><html lang='de'><head><meta charset='utf-8'><title>{title}</title></head><body>"
        f"<nav>{menu}</nav><main><h1>{title}</h1><p>{title}. {TEXT}</p>{anchors}</main>{footer}</body></html>".encode()
    )


def audit(crawler: Crawler, *arguments: str) -> Ran:
    options = [*arguments, "-s", "DOWNLOAD_DELAY=0", "-s", f"ARCHIVE_ALLOW_NETWORKS={LOOPBACK}"]
    options += ["-s", "ARCHIVE_LOOK_BESIDE_PROXY=0"]
    command = kaaw_command("links", "audit", HOME, "--archive", str(crawler.archive), *options)
    ran = crawler.program.run(*command, env={**crawler.environment(), "PYTHONPATH": str(PROJECT)})
    assert "Traceback" not in ran.output, ran.output
    return ran


@pytest.fixture(scope="module")
def crawler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawler]:
    with crawler_in(tmp_path_factory.mktemp("audit")) as made:
        site = made.site
        menu = "".join(f"<a href='/seite/{n}.html'>Seite {n}</a> " for n in range(PAGES))
        site.add(HOST, "/", page("Stadt C", menu=menu))
        for number in range(PAGES):
            site.add(HOST, f"/seite/{number}.html", page(f"Seite {number} der Stadt", menu=menu))
        site.add(
            HOST, "/seite/1.html", page("Seite 1 der Stadt", "/fehlt.html", "/bericht.pdf", "/seite/2.html#nichts")
        )
        pictures = "<img src='/bild.php?id=1' alt='Rathaus'><img src='/weg.jpg' alt='Wappen'><img src=/z.gif width=1>"
        site.add(HOST, "/seite/6.html", page("Seite 6 der Stadt", menu=menu + pictures))
        site.add(
            HOST, "/bild.php?id=1", Answer(b"\x89PNG\r\n\x1a\n" + bytes(200), headers={"Content-Type": "image/png"})
        )
        site.add(HOST, "/seite/2.html", page("Seite 2 der Stadt", f"http://{OTHER}/fort", f"http://{OTHER}/da", "/um"))
        site.add(
            HOST,
            "/seite/3.html",
            page("Seite 3 der Stadt", "/fehlt.html", "/seite/4.html?print=1", "mailto:a@b.example"),
        )
        site.add(HOST, "/um", redirect("/seite/5.html", 301))
        site.add(OTHER, "/fort", Answer(status=410))
        site.add(OTHER, "/da", page("Das Amt"))
        yield made


@pytest.fixture(scope="module")
def rows(crawler: Crawler) -> list[dict[str, Any]]:
    """Report of the first audit: a row a link and page."""
    ran = audit(crawler, "--format", "json")
    assert ran.code == 0, ran.output
    entries = [entry for group in json.loads(ran.stdout)["groups"] for entry in group["entries"]]
    return [entry | {"page": where} for entry in entries for where in entry["pages"] or [entry["article_url"]]]


def test_every_broken_link_is_named_with_the_pages_where_it_stands(rows: list[dict[str, Any]]) -> None:
    found = {(row["page"].removeprefix(HOME), row["url"].removeprefix(HOME), row["verdict"]) for row in rows}
    in_footer = {(path, "alt/datenschutz", "not_found") for path in ("", *(f"seite/{n}.html" for n in range(PAGES)))}
    assert found - in_footer == {
        ("seite/1.html", "fehlt.html", "not_found"), ("seite/3.html", "fehlt.html", "not_found"),
        ("seite/1.html", "bericht.pdf", "not_found"), ("seite/1.html", "seite/2.html#nichts", "fragment_lost"),
        ("seite/2.html", f"http://{OTHER}/fort", "gone"), ("seite/2.html", "um", "moved"),
        ("seite/6.html", "weg.jpg", "not_found"),
    }  # fmt: skip
    assert in_footer <= found


def test_a_link_of_a_template_is_one_entry(crawler: Crawler, rows: list[dict[str, Any]]) -> None:
    text = audit(crawler, "--no-crawl").stdout
    assert f"## `On {PAGES + 1} pages, such as {HOME}`" in text
    assert text.count("/alt/datenschutz>") == 1
    assert "at `Datenschutz`" in text
    assert {row["action"] for row in rows if row["url"].endswith("/fehlt.html")} == {
        "no successor and no copy is known: look for a new address, or take the link out"
    }
    explained = crawler.kaaw("links", "explain", f"{HOME}alt/datenschutz").stdout
    assert f"on {HOME} as «Datenschutz»" in explained
    assert f"and on {PAGES - 4} more pages" in explained
    lines = audit(crawler, "--no-crawl", "--format", "csv").stdout.splitlines()
    assert sum("/alt/datenschutz" in line for line in lines) == PAGES + 1


def test_no_page_is_requested_more_than_twice(crawler: Crawler, rows: list[dict[str, Any]]) -> None:
    asked = Counter(seen.path for seen in crawler.site.requests(HOST))
    assert rows
    asked["/seite/5.html"] -= 1  # a redirect leads there, too
    assert max(asked.values()) <= 2
    assert "/seite/4.html?print=1" not in asked
    assert (asked["/bild.php?id=1"], asked["/z.gif"]) == (1, 0)  # a picture of readers, one that counts visits


def test_the_same_audit_again_asks_conditionally_and_names_the_same(
    crawler: Crawler, rows: list[dict[str, Any]]
) -> None:
    crawler.site.forget()
    ran = audit(crawler, "--lang", "de", "--quiet")
    assert ran.code == 0, ran.output
    assert ran.stdout.startswith("# Links, die repariert werden müssen (")
    asked = Counter(seen.path for seen in crawler.site.requests(HOST))
    assert sum(asked.values()) < 2 * len(asked)
    assert rows


def test_a_mended_site_gives_no_mail(crawler: Crawler, rows: list[dict[str, Any]]) -> None:
    assert rows
    site = crawler.site
    for number in range(PAGES):
        site.add(
            HOST, f"/seite/{number}.html", Answer(b"<html><title>Neu</title><p>Neu.</p><a href='/'>Start</a></html>")
        )
    site.add(HOST, "/", Answer(b"<html><title>Start</title><p>Neu.</p><a href='/seite/0.html'>Seite 0</a></html>"))
    ran = audit(crawler, "--quiet")
    assert (ran.code, ran.stdout) == (0, "")
