"""Options of commands by which people decide."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kaaw_archive.cli.terminal import options

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def made_by(command: F) -> F:
    """Add ``--as``, who decides; the argument is a name, by default that of the user of this machine."""
    return click.option(
        "--as",
        "by",
        type=options.Words(),
        metavar="NAME",
        callback=lambda _context, _option, name: name or _user_name(),
        help="Name of the person who decides.  [default: your user name]",
    )(command)


def check_future(until: str, at: str) -> None:
    """Raise UsageError if the instant of ``--until`` is over."""
    if until <= at:
        raise click.UsageError(f"--until {until} is over")


def _user_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container whose user has no name
        return f"uid {os.getuid()}"
