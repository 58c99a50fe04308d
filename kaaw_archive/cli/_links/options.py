"""Options that the list and the report of links share, and the exit code for broken links."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from kaaw_archive import times
from kaaw_archive.cli._links.formats import FORMATS, SEPARATORS, CsvForm
from kaaw_archive.cli._links.report_words import LANGUAGES
from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.errors import WrongArguments
from kaaw_archive.exit_codes import ExitCode
from kaaw_archive.verdicts import LinkHealth, Verdict

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from kaaw_archive.archive.queries.link_list import LinkFilter
    from kaaw_archive.archive.queries.rows import Row

F = TypeVar("F", bound="Callable[..., Any]")


class _DayBegin(options.CalendarDay):
    """Day, as the instant at which it begins."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return times.start_of_day(super().convert(value, param, ctx))


def filters(command: F) -> F:
    """Add --source, --article, --host, --verdict, --health, --since, --cited, --leads-to."""
    for option in (
        click.option(
            "--leads-to",
            type=click.Choice(("home", "other-host")),
            help="Links that redirect to a home page, or to another host.",
        ),
        click.option(
            "--cited",
            "is_cited",
            is_flag=True,
            default=None,
            help="Links of articles only, without addresses that are only watched.",
        ),
        click.option("--since", type=_DayBegin(), help="Links whose health changed on this day or later."),
        click.option("--health", type=click.Choice(tuple(map(str, LinkHealth))), help="Links with this health."),
        click.option(
            "--verdict",
            type=click.Choice(tuple(map(str, Verdict))),
            metavar="VERDICT",
            help=f"Links with this verdict: {', '.join(Verdict)}.",
        ),
        click.option("--host", type=options.Words(), metavar="HOST", help="Links to this host or its subdomains."),
        click.option("--article", type=options.Words(), metavar="URL", help="Links of this article."),
        click.option("--source", type=options.Words(), metavar="NAME", help="Links of this source's articles."),
    ):
        command = option(command)
    return command


def report_form(command: F) -> F:
    """Add --format, --json for it, --lang, and the options of CSV.

    Arguments are ``form``, ``language`` and ``csv_form`` (CsvForm).
    """

    @options.as_json
    @click.option("--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
    @click.option(
        "--lang",
        "language",
        type=click.Choice(tuple(LANGUAGES)),
        default="en",
        show_default=True,
        help="Language of the report.",
    )
    @click.option(
        "--separator", type=click.Choice(tuple(SEPARATORS)), help="CSV: sign between cells.  [default: comma]"
    )
    @click.option("--bom", is_flag=True, help="CSV: begin with a byte order mark, by which Excel knows UTF-8.")
    @click.option("--raw", is_flag=True, help="CSV: every cell exactly as it is; not for spreadsheets.")
    @functools.wraps(command)
    def with_form(*args: Any, as_json: bool, separator: str | None, bom: bool, raw: bool, **named: Any) -> Any:
        if as_json:
            named["form"] = "json"
        if named["form"] != "csv" and (separator or bom or raw):
            raise click.UsageError("--separator, --bom and --raw belong to --format csv")
        return command(*args, csv_form=CsvForm(SEPARATORS[separator or "comma"], bom, raw), **named)

    return cast("F", with_form)


def check_names(connection: sqlite3.Connection, wanted: LinkFilter) -> None:
    """Raise WrongArguments for a source or an article that the archive does not know."""
    from kaaw_archive.archive.queries import articles
    from kaaw_archive.archive.queries.sources import check_sources, host_not_there

    if wanted.source is not None:
        check_sources(connection, [wanted.source])
    if wanted.host is not None and (reason := host_not_there(connection, wanted.host)) is not None:
        printing.remark(reason)
    if wanted.article is not None and not articles.by_address(connection, wanted.article):
        raise WrongArguments(f"--article {wanted.article}: there is no such article: `kaaw search` finds them")


def fail_on(command: F) -> F:
    """Add --fail-on, with the argument ``fail``."""
    return click.option(
        "--fail-on",
        "fail",
        type=click.Choice(("new-broken", "new-dead")),
        help=f"Exit with {ExitCode.NEW_BROKEN_LINKS} if a link is broken (dead) that no report with --mark-reported has"
        " named.",
    )(command)


def fails(
    connection: sqlite3.Connection, rows: list[Row], fail: str | None, now: str, readers: str | None = None
) -> int:
    """Return ExitCode.NEW_BROKEN_LINKS if one of the links is broken and neither reported so nor silenced, else 0."""
    if fail is None:
        return 0
    from kaaw_archive.archive.queries import link_list
    from kaaw_archive.cli._links.rows import is_broken, is_silenced, said_of

    reported, decided = link_list.last_reports(connection, readers), link_list.decisions(connection, now)
    for row in rows:
        is_meant = row["health"] == LinkHealth.DEAD if fail == "new-dead" else is_broken(row)
        if is_meant and said_of(row) not in reported.get(row["url"], ()) and not is_silenced(row, decided):
            return ExitCode.NEW_BROKEN_LINKS
    return 0
