"""``kaaw links report``: the work list of maintainers, by article or by incident, in four formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kaaw_archive.cli._links.entries import Group, Wording, group_entries
from kaaw_archive.cli._links.formats import CsvForm, write
from kaaw_archive.cli._links.options import check_names, fail_on, fails, filters, report_form
from kaaw_archive.cli._links.report_words import LANGUAGES
from kaaw_archive.cli.terminal import options

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.archive.queries.link_list import LinkFilter
    from kaaw_archive.archive.queries.rows import Row


@click.command(short_help="Write the work list of broken links.")
@options.common
@filters
@fail_on
@report_form
@click.option(
    "--by",
    type=click.Choice(("article", "incident")),
    default="article",
    show_default=True,
    help="Group entries by this.",
)
@click.option("--all", "is_all", is_flag=True, help="Include links that were reported, or that a decision leaves out.")
@click.option("--mark-reported", is_flag=True, help="Leave out of later reports what this one names, until it changes.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing if there is nothing to mend.")
@click.option(
    "--mementos", metavar="URL", type=options.Words(), help="Address in front of copies: URL/20160922120500/ADDRESS."
)
@click.pass_context
def report(
    context: click.Context,
    /,
    *,
    archive: Path,
    form: str,
    language: str,
    csv_form: CsvForm,
    by: str,
    is_all: bool,
    mark_reported: bool,
    quiet: bool,
    mementos: str | None,
    fail: str | None,
    **wanted: Any,
) -> None:
    """Write the links that are broken, moved or lead to other content, with sentence, first bad day, and what to do.

    Left out is what was acknowledged, snoozed, ignored or marked as reported, until something changes (--all shows it).

    \b
    Examples:
      kaaw links report
      kaaw links report --format html --by incident > report.html
      kaaw links report --source kaaw.de --lang de --format csv --separator semicolon --bom > links.csv
      kaaw links report --fail-on new-broken
      kaaw links report --quiet --mark-reported
    """
    from kaaw_archive.archive.queries import link_list

    chosen, now, wording = link_list.LinkFilter(**wanted), options.now(), Wording(LANGUAGES[language], mementos)
    with options.reading(archive) as connection:
        rows = _wanted(connection, chosen, now, is_all=is_all)
        code = fails(connection, rows, fail, now, chosen.readers)
        checked_at = link_list.last_check_at(connection)
        groups = _groups(connection, rows, chosen, wording, by_incident=by == "incident")
    if groups or not quiet:
        write(form, groups, now, wording.words, csv_form, checked_at)
    if rows and mark_reported:
        _note_as_reported(archive, rows, now, chosen.readers)
    context.exit(code)


def _groups(
    connection: sqlite3.Connection, rows: list[Row], wanted: LinkFilter, wording: Wording, *, by_incident: bool
) -> list[Group]:
    from kaaw_archive.archive.queries import link_list

    incidents = link_list.incidents(connection, {row["incident_id"] for row in rows if row["incident_id"]})

    def mentions_of(row: Row) -> list[Row]:
        return link_list.mentions(connection, row["link_id"], wanted)

    return group_entries(rows, mentions_of, incidents, wording, by_incident=by_incident)


def _note_as_reported(archive: Path, rows: list[Row], now: str, readers: str | None) -> None:
    from kaaw_archive.archive.store import checks, writer
    from kaaw_archive.cli._links.rows import said_of

    states = {row["url"]: said_of(row) for row in rows}
    writer.write_once(archive, lambda connection: checks.set_reported(connection, states, now, readers))


def _wanted(connection: sqlite3.Connection, wanted: LinkFilter, now: str, *, is_all: bool) -> list[Row]:
    from kaaw_archive.archive.queries import link_list
    from kaaw_archive.cli._links.rows import candidates_of, is_silenced, is_worth_a_line, said_of

    check_names(connection, wanted)
    reported, decided = link_list.last_reports(connection, wanted.readers), link_list.decisions(connection, now)
    rows = []
    for row in link_list.list_links(connection, wanted, now):
        if not is_worth_a_line(row):
            continue
        if not is_all and (said_of(row) in reported.get(row["url"], ()) or is_silenced(row, decided)):
            continue
        row["candidates"] = candidates_of(connection, row)
        rows.append(row)
    return rows
