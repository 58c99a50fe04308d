"""Decisions of people about links: watch, acknowledge, snooze, ignore; each with a name and a reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click

from kaaw_archive import urls
from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.cli.terminal.decision_options import check_future, made_by
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row

F = TypeVar("F", bound="Callable[..., Any]")

_KINDS = ("acknowledge", "snooze", "ignore")
_LONGEST_ADDRESS = 10_000


def _reason_and_name(command: F) -> F:
    return click.option("--reason", type=options.Words(), metavar="TEXT", help="Reason.")(made_by(command))


@click.command(short_help="Check addresses that no article cites.")
@options.common
@options.as_json
@_reason_and_name
@click.argument("addresses", nargs=-1, required=True, type=options.Words(), metavar="FILE|URL...")
def watch(archive: Path, as_json: bool, reason: str | None, by: str, addresses: tuple[str, ...]) -> None:
    """Watch addresses: `kaaw crawl linkcheck` checks them like links of articles.

    A FILE has one address in each line; # begins a comment. If there is no archive, a new one is made, and a line says
    where.

    \b
    Examples:
      kaaw links watch https://www.example.org/a https://www.example.org/b.pdf
      kaaw links watch addresses.txt --reason 'sources of the annual report'
    """
    from kaaw_archive.archive.queries.decisions import is_in_force
    from kaaw_archive.archive.store import decisions, writer
    from kaaw_archive.derive.crawl_checks import add_watched

    wanted = [address for typed in addresses for address in _addresses(typed)]
    at = options.now()

    def work(connection: sqlite3.Connection) -> list[str]:
        new = [one for one in dict.fromkeys(wanted) if not is_in_force(connection, "watch", one, at)]
        for address in new:
            decisions.add(connection, "watch", address, made_by=by, made_at=at, reason=reason)
        add_watched(connection, at)
        return new

    with options.new_archive_named(archive):
        added = writer.write_once(archive, work)
    if as_json:
        printing.show_json({"added": added, "reason": reason, "made_by": by, "made_at": at})
        return
    known = len(set(wanted)) - len(added)
    printing.show(f"{printing.count(len(added), 'address', 'addresses')} more under watch, {known} were already")


@click.command(short_help="End the watch of addresses.")
@options.common
@options.as_json
@made_by
@click.argument("addresses", nargs=-1, required=True, type=options.Words(), metavar="FILE|URL...")
def unwatch(archive: Path, as_json: bool, by: str, addresses: tuple[str, ...]) -> None:
    """End the watch of addresses; their checks stay.

    \b
    Examples:
      kaaw links unwatch http://www.bmi.bund.de/SharedDocs/Pressemitteilungen/DE/2016/03/bundesmeldegesetz-bilanz.html
    """
    from kaaw_archive.archive.store import decisions, writer

    options.check_exists(archive)
    wanted = [address for typed in addresses for address in _addresses(typed)]
    at = options.now()
    ended = writer.write_once(
        archive,
        lambda connection: sum(
            decisions.end(connection, ("watch",), address, made_by=by, made_at=at) for address in dict.fromkeys(wanted)
        ),
    )
    if not ended:
        raise ArchiveError("none of these addresses is under watch: `kaaw decisions --kind watch` lists those that are")
    if as_json:
        printing.show_json({"ended": ended, "made_by": by, "made_at": at})
    else:
        printing.show(f"{printing.count(ended, 'address is', 'addresses are')} no longer under watch")


@click.command(short_help="Mark the state of links as known.")
@options.common
@options.as_json
@_reason_and_name
@click.argument("links", nargs=-1, required=True, type=options.Words(), metavar="URL...")
def acknowledge(archive: Path, as_json: bool, reason: str | None, by: str, links: tuple[str, ...]) -> None:
    """Mark the present state of links as known: reports leave them out until their health or verdict changes, or
    the new address of one that moved.

    \b
    Examples:
      kaaw links acknowledge http://www.demografie-portal.de/DE/Mitreden/mitreden_node.html
      kaaw links ignore http://www.demografie-portal.de/DE/Mitreden/mitreden_node.html --lift
    """
    _decide(archive, "acknowledge", links, reason=reason, by=by, until=None, as_json=as_json)


@click.command(short_help="Leave links out of reports for a time.")
@options.common
@options.as_json
@_reason_and_name
@click.option(
    "--until", type=options.Moment(), required=True, help="Day (its end) or instant until which reports leave it out."
)
@click.argument("links", nargs=-1, required=True, type=options.Words(), metavar="URL...")
def snooze(archive: Path, as_json: bool, reason: str | None, by: str, until: str, links: tuple[str, ...]) -> None:
    """Leave links out of reports until a day.

    \b
    Examples:
      kaaw links snooze http://www.demografie-portal.de/DE/Mitreden/mitreden_node.html --until 2099-12-31
    """
    check_future(until, options.now())
    _decide(archive, "snooze", links, reason=reason, by=by, until=until, as_json=as_json)


@click.command(short_help="Leave links out of reports for good.")
@options.common
@options.as_json
@_reason_and_name
@click.option("--lift", is_flag=True, help="End earlier decisions: acknowledge, snooze, ignore.")
@click.argument("links", nargs=-1, required=True, type=options.Words(), metavar="URL...")
def ignore(archive: Path, as_json: bool, reason: str | None, by: str, lift: bool, links: tuple[str, ...]) -> None:
    """Leave links out of reports for good; with --lift, end earlier decisions about them.

    \b
    Examples:
      kaaw links ignore http://www.demografie-portal.de/DE/Mitreden/mitreden_node.html --reason 'cited as it was'
      kaaw links ignore http://www.demografie-portal.de/DE/Mitreden/mitreden_node.html --lift
    """
    if lift:
        _lift(archive, links, by, as_json=as_json)
        return
    if not (reason or "").strip():
        raise click.UsageError("--reason is missing: others must understand why no report names these links")
    _decide(archive, "ignore", links, reason=reason, by=by, until=None, as_json=as_json)


def _decide(
    archive: Path,
    kind: str,
    typed: tuple[str, ...],
    *,
    reason: str | None,
    by: str,
    until: str | None,
    as_json: bool,
) -> None:
    from kaaw_archive.archive.store import decisions, writer
    from kaaw_archive.cli._links.rows import said_of

    options.check_exists(archive)
    at, rows = options.now(), _link_rows(archive, typed)

    def work(connection: sqlite3.Connection) -> None:
        for row in rows:
            decisions.end(connection, _KINDS, row["url"], made_by=by, made_at=at)
            value = json.dumps({"said": said_of(row)}) if kind == "acknowledge" else None
            decisions.add(
                connection, kind, row["url"], made_by=by, made_at=at, reason=reason, value_json=value, until_at=until
            )

    writer.write_once(archive, work)
    if as_json:
        made = {"kind": kind, "urls": [row["url"] for row in rows], "reason": reason}
        printing.show_json(made | {"made_by": by, "made_at": at, "until_at": until})
        return
    for row in rows:
        printing.show(f"{kind}: {row['url']}" + (f" until {until[:10]}" if until else ""))


def _lift(archive: Path, typed: tuple[str, ...], by: str, *, as_json: bool) -> None:
    from kaaw_archive.archive.store import decisions, writer

    options.check_exists(archive)
    at, rows = options.now(), _link_rows(archive, typed)
    ended = writer.write_once(
        archive,
        lambda connection: sum(decisions.end(connection, _KINDS, row["url"], made_by=by, made_at=at) for row in rows),
    )
    if as_json:
        printing.show_json({"ended": ended, "made_by": by, "made_at": at})
    else:
        printing.show(f"{printing.count(ended, 'decision')} ended")


def _link_rows(archive: Path, typed: tuple[str, ...]) -> list[Row]:
    """Return the rows of these links. Raises ArchiveError for an address that is no link of the archive."""
    from kaaw_archive.archive.queries import link_list

    now = options.now()
    with options.reading(archive) as connection:
        rows = []
        for address in typed:
            link = link_list.by_address(connection, address)
            row = link_list.to_decide(connection, link["url"], now) if link is not None else None
            if row is None:
                raise ArchiveError(f"no article and no audited page points to {address}, and nobody watches it")
            rows.append(row)
    return rows


def _addresses(typed: str) -> list[str]:
    from kaaw_archive.spider.arguments import address_lines

    if "://" in typed:
        return [_web(typed, "what was typed")]
    return [_web(line, f"{typed}:{number}") for number, line in address_lines(typed)]


def _web(text: str, place: str) -> str:
    """Return the address without its password; the check judges one with an odd host.

    Raises UsageError for a text that is no address of the web.
    """
    try:
        parts = urlsplit(text)
        is_of_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # a bracket that is not closed
        is_of_web = False
    if not is_of_web or len(text) > _LONGEST_ADDRESS:
        raise click.UsageError(f"{place}: no http or https address: {text[:80]!r}")
    return urls.without_userinfo(text)
