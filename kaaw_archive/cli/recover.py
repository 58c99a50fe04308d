"""``kaaw recover``: saves what can be saved of a damaged archive into a new one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing, tables
from kaaw_archive.errors import DamagedPayload

if TYPE_CHECKING:
    from kaaw_archive.archive.salvage import Salvage
    from kaaw_archive.derive import DeriveReport


@click.command(
    short_help="Save what can be saved of a damaged archive into a new one.",
    epilog="""\b
Exit codes:
  0  everything was saved
  6  not everything: the list says what is lost
""",
)
@options.common
@options.as_json
@options.workers
@click.argument("new", type=click.Path(path_type=Path, dir_okay=False), metavar="NEW.db")
def command(archive: Path, as_json: bool, workers: int, new: Path) -> int:
    """Copy facts and decisions row by row, and payloads that match their digest; derive the rest again.

    The damaged archive is never changed. After a kill give the same command again. What cannot be saved is listed;
    captures whose bytes are lost stay, with their digest.

    \b
    Examples:
      kaaw recover saved.db --archive damaged.db
      kaaw recover saved.db --archive damaged.db --json > report.json
    """
    from kaaw_archive.archive.salvage import salvage
    from kaaw_archive.derive import derive_all

    path = new.expanduser()

    reports: list[DeriveReport] = []
    with printing.progress("recovering") as progress:
        saved = salvage(
            archive,
            path,
            progress,
            finish=lambda part: reports.append(derive_all(part, workers=workers, progress=progress)),
        )
    (derived,) = reports
    if as_json:
        printing.show_json({"new": str(new), **asdict(saved), "derived": asdict(derived)})
    else:
        _show(saved)
        printing.show(
            f"{new}: {printing.count(derived.captures, 'capture')}, {printing.count(derived.articles, 'article')}, "
            f"{printing.count(derived.snapshots, 'version')}"
        )
    return DamagedPayload.exit_code if saved.losses else 0


def _show(saved: Salvage) -> None:
    printing.show(("Saved", "bold"))
    tables.show_table(("table", "rows"), [(table, number) for table, number in saved.saved.items() if number])
    for table, number in saved.mended.items():
        printing.show(f"{table}: {printing.count(number, 'row')} with one changed bit, turned back by the row's digest")
    if saved.losses:
        printing.show_heading("Lost")
    for loss in saved.losses:
        printing.show(f"{loss.number:,} {loss.text}", indent=2)
        for example in loss.examples:
            printing.show((example, "dim"), indent=4)
