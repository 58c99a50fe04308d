"""``kaaw derive``: makes everything that is derived from captures again."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli import options, printing

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Makes everything derived from captures again.")
@options.common
@options.as_json
@click.option("--verdicts", is_flag=True, help="Only judge the checks of links again, by the rules of today.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that read pages.  [default: one a core]")
def command(archive: Path, as_json: bool, verdicts: bool, workers: int | None) -> None:
    """Makes pages, readings, articles, versions and links again from what was captured.

    A better extractor then speaks about the whole past. Captures and decisions stay as they are; nothing is fetched.

    \b
    Examples:
      kaaw derive
      kaaw derive --workers 4 --archive news.db
      kaaw derive --verdicts
    """
    from kaaw_archive import derive
    from kaaw_archive.derive.workers import default_workers

    options.check_exists(archive)
    if verdicts:
        changed = derive.judge_all(archive)
        if as_json:
            printing.show_json({"verdicts_changed": changed})
        else:
            printing.show(f"{printing.count(changed, 'verdict')} changed")
        return
    with printing.progress("deriving") as progress:
        report = derive.derive_all(archive, workers=workers or default_workers(), progress=progress)
    if as_json:
        printing.show_json(asdict(report))
        return
    printing.show(
        f"{printing.count(report.captures, 'capture')}: {printing.count(report.readings, 'reading')}, "
        f"{printing.count(report.articles, 'article')}, {printing.count(report.snapshots, 'version')} "
        f"in {report.seconds:.1f} s"
    )
