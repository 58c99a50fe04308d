"""``kaaw verify``: looks for damage, and says what of it is lost and what is not."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.exit_codes import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.archive.verify import Verification

_HEADS = {
    "lost": "Lost",
    "derived": "Damaged, made again by `kaaw derive`",
    "unharmed": "Damaged, but nothing is lost by it",
    "foreign": "Not of this program",
}


@click.command(
    short_help="Look for damage in the archive.",
    epilog="""\b
Exit codes:
  0  nothing is wrong
  1  only what `kaaw derive` makes again is damaged, or the schema was changed
  4  pages of the file are damaged
  6  payloads or captures are damaged
""",
)
@options.common
@options.as_json
@click.option("--quick", is_flag=True, help="Leave out payloads and indexes.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing unless something is wrong.")
def command(archive: Path, as_json: bool, quick: bool, quiet: bool) -> int:
    """Check every page of the file, the digest of every payload, every reference between rows, and the schema.

    Nothing is changed. Crawls may run meanwhile. Lost payloads are listed with their addresses.

    \b
    Examples:
      kaaw verify
      kaaw verify --quick --json --archive news.db
    """
    from kaaw_archive.archive.verify import verify

    with printing.progress("payloads") as progress:
        report = verify(archive, is_quick=quick, progress=progress)
    code = _code(report)
    if as_json:
        printing.show_json(asdict(report) | {"is_sound": not report.findings, "exit_code": code})
    elif code != ExitCode.DONE or not quiet:
        _show(report, is_quick=quick)
    return code


def _code(report: Verification) -> int:
    if report.is_file_damaged:
        return ExitCode.ARCHIVE_UNUSABLE
    if report.is_anything_lost:
        return ExitCode.DAMAGED_PAYLOAD
    return ExitCode.FAILED if report.findings else ExitCode.DONE


def _show(report: Verification, *, is_quick: bool) -> None:
    for fate, head in _HEADS.items():
        findings = [finding for finding in report.findings if finding.fate == fate]
        if not findings:
            continue
        printing.show((head, "bold"))
        for finding in findings:
            number = f"{finding.number:,} " if finding.number else ""
            printing.show(f"{number}{finding.text}", indent=2)
            for example in finding.examples:
                printing.show((example, "dim"), indent=4)
    without = f", {report.payloads_erased:,} of them left out of this part" if report.payloads_erased else ""
    checked = "their bytes not looked at" if is_quick else f"{report.payloads_checked:,} give their digest"
    lost = sum(f.number for f in report.findings if f.what in ("damaged_payload", "missing_base"))
    if lost and not is_quick:
        checked = f"{report.payloads_checked - lost:,} give their digest"
    printing.show(f"{printing.count(report.payloads, 'payload')}{without}; {checked}")
    if not is_quick and not report.search_checked:
        printing.show("the search index was not compared with its texts: the file cannot be written, or is damaged")
    if report.is_file_damaged or report.is_anything_lost:
        printing.show("restore a backup, or save what can be saved: kaaw recover NEW.db")
    elif any(finding.fate != "foreign" for finding in report.findings):
        printing.show("kaaw derive makes it again")
    elif report.findings:
        printing.show(
            "if you do not know who did it, do not write to it: kaaw recover NEW.db copies what is of this program"
        )
    else:
        printing.show("nothing is wrong")
