"""Followed sites: `kaaw follow` keeps a decision, `kaaw run` visits the site, and its troubles are told once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.german_pages import page
from tests.local_site import Answer, redirect
from tests.program import Program, Ran, kaaw_command
from tests.schedule.office import Office

if TYPE_CHECKING:
    from tests.local_site import LocalSite


TOWN = "www.stadt.example"
HOME = f"http://{TOWN}/"
EVERYTHING = ("kaaw_archive.spider.site", "kaaw_archive.spider.cited", "kaaw_archive.linkcheck.spider")


class Follower(Office):
    """A project without spiders of its own, and a town whose home page names its feed."""

    def __init__(self, program: Program, site: LocalSite) -> None:
        super().__init__(program, site, more=EVERYTHING)
        self.add_feed("stadt", range(2))
        home = (
            '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body></body></html>'
        )
        site.add(TOWN, "/", Answer(home.encode()))

    def kaaw(self, *arguments: str) -> Ran:
        command, *rest = arguments
        return self.program.run(*kaaw_command(command, "--archive", str(self.archive), *rest), env=self._environment())

    def plan(self) -> dict[str, list[str]]:
        return {row["spider"]: row["reasons"] for row in json.loads(self.kaaw("run", "--dry-run", "--json").stdout)}


@pytest.fixture
def office(program: Program, local_site: LocalSite) -> Follower:
    return Follower(program, local_site)


def test_without_a_site_a_run_says_how_to_follow_one(office: Follower) -> None:
    assert office.kaaw("run", "--dry-run").stdout.startswith("nothing is followed: `kaaw follow URL`")


@pytest.mark.slow
def test_a_followed_site_is_visited_by_every_run_in_which_it_is_due(office: Follower) -> None:
    assert office.kaaw("follow", HOME, "--every", "1d", "--as", "Anna").code == 0
    assert office.plan()["stadt.example"] == ["never crawled"]
    report = office.report()
    assert next((one["spider"], one["source"], one["state"]) for one in report["crawls"]) == (
        "stadt.example", "stadt.example", "finished",
    )  # fmt: skip
    assert {row["source"]: row["new"] for row in report["events"]} == {"stadt.example": 2}
    assert office.report()["crawls"] == []
    assert office.run().stdout.startswith("nothing was due\nnext: stadt.example, 20")
    assert office.plan()["stadt.example"] == []


@pytest.mark.slow
def test_a_visit_that_failed_by_our_own_fault_is_due_at_once(office: Follower) -> None:
    office.kaaw("follow", HOME, "--every", "1d")
    for path in ("/", "/robots.txt"):
        office.site.add(TOWN, path, Answer(b"", status=407))
    ran = office.run()
    assert ran.code == 9
    assert "our proxy wants a login (407)" in ran.stdout
    assert "last crawl degraded" in office.plan()["stadt.example"]


@pytest.mark.slow
def test_without_a_proxy_where_no_name_is_known_the_fault_is_ours_and_all_is_due_at_once(office: Follower) -> None:
    citing = page(0).replace(b"http://www.land.example/erlass-0.html", HOME.encode())
    office.site.add(TOWN, "/news/0-meldung.html", Answer(citing))
    feed = b'<head><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    office.site.add(TOWN, "/", Answer(page(7).replace(b"<head>", feed)))
    office.kaaw("follow", HOME, "--every", "1d")
    settings = office.folder / "office_settings.py"
    with_names = settings.read_text()
    settings.write_text(f"{with_names}TWISTED_DNS_RESOLVER = 'tests.hostile.off.NoNames'\n")
    office.is_behind_proxy = False
    for _ in range(3):  # the first failure is due at once, later ones would wait
        ran = office.run()
        assert ran.code == 9
        assert "the resolver of this machine knows no name, and no proxy is named" in ran.stdout
        assert "last crawl degraded" in office.plan()["stadt.example"]
    settings.write_text(with_names)
    office.is_behind_proxy = True
    assert next(one["state"] for one in office.report()["crawls"]) == "finished"
    verdicts = "SELECT verdict FROM link_checks WHERE link_url = ? ORDER BY checked_at".replace("?", f"'{HOME}'")
    assert [verdict for (verdict,) in office.rows(verdicts)] == ["unknown", "unknown", "unknown", "ok"]
    assert f" {HOME}\n" not in office.kaaw("events", "--kind", "link_failing").stdout


@pytest.mark.slow
def test_it_may_be_asked_for_by_its_name(office: Follower) -> None:
    office.kaaw("follow", HOME, "--name", "stadt", "--every", "7d")
    office.run()
    assert [one["spider"] for one in office.report("--only", "stadt")["crawls"]] == ["stadt"]


@pytest.mark.slow
def test_one_that_is_no_longer_followed_is_not_visited(office: Follower) -> None:
    office.kaaw("follow", HOME)
    assert office.kaaw("unfollow", f"{HOME}?").code == 0
    assert "stadt.example" not in office.plan()
    ended = office.kaaw("unfollow", HOME)
    assert (ended.code, ended.check_one_error()) == (
        1, f"kaaw: error: {HOME} is not followed: followed are none",
    )  # fmt: skip
    assert [tuple(row) for row in office.rows("SELECT kind, subject, until_at IS NULL FROM decisions")] == [
        ("follow", HOME, 0)
    ]


@pytest.mark.slow
def test_one_that_is_no_longer_followed_is_no_alert_until_it_is_followed_again(office: Follower) -> None:
    office.kaaw("follow", HOME)
    for path in ("/", "/feed.xml"):
        office.site.add(TOWN, path, Answer(b"", status=500))
    assert office.run().code == 3
    alert = "the last crawl of site stadt.example is degraded"
    assert alert in office.kaaw("status", "--check").stdout
    office.kaaw("unfollow", HOME)
    checked = office.kaaw("status", "--check")
    assert (checked.code, alert in checked.stdout) == (0, False)
    metrics = office.folder / "kaaw.prom"
    office.kaaw("status", "--prometheus", str(metrics))
    assert "\nkaaw_alerts 0\n" in metrics.read_text()
    office.kaaw("follow", HOME)
    assert alert in office.kaaw("status", "--check").stdout


@pytest.mark.slow
def test_a_new_archive_is_named_once(office: Follower) -> None:
    made = f"made a new archive: {office.archive.resolve()}"
    assert made in office.kaaw("follow", HOME).stderr
    assert made not in office.kaaw("follow", HOME, "--every", "1d").stderr


@pytest.mark.slow
def test_followed_again_it_stands_once_with_what_was_said_last(office: Follower) -> None:
    office.kaaw("follow", HOME, "--every", "1d")
    assert "it was followed already" in office.kaaw("follow", HOME, "--name", "stadt").stdout
    office.kaaw("follow", HOME, "--reason", "our town")
    followed = json.loads(office.kaaw("follow", "--json").stdout)
    assert [(row["name"], row["every_s"], row["reason"]) for row in followed] == [("stadt", 86_400.0, "our town")]
    office.site.add("www.dorf.example", "/", Answer(b"<html></html>"))
    other = office.kaaw("follow", "http://www.dorf.example/", "--name", "stadt")
    assert (other.code, other.check_one_error()) == (
        2, f"kaaw: error: stadt is the name of {HOME} already: say --name",
    )  # fmt: skip


@pytest.mark.slow
def test_a_spider_of_the_project_is_followed_by_its_name(office: Follower) -> None:
    office.add_spider(
        "rat",
        "from kaaw_archive.spider import NewsSpider\n\n\nclass Rat(NewsSpider):\n    name = source = 'rat'\n"
        "    is_scheduled = False\n    seeds = ('http://www.stadt.example/feed.xml',)\n",
    )
    assert "rat" not in office.plan()
    office.kaaw("follow", "rat")
    assert next(one["spider"] for one in office.report()["crawls"]) == "rat"
    (office.folder / "offices" / "rat.py").unlink()
    missing = "rat: the project has no spider rat"
    assert missing in office.kaaw("run", "--dry-run").stderr
    checked = office.kaaw("status", "--check")
    assert (checked.code, missing in checked.stdout) == (3, True)
    assert missing in office.run().stdout


@pytest.mark.slow
def test_a_site_that_has_moved_is_named_once_by_a_run_and_by_status_until_it_is_mended(office: Follower) -> None:
    office.kaaw("follow", HOME)
    office.site.add(TOWN, "/", redirect("http://www.neu.example/", 301))
    office.site.add("www.neu.example", "/", Answer(b"<html><body><h1>Neu</h1></body></html>"))
    moved = "stadt.example: has moved to http://www.neu.example/; follow it there: kaaw unfollow stadt.example;"
    assert moved in office.run().stdout
    assert moved not in office.run().stdout
    assert moved in office.kaaw("status", "--check").stdout
    office.kaaw("unfollow", "stadt.example")
    assert moved not in office.kaaw("status", "--check").stdout


@pytest.mark.slow
def test_a_site_that_forbids_us_is_named_once_by_a_run(office: Follower) -> None:
    office.kaaw("follow", HOME)
    office.site.add_robots(TOWN, "User-agent: *\nDisallow: /")
    forbidden = f"stadt.example: robots.txt forbids us {HOME}; ask its webmaster"
    assert forbidden in office.run("-q").stdout
    assert office.run("-q").output == ""
    assert forbidden in office.kaaw("status", "--check").stdout
    (site,) = (row for row in json.loads(office.kaaw("sites", "--json").stdout) if row["spider"] == "stadt.example")
    assert {problem["problem"] for problem in site["problems"]} == {"degraded", "forbidden"}
    assert all(problem["since_at"] for problem in site["problems"])


@pytest.mark.slow
def test_a_crawl_of_a_site_says_how_to_follow_it(office: Follower) -> None:
    said = f"`kaaw run` does not crawl this site: kaaw follow {HOME}"
    assert said in office.kaaw("crawl", "site", "-a", f"url={HOME}").stderr
    office.kaaw("follow", HOME)
    assert said not in office.kaaw("crawl", "site", "-a", f"url={HOME}").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("irgendwas",), "'irgendwas' is no address (https://…) and no spider"),
        (("ftp://stadt.example/",), "no http or https address"),
        ((HOME, "--name", "Die Stadt"), "'Die Stadt' cannot name a site"),
        ((HOME, "--every", "täglich"), "is no length of time"),
        (("--every", "1d"), "name the site"),
    ],
)
def test_what_makes_no_sense_is_refused(office: Follower, arguments: tuple[str, ...], said: str) -> None:
    ran = office.kaaw("follow", *arguments)
    assert (ran.code, said in ran.check_one_error()) == (2, True)
    assert not office.archive.exists()


def test_a_settings_module_that_is_named_and_missing_is_an_error(office: Follower) -> None:
    (office.folder / "office_settings.py").unlink()
    for command in (("run",), ("crawl", "site", "-a", f"url={HOME}")):
        ran = office.kaaw(*command)
        assert (ran.code, "cannot be imported" in ran.check_one_error()) == (2, True)


@pytest.mark.slow
def test_a_run_tells_people_of_a_source_that_became_degraded(office: Follower) -> None:
    office.kaaw("follow", HOME)
    office.site.add("", "/hook", Answer(b"ok"))
    office.site.add(TOWN, "/", Answer(b"<html></html>", status=404))
    hook = office.site.url("/hook").replace("http://", "json://")
    told = json.loads(office.kaaw("run", "--json", "-s", f"ARCHIVE_NOTIFY={hook}").stdout)["notification"]
    assert told["sentences"][0].startswith("stadt.example: the last crawl is degraded")
    assert len(office.site.requests(path="/hook")) == 1


@pytest.mark.slow
def test_a_source_that_was_split_off_goes_on_where_it_was(office: Follower) -> None:
    office.kaaw("follow", HOME)
    office.run()
    split = office.program.folder / "split.sqlite"
    assert office.kaaw("export", "--source", "stadt.example", "--profile", "internal", "--to", str(split)).code == 0
    office.archive = split
    office.site.forget()
    office.add_feed("stadt", range(3))  # one more
    office.kaaw("follow", HOME)
    report = office.report()
    assert report["crawls"][0]["state"] == "finished"
    assert {row["source"]: row["new"] for row in report["events"]} == {"stadt.example": 1}
    asked = [seen.path for seen in office.site.requests(TOWN) if seen.path.endswith("-meldung.html")]
    assert asked == ["/news/2-meldung.html"]
    assert office.rows("SELECT count(*), sum(version) FROM snapshots") == [(3, 3)]
    assert office.kaaw("verify").code == 0
