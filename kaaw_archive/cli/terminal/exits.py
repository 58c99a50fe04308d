"""Exit codes of the program, and the one line on stderr that goes with each that is not 0."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import sys
from io import TextIOWrapper, UnsupportedOperation
from typing import TYPE_CHECKING, Any

import click

from kaaw_archive.cli.terminal.printing import complain
from kaaw_archive.errors import ArchiveError
from kaaw_archive.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HELP = """\b
Exit codes:
  0    done, also if no text or entry matches
  1    failed; what was asked for is not in the archive
  2    the command line cannot be understood
  3    crawl, run, links audit: degraded (blocked, no page with content);
       status --check: something needs attention
  4    the file cannot be used as an archive
  5    no room left on the disk
  6    stored bytes do not match their digest
  7    run, derive: another one is under way
  8    links: there are new broken ones (--fail-on)
  9    crawl, run, links audit: our own network failed; no link judged
  10   show, cite, payload with --at: not what the page showed then
  130  interrupted
  141  the program that read the output has ended

\b
Environment:
  KAAW_ARCHIVE  the archive, if --archive is not given
  KAAW_DEBUG=1  as --debug: the traceback of an error
  NO_COLOR=1    no colours, on a terminal either
"""


class StoppedByUserError(Exception):
    """Ctrl-C, kept from click, which would print an empty line."""


@contextlib.contextmanager
def caught_before_click() -> Iterator[None]:
    """Catch a broken pipe and Ctrl-C around a command, before click ends the program with 1."""
    try:
        try:
            yield
        except click.exceptions.Exit:  # of a command that gives its exit code itself
            sys.stdout.flush()
            raise
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_stdout()
        raise click.exceptions.Exit(ExitCode.BROKEN_PIPE) from None
    except KeyboardInterrupt:
        raise StoppedByUserError from None


def run(command: Callable[[], Any], *, is_debug: bool) -> int:
    """Run a command and return its exit code; print the one line of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without our characters is no reason to fail
    if sys.stdout is None:
        complain("standard output is closed: nothing could be printed")
        return ExitCode.FAILED
    try:
        result = command()
        sys.stdout.flush()  # what click itself printed, such as a help
    except SystemExit as ending:
        return _code_of(ending)
    except Exception as error:  # the last door: a user sees a line, never a traceback
        if is_debug and not isinstance(error, click.ClickException):
            import traceback

            traceback.print_exc()
        return _complain_of(error)
    return result if isinstance(result, int) else 0


def _complain_of(error: Exception) -> int:
    if isinstance(error, StoppedByUserError | click.Abort):
        complain("interrupted", prefix="kaaw:")
        return ExitCode.INTERRUPTED
    if isinstance(error, ArchiveError):
        complain(str(error))
        return error.exit_code
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return ExitCode.WRONG_ARGUMENTS
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        hint = f" (see {context.command_path} --help)" if context is not None else ""
        complain(error.format_message().rstrip(".") + hint)
        return ExitCode.WRONG_ARGUMENTS
    if _is_disk_full(error):
        complain("no room left on the disk that is written to: make room and run the same again")
        _let_go_of_stdout()
        return ExitCode.DISK_FULL
    complain(f"unexpected {type(error).__name__}: {error} (again with --debug or KAAW_DEBUG=1 for the traceback)")
    return ExitCode.FAILED


def _is_disk_full(error: Exception) -> bool:
    """Return True if there is no room for output, or for a file that SQLite makes in the folder of temporary files."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error, sqlite3.OperationalError) and "disk is full" in str(error)


def _code_of(ending: SystemExit) -> int:
    if isinstance(ending.code, str):
        complain(ending.code)
        return ExitCode.FAILED
    return ending.code or 0


def _let_go_of_stdout() -> None:
    """Replace stdout by /dev/null: Python flushes it at exit (docs.python.org, signal, note on SIGPIPE)."""
    with contextlib.suppress(OSError, UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
