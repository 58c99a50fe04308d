"""Examples in the help of every command, with the folder in which they run."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli import kaaw
from tests.program import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLACES = ("/backup/", "/srv/", "/var/lib/node_exporter/textfile_collector/", "/tmp/")
FETCHING = ("crawl", "run", "sites", "sites new", "links audit")  # these run as processes, before the world of the demo
SILENT = ("--prometheus", " -q", "--quiet", "--output", "--check", "kaaw mcp")  # unless something is wrong, or asked
# with a service of messages at which nobody listens
SETTINGS = """from kaaw_archive.settings import *
SPIDER_MODULES = ["spiders", *SPIDER_MODULES[1:]]
ARCHIVE_NOTIFY = "json://127.0.0.1:9/"
"""


def commands(command: click.Command, *path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield each command with its name."""
    yield " ".join(path) or "kaaw", command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, *path, name)


def examples(command: click.Command) -> list[str]:
    lines = (command.help or "").partition("Examples:")[2].partition("\n\n")[0].splitlines()
    return [line.strip() for line in lines if line.strip().startswith("kaaw ")]


EXAMPLES = {name: examples(command) for name, command in commands(kaaw) if examples(command)}


def make_folder(folder: Path, archive: Path) -> None:
    """Lay copies of the archive under the names of the examples into this folder, with a list of addresses."""
    for name in ("archive.db", "news.db", "damaged.db"):
        shutil.copy(archive, folder / name)
    (folder / "addresses.txt").write_text("https://www.kaaw.de/de/aktuelles/meldungen/\n")
    shutil.copytree(PROJECT / "spiders", folder / "spiders")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = own_settings\n")
    (folder / "own_settings.py").write_text(SETTINGS)
    for place in PLACES:
        (folder / place.strip("/")).mkdir(parents=True)


def arguments(line: str, folder: Path) -> list[str]:
    """Return the arguments of a command line up to a pipe or redirection, with its files in this folder."""
    typed = line
    for sign in (" | ", " > ", " >> ", "; "):
        typed = typed.partition(sign)[0]
    places = "|".join(map(re.escape, PLACES))
    typed = re.sub(rf"(?<= )(?={places})", str(folder), typed)
    return shlex.split(typed)[1:]
