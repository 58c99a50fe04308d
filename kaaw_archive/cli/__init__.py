"""The ``kaaw`` command. Each module here is one of its commands, found by itself; packages hold parts of them."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import NoSuchCommand

from kaaw_archive import __version__
from kaaw_archive.cli.terminal import exits, options

if TYPE_CHECKING:
    from collections.abc import Sequence


class Program(click.Group):
    """A group that imports a command when it is called, and ends every failure in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        modules = (module for module in pkgutil.iter_modules(__path__) if not module.ispkg)
        return sorted(module.name for module in modules if not module.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:  # its own hint knows only commands that are imported
            raise NoSuchCommand(error.command_name, possibilities=self.list_commands(ctx), ctx=ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        with exits.caught_before_click():
            return super().invoke(ctx)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command; in standalone mode, in which programs run, with our errors and exit codes."""
        given = list(sys.argv[1:] if args is None else args)

        def run() -> Any:
            return super(Program, self).main(given, prog_name, complete_var, standalone_mode=False, **extra)

        if not standalone_mode:
            return run()
        is_debug = "--debug" in given or os.environ.get("KAAW_DEBUG", "") not in ("", "0")
        sys.exit(exits.run(run, is_debug=is_debug))


@click.group(cls=Program, epilog=exits.HELP, context_settings={"help_option_names": ["-h", "--help"]})
@options.archive_for_all
@click.version_option(__version__, prog_name="kaaw", message="%(prog)s %(version)s")
def kaaw() -> None:
    """Archive the news of public bodies: every version, the exact bytes, one SQLite file.

    \b
    Examples:
      kaaw crawl site -a urls=https://www.kaaw.de/de/aktuelles/meldungen/
      kaaw status
      kaaw search 'Elektronische Verwaltung' --since 2016-01-01
      kaaw show http://www.kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen

    kaaw COMMAND --help explains a command.
    """


def main() -> None:
    """Run the console script."""
    kaaw(prog_name="kaaw")
