"""``kaaw crawl``: as ``scrapy crawl``, from any folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    short_help="Run a spider and archive what it fetches.",
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},  # -h: that of Scrapy
    options_metavar="[OPTIONS OF SCRAPY]",
    epilog="""\b
Exit codes:
  0    finished
  1    failed
  2    the command line cannot be understood
  3    degraded by the sites: blocked, rate-limited, nothing found
  4    the file cannot be used as an archive
  5    no room left on the disk
  9    our own fault (network, resolver, proxy): nothing was judged
  130  interrupted
""",
)
@options.common
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, required=True, metavar="SPIDER [-a N=V]... [-s N=V]...")
@click.pass_context
def command(context: click.Context, archive: Path, arguments: tuple[str, ...]) -> None:
    """Run a spider and archive what it fetches.

    Spiders are those of SCRAPY_SETTINGS_MODULE, else of the scrapy.cfg in this folder or above, else those that come
    with the program.

    All options of `scrapy crawl` may follow: -a for arguments of the spider, -s for settings, -L for the log level;
    `kaaw crawl -h` lists them.

    \b
    Examples:
      kaaw crawl site -a urls=addresses.txt
      kaaw crawl site -a urls=https://www.kaaw.de/de/aktuelles/meldungen/ -a all=1
      kaaw crawl site -a urls=addresses.txt -s DOWNLOAD_DELAY=5 --archive news.db
    """
    from scrapy.cmdline import execute

    from kaaw_archive.project import OURS, ArchivesNothing, settings_in_force

    try:
        settings_in_force()
    except ArchivesNothing:  # somebody else's: ours work from any folder
        os.environ["SCRAPY_SETTINGS_MODULE"] = OURS
    # behind the others: of settings given twice Scrapy takes the last
    named = [] if _names_archive(context, arguments) else ["-s", f"ARCHIVE={archive.absolute()}"]
    execute(["kaaw", "crawl", *arguments, *named])


def _names_archive(context: click.Context, arguments: tuple[str, ...]) -> bool:
    """Return True if ``-s ARCHIVE=…`` was typed and ``--archive`` was not."""
    if context.get_parameter_source("archive") is click.core.ParameterSource.COMMANDLINE:
        return False
    settings = zip(("", *arguments), arguments, strict=False)
    return any(
        (before in ("-s", "--set") and typed.startswith("ARCHIVE="))
        or typed.startswith(("-sARCHIVE=", "--set=ARCHIVE="))
        for before, typed in settings
    )
