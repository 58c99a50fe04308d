"""``kaaw run``: the one command of the schedule."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING, Any

import click

from kaaw_archive import times
from kaaw_archive.cli.terminal import options, printing, tables
from kaaw_archive.errors import RunUnderWay
from kaaw_archive.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kaaw_archive.project import Project
    from kaaw_archive.schedule.plan import PlannedSpider
    from kaaw_archive.schedule.report import RunReport
    from kaaw_archive.schedule.scheduled_run import ScheduledRun


@click.command(
    short_help="Do everything that is due, for cron and systemd.",
    epilog="""\b
Exit codes:
  0    done, or nothing was due; also if the deadline left something to do
  1    a crawl failed, or a file of spiders cannot be imported
  2    an argument makes no sense
  3    a crawl is degraded by its site: blocked, rate-limited, nothing found;
       or a problem of a followed site is reported for the first time
  4    the file cannot be used as an archive
  5    no room left on the disk
  7    another run is under way in this archive; this one did nothing
  9    our own fault (network, resolver, proxy); what got no answer is due
  130  interrupted
""",
)
@options.common
@options.as_json
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Crawl only this spider or followed site, named as `kaaw sites` and `kaaw follow` name it, also before its"
    " --every is over; of its pages those that are due. Repeatable.",
)
@click.option(
    "--parallel",
    type=options.WholeNumber(1, options.MOST_PROCESSES),
    default=2,
    show_default=True,
    help="Number of crawls at a time.",
)
@click.option("--deadline", type=options.Span(), metavar="TIME", help="End in order after 90s, 50m, 1h30m.")
@click.option("--dry-run", is_flag=True, help="Print what is due, and do nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing unless something is newly wrong.")
@options.settings("Setting of each crawl.")
def command(
    archive: Path,
    as_json: bool,
    only: tuple[str, ...],
    parallel: int,
    deadline: float | None,
    dry_run: bool,
    quiet: bool,
    settings: tuple[tuple[str, str], ...],
) -> int:
    """Crawl every source that is due, capture the pages that articles cite, check links, read waiting captures.

    The next run does what a pause or a deadline left over.

    \b
    Examples:
      kaaw run
      kaaw run --deadline 50m -q
      kaaw run --only kaaw --only bmi
      kaaw run --dry-run
    """
    from kaaw_archive import project
    from kaaw_archive.schedule import notification, plan, services
    from kaaw_archive.schedule.scheduled_run import ScheduledRun

    path, current = archive.absolute(), project.in_force()
    if dry_run:
        now = options.now()
        _show_plan(path, plan.of(current, path, now, only), as_json=as_json)
        _name_missing_spiders(current, path, now)
        return ExitCode.DONE
    given = dict(settings)
    addresses = str(given.pop("ARCHIVE_NOTIFY", current.notify)).split()  # no crawl needs its passwords
    services.check_addresses(addresses)
    on_line = _ignore_line if quiet else printing.side_note
    scheduled = ScheduledRun(current, path, parallel=parallel, deadline_s=deadline, settings=given, on_line=on_line)
    try:
        with _run_lock(path), _interrupted_by_signals(scheduled):
            planned = plan.of(current, path, options.now(), only)
            report = scheduled.run(planned)
    except RunUnderWay as error:
        if quiet:  # a schedule that overlaps is nothing wrong
            return error.exit_code
        raise
    report.notification = notification.notify(path, addresses, times.SYSTEM_CLOCK.now())
    _show_report(report, as_json=as_json, quiet=quiet)
    if not (as_json or quiet or report.crawls or report.left):
        _show_next(planned)
    return report.exit_code


def _show_report(report: RunReport, *, as_json: bool, quiet: bool) -> None:
    from kaaw_archive.cli._run.summary import show

    if as_json:
        printing.show_json(report.as_row())
    elif not quiet or report.has_news:
        show(report)


def _show_next(planned: list[PlannedSpider]) -> None:
    """Print which source is due next, and when."""
    waiting = [(one.next_due_at, one.spider.label) for one in planned if one.next_due_at is not None]
    if waiting:
        at, name = min(waiting)
        printing.show(f"next: {name}, {printing.short_time(at)}")


def _ignore_line(_line: str) -> None:
    """Print nothing while crawls begin and end."""


@contextlib.contextmanager
def _run_lock(path: Path) -> Iterator[None]:
    """Hold the lock of `kaaw run` on an archive, and migrate an older one. Raises RunUnderWay."""
    from kaaw_archive.archive.connect import open_for_writing
    from kaaw_archive.archive.locks import RunLock

    lock = RunLock.take(path)
    try:
        if path.exists():
            open_for_writing(path).close()
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _interrupted_by_signals(scheduled: ScheduledRun) -> Iterator[None]:
    """Let SIGTERM and Ctrl-C end the crawls in order."""
    before = {name: signal.signal(name, lambda *_: scheduled.interrupt()) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _show_outdated(path: Path) -> None:
    from kaaw_archive.derive.outdated import outdated_parts

    with options.reading(path) as connection:
        parts = outdated_parts(connection, path)
    if parts:
        printing.show(f"kaaw derive is due: {parts}")


def _name_missing_spiders(current: Project, path: Path, now: str) -> None:
    """Print a line on stderr for each follow of a spider that the project does not have."""
    from kaaw_archive.schedule import followed

    if path.exists():
        with options.reading(path) as connection:
            for sentence in followed.without_spider(connection, current, now):
                printing.remark(sentence)


def _show_plan(path: Path, planned: list[PlannedSpider], *, as_json: bool) -> None:
    rows = [
        {
            "spider": one.spider.label,
            "is_due": one.is_due,
            "reasons": list(one.reasons),
            "last_crawl_at": one.last_crawl_at,
        }
        for one in planned
    ]
    if as_json:
        printing.show_json(rows)
        return
    if not rows:
        printing.show("nothing is followed: `kaaw follow URL` follows a site, `kaaw sites new` writes a spider for one")
    else:
        columns = ("spider", ("due", _reasons), ("last crawl", "last_crawl_at"))
        tables.show_rows(rows, *columns)
    if path.exists():
        _show_outdated(path)


def _reasons(row: Mapping[str, Any]) -> str:
    return ", ".join(row["reasons"]) or "no"
