"""``kaaw unfollow``: `kaaw run` visits a site no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.cli.terminal.decision_options import made_by
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


@click.command(short_help="End the following of a site.")
@options.common
@options.as_json
@made_by
@click.argument("sites", nargs=-1, required=True, type=options.Words(), metavar="NAME|URL...")
def command(archive: Path, as_json: bool, by: str, sites: tuple[str, ...]) -> None:
    """End the crawls of a site by `kaaw run`, and its alerts; its archived pages stay, and its links are checked.

    \b
    Examples:
      kaaw unfollow stadt.example
      kaaw unfollow https://www.stadt.example/aktuelles
    """
    from kaaw_archive.archive.queries.decisions import follows_in_force
    from kaaw_archive.archive.store import decisions, writer

    options.check_exists(archive)
    at = options.now()

    def work(connection: sqlite3.Connection) -> list[str]:
        ended: list[str] = []
        followed = follows_in_force(connection, at)
        for typed in sites:
            meant = [follow for follow in followed if follow.is_called(typed)]
            if not meant:
                names = ", ".join(follow.name for follow in followed) or "none"
                raise ArchiveError(f"{typed} is not followed: followed are {names}")
            for follow in meant:
                decisions.end(connection, ("follow",), follow.subject, made_by=by, made_at=at)
                ended.append(follow.name)
        return ended

    names = writer.write_once(archive, work)
    if as_json:
        printing.show_json({"unfollowed": names, "made_by": by, "made_at": at})
    else:
        printing.show(f"no longer followed, and no alert: {', '.join(names)}")
