"""Options that commands share, their types, and the archive opened for a command."""

from __future__ import annotations

import contextlib
import functools
import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kaaw_archive import times
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

F = TypeVar("F", bound="Callable[..., Any]")

MOST_PROCESSES = 256  # of workers, or of crawls at once; more are a slip of the keyboard on any machine
MOST_ROWS = 1_000_000_000  # and versions, backups, megabytes: SQLite takes no number of more than 64 bits
_LONGEST_SPAN_S = 3_660 * 86_400.0

_FOR_ALL = "kaaw_archive.archive"  # key in click's context, where the group's --archive waits for the command


def _remember(context: click.Context, _option: click.Parameter, value: Path | None) -> None:
    context.meta[_FOR_ALL] = value


def of_command_or_group(context: click.Context, option: click.Parameter, value: Path) -> Path:
    """Return the path of ``--archive`` after the command; if none was typed there, the one before it."""
    is_typed = context.get_parameter_source(str(option.name)) is click.core.ParameterSource.COMMANDLINE
    chosen = value if is_typed else context.meta.get(_FOR_ALL) or value
    return Path(chosen).expanduser()


_PATH = click.Path(path_type=Path)

archive_for_all = click.option(
    "--archive",
    type=_PATH,
    metavar="PATH",
    callback=_remember,
    expose_value=False,
    help="Path of the archive; may stand here or after the command.",
)

_archive = click.option(
    "--archive",
    type=_PATH,
    metavar="PATH",
    envvar="KAAW_ARCHIVE",
    default="archive.db",
    show_default=True,
    show_envvar=True,
    callback=of_command_or_group,
    help="Path of the archive.",
)

# read by the program itself, which must know it even if parsing fails
debug = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document; keys are column names.")


def common(command: F) -> F:
    """Add the options of every command: ``--archive`` (argument ``archive``, a Path) and ``--debug``."""
    return _archive(debug(command))


def settings(text: str) -> Callable[[F], F]:
    """Add ``--set NAME=VALUE``, several times; the argument ``settings`` is a tuple of pairs."""
    return click.option("-s", "--set", "settings", type=Setting(), multiple=True, metavar="NAME=VALUE", help=text)


def reference(command: F) -> F:
    """Add the argument ``typed``: an address or an id that the program printed, for ``references.resolve``."""
    return click.argument("typed", type=Words(), metavar="URL|UID|DIGEST")(command)


def version_or_at(command: F) -> F:
    """Add ``--version`` and ``--at``, of which one may be given; the arguments are a number and UTC text, or None."""

    @functools.wraps(command)
    def with_one(*args: Any, version: int | None, at: str | None, **named: Any) -> Any:
        if version is not None and at is not None:
            raise click.UsageError("--version and --at exclude each other")
        return command(*args, version=version, at=at, **named)

    number, words = WholeNumber(1, MOST_ROWS), "Number of the version.  [default: the latest]"
    of_number = click.option("--version", type=number, metavar="N", help=words)
    of_instant = click.option("--at", type=Moment(), help="Version at this instant; a day alone means its end.")
    return of_number(of_instant(with_one))  # type: ignore[return-value]


def _profile_option(default_shown: str) -> Callable[[F], F]:
    """Return ``--profile``, for whom a copy is made; the argument is the name of a ``export.profiles.Profile``."""
    return click.option(
        "--profile",
        type=click.Choice(("public", "research", "internal")),
        default="public",
        help=f"For whom the output is: texts that their publishers reserved are left out.  [default: {default_shown}]",
    )


profile = _profile_option("public")
profile_of_feeds = _profile_option("public for feeds and messages, else none")


def workers(command: F) -> F:
    """Add ``--workers``; the argument is a number, by default that of the usable cores."""
    return click.option(
        "--workers",
        type=WholeNumber(1, MOST_PROCESSES),
        callback=_number_of_workers,
        help="Processes that read pages.  [default: one a core]",
    )(command)


def pass_on(context: click.Context, archive: Path) -> None:
    """Let the archive that was typed before a subcommand count for the subcommand, too."""
    if context.get_parameter_source("archive") is click.core.ParameterSource.COMMANDLINE:
        context.meta[_FOR_ALL] = archive


class Words(click.ParamType[str]):
    """Text as typed; bytes that are no UTF-8 become question marks, because no database takes them.

    An empty option is a slip, such as an empty variable of the shell; commands say themselves what a reason is for.
    """

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if isinstance(param, click.Option) and param.name != "reason" and not str(value).strip():
            self.fail("it is empty", param, ctx)
        return str(value).encode("utf-8", "replace").decode()


class WholeNumber(click.IntRange):
    """Whole number from a smallest to a largest one."""

    name = "number"

    def _describe_range(self) -> str:
        """Return the words of a help for the range."""
        return f"{self.min} to {self.max:,}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            return self.fail(f"{value!r}: say a whole number from {self.min} to {self.max:,}", param, ctx)


class Moment(click.ParamType[str]):
    """Instant in ISO 8601, UTC unless it names a zone; a day alone stands for its last millisecond."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        typed = str(value).strip()
        with contextlib.suppress(ValueError):
            typed = times.end_of_day(date.fromisoformat(typed).isoformat())
        try:
            text = times.to_text(times.from_text(typed))
        except (ValueError, OverflowError):
            text = ""
        if len(text) != times.TEXT_LENGTH:
            self.fail(f"{value!r} is no time: say 2016-09-22 or 2016-09-22T12:05:00Z", param, ctx)
        return text


_DAYS_AGO = {"today": 0, "yesterday": 1}


class CalendarDay(click.ParamType[str]):
    """Day in ISO 8601, or today or yesterday (UTC)."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        typed = str(value).strip()
        if typed in _DAYS_AGO:
            return (times.from_text(now()) - timedelta(days=_DAYS_AGO[typed])).date().isoformat()
        try:
            return date.fromisoformat(typed).isoformat()
        except ValueError:
            return self.fail(f"{value!r} is no day: say 2016-09-22", param, ctx)


_SPAN = re.compile(r"(?:(\d{1,5})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?\Z")


class Span(click.ParamType[float]):
    """Duration in seconds; typed as 90s, 50m, 1h30m, 2d; a number alone may mean anything and is refused."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        typed = str(value).strip()
        if re.fullmatch(r"[0-9]{1,8}", typed) and int(typed):
            self.fail(f"{typed} of what? Say {typed}s, {typed}m or {typed}h", param, ctx)
        match = _SPAN.match(typed)
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0, 0)
        total = float(days * 86_400 + hours * 3600 + minutes * 60 + seconds)
        if not total:
            self.fail(f"{value!r} is no length of time: say 90s, 50m or 1h30m", param, ctx)
        if total > _LONGEST_SPAN_S:
            self.fail(f"{value!r} is longer than ten years", param, ctx)
        return total


class Setting(click.ParamType[tuple[str, str]]):
    """Setting as NAME=VALUE, the form of Scrapy's -s."""

    name = "setting"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        name, equals, setting = str(value).partition("=")
        if not equals or not name.isidentifier():
            self.fail(f"{value!r}: say NAME=VALUE", param, ctx)
        from kaaw_archive.setting_table import check_names, check_value

        check_names([name])
        check_value(name, setting)
        return name, setting


@contextlib.contextmanager
def reading(archive: Path, as_of: str | None = None) -> Iterator[sqlite3.Connection]:
    """Open the archive as it is at one instant, or as it was known at the end of a day; print after the block.

    Errors of SQLite become named errors.
    """
    from kaaw_archive.archive.connect import named_errors, open_for_reading

    with contextlib.closing(open_for_reading(archive)) as connection, named_errors(archive):
        connection.execute("BEGIN")  # all queries of the command see the same state
        if as_of is not None:
            from kaaw_archive.archive.queries.looks import remark_on_day
            from kaaw_archive.cli.terminal import printing
            from kaaw_archive.derive.archive_of_day import show_as_of

            if (remark := remark_on_day(connection, as_of)) is not None:
                printing.remark(remark)
            show_as_of(connection, as_of)
        yield connection


def check_exists(archive: Path) -> None:
    """Raise ArchiveError if there is no archive: a command that writes would make one at a mistyped path."""
    if not archive.exists():
        raise ArchiveError(f"no archive at {archive}: crawl first, or name another one with --archive")


@contextlib.contextmanager
def new_archive_named(archive: Path) -> Iterator[None]:
    """Print where the archive is if the block makes it: a command in another folder would begin one unnoticed."""
    from kaaw_archive.cli.terminal import printing

    is_new = not archive.exists()
    yield
    if is_new:
        printing.remark(f"made a new archive: {archive.resolve()}")


def now() -> str:
    """Return the present instant as UTC text."""
    return times.to_text(times.SYSTEM_CLOCK.now())


def _number_of_workers(_context: click.Context, _option: click.Parameter, number: int | None) -> int:
    from kaaw_archive.derive.workers import default_workers

    return number or default_workers()
