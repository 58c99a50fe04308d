"""``kaaw status``: what the archive holds, how the last crawls went, what is left to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.filesize import decimal

from kaaw_archive import times
from kaaw_archive.archive.queries import recall
from kaaw_archive.archive.queries.unread_articles import YIELD_DAYS
from kaaw_archive.cli.terminal import options, printing, tables
from kaaw_archive.exit_codes import ExitCode
from kaaw_archive.setting_table import default

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaaw_archive.archive.queries.rows import Row

_FULL_IN_SIGHT_DAYS = 3_660  # a time that says nothing is not shown


@click.command(
    short_help="Show the state of the archive.", epilog="Exit code 3, with --check: something wants attention."
)
@options.common
@options.as_json
@click.option("--check", is_flag=True, help="Print only what needs attention; exit code 3 if anything does.")
@click.option(
    "--prometheus",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write metrics for node_exporter's textfile collector, and print nothing.",
)
@click.option(
    "--reserve",
    type=options.WholeNumber(0, options.MOST_ROWS),
    default=default("ARCHIVE_DISK_RESERVE_MB"),
    show_default=True,
    metavar="MB",
    help="ARCHIVE_DISK_RESERVE_MB of your crawls, if it is not the default.",
)
def command(archive: Path, as_json: bool, check: bool, prometheus: Path | None, reserve: int) -> int:
    """Show the state of the archive: disk space, work that is left, last crawls, sources, problems, blocks.

    A source is silent if it brought nothing new for twice the longest of its last pauses, and for three days at least.
    It is judged once it has brought new articles on five days. An article is unread if its newest capture has a problem
    or lost four fifths of the text (text_lost), until it is read again or `kaaw correct URL state live` confirms it.

    \b
    Examples:
      kaaw status
      kaaw status --json | jq .crawls[0].state
      kaaw status --check
      kaaw status --prometheus /var/lib/node_exporter/textfile_collector/kaaw.prom
    """
    from kaaw_archive.cli._status import gathering
    from kaaw_archive.cli._status import prometheus as metrics

    now = times.SYSTEM_CLOCK.now()
    with options.reading(archive) as connection:
        report = gathering.gather(connection, archive, now, reserve)
    if prometheus is not None:
        metrics.write(prometheus, metrics.text(report, times.to_text(now)))
    elif as_json:
        printing.show_json(report)
    elif check:
        for alert in report["alerts"]:
            printing.show(alert)
    else:
        _show(report)
    return ExitCode.DEGRADED if check and report["alerts"] else 0


def _show(report: Row) -> None:
    counts = report["counts"]
    printing.show((report["archive"], "bold"), f"  {decimal(report['file_bytes'])}")
    names = ("crawls", "captures", "pages", "articles", "works", "snapshots", "other_pages", "links", "payloads")
    tables.show_table(
        ["texts" if name == "works" else name for name in names], [[f"{counts[name]:,}" for name in names]]
    )
    stored, size = counts["payload_stored_bytes"], counts["payload_size_bytes"]
    share = f", 1/{size / stored:.0f}" if stored and size >= 2 * stored else ""
    printing.show(f"payloads take {decimal(stored)} of {decimal(size)}{share}")
    _show_room(report["room"])
    _show_backlog(report["backlog"])
    if report["outdated"]:
        printing.show(f"kaaw derive is due: {report['outdated']}; kaaw run does it in parts")
    _show_alerts(report["alerts"])
    _show_crawls(report["crawls"])
    _show_sources(report["sources"])
    _show_yields(report["yields"])
    _show_section("Articles not read", report["articles_not_read"], "source", "problem", ("since", "since_at"), "url")
    problems = ("problem", "captures", ("for example", "example_url"))
    _show_section("Problems of the last crawl", report["problems"], *problems)
    _show_section(
        "Blocks in force",
        report["blocks"],
        "subject",
        "reason",
        ("by", "made_by"),
        ("since", "made_at"),
        ("until", lambda row: printing.short_time(row["until_at"]) or "lifted"),
    )


def _show_sources(sources: list[Row]) -> None:
    _show_section(
        "Sources",
        sources,
        "source",
        "articles",
        ("texts", "works"),
        "withdrawn",
        ("oldest dated", "first_published_on"),
        ("seen since", lambda row: row["first_seen_at"][:10]),
        ("last new", lambda row: (row["last_new_at"] or "never")[:10]),
        ("last seen", "last_seen_at"),
        ("widest gap", _widest_gap),
        ("named by", lambda row: recall.sentence(row["named_by"])),
        ("last good crawl", lambda row: printing.short_time(row["last_good_crawl_at"]) or "never"),
        ("", lambda row: "silent" if row["is_silent"] else None),
    )


def _widest_gap(source: Mapping[str, Any]) -> str | None:
    """Return the most days without a look, also from the last one to the last capture of the archive."""
    days = max(source["widest_gap_days"] or 0, source["days_unseen_at_the_end"] or 0)
    return printing.count(days, "day") if days else None


def _show_yields(rows: list[Row]) -> None:
    def part(row: Mapping[str, Any], prefix: str) -> str | None:
        pages = row[f"{prefix}pages"]
        return f"{row[f'{prefix}articles']:,} of {pages:,}" if pages else None

    _show_section(
        "Pages that gave an article",
        rows,
        "source",
        ("system", "cms"),
        (f"last {YIELD_DAYS} days", lambda row: part(row, "")),
        ("before", lambda row: part(row, "past_")),
    )


def _show_alerts(alerts: list[str]) -> None:
    if alerts:
        printing.show_heading("Wants attention")
    for alert in alerts:
        printing.show((alert, "yellow"), indent=2)


def _show_room(room: Row) -> None:
    line = f"{decimal(room['free_bytes'])} free on its disk"
    if room["growth_bytes_per_day"] is not None:
        line += f", grew by {decimal(room['growth_bytes_per_day'])} a day in the last 30 days"
    if room["days_until_full"] is not None and room["days_until_full"] < _FULL_IN_SIGHT_DAYS:
        line += f", enough for {room['days_until_full']:,.0f} days"
    printing.show(line)


def _show_backlog(backlog: Row) -> None:
    words = (
        ("pages_due", "page due", "pages due"),
        ("never_visited", "address never visited", "addresses never visited"),
        ("missing_once", "missing article to look for again", "missing articles to look for again"),
        ("cited_due", "cited page due", "cited pages due"),
        ("links_due", "link due", "links due"),
        ("captures_not_read", "capture not read", "captures not read"),
        ("read_in_vain", "page to read again", "pages to read again"),
    )
    left = [printing.count(backlog[name], one, many) for name, one, many in words if backlog[name]]
    printing.show(f"left to do: {', '.join(left)}" if left else "nothing is left to do")
    if others := len(backlog["unscheduled_sources"]):
        of = f"{printing.count(others, 'source')} that {'is' if others == 1 else 'are'} not followed"
        printing.show(
            f"no run visits {printing.count(backlog['unscheduled'], 'page')} of {of}: kaaw sites lists these sources"
        )


def _show_crawls(crawls: list[Row]) -> None:
    _show_section(
        "Last crawls",
        crawls,
        ("started", "started_at"),
        "spider",
        "state",
        ("seconds", lambda row: None if row["duration_s"] is None else round(row["duration_s"])),
        "requests",
        "captures",
        "new_payloads",
        "problems",
        "reason",
    )


def _show_section(title: str, rows: list[Row], *columns: tables.Column) -> None:
    if rows:
        printing.show_heading(title)
        tables.show_rows(rows, *columns)
