"""``kaaw backup``: a verified copy of the archive, while crawls run."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.filesize import decimal

from kaaw_archive import times
from kaaw_archive.cli.terminal import options, printing

if TYPE_CHECKING:
    from kaaw_archive.archive.backup import Backup


@click.command(
    short_help="Copy the archive while crawls run, and verify the copy.",
    epilog="""\b
Exit codes:
  0  the backup is whole
  1  another backup is under way, or the folder cannot be written
  5  no room left on the disk of the folder
  6  something in the archive is damaged: older backups stay
""",
)
@options.common
@options.as_json
@click.option(
    "--keep",
    type=options.WholeNumber(1, options.MOST_ROWS),
    default=7,
    show_default=True,
    help="Number of backups that stay.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing unless something is wrong.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER")
def command(archive: Path, as_json: bool, keep: int, quiet: bool, folder: Path) -> None:
    """Write a copy of the archive into FOLDER, read every byte of it back, and remove old backups beyond --keep.

    To restore a backup, copy it to the place of the archive while no command runs.

    \b
    Examples:
      kaaw backup /backup/news --archive news.db
      kaaw backup /backup/news --keep 30 --json
    """
    from kaaw_archive.archive.backup import back_up

    with printing.progress("reading back") as progress:
        made = back_up(archive, folder.expanduser(), keep=keep, at=times.SYSTEM_CLOCK.now(), progress=progress)
    if as_json:
        printing.show_json({**asdict(made), "path": str(made.path), "removed": [str(path) for path in made.removed]})
    elif not quiet:
        _show(made)


def _show(made: Backup) -> None:
    printing.show((str(made.path), "bold"), f"  {decimal(made.size_bytes)}")
    printing.show(f"{printing.count(made.payloads, 'payload')} read back: whole")
    for path in made.removed:
        printing.show(f"removed {path}")
    printing.show(f"{printing.count(made.kept, 'backup')} in the folder")
