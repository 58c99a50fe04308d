"""``kaaw demo``: the command of the package ``kaaw_demo``, loaded by its name because nothing here depends on it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

command: click.Command = import_module("kaaw_demo.command").command
