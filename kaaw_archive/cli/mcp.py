"""``kaaw mcp``: the archive as tools for programs that speak the Model Context Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Serve the archive as tools of the Model Context Protocol.")
@options.common
@options.profile
def command(archive: Path, profile: str) -> None:
    """Serve read-only tools (search, show, diff, cite, links) on standard input and output until the input ends.

    Answers are short plain text with the uid of the capture and the digest of its bytes. Archived text stands in fields
    of its own, with a notice that it is data of others. A program may send it on: texts that their publishers reserved
    are left out by --profile. Needs the extra mcp.

    \b
    Examples:
      kaaw mcp --archive archive.db
    """
    from kaaw_archive.agents.server import serve
    from kaaw_archive.archive.connect import open_for_reading
    from kaaw_archive.export.profiles import Profile

    open_for_reading(archive).close()  # an archive that cannot be read is said now, in one line
    serve(archive, Profile(profile))
