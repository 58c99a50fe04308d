"""Options that the list and the report of links share, and the exit code for broken links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from kaaw_archive.cli.terminal import options
from kaaw_archive.exit_codes import ExitCode
from kaaw_archive.verdicts import LinkHealth, Verdict

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from kaaw_archive.archive.queries.rows import Row

F = TypeVar("F", bound="Callable[..., Any]")


class _DayBegin(options.CalendarDay):
    """Day, as the instant at which it begins."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return f"{super().convert(value, param, ctx)}T00:00:00.000Z"


def filters(command: F) -> F:
    """Add --source, --article, --host, --verdict, --health, --since."""
    for option in (
        click.option("--since", type=_DayBegin(), help="Links whose health changed on this day or later."),
        click.option("--health", type=click.Choice(tuple(map(str, LinkHealth))), help="Links with this health."),
        click.option(
            "--verdict", type=click.Choice(tuple(map(str, Verdict))), help="Links whose last check has this verdict."
        ),
        click.option("--host", type=options.Words(), metavar="HOST", help="Links to this host or its subdomains."),
        click.option("--article", type=options.Words(), metavar="URL", help="Links of this article."),
        click.option("--source", type=options.Words(), metavar="NAME", help="Links of this source's articles."),
    ):
        command = option(command)
    return command


def fail_on(command: F) -> F:
    """Add --fail-on, with the argument ``fail``."""
    return click.option(
        "--fail-on",
        "fail",
        type=click.Choice(("new-broken", "new-dead")),
        help=f"Exit with {ExitCode.NEW_BROKEN_LINKS} if a link is failing or dead (dead) that no report has named so.",
    )(command)


def fails(connection: sqlite3.Connection, rows: list[Row], fail: str | None, now: str) -> int:
    """Return ExitCode.NEW_BROKEN_LINKS if one of the links is broken and neither reported so nor silenced, else 0."""
    if fail is None:
        return 0
    from kaaw_archive.archive.queries import link_list
    from kaaw_archive.cli._links.rows import is_broken, is_silenced, said_of

    reported, decided = link_list.last_reports(connection), link_list.decisions(connection, now)
    for row in rows:
        is_meant = row["health"] == LinkHealth.DEAD if fail == "new-dead" else is_broken(row)
        if is_meant and reported.get(row["url"]) != said_of(row) and not is_silenced(row, decided):
            return ExitCode.NEW_BROKEN_LINKS
    return 0
