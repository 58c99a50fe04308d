"""``kaaw follow``: a site becomes part of every `kaaw run`."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing, tables
from kaaw_archive.cli.terminal.decision_options import made_by
from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.follows import Follow


@click.command(short_help="Make a site part of every `kaaw run`.")
@options.common
@options.as_json
@click.option(
    "--name",
    metavar="NAME",
    help="Name for `kaaw unfollow`, `kaaw run --only` and reports.  [default: host without www., or the spider]",
)
@click.option(
    "--every",
    type=options.Span(),
    metavar="TIME",
    help="Crawl it no more often than this: 6h, 1d, 7d. A run may come early by a tenth of it, 50 minutes at most.",
)
@click.option("--reason", type=options.Words(), metavar="TEXT", help="Reason, for other people.")
@made_by
@click.argument("site", type=options.Words(), required=False, metavar="[URL|SPIDER]")
def command(
    archive: Path,
    as_json: bool,
    name: str | None,
    every: float | None,
    reason: str | None,
    by: str,
    site: str | None,
) -> None:
    """Let every `kaaw run` crawl a site when it is due; without an argument, list the followed sites.

    URL is the home page or, better, the page that lists the news; it is searched like `kaaw crawl site -a url=` does.
    SPIDER is one of those that `kaaw sites` lists. If there is no archive, a new one is made, and a line says where.
    A site that is followed already keeps what is not given.

    \b
    Examples:
      kaaw follow https://www.stadt.example/aktuelles --every 1d
      kaaw follow bmi --reason 'cited most often'
      kaaw follow
      kaaw unfollow stadt.example
    """
    if site is None:
        if name or every or reason:
            raise click.UsageError("name the site: kaaw follow URL")
        _list(archive, as_json)
        return
    with options.new_archive_named(archive):
        follow, is_new = _store(archive, _follow(site, name, every, reason, by), name)
    if as_json:
        printing.show_json(asdict(follow) | {"is_new": is_new})
        return
    often = f", at most every {_shown_span(follow.every_s)}" if follow.every_s else ""
    printing.show(f"{follow.name} is followed{often}: `kaaw run` crawls it")
    if not is_new:
        printing.show("it was followed already: what this command does not give stays as it was")


def _follow(site: str, name: str | None, every: float | None, reason: str | None, by: str) -> Follow:
    from kaaw_archive import follows, project, urls
    from kaaw_archive.spider.arguments import web_address

    spiders = {spider.name: spider.source for spider in project.in_force().spiders if spider.source != "*"}
    if site in spiders:
        subject, source, default = site, spiders[site], site
    elif "://" in site:
        subject = web_address(site, "URL")
        source = default = urls.site(subject)
    else:
        known = ", ".join(spiders) or "none"
        raise WrongArguments(f"{site!r} is no address (https://…) and no spider: there are {known}")
    named = default if name is None else name
    follows.check_name(named)
    return follows.Follow(subject, source, named, every, reason, by, options.now())


def _store(archive: Path, given: Follow, name: str | None) -> tuple[Follow, bool]:
    """Store the decision, and return it with True if the site was not followed before.

    It takes the place of an earlier one, whose interval, reason and name stay if they were not given now.
    """
    from kaaw_archive.archive.queries.decisions import follows_in_force
    from kaaw_archive.archive.store import decisions, writer
    from kaaw_archive.follows import value_of

    def work(connection: sqlite3.Connection) -> tuple[Follow, bool]:
        others = follows_in_force(connection, given.made_at)
        before = [other for other in others if other.is_called(given.subject)]
        follow = _kept(given, before[-1], name) if before else given
        for other in others:
            if other in before:
                decisions.end(connection, ("follow",), other.subject, made_by=follow.made_by, made_at=follow.made_at)
            elif other.name == follow.name:
                raise WrongArguments(f"{follow.name} is the name of {other.subject} already: say --name")
        decisions.add(
            connection,
            "follow",
            follow.subject,
            made_by=follow.made_by,
            made_at=follow.made_at,
            reason=follow.reason,
            value_json=value_of(follow),
        )
        return follow, not before

    return writer.write_once(archive, work)


def _kept(given: Follow, before: Follow, name: str | None) -> Follow:
    """Return a decision with the values of the earlier one where none was given."""
    return replace(
        given,
        name=before.name if name is None else given.name,
        every_s=before.every_s if given.every_s is None else given.every_s,
        reason=given.reason or before.reason,
    )


def _list(archive: Path, as_json: bool) -> None:
    from kaaw_archive.archive.queries.decisions import follows_in_force

    with options.reading(archive) as connection:
        followed = [asdict(follow) for follow in follows_in_force(connection, options.now())]
    if as_json:
        printing.show_json(followed)
    elif followed:
        tables.show_rows(
            followed,
            "name",
            ("begins at", "subject"),
            ("every", lambda row: _shown_span(row["every_s"]) if row["every_s"] else "when due"),
            ("decided", lambda row: row["made_at"][:10]),
            ("by", "made_by"),
            "reason",
        )
    else:
        printing.show("no site is followed: kaaw follow URL")


def _shown_span(seconds: float) -> str:
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds / size:.0f}{unit}"
    return f"{seconds:.0f}s"
