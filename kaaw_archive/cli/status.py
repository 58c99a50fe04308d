"""``kaaw status``: what the archive holds, how the last crawls went, what is left to do."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.filesize import decimal

from kaaw_archive.cli import options, printing

if TYPE_CHECKING:
    from kaaw_archive.archive.queries.rows import Row

_CRAWLS_SHOWN = 5


@click.command(short_help="Says how the archive stands.")
@options.common
@options.as_json
def command(archive: Path, as_json: bool) -> None:
    """Says how the archive stands: counts, last crawls, sources, problems, blocks.

    \b
    Examples:
      kaaw status
      kaaw status --json | jq .crawls[0].state
    """
    from kaaw_archive.archive.queries import blocks, status

    with options.reading(archive) as connection:
        report: Row = {
            "archive": str(archive.absolute()),
            "file_bytes": _file_bytes(archive),
            "counts": status.counts(connection),
            "crawls": status.last_crawls(connection, _CRAWLS_SHOWN),
            "sources": status.sources(connection),
            "problems": status.problems_of_last_crawl(connection),
            "blocks": [asdict(block) for block in blocks.blocks_in_force(connection, options.now())],
        }
    if as_json:
        printing.show_json(report)
    else:
        _show(report)


def _file_bytes(archive: Path) -> int:
    """With the log beside it, in which the newest commits are."""
    files = (archive, Path(f"{archive}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def _show(report: Row) -> None:
    counts = report["counts"]
    printing.show((report["archive"], "bold"), f"  {decimal(report['file_bytes'])}")
    names = ("crawls", "captures", "pages", "articles", "snapshots", "links", "payloads")
    printing.show_table(names, [[f"{counts[name]:,}" for name in names]])
    stored, size = counts["payload_stored_bytes"], counts["payload_size_bytes"]
    share = f", 1/{size / stored:.0f}" if stored and size >= 2 * stored else ""
    printing.show(f"payloads take {decimal(stored)} of {decimal(size)}{share}")
    if counts["captures_not_read"]:
        printing.show(f"{printing.count(counts['captures_not_read'], 'capture')} not read yet: the next crawl does it")
    _show_crawls(report["crawls"])
    _show_section(
        "Sources",
        ("source", "articles", "withdrawn", "last seen", "last good crawl"),
        [
            (row["source"], row["articles"], row["withdrawn"], printing.short_time(row["last_seen_at"]),
             printing.short_time(row["last_good_crawl_at"]) or "never")
            for row in report["sources"]
        ],
    )  # fmt: skip
    _show_section(
        "Problems of the last crawl",
        ("problem", "captures", "for example"),
        [(row["problem"], row["captures"], row["example_url"]) for row in report["problems"]],
    )
    _show_section(
        "Blocks in force",
        ("subject", "reason", "by", "since", "until"),
        [
            (row["subject"], row["reason"], row["made_by"], printing.short_time(row["made_at"]),
             printing.short_time(row["until_at"]) or "lifted")
            for row in report["blocks"]
        ],
    )  # fmt: skip


def _show_crawls(crawls: list[Row]) -> None:
    _show_section(
        "Last crawls",
        ("started", "spider", "state", "seconds", "requests", "captures", "new payloads", "problems", "reason"),
        [
            (printing.short_time(row["started_at"]), row["spider"], row["state"],
             None if row["duration_s"] is None else round(row["duration_s"]), row["requests"], row["captures"],
             row["new_payloads"], row["problems"], row["reason"])
            for row in crawls
        ],
    )  # fmt: skip


def _show_section(title: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    if rows:
        printing.show("")
        printing.show((title, "bold"))
        printing.show_table(columns, rows)
