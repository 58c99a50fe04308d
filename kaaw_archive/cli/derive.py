"""``kaaw derive``: makes everything that is derived from captures again."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from rich.filesize import decimal

from kaaw_archive.cli.terminal import options, printing

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.derive.compare_extractors import ExtractorComparison

_READING_WEIGHT = 4  # reading a page takes so many times as long as folding it
_DIFF_LINES = 12  # of a text that are shown


@click.command(short_help="Derive everything from the captures again.")
@options.common
@options.as_json
@click.option("--verdicts", is_flag=True, help="Judge only the checks of links again, by the present rules.")
@click.option("--index", is_flag=True, help="Make only the search index again, if another version made it.")
@click.option("--compare", is_flag=True, help="Change nothing: read a sample again and show what would change.")
@click.option(
    "--sample",
    type=options.WholeNumber(1, options.MOST_ROWS),
    default=200,
    show_default=True,
    help="With --compare: size of the sample.",
)
@click.option("--all", "is_all", is_flag=True, help="With --compare: all readings, not a sample.")
@click.option("--seed", type=int, default=0, show_default=True, help="With --compare: seed of the random sample.")
@options.workers
def command(
    *,
    archive: Path,
    as_json: bool,
    verdicts: bool,
    index: bool,
    compare: bool,
    sample: int,
    is_all: bool,
    seed: int,
    workers: int,
) -> None:
    """Derive pages, readings, articles, versions and links from the captures again.

    A better extractor then applies to the whole past. Captures and decisions do not change, nothing is fetched. Crawls
    may run meanwhile. After a kill the same command continues, with the file ARCHIVE.derive.

    With --compare the archive does not change, and may be in use or read-only. A sample of the readings that made a
    version or have a problem, spread over all sources, is compared in kind, problem, title, date and text. The exit
    code is 0 also if something would change.

    \b
    Examples:
      kaaw derive
      kaaw derive --workers 4 --archive news.db
      kaaw derive --verdicts
      kaaw derive --compare
      kaaw derive --compare --sample 1000 --seed 7 --json
    """
    if verdicts + index + compare > 1:
        raise click.UsageError("--verdicts, --index and --compare exclude each other")
    options.check_exists(archive)
    if compare:
        _compare(archive, None if is_all else sample, seed, workers, as_json=as_json)
    elif verdicts:
        _judge(archive, as_json=as_json)
    elif index:
        _index(archive, as_json=as_json)
    else:
        _derive(archive, workers, as_json=as_json)


def _compare(archive: Path, size: int | None, seed: int, workers: int, *, as_json: bool) -> None:
    from kaaw_archive.derive.compare_extractors import compare_extractors

    with printing.progress("reading") as progress:
        comparison = compare_extractors(archive, size=size, seed=seed, workers=workers, progress=progress)
    _show_comparison(comparison, as_json=as_json)


def _judge(archive: Path, *, as_json: bool) -> None:
    from kaaw_archive import derive

    changed = derive.judge_all(archive)
    if as_json:
        printing.show_json({"verdicts_changed": changed})
    else:
        printing.show(f"{printing.count(changed, 'verdict')} changed")


def _index(archive: Path, *, as_json: bool) -> None:
    from kaaw_archive import derive

    with printing.progress("indexing") as progress:
        number = derive.index_all(archive, progress=progress)
    if as_json:
        printing.show_json({"versions_indexed": number})
    else:
        printing.show(f"{printing.count(number, 'version')} indexed")


def _derive(archive: Path, workers: int, *, as_json: bool) -> None:
    from kaaw_archive import derive

    def room(needed: int, free: int) -> None:
        printing.remark(f"needs about {decimal(needed)} beside the archive, {decimal(free)} are free")

    with printing.progress("deriving") as progress:
        report = derive.derive_all(
            archive, workers=workers, progress=lambda done, of: progress(*_weighed(done, of)), on_room=room
        )
    if as_json:
        printing.show_json(asdict(report))
        return
    printing.show(
        f"{printing.count(report.captures, 'capture')}: {printing.count(report.readings, 'reading')}, "
        f"{printing.count(report.articles, 'article')}, {printing.count(report.snapshots, 'version')} "
        f"in {report.seconds:.1f} s"
    )


def _weighed(done: int, of: int) -> tuple[int, int]:
    """Return the steps done and in all, weighed by their time: each page is read in the first half, then folded.

    >>> _weighed(50, 100), _weighed(75, 100)
    ((200, 250), (225, 250))
    """
    pages = of // 2
    return _READING_WEIGHT * min(done, pages) + max(0, done - pages), (_READING_WEIGHT + 1) * pages


def _show_comparison(comparison: ExtractorComparison, *, as_json: bool) -> None:
    if as_json:
        printing.show_json(asdict(comparison))
        return
    for reading in comparison.differences:
        printing.show((reading.url, "blue"), f"  {printing.short_time(reading.captured_at)}, read by {reading.read_by}")
        for change in reading.changes:
            if change.field != "text":
                printing.show(f"{change.field}: {change.before or '-'} -> {change.after or '-'}", indent=2)
            for line in change.diff[:_DIFF_LINES]:
                printing.show_difference(line, indent=2)
            if len(change.diff) > _DIFF_LINES:
                printing.show(f"… {printing.count(len(change.diff) - _DIFF_LINES, 'line')} more", indent=2)
        printing.show("")
    fields = ", ".join(f"{name} {number}" for name, number in sorted(comparison.changed.items()))
    sampled = f"{printing.count(comparison.sampled, 'reading')} of {comparison.readings}"
    printing.show(
        f"{sampled} made again by {comparison.extractor}: {len(comparison.differences)} would change"
        + (f" ({fields})" if fields else "")
    )
