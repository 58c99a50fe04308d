"""``kaaw decisions``: what people decided, who, when, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("acknowledge", "block", "correct", "follow", "ignore", "quote", "snooze", "watch")


@click.command(short_help="List decisions of people, with author and reason.")
@options.common
@options.as_json
@click.option(
    "--kind", type=click.Choice(KINDS), multiple=True, help="Show only this kind; may be given several times."
)
@click.option("--ended", is_flag=True, help="Show also decisions that have ended or were lifted.")
@click.argument("text", type=options.Words(), required=False, metavar="[PART OF AN ADDRESS]")
def command(archive: Path, as_json: bool, kind: tuple[str, ...], ended: bool, text: str | None) -> None:
    """List the decisions in force: follows, blocks, corrections, links and quotations that are watched, links that
    reports leave out.

    No decision is deleted: --ended also shows those that were lifted, and by whom.

    \b
    Examples:
      kaaw decisions
      kaaw decisions --kind correct --kind block --ended
      kaaw decisions kaaw.de --json
    """
    from kaaw_archive.archive.queries.decisions import all_decisions

    with options.reading(archive) as connection:
        found = all_decisions(connection, options.now(), kinds=kind or KINDS, with_ended=ended, part=text or "")
    if as_json:
        printing.show_json(found)
    elif found:
        for row in found:
            until = f" until {printing.short_time(row['until_at'])}" if row["until_at"] else ""
            printing.show(
                (row["kind"], "bold"), " ", (row["subject"], "blue"), f" {row['value']}" if row["value"] else ""
            )
            because = f": {row['reason']}" if row["reason"] else ""
            printing.show(f"{row['made_by']}, {printing.short_time(row['made_at'])}{until}{because}", indent=4)
    else:
        printing.show("no decision is in force" if not ended else "nobody has decided anything")
