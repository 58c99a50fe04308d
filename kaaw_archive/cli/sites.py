"""``kaaw sites``: the spiders of the project; makes one, checks one, records its test cases."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.errors import ArchiveError, WrongArguments

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

    from kaaw_archive.derive.workers import ReadingPool
    from kaaw_archive.project import Project
    from kaaw_archive.sites.evidence import SeedEvidence
    from kaaw_archive.spider import NewsSpider

_NOTHING_FOUND = (
    "no feed, sitemap or list of articles on this page: a crawl looks on; if it finds too little, say in the"
    " file what a row is (rows, link, next_page)"
)


@click.group(invoke_without_command=True, short_help="List, make, check and record sites.")
@options.common
@options.as_json
@click.pass_context
def command(context: click.Context, archive: Path, as_json: bool) -> None:
    """List the spiders of SCRAPY_SETTINGS_MODULE, else of the scrapy.cfg in this folder or above, else of this program.

    \b
    Examples:
      kaaw sites
      kaaw sites new kaaw_neu https://www.kaaw.de/de/aktuelles/meldungen/
      kaaw sites check kaaw
      kaaw sites record https://www.kaaw.de/de/aktuelles/meldungen/ --spider kaaw
    """
    options.pass_on(context, archive)
    if context.invoked_subcommand is None:
        given = ["--json"] if as_json else []
        list_command.invoke(list_command.make_context("list", given, parent=context))


@command.command("list", short_help="List all sites with their last crawls.")
@options.common
@options.as_json
def list_command(archive: Path, as_json: bool) -> None:
    """List every spider and followed site: last crawl, articles, new articles in each of the last eight weeks, requests
    and bytes a day in the last 30 days, days within which each article is visited again, the time when it is due next,
    and its problems since when.

    \b
    Examples:
      kaaw sites list
      kaaw sites list --json
    """
    from kaaw_archive.cli._sites import listing

    rows = listing.rows(archive)
    if as_json:
        printing.show_json(rows)
    else:
        listing.show(rows)


@command.command("new", short_help="Write the spider of a new site, and a test case.")
@options.common
@options.as_json
@options.settings("Setting of the crawl.")
@click.argument("name")
@click.argument("url")
def new_command(archive: Path, as_json: bool, settings: tuple[tuple[str, str], ...], name: str, url: str) -> None:
    """Archive one page of a site (best its list of news), robots.txt, and the feeds and sitemaps that both name or that
    sites of this content system have, and write spiders/NAME.py and tests/sites/NAME/. Nothing is overwritten.

    It prints how many of all articles that were found the feeds, the sitemaps and the listings each name.

    The file is a first draft: read it, run `kaaw sites check NAME`, then `kaaw crawl NAME`.

    \b
    Examples:
      kaaw sites new kaaw_neu https://www.kaaw.de/de/aktuelles/meldungen/
    """
    from kaaw_archive import project
    from kaaw_archive.cli._sites.visits import evidence_of_seeds, visit_page, workers
    from kaaw_archive.sites import evidence, making, recording
    from kaaw_archive.spider.arguments import web_address

    current = project.in_force()
    files = making.files_for(current, name)
    given = web_address(url, "URL")
    page = visit_page(current, archive.absolute(), given, dict(settings))
    with options.reading(archive) as connection, workers() as pool:
        front = making.front_page(connection, given, page, pool)
    found = evidence_of_seeds(current, archive.absolute(), front, dict(settings))
    front = making.with_evidence(front, found)
    recalls = evidence.recall(found)
    with workers() as pool:
        making.write_spider(files.file, making.spider_text(name, front, evidence.sentence(recalls)))
        case, _ = recording.record(files.cases, page, making.rules_of(front.url, front.system), pool, "front_page")
    if not recalls:
        printing.complain(_NOTHING_FOUND, prefix="kaaw:")
    if as_json:
        made = {"file": str(files.file), "cms": front.system, "seeds": list(front.seeds), "case": str(case)}
        printing.show_json(made | {"recall": [asdict(one) for one in recalls]})
        return
    printing.show((str(files.file), "bold"), f"  {front.system}, {printing.count(len(front.seeds), 'seed')}")
    _show_seeds(front.seeds, found)
    printing.show(evidence.sentence(recalls))
    printing.show((str(case), "bold"), "  a test case: see that expected.json is right")
    typed = shlex.quote(name)
    printing.show(f"then: kaaw sites check {typed}; kaaw crawl {typed}; kaaw sites record URL (of an article)")


def _show_seeds(seeds: Iterable[str], found: Iterable[SeedEvidence]) -> None:
    """Print seeds, each with its kind and how many addresses it names."""
    kinds = {one.url: f"{one.kind}, {printing.count(len(one.articles), 'address', 'addresses')}" for one in found}
    for seed in seeds:
        printing.show(seed, (f"  {kinds.get(seed, '')}", "dim"), indent=2)


@command.command("check", short_help="Show what a crawl would request, without a network.")
@options.common
@options.as_json
@click.option("--all", "takes_all", is_flag=True, help="Show all requests, due or not, as -a all=1 does.")
@click.argument("name")
def check_command(archive: Path, as_json: bool, takes_all: bool, name: str) -> int:
    """Show what a crawl would request now, from the archive alone, and how that differs from the last crawl.

    NAME is a spider or a followed site. The test cases of the site are tried, too; the exit code is 1 if one fails.

    \b
    Examples:
      kaaw sites check kaaw
      kaaw sites check kaaw --all
    """
    from kaaw_archive import project
    from kaaw_archive.cli._sites.check_report import show_check
    from kaaw_archive.cli._sites.visits import workers
    from kaaw_archive.sites import checking

    current = project.in_force()
    with options.reading(archive) as connection, workers() as pool:
        spider = _checked_spider(current, connection, name)
        checked = checking.check(connection, spider, options.now(), pool, takes_all=takes_all)
        failures, number = _cases_of(current, spider, pool)
    if as_json:
        printing.show_json({**asdict(checked), "cases": number, "cases_failed": failures})
    else:
        show_check(checked)
        passed = number - len(failures)
        printing.show(f"{printing.count(number, 'test case')}, {passed} as expected")
        for case, lines in failures.items():
            for line in lines:
                printing.show(f"{case}: {line}", indent=2)
    return 1 if failures else 0


@command.command("record", short_help="Make a stored capture a test case.")
@options.common
@options.as_json
@click.option("--spider", help="Spider of the case.  [default: the one of the host]")
@click.option("--case", help="Name of the folder.  [default: from the address]")
@click.option("--at", type=options.Moment(), help="Newest capture at this instant or before.")
@click.argument("url", type=options.Words())
def record_command(archive: Path, as_json: bool, spider: str | None, case: str | None, at: str | None, url: str) -> int:
    """Write tests/sites/SPIDER/CASE/ with the payload of the newest capture of URL and its present reading.

    The test expects this reading: read expected.json, and correct what is wrong in it.

    \b
    Examples:
      kaaw sites record https://www.kaaw.de/de/aktuelles/meldungen/ --spider kaaw --case list_of_news
    """
    from kaaw_archive import project
    from kaaw_archive.cli._sites.visits import workers
    from kaaw_archive.sites import making, recording

    current = project.in_force()
    with options.reading(archive) as connection:
        page = recording.stored_page(connection, url, at)
    if page is None:
        raise ArchiveError(f"the archive has no payload of {url}: crawl it first")
    name = spider or recording.spider_of(current, page.url)
    rules = _instance(current, name, page.url).rules
    with workers() as pool:
        folder, expected = recording.record(making.cases_folder(current) / name, page, rules, pool, case)
    articles = {part: len(value["articles"]) for part, value in expected.items()}
    if as_json:
        printing.show_json({"case": str(folder), "articles": articles})
        return 0
    printing.show((str(folder), "bold"))
    for part, number in articles.items():
        printing.show(f"{part}: {printing.count(number, 'article')}", indent=2)
    return 0


def _checked_spider(current: Project, connection: sqlite3.Connection, name: str) -> NewsSpider:
    """Return the spider of a site that is followed by this name or address, else the spider of this name.

    Raises WrongArguments if there is neither, or no site of its own.
    """
    from kaaw_archive.archive.queries.decisions import follows_in_force

    follow = next((one for one in follows_in_force(connection, options.now()) if one.is_called(name)), None)
    if follow is None:
        spider = _instance(current, name)
    else:
        spider = _instance(current, follow.subject if follow.url is None else "site", follow.url)
    if (spider.frontier_source or spider.source) == "*":
        raise WrongArguments(f"{name} has no site of its own to be checked")
    return spider


def _instance(current: Project, name: str, url: str | None = None) -> NewsSpider:
    """Return the spider as a crawl makes it; `site` has rules only with an address."""
    from kaaw_archive import project

    spider = project.spider_class(current.spider(name))
    return spider(url=url) if "url" in spider.known_arguments and url else spider()


def _cases_of(current: Project, spider: NewsSpider, pool: ReadingPool) -> tuple[dict[str, list[str]], int]:
    from kaaw_archive.sites import cases, making

    folders = cases.of_spider(making.cases_folder(current), str(spider.name))
    differences = {folder.name: cases.differences(cases.load(folder), spider.rules, pool) for folder in folders}
    return {name: lines for name, lines in differences.items() if lines}, len(folders)
