"""``kaaw run`` as cron runs it: everything due, once, whatever happens to it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.german_pages import page
from tests.local_site import Answer
from tests.program import PROJECT, kaaw_command
from tests.schedule.office import Office

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.local_site import LocalSite
    from tests.program import Program

pytestmark = pytest.mark.slow


@pytest.fixture
def offices(program: Program, local_site: LocalSite) -> Callable[..., Office]:
    return lambda *names, **options: Office(program, local_site, *names, **options)


def wait_for(what: Callable[[], object], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.05)


def test_every_source_is_crawled_once_and_then_nothing_is_due(offices: Callable[..., Office]) -> None:
    office = offices("bau", "amt")
    assert "never crawled" in office.run("--dry-run").stdout
    report = office.report()
    assert (report["exit_code"], report["ended_by"], report["left"]) == (0, None, [])
    assert {one["spider"]: (one["state"], one["requests"]) for one in report["crawls"]}.keys() == {"amt", "bau"}
    assert {row["source"]: row["new"] for row in report["events"]} == {"amt": 2, "bau": 2}
    asked = len(office.site.requests())
    again = office.run()
    assert (again.code, len(office.site.requests())) == (0, asked)
    first, following = again.stdout.splitlines()
    assert first == "nothing was due"
    assert following.startswith("next: ")
    assert "no" in office.run("--dry-run").stdout
    assert office.run("-q").output == ""


def test_one_that_is_asked_for_runs_due_or_not(offices: Callable[..., Office]) -> None:
    office = offices("bau", "amt")
    office.run()
    assert [one["spider"] for one in office.report("--only", "bau")["crawls"]] == ["bau"]
    ran = office.run("--only", "nirgends")
    assert (ran.code, "there is no spider 'nirgends'" in ran.check_one_error()) == (2, True)


def test_a_crash_of_one_ends_no_other(offices: Callable[..., Office]) -> None:
    office = offices("bau")
    office.add_spider("kaputt", "import nicht_da\n")
    office.add_spider(
        "tot",
        "import os, signal\nfrom kaaw_archive.spider import NewsSpider\n\n\nclass Tot(NewsSpider):\n"
        "    name = source = 'tot'\n    async def start(self):\n        os.kill(os.getpid(), signal.SIGKILL)\n"
        "        yield\n",
    )
    ran = office.run()
    assert ran.code == 1
    assert "its process was ended by signal 9" in ran.stdout
    assert "the spiders in offices.kaputt are left out" in ran.stdout
    assert office.rows("SELECT count(*) FROM articles") == [(2,)]
    assert dict(office.rows("SELECT spider, state FROM crawls ORDER BY spider")) == {"bau": "finished", "tot": "killed"}


def test_what_is_wrong_is_said_also_when_quiet(offices: Callable[..., Office]) -> None:
    office = offices("bau")
    office.add_feed("bau", range(4), Answer(b"<h1>Access denied</h1>", status=403))
    ran = office.run("-q")
    assert ran.code == 3
    assert "blocked by www.bau.example" in ran.stdout
    asked = len(office.site.requests())
    for arguments in ((), ("--only", "bau")):  # nothing is due, which makes no source well
        again = office.run("-q", *arguments)
        assert (again.code, again.output, len(office.site.requests())) == (0, "", asked)
    status = office.program.run(*kaaw_command("status", "--check", "--archive", str(office.archive)))
    assert "the last crawl of bau is degraded: blocked by www.bau.example" in status.stdout


def test_a_second_one_says_so_and_does_nothing(offices: Callable[..., Office]) -> None:
    office = offices("bau")
    office.add_feed("bau", range(3), Answer(page(1), delay_s=2))
    first = office.start()
    wait_for(lambda: office.site.requests(path="/feed.xml"))
    second = office.run()
    assert second.code == 7
    assert f"another run is under way for {office.archive} (process {first.pid})" in second.check_one_error()
    quiet = office.run("-q")
    assert (quiet.code, quiet.output) == (7, "")
    first.communicate(timeout=120)
    assert first.returncode == 0


def test_killed_half_way_it_goes_on_with_the_next(offices: Callable[..., Office]) -> None:
    office = offices("bau")
    office.add_feed("bau", range(8), Answer(page(1), delay_s=0.3))
    first = office.start()
    wait_for(lambda: len(office.site.requests()) > 3)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    report = office.report()
    assert report["exit_code"] == 0
    paths = [seen.path for seen in office.site.requests()]
    assert sorted(set(paths)) == sorted(["/feed.xml", *(f"/news/{n}-meldung.html" for n in range(8))])
    assert len(paths) <= 9 + 2  # at most what was under way was asked again
    assert office.rows("SELECT count(*) FROM captures WHERE page_id IS NULL AND kind = 'page'") == [(0,)]


@pytest.mark.parametrize("way", ["deadline", "interrupted"])
def test_it_ends_in_order_and_says_what_it_left(offices: Callable[..., Office], way: str) -> None:
    office = offices("bau", "amt", articles=1)
    for name in ("amt", "bau"):
        office.add_feed(name, range(150), Answer(page(1), delay_s=0.3))
    process = office.start("--parallel", "1", "--json", *(["--deadline", "10s"] if way == "deadline" else []))
    if way == "interrupted":
        wait_for(lambda: len(office.site.requests()) > 3)
        process.send_signal(signal.SIGTERM)
    stdout, stderr = process.communicate(timeout=40)
    assert "Traceback" not in stderr
    assert process.returncode == (0 if way == "deadline" else 130), stdout + stderr
    assert f'"ended_by": "{way}"' in stdout
    assert {"amt", "bau"} == set(json.loads(stdout)["left"])
    assert office.rows("SELECT spider, state, reason FROM crawls") == [("amt", "degraded", "interrupted")]
    assert "bau" in office.run("--dry-run").stdout.splitlines()[1]  # the one whose turn did not come goes first


def test_behind_the_sources_come_what_they_cite_and_links(offices: Callable[..., Office]) -> None:
    office = offices("bau", articles=1, more=("kaaw_archive.spider.cited", "kaaw_archive.linkcheck.spider"))
    cited = office.site.add("www.quelle.example", "/bericht.html", Answer(page(9)))
    gone = office.site.add("www.quelle.example", "/fort.html", Answer(status=404))
    text = page(0).replace(
        b"</p>", f' Mehr im <a href="{cited}">Bericht</a> und <a href="{gone}">dort</a>.</p>'.encode(), 1
    )
    office.add_feed("bau", range(1), Answer(text))
    report = office.report()
    assert [one["spider"] for one in report["crawls"]][:2] == ["bau", "cited"]
    assert office.site.requests("www.quelle.example", "/bericht.html")
    assert office.rows(f"SELECT count(*) FROM articles WHERE url = '{cited}'") == [(1,)]
    checks = dict(office.rows("SELECT link_url, verdict FROM link_checks"))
    assert (checks[cited], checks[gone]) == ("ok", "not_found")


def test_what_others_captured_is_read(offices: Callable[..., Office], local_site: LocalSite) -> None:
    office = offices()
    (office.folder / "fremd.py").write_text(
        "import scrapy\n\n\nclass Fremd(scrapy.Spider):\n    name = 'fremd'\n"
        "    start_urls = ['http://www.stadt-a.example/a']\n"
    )
    local_site.add("www.stadt-a.example", "/a", Answer(page(1)))
    ran = office.program.run(
        sys.executable, "-m", "scrapy", "runspider", str(office.folder / "fremd.py"), "-s", f"ARCHIVE={office.archive}",
        "-s", 'ADDONS={"kaaw_archive.addon.ArchiveAddon": 1}',
        env={"http_proxy": local_site.proxy, "SCRAPY_SETTINGS_MODULE": "scrapy.settings.default_settings"},
    )  # fmt: skip
    assert ran.code == 0, ran.output
    assert office.report()["read"] == 1
    assert office.rows("SELECT count(*) FROM articles") == [(1,)]


def test_with_an_empty_environment(offices: Callable[..., Office]) -> None:
    """The ExecStart line under `env -i`, from the root folder; only the proxy of the test is added."""
    office = offices("bau")
    done = subprocess.run(
        ["/usr/bin/env", "-i", f"http_proxy={office.site.proxy}", f"PYTHONPATH={PROJECT}:{office.folder}",
         "SCRAPY_SETTINGS_MODULE=office_settings", sys.executable, "-m", "kaaw_archive.cli", "run", "--deadline", "50m",
         "-q", "--archive", str(office.archive)],
        cwd="/", capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert office.rows("SELECT count(*) FROM articles") == [(2,)]


def test_spiders_are_found_through_the_scrapy_cfg_above(offices: Callable[..., Office]) -> None:
    office = offices("bau")
    below = office.folder / "below"
    below.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "kaaw_archive.cli", "run", "--json", "--archive", str(office.archive)],
        cwd=below, env={"PYTHONPATH": str(PROJECT), "http_proxy": office.site.proxy},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert office.rows("SELECT count(*) FROM articles") == [(2,)]


def test_a_project_that_is_not_ours_is_named(program: Program) -> None:
    (program.folder / "fremd.py").write_text("SPIDER_MODULES = []\n")
    env = {"SCRAPY_SETTINGS_MODULE": "fremd", "PYTHONPATH": f"{PROJECT}:{program.folder}"}
    ran = program.run(sys.executable, "-m", "kaaw_archive.cli", "run", env=env)
    assert (ran.code, "archive nothing" in ran.check_one_error()) == (2, True)
