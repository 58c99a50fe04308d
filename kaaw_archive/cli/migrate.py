"""``kaaw migrate``: brings an archive to the schema of this program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Brings an older archive to this schema.")
@options.common
@options.as_json
def command(archive: Path, as_json: bool) -> None:
    """Brings an archive that an older version wrote to the schema of this one.

    A copy of the old file is kept beside it. Crawls do the same by themselves; readers never do.

    \b
    Examples:
      kaaw migrate
      kaaw migrate --archive news.db
    """
    from kaaw_archive.archive.connect import migrate

    report = migrate(archive)
    backup = str(report.backup) if report.backup else None
    if as_json:
        printing.show_json({"from_version": report.from_version, "to_version": report.to_version, "backup": backup})
    elif report.from_version == report.to_version:
        printing.show(f"{archive} has schema {report.to_version}: nothing to do")
    else:
        kept = f"; the old file is {backup}" if backup else ""
        printing.show(f"{archive}: schema {report.from_version} -> {report.to_version}{kept}")
