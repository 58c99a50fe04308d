"""Output for people: text with escaped control characters, JSON, CSV, progress; colour on terminals only."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import sys
import time
from typing import TYPE_CHECKING, Any, TextIO

from kaaw_archive.control_characters import escape_controls, json_text
from kaaw_archive.spreadsheets import safe_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kaaw_archive.analysis.marking import Piece


Styled = str | tuple[str, str]  # text, or text and its style in rich's words

_DIFFERENCE_STYLES = {"+": "green", "-": "red", "@": "cyan"}
_TERMINAL_ASKED = ("FORCE_COLOR", "TTY_COMPATIBLE")  # environment in which a pipe is a terminal to rich


def _is_plain(stream: TextIO) -> bool:
    """Return True for a file or pipe, which gets text alone."""
    return not stream.isatty() and not any(name in os.environ for name in _TERMINAL_ASKED)


def show(*pieces: Styled, keep_lines: bool = False, indent: int = 0) -> None:
    """Print one paragraph of texts, or pairs of text and style; control characters are escaped.

    A terminal gets lines of its width, broken at blanks; a longer address has a line of its own and is not cut.
    """
    pairs = [(piece, "") if isinstance(piece, str) else piece for piece in pieces]
    escaped = [(escape_controls(text, keep_lines=keep_lines), style) for text, style in pairs]
    if _is_plain(sys.stdout):
        _print_line((" " * indent, ""), *escaped)
    else:
        from kaaw_archive.cli.terminal.consoles import print_paragraph

        print_paragraph(escaped, indent)


def show_command(text: str, *, indent: int = 0) -> None:
    """Print a command line or address for copying: as one line, which the terminal alone breaks."""
    _print_line((" " * indent + escape_controls(text), ""))


def show_heading(title: str, *pieces: Styled) -> None:
    """Print an empty line and a bold title, followed by further pieces."""
    show("")
    show((title, "bold"), *pieces)


def show_difference(line: str, *, indent: int = 0) -> None:
    """Print a line of a unified diff, coloured by its first character."""
    show((line, _DIFFERENCE_STYLES.get(line[:1], "")), indent=indent)


def show_lines(text: str) -> None:
    """Print text with its line ends; control characters are escaped, and a terminal breaks long lines."""
    _print_line((escape_controls(text, keep_lines=True), ""))


def write_text(text: str) -> None:
    """Write a document of some format with its line ends, LF or CR LF; other control characters are escaped."""
    end = "\r\n" if "\r\n" in text else "\n"
    sys.stdout.write(end.join(escape_controls(line) for line in text.split(end)))


def show_json(value: Any) -> None:
    """Print one JSON document; control characters are escaped as JSON allows, so programs read the same."""
    sys.stdout.write(json_text(value, indent=2) + "\n")


def show_csv(
    columns: Sequence[str], rows: Iterable[Mapping[str, object]], *, is_raw: bool = False, separator: str = ","
) -> None:
    """Print rows for a spreadsheet (RFC 4180): an apostrophe stands before what it would calculate.

    ``is_raw``: every cell exactly as it is, for programs.
    """
    out = io.StringIO()
    lines = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n", delimiter=separator)
    lines.writeheader()
    lines.writerows(row if is_raw else {name: safe_cell(value) for name, value in row.items()} for row in rows)
    sys.stdout.write(out.getvalue())


def style_pieces(pieces: Iterable[Piece], plain: str = "") -> list[Styled]:
    """Return pieces of a search result for :func:`show`; hits have another style than ``plain``."""
    return [(text, "bold yellow" if is_hit else plain) for text, is_hit in pieces]


def complain(text: str, *, prefix: str = "kaaw: error:") -> None:
    """Print one line on stderr, without passwords of addresses."""
    from kaaw_archive.urls import without_credentials

    bare = escape_controls(without_credentials(text.strip()))
    _print_line((prefix, "bold red"), (f" {bare}", ""), is_error=True)


def remark(text: str) -> None:
    """Print on stderr what an answer leaves out, or how it was found; also if stderr is no terminal."""
    _print_line((escape_controls(text), ""), is_error=True)


def side_note(text: str) -> None:
    """Print a line on stderr if that is a terminal: for a person who looks on."""
    if _is_stderr_terminal():
        _print_line((escape_controls(text), "dim"), is_error=True)


def _is_stderr_terminal() -> bool:
    if _is_plain(sys.stderr):
        return False
    from kaaw_archive.cli.terminal.consoles import console

    return console(is_error=True).is_terminal


def _print_line(*pieces: tuple[str, str], is_error: bool = False) -> None:
    stream = sys.stderr if is_error else sys.stdout
    if _is_plain(stream):
        stream.write("".join(text for text, _ in pieces) + "\n")
        stream.flush()
    else:
        from kaaw_archive.cli.terminal.consoles import print_line

        print_line(pieces, is_error=is_error)


_LINE_EVERY_S = 60.0  # of progress, where stderr is no terminal


class ProgressLines:
    """Progress for those who read a log: one line a minute, with the time left at the speed since the first step."""

    def __init__(self, what: str, monotonic: Callable[[], float]) -> None:
        self._what = what
        self._monotonic = monotonic
        self._said_s = monotonic()
        self._first: tuple[int, float] | None = None

    def update(self, done: int, of: int) -> None:
        """Take the number of steps done and of all steps."""
        now_s = self._monotonic()
        if self._first is None:
            self._first = done, now_s
        if now_s - self._said_s < _LINE_EVERY_S:
            return
        self._said_s = now_s
        steps, seconds = done - self._first[0], now_s - self._first[1]
        left = f", about {_duration((of - done) * seconds / steps)} left" if steps and seconds else ""
        remark(f"{self._what}: {100 * done // max(of, 1)} %{left}")


def _duration(seconds: float) -> str:
    """Return hours and minutes.

    >>> _duration(59), _duration(8000)
    ('1 min', '2 h 13 min')
    """
    hours, minutes = divmod(max(1, round(seconds / 60)), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show steps done, and the time left, on stderr; yield the function that takes the number of steps done and of all.

    A terminal gets a bar, a file or pipe one line a minute.
    """
    if not _is_stderr_terminal():
        yield ProgressLines(what, time.monotonic).update
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from kaaw_archive.cli.terminal.consoles import console

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(is_error=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def short_time(text: str | None) -> str | None:
    """Return a stored time to the second.

    >>> short_time("2016-09-22T12:05:00.123Z")
    '2016-09-22 12:05:00Z'
    """
    return None if text is None else f"{text[:10]} {text[11:19]}Z"


def short_digest(digest: str | None) -> str | None:
    """Return the first 12 digits of a digest, by which `kaaw payload` finds it.

    >>> short_digest("sha256:e3b0c44298fc1c149afbf4c8996fb924")
    'e3b0c44298fc'
    """
    return None if digest is None else digest.removeprefix("sha256:")[:12]


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> count(1, "capture"), count(1234, "capture")
    ('1 capture', '1,234 captures')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
