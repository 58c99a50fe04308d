"""Terminals: colours and lines of their width, by rich, which is imported for them alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from kaaw_archive.cli.terminal.line_breaks import break_offsets

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENDLESS = 1_000_000  # columns without a terminal: a program that reads a pipe wants whole lines


class _ConsoleOfPipes(Console):
    """Console that leaves a broken pipe to us: rich ends the program with 1, and we have a code of our own."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console(*, is_error: bool = False) -> Console:
    """Return a Console on the current stdout or stderr, which tests and pagers replace."""
    stream = sys.stderr if is_error else sys.stdout
    width = None if stream.isatty() else _ENDLESS
    return _ConsoleOfPipes(stderr=is_error, highlight=False, markup=False, emoji=False, width=width)


def print_paragraph(pieces: Iterable[tuple[str, str]], indent: int) -> None:
    """Print texts with their styles on stdout, in lines of the terminal's width that are broken at blanks."""
    line = Text.assemble(*pieces)
    out = console()
    if not out.is_terminal:
        out.print(Text(" " * indent) + line, soft_wrap=True)
        return
    for whole in line.split(allow_blank=True) or [line]:
        for part in whole.divide(break_offsets(whole.plain, out.width - indent)):
            part.rstrip()
            out.print(Text(" " * indent) + part, soft_wrap=True)


def print_line(pieces: Iterable[tuple[str, str]], *, is_error: bool) -> None:
    """Print texts with their styles as one line, which the terminal alone breaks."""
    console(is_error=is_error).print(Text.assemble(*pieces), soft_wrap=True)
