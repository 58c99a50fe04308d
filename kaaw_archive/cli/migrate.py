"""``kaaw migrate``: brings an archive to the schema of this program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Bring an older archive to the present schema.")
@options.common
@options.as_json
def command(archive: Path, as_json: bool) -> None:
    """Bring an archive of an older version to the present schema.

    A copy of the old file stays beside it. Crawls do the same by themselves; commands that only read do not.

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
