"""``kaaw demo``: archive a small world on this machine, day by day, and show what the archive then knows."""

from __future__ import annotations

import logging
import shlex
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.filesize import decimal

from kaaw_archive.cli.terminal import options, printing, tables
from kaaw_archive.errors import WrongArguments
from kaaw_archive.verdicts import LinkHealth

if TYPE_CHECKING:
    from types import ModuleType

    from kaaw_archive.cli.terminal.printing import Styled
    from kaaw_demo.report import DayReport, LinkReport, Report

_OURS = ("kaaw_archive", "kaaw_demo")
_EVENTS = ("new", "edited", "withdrawn", "moved", "returned")
_HEALTH_STYLES: dict[str, str] = {
    LinkHealth.ALIVE: "green",
    LinkHealth.RETURNED: "green",
    LinkHealth.FAILING: "yellow",
    LinkHealth.DEAD: "red",
}
_SEED_ARTICLE = "http://www.kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen"
_OLD_HOST = "kommunen-in-nrw.de"
_QUERIES = (
    "SELECT source, title, version, state FROM latest WHERE version > 1 ORDER BY version DESC LIMIT 10",
    "SELECT article_url, last_seen_old_at, first_seen_new_at FROM edits ORDER BY first_seen_new_at LIMIT 10",
    "SELECT anchor_text, link_url, verdict, health FROM citations WHERE is_latest AND article_url LIKE '%/159-%'",
)


@click.command(short_help="Archive a small demo world.")
@click.option(  # KAAW_ARCHIVE does not count: the file is replaced
    "--archive",
    type=click.Path(path_type=Path),
    metavar="PATH",
    default="demo.db",
    show_default=True,
    callback=options.of_command_or_group,
    help="Archive to make; that of an earlier demo is replaced, no other.",
)
@options.debug
@click.option(
    "--days", type=options.WholeNumber(1, 30), default=30, show_default=True, help="Number of days, of thirty."
)
@click.option("--keep", is_flag=True, help="Do not replace an existing archive.")
@click.option(
    "--log", "log_level", metavar="LEVEL", default="CRITICAL", help="Show what the crawls log, from LEVEL on."
)
@options.as_json
def command(archive: Path, days: int, keep: bool, log_level: str, as_json: bool) -> None:
    """Archive a small demo world.

    Six public bodies are served on this machine under their real addresses, by a proxy that only this command uses; no
    request leaves the machine. The texts are invented. The world changes over thirty days between 2016 and 2023: edits
    with and without a note, withdrawals, two relaunches, a soft 404, maintenance. Its clock is simulated: every demo
    gives the same articles, versions and verdicts; uids of crawls and captures differ. A real crawl waits between
    requests; the demo does not.

    \b
    Examples:
      kaaw demo
      kaaw demo --archive /tmp/demo.db --days 5
      kaaw demo --json | jq .links
    """
    run = _demo_run()
    level = logging.getLevelNamesMapping().get(log_level.upper())
    if level is None:
        raise click.BadParameter("say DEBUG, INFO, WARNING, ERROR or CRITICAL", param_hint="--log")
    archive = archive.absolute()
    run.make_room(archive, keep=keep)
    logging.basicConfig(level=level, format="%(levelname)s %(message)s")
    if not as_json:
        _show_beginning(archive, days)
    report = run.run(archive, range(1, days + 1), (lambda _: None) if as_json else _show_day)
    if as_json:
        printing.show_json(asdict(report))
    else:
        _show_report(report)


def _demo_run() -> ModuleType:
    """Import ``kaaw_demo.run``. Raises WrongArguments if a package of the extra ``demo`` is not installed."""
    try:
        from kaaw_demo import run
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] in _OURS:
            raise
        raise WrongArguments(
            f"the demo needs {error.name}, which is not installed: pip install 'kaaw-archive[demo]'"
        ) from error
    return run


def _show_beginning(archive: Path, days: int) -> None:
    printing.show(("Six public bodies on ", "bold"), (f"{days} of 30 days", "bold"), f", archived into {archive}")
    printing.show("")
    counted = "".join(f"{word:>10}" for word in _EVENTS)
    printing.show((f"day  date        requests{counted}", "bold"))


def _show_day(day: DayReport) -> None:
    counted = "".join(f"{day.events.get(word) or '·':>10}" for word in _EVENTS)
    pieces: list[Styled] = [f"{day.number:>3}  {day.on}  {day.requests:>8}{counted}"]
    if day.says:
        pieces.append((f"  {day.says}", "cyan"))
    printing.show(*pieces)
    for crawl in day.crawls:
        if crawl.state != "finished":
            printing.show((f"     {crawl.spider}: {crawl.state or 'no end'} ({crawl.reason or 'see --log'})", "yellow"))


def _show_report(report: Report) -> None:
    counts = report.counts
    stored, size = counts["payload_stored_bytes"], counts["payload_size_bytes"]
    printing.show_heading("What the archive knows", f"  after {report.seconds:g} s")
    columns = ("source", "articles", "versions", ("edits", "edited"), "withdrawn", "moved")
    tables.show_rows(report.sources, *columns)
    if any(row["source"] == _OLD_HOST for row in report.sources):
        printing.show((f"{_OLD_HOST}: the old host of kommunen.nrw, with a PDF that an article cites", "dim"))
    printing.show(
        f"{counts['captures']:,} captures in {counts['crawls']:,} crawls; {counts['payloads']:,} payloads of "
        f"{decimal(size)} take {decimal(stored)}"
    )
    printing.show_heading("What became of the links that articles cite")
    for link in report.links:
        _show_link(link)
    _show_next(report.archive)


def _show_link(link: LinkReport) -> None:
    printing.show_heading(f"»{link.anchor}«", "  ", (link.health, _HEALTH_STYLES.get(link.health, "dim")))
    printing.show((link.url, "dim"), indent=2)
    for stage in link.stages:
        span = stage.since[:10] if stage.checks == 1 else f"{stage.since[:10]} to {stage.until[:10]}"
        printing.show(f"{span:<25} {stage.verdict}", indent=2)
        printing.show(stage.reason, indent=28)
        if stage.final_url is not None and stage.final_url != link.url and stage.final_url not in stage.reason:
            printing.show(f"→ {stage.final_url}", indent=28)
    printing.show((f"{'in truth':<25} {link.truth}", "dim" if link.is_right else "yellow"), indent=2)


def _show_next(archive: str) -> None:
    printing.show_heading("Try next")
    path = shlex.quote(archive)
    for line in (
        f"export KAAW_ARCHIVE={path}",
        "kaaw status",
        "kaaw search Modellkommune",
        f"kaaw history {_SEED_ARTICLE}",
        f"kaaw diff {_SEED_ARTICLE}",
        "kaaw links report",
        *(f'sqlite3 -readonly {path} "{query}"' for query in _QUERIES),
    ):
        printing.show_command(line, indent=2)
