"""``kaaw block``: no further request to a host or a pattern, for sites that ask for it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing, tables
from kaaw_archive.cli.terminal.decision_options import check_future, made_by
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Forbid every request to a host or a pattern.")
@options.common
@options.as_json
@click.option("--reason", type=options.Words(), metavar="TEXT", help="Person who asked for it, and the reason.")
@click.option("--until", type=options.Moment(), help="Day (its end) or instant when the block ends.")
@made_by
@click.option("--list", "is_list", is_flag=True, help="List the blocks in force.")
@click.option("--lift", is_flag=True, help="End the block of this host or pattern.")
@click.argument("subject", type=options.Words(), required=False, metavar="HOST|PATTERN")
def command(
    *,
    archive: Path,
    as_json: bool,
    reason: str | None,
    until: str | None,
    by: str,
    is_list: bool,
    lift: bool,
    subject: str | None,
) -> None:
    """Forbid every request to a host, with its subdomains, or to addresses of a pattern with *.

    The block applies at once, also to crawls that are running. What is in the archive stays.

    \b
    Examples:
      kaaw block example.org --reason 'mail of the webmaster, 22 September'
      kaaw block 'example.org/private/*' --reason 'not meant for the public' --until 2030-12-31
      kaaw block --list
      kaaw block --lift example.org
    """
    if is_list:
        if subject or lift or reason or until:
            raise click.UsageError("--list stands alone")
        _list(archive, as_json)
    elif subject is None:
        raise click.UsageError("a host name or a pattern is missing")
    elif lift:
        if reason or until:
            raise click.UsageError("--lift takes no --reason and no --until")
        _lift(archive, as_json, subject, by)
    else:
        if not (reason or "").strip():
            raise click.UsageError("--reason is missing: others must understand the block")
        _add(archive, as_json, subject, reason=str(reason).strip(), by=by, until=until)


def _list(archive: Path, as_json: bool) -> None:
    from kaaw_archive.archive.queries.decisions import blocks_in_force

    with options.reading(archive) as connection:
        blocks = [asdict(block) for block in blocks_in_force(connection, options.now())]
    if as_json:
        printing.show_json(blocks)
    elif blocks:
        tables.show_table(tuple(blocks[0]), [tuple(block.values()) for block in blocks])
    else:
        printing.show("no block is in force")


def _add(archive: Path, as_json: bool, typed: str, *, reason: str, by: str, until: str | None) -> None:
    from kaaw_archive.archive.store import decisions, writer
    from kaaw_archive.blocks import normal_subject

    subject, at = normal_subject(typed), options.now()
    if until is not None:
        check_future(until, at)
    options.check_exists(archive)
    writer.write_once(
        archive,
        lambda connection: decisions.add_block(
            connection, subject, reason=reason, made_by=by, made_at=at, until_at=until
        ),
    )
    if as_json:
        made = {"subject": subject, "reason": reason, "made_by": by, "made_at": at, "until_at": until}
        printing.show_json(made)
    else:
        printing.show(f"{subject} is blocked {f'until {until}' if until else 'until the block is lifted'}: {reason}")


def _lift(archive: Path, as_json: bool, typed: str, by: str) -> None:
    from kaaw_archive.archive.store import decisions, writer
    from kaaw_archive.blocks import normal_subject

    subject, at = normal_subject(typed), options.now()
    options.check_exists(archive)
    lifted = writer.write_once(
        archive, lambda connection: decisions.lift_block(connection, subject, made_by=by, made_at=at)
    )
    if not lifted:
        raise ArchiveError(f"no block of {subject} is in force: `kaaw block --list` shows those that are")
    if as_json:
        printing.show_json({"subject": subject, "lifted": lifted, "made_by": by, "made_at": at})
    else:
        printing.show(f"{subject} is open again ({printing.count(lifted, 'block')} lifted)")
