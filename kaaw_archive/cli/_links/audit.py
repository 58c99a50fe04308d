"""``kaaw links audit``: crawls a whole site of one's own, checks every link on it, and writes what is broken where."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli._links.entries import Wording, group_entries
from kaaw_archive.cli._links.formats import CsvForm, write
from kaaw_archive.cli._links.options import report_form
from kaaw_archive.cli._links.report_words import LANGUAGES
from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.verdicts import LinkHealth, Verdict

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.schedule.crawls import CrawlResult

_NOT_KNOWN = frozenset({LinkHealth.NOT_JUDGED, LinkHealth.UNCHECKED})
_MANY_PAGES = 10  # more have a link in common only by a menu or a template


@click.command(
    short_help="Check every link on a site of your own.",
    epilog="""\b
Exit codes:
  0  the site was looked through, also if links are broken
  1  a crawl failed
  3  a crawl is degraded: the report names only what was learnt
  9  our own network failed: no link was judged
""",
)
@options.common
@report_form
@options.settings("Setting of both crawls.")
@click.option("--max-pages", type=options.WholeNumber(1, 10_000_000), metavar="N", help="Look through at most N pages.")
@click.option("--no-crawl", is_flag=True, help="Request nothing: write what the archive knows of the site.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing if there is nothing to mend.")
@click.argument("url", type=options.Words())
def audit(
    archive: Path,
    form: str,
    language: str,
    csv_form: CsvForm,
    settings: tuple[tuple[str, str], ...],
    max_pages: int | None,
    no_crawl: bool,
    quiet: bool,
    url: str,
) -> int:
    """Request every page of the site of URL, then every link and picture on them that is due, and write the broken ones
    with the pages where they stand. A link on more than ten pages is named once, as part of a menu or template.

    Pages are requested once; one that may be an error page sent with status 200 is checked with a second request. An
    archive of its own keeps the audit apart from others. Run it weekly: links that answer are checked again only after
    a week.

    \b
    Examples:
      kaaw links audit https://www.kaaw.de/ --archive audit.db
      kaaw links audit https://www.kaaw.de/ --archive audit.db --no-crawl --format csv > links.csv
      kaaw links audit https://www.kaaw.de/ --archive audit.db --quiet --lang de
    """
    from kaaw_archive import urls
    from kaaw_archive.archive.queries import link_list
    from kaaw_archive.errors import ArchiveError
    from kaaw_archive.spider.arguments import web_address

    address = web_address(url, "URL")
    results = [] if no_crawl else _crawl(archive.absolute(), address, max_pages, dict(settings))
    site, now = urls.site(address), options.now()
    wording = Wording(LANGUAGES[language])
    with options.reading(archive) as connection:
        links = link_list.list_audited(connection, site, now)
        if no_crawl and not links:
            raise ArchiveError(f"the archive has no audit of {site}: leave out --no-crawl")
        rows = _broken(connection, links, now)
        checked_at = link_list.last_check_at(connection)
        groups = group_entries(rows, lambda row: _places(connection, row["url"], site), {}, wording)
    if groups or not quiet:
        write(form, groups, now, wording.words, csv_form, checked_at)
    if not quiet:
        _show_unjudged(links)
    return max((result.exit_code for result in results), default=0)


def _crawl(archive: Path, url: str, max_pages: int | None, settings: dict[str, str]) -> list[CrawlResult]:
    """Crawl the whole site, then check the links; a crawl that failed is the last."""
    from dataclasses import replace

    from kaaw_archive import project
    from kaaw_archive.audit import spider as audit_spider
    from kaaw_archive.schedule.crawls import run_one

    current = project.in_force()
    began_at = options.now()
    arguments = {"url": url} | ({"max_pages": str(max_pages)} if max_pages else {})
    # only this module, because a project of the user need not have it among its own
    audited = replace(project.facts(audit_spider.AuditSpider), arguments=arguments)
    crawled = _report_end(run_one(current, audited, archive, {**settings, "SPIDER_MODULES": audit_spider.__name__}))
    if crawled.state not in ("finished", "degraded"):
        return [crawled]
    if crawled.state == "finished":
        _forget_unseen(archive, url, began_at)
    return [crawled, _report_end(run_one(current, current.spider("linkcheck"), archive, settings))]


def _report_end(result: CrawlResult) -> CrawlResult:
    """Return a result, after a line on stderr if the crawl did not finish as it should."""
    if result.state != "finished":
        printing.complain(f"{result.spider}: {result.state}: {result.reason}", prefix="kaaw:")
    return result


def _forget_unseen(archive: Path, url: str, began_at: str) -> None:
    from kaaw_archive import urls
    from kaaw_archive.archive.store import writer
    from kaaw_archive.archive.store.audited_links import forget_unseen

    writer.write_once(archive, lambda connection: forget_unseen(connection, urls.site(url), began_at))


def _show_unjudged(links: list[Row]) -> None:
    """Say on stderr how many links nothing could be learnt of, by the verdict of their last check."""
    unjudged = Counter(row["verdict"] or "not checked" for row in links if row["health"] in _NOT_KNOWN)
    if unjudged:
        verdicts = ", ".join(f"{verdict} {number:,}" for verdict, number in unjudged.most_common())
        printing.remark(
            f"{printing.count(unjudged.total(), 'link')} could not be judged: {verdicts} (kaaw links explain)"
        )


def _broken(connection: sqlite3.Connection, links: list[Row], now: str) -> list[Row]:
    """Return the links that are to be mended, with their candidates; links to pages that only changed are left out."""
    from kaaw_archive.archive.queries import link_list
    from kaaw_archive.cli._links.rows import candidates_of, is_silenced, is_worth_a_line

    decided = link_list.decisions(connection, now)
    rows = [
        row
        for row in links
        if is_worth_a_line(row) and row["verdict"] != Verdict.DRIFTED and not is_silenced(row, decided)
    ]
    return [row | {"candidates": candidates_of(connection, row)} for row in rows]


def _places(connection: sqlite3.Connection, url: str, site: str) -> list[Row]:
    """Return the pages on which a link stands; if they are many, the first, with the addresses of all in ``pages``."""
    from kaaw_archive.archive.queries import link_list

    places = link_list.audited_places(connection, url, site)
    if len(places) <= _MANY_PAGES:
        return places
    return [places[0] | {"pages": [place["article_url"] for place in places]}]
