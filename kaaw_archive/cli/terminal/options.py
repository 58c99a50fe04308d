"""Options that commands share, and the archive opened for one of them."""

from __future__ import annotations

import contextlib
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
    "--archive", type=_PATH, metavar="PATH", callback=_remember, expose_value=False, help="As after the command."
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
    help="The archive.",
)

# read by the program itself, which must know even where parsing fails
debug = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document; keys are column names.")


def common(command: F) -> F:
    """The options that every command has: ``--archive`` (argument ``archive``, a Path) and ``--debug``."""
    return _archive(debug(command))


def pass_on(context: click.Context, archive: Path) -> None:
    """For a command with commands of its own: what was typed before these counts for them, too."""
    if context.get_parameter_source("archive") is click.core.ParameterSource.COMMANDLINE:
        context.meta[_FOR_ALL] = archive


class Words(click.ParamType[str]):
    """Text as typed; bytes that are no UTF-8 become question marks, as no database takes them."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(value).encode("utf-8", "replace").decode()


class Moment(click.ParamType[str]):
    """An instant in ISO 8601, UTC where it names no zone; a day alone stands for its last millisecond."""

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


class Day(click.ParamType[str]):
    """A day in ISO 8601."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return date.fromisoformat(str(value).strip()).isoformat()
        except ValueError:
            return self.fail(f"{value!r} is no day: say 2016-09-22", param, ctx)


_SPAN = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?\Z")


class Span(click.ParamType[float]):
    """A length of time, in seconds; typed as 90s, 50m, 1h30m, or a number of seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        found = _SPAN.match(str(value).strip())
        hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
        total = float(hours * 3600 + minutes * 60 + seconds)
        if not total:
            self.fail(f"{value!r} is no length of time: say 90s, 50m or 1h30m", param, ctx)
        return total


class Setting(click.ParamType[tuple[str, str]]):
    """NAME=VALUE, as Scrapy's -s takes it."""

    name = "setting"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        name, equals, said = str(value).partition("=")
        if not equals or not name.isidentifier():
            self.fail(f"{value!r}: say NAME=VALUE", param, ctx)
        return name, said


@contextlib.contextmanager
def reading(archive: Path) -> Iterator[sqlite3.Connection]:
    """The archive as it is at one instant; whatever SQLite says comes out as a named error. Print outside of it."""
    from kaaw_archive.archive.connect import named_errors, open_for_reading

    with contextlib.closing(open_for_reading(archive)) as connection, named_errors(archive):
        connection.execute("BEGIN")  # all queries of the command see the same state
        yield connection


def check_exists(archive: Path) -> None:
    """For commands that write: a mistyped path would make a new archive, which nobody looks at."""
    if not archive.exists():
        raise ArchiveError(f"no archive at {archive}: crawl first, or name another one with --archive")


def now() -> str:
    """The present instant as it is stored."""
    return times.to_text(times.SYSTEM_CLOCK.now())
