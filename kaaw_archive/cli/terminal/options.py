"""Options that commands share, their types, and the archive opened for a command."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kaaw_archive import times
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

F = TypeVar("F", bound="Callable[..., Any]")

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
    help="Archive, as after the command.",
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


def workers(command: F) -> F:
    """Add ``--workers``; the argument is a number, by default that of the usable cores."""
    return click.option(
        "--workers",
        type=click.IntRange(min=1),
        callback=_workers,
        help="Processes that read pages.  [default: one a core]",
    )(command)


def made_by(command: F) -> F:
    """Add ``--as``, who decides; the argument is a name, by default that of the user of this machine."""
    return click.option(
        "--as",
        "by",
        type=Words(),
        metavar="NAME",
        callback=lambda _context, _option, name: name or _user_name(),
        help="Name of the person who decides.  [default: your user name]",
    )(command)


def check_future(until: str, at: str) -> None:
    """Raise UsageError if the instant of ``--until`` is over."""
    if until <= at:
        raise click.UsageError(f"--until {until} is over")


def pass_on(context: click.Context, archive: Path) -> None:
    """Let the archive that was typed before a subcommand count for the subcommand, too."""
    if context.get_parameter_source("archive") is click.core.ParameterSource.COMMANDLINE:
        context.meta[_FOR_ALL] = archive


class Words(click.ParamType[str]):
    """Text as typed; bytes that are no UTF-8 become question marks, because no database takes them."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(value).encode("utf-8", "replace").decode()


class Moment(click.ParamType[str]):
    """Instant in ISO 8601, UTC unless it names a zone; a day alone stands for its last millisecond."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        typed = str(value).strip()
        with contextlib.suppress(ValueError):
            typed = f"{date.fromisoformat(typed).isoformat()}T23:59:59.999Z"
        try:
            text = times.to_text(times.from_text(typed))
        except (ValueError, OverflowError):
            text = ""
        if len(text) != times.TEXT_LENGTH:
            self.fail(f"{value!r} is no time: say 2016-09-22 or 2016-09-22T12:05:00Z", param, ctx)
        return text


class CalendarDay(click.ParamType[str]):
    """Day in ISO 8601."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return date.fromisoformat(str(value).strip()).isoformat()
        except ValueError:
            return self.fail(f"{value!r} is no day: say 2016-09-22", param, ctx)


_SPAN = re.compile(r"(?:(\d{1,5})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s?)?\Z")


class Span(click.ParamType[float]):
    """Duration in seconds; typed as 90s, 50m, 1h30m, 2d, or a number of seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        match = _SPAN.match(str(value).strip())
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0, 0)
        total = float(days * 86_400 + hours * 3600 + minutes * 60 + seconds)
        if not total:
            self.fail(f"{value!r} is no length of time: say 90s, 50m or 1h30m", param, ctx)
        return total


class Setting(click.ParamType[tuple[str, str]]):
    """Setting as NAME=VALUE, the form of Scrapy's -s."""

    name = "setting"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        name, equals, setting = str(value).partition("=")
        if not equals or not name.isidentifier():
            self.fail(f"{value!r}: say NAME=VALUE", param, ctx)
        return name, setting


@contextlib.contextmanager
def reading(archive: Path) -> Iterator[sqlite3.Connection]:
    """Open the archive as it is at one instant; errors of SQLite become named errors. Print after the block."""
    from kaaw_archive.archive.connect import named_errors, open_for_reading

    with contextlib.closing(open_for_reading(archive)) as connection, named_errors(archive):
        connection.execute("BEGIN")  # all queries of the command see the same state
        yield connection


def check_exists(archive: Path) -> None:
    """Raise ArchiveError if there is no archive: a command that writes would make one at a mistyped path."""
    if not archive.exists():
        raise ArchiveError(f"no archive at {archive}: crawl first, or name another one with --archive")


def now() -> str:
    """Return the present instant as UTC text."""
    return times.to_text(times.SYSTEM_CLOCK.now())


def _workers(_context: click.Context, _option: click.Parameter, number: int | None) -> int:
    from kaaw_archive.derive.workers import default_workers

    return number or default_workers()


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container whose user has no name
        return f"uid {os.getuid()}"
