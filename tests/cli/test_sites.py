"""``kaaw sites`` as somebody uses it who has a new site: make, check, crawl, record, list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.german_pages import page
from tests.local_site import Answer
from tests.program import PROJECT, kaaw_command
from tests.schedule.office import Office

if TYPE_CHECKING:
    from tests.local_site import LocalSite
    from tests.program import Program, Ran


HOST = "www.stadt-neu.example"
NEWS = f"http://{HOST}/aktuelles/"

_LIST = """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><meta name="generator" content="TYPO3 CMS">
<title>Aktuelles &quot;aus&quot; der \\ Stadt | Stadt Neu</title>
<link rel="alternate" type="application/rss+xml" title="Meldungen" href="/aktuelles/feed.xml">
<link rel="alternate" type="application/rss+xml" title="Intern" href="/intern/feed.xml"></head>
<body class="typo3"><nav><a href="/">Start</a><a href="/presse/">Pressemitteilungen</a></nav>
<main><h1>Aktuelles</h1><div class="news-list-view">{rows}</div></main></body></html>"""
_ROW = """<article class="article"><h3><a href="/aktuelles/detail/meldung-der-stadt-{n}/">Meldung der Stadt {n}</a></h3>
<time datetime="2016-09-{n:02}">{n}.09.2016</time><p>Kurz gesagt.</p></article>"""


class Town(Office):
    """A user's project without spiders, and a site that nobody has seen."""

    def __init__(self, program: Program, site: LocalSite) -> None:
        super().__init__(program, site)
        rows = "".join(_ROW.format(n=number) for number in range(10, 15))
        site.add(HOST, "/aktuelles/", Answer(_LIST.format(rows=rows).encode()))
        site.add(HOST, "/neu", Answer(status=301, headers={"Location": "/aktuelles/"}))
        site.add_robots(HOST, f"User-agent: *\nDisallow: /intern/\nSitemap: http://{HOST}/sitemap.xml\n")
        entry = "<item><title>x</title><link>http://{}/aktuelles/detail/meldung-der-stadt-{}/</link></item>"
        entries = "".join(entry.format(HOST, number) for number in range(11, 15))
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{entries}</channel></rss>'
        site.add(HOST, "/aktuelles/feed.xml", Answer(feed.encode(), headers={"Content-Type": "application/rss+xml"}))
        site.add_robots("www.geschlossen.example", "User-agent: *\nDisallow: /\n")
        for number in range(10, 15):
            site.add(HOST, f"/aktuelles/detail/meldung-der-stadt-{number}/", Answer(page(number), etag=True))

    def kaaw(self, *arguments: str, in_project: bool = True) -> Ran:
        env = {"http_proxy": self.site.proxy, "SCRAPY_SETTINGS_MODULE": "", "PYTHONPATH": str(PROJECT)}
        command = [*kaaw_command(*arguments), "--archive", str(self.archive)]
        ran = self.program.run(*command, env=env, cwd=self.folder if in_project else Path("/"))
        assert "Traceback" not in ran.output, ran.output
        return ran


@pytest.fixture
def town(program: Program, local_site: LocalSite) -> Town:
    return Town(program, local_site)


@pytest.mark.slow
def test_a_new_site_is_made_checked_crawled_and_recorded(town: Town) -> None:
    made = town.kaaw("sites", "new", "stadt_neu", f"http://{HOST}/neu")
    assert made.code == 0, made.output
    asked = [seen.path for seen in town.site.requests(HOST)]  # and robots.txt
    assert asked[:2] == ["/neu", "/aktuelles/"]
    assert set(asked[2:]) == {"/presse/", "/aktuelles/feed.xml", "/sitemap.xml"}
    assert "together they name 5 articles: listing 5 (100 %), feed 4 (80 %)" in made.stdout
    text = (town.folder / "offices" / "stadt_neu.py").read_text()
    assert text.startswith('"""Aktuelles \'aus\' der / Stadt | Stadt Neu.\n')
    for part in (
        'name = "stadt_neu"',
        f'hosts = ("{HOST}",)',
        'system = "typo3"',
        NEWS,
        "feed.xml",
        f'home = "http://{HOST}/neu"',
    ):
        assert part in text
    assert "feed 4 (80 %)" in " ".join(text.split())
    assert "intern" not in text  # robots.txt closes it
    assert "sitemap.xml" not in text  # it is named, and not there
    case = town.folder / "tests" / "sites" / "stadt_neu" / "front_page"
    assert len(json.loads((case / "expected.json").read_text())["seed"]["articles"]) == 5

    checked = town.kaaw("sites", "check", "stadt_neu")
    assert (checked.code, "1 test case, 1 as expected" in checked.stdout) == (0, True), checked.output
    assert len(town.site.requests(HOST)) == len(asked)
    assert "2016-09-14  Meldung der Stadt 14" in checked.stdout  # what would be archived, before it is

    crawled = town.kaaw("run", "--only", "stadt_neu", "--json")
    assert {row["source"]: row["new"] for row in json.loads(crawled.stdout)["events"]} == {"stadt-neu.example": 5}
    article = f"{HOST}/aktuelles/detail/meldung-der-stadt-12/"
    recorded = town.kaaw("sites", "record", article)
    assert recorded.code == 0, recorded.output
    assert "1 article" in recorded.stdout
    assert "is there already" in town.kaaw("sites", "record", article).check_one_error()
    assert "2 test cases, 2 as expected" in town.kaaw("sites", "check", "stadt_neu").stdout


def test_nothing_is_overwritten(town: Town) -> None:
    (town.folder / "offices" / "mein.py").write_text("# von Hand\n")
    assert "never overwritten" in town.kaaw("sites", "new", "mein", NEWS).check_one_error()
    assert town.site.requests() == []
    assert (town.folder / "offices" / "mein.py").read_text() == "# von Hand\n"


@pytest.mark.parametrize(
    ("name", "url", "says"),
    [
        ("Stadt-Neu", NEWS, "cannot name a spider"),
        ("class", NEWS, "cannot name a spider"),
        ("neu", "ftp://x", "no http or https address"),
        ("neu", "http://www.geschlossen.example/", "could not be had"),
        ("neu", f"http://{HOST}/fehlt", "could not be had"),
    ],
)
def test_what_cannot_be_made_is_said_and_leaves_nothing(town: Town, name: str, url: str, says: str) -> None:
    assert says in town.kaaw("sites", "new", name, url).check_one_error()
    assert [path.name for path in (town.folder / "offices").glob("*.py")] == ["__init__.py"]
    assert not (town.folder / "tests").exists()


def test_outside_of_a_project_it_says_what_to_do(town: Town) -> None:
    ran = town.kaaw("sites", "new", "neu", NEWS, in_project=False)
    assert (ran.code, "go to a checkout or to a folder with a scrapy.cfg" in ran.check_one_error()) == (2, True)


@pytest.mark.slow
def test_check_says_what_differs_from_the_last_crawl(town: Town) -> None:
    town.kaaw("sites", "new", "stadt_neu", NEWS)
    town.kaaw("run", "--only", "stadt_neu", "-q")
    found = json.loads(town.kaaw("sites", "check", "stadt_neu", "--json").stdout)
    assert (found["requests"], found["added"]) == ([], [])
    assert {one["why"] for one in found["left_out"]} == {"not due"}
    assert len(json.loads(town.kaaw("sites", "check", "stadt_neu", "--json", "--all").stdout)["requests"]) >= 5

    file = town.folder / "offices" / "stadt_neu.py"
    narrower = file.read_text().replace("    seeds = (", '    articles = (r"stadt-1[01]/",)\n    seeds = (')
    file.write_text(narrower)
    found = json.loads(town.kaaw("sites", "check", "stadt_neu", "--json").stdout)
    gone = {one["url"] for one in found["left_out"] if one["why"] == "no seed names it any more"}
    assert {url[-3:] for url in gone} == {"12/", "13/", "14/"}
    assert list(found["cases_failed"]) == ["front_page"]
    assert town.kaaw("sites", "check", "stadt_neu").code == 1


@pytest.mark.slow
def test_a_followed_site_is_checked_by_its_name_and_its_address(town: Town) -> None:
    town.add_spider("site", "from kaaw_archive.spider import site\n\n\nclass Site(site.SiteSpider):\n    pass\n")
    assert town.kaaw("follow", NEWS, "--name", "neu").code == 0
    town.kaaw("run", "--only", "neu", "-q")
    for name in ("neu", NEWS):
        checked = town.kaaw("sites", "check", name, "--json")
        assert checked.code == 0, checked.output
        found = json.loads(checked.stdout)
        assert (found["spider"], len(found["named"])) == ("site", 5)
        assert found["last_crawl"] is not None
    assert "there is no spider 'neues'" in town.kaaw("sites", "check", "neues").check_one_error()


def test_list_says_how_each_stands(town: Town) -> None:
    text = "from kaaw_archive.spider import NewsSpider\n\n\nclass Amt(NewsSpider):\n    name = source = 'amt'\n"
    town.add_spider("amt", f"{text}    seeds = ('http://www.amt.example/',)\n")
    assert town.kaaw("sites").stdout.splitlines()[1].split()[:2] == ["amt", "never"]  # below "last crawl"
    (row,) = json.loads(town.kaaw("sites", "list", "--json").stdout)
    assert (row["spider"], row["seed_addresses"], row["last_state"]) == ("amt", ["http://www.amt.example/"], None)
    assert row["file"].endswith("offices/amt.py")
