"""``kaaw seeds``: the feeds, sitemaps and listings that crawls begin with, and what they named on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kaaw_archive import times
from kaaw_archive.cli.terminal import options, printing, tables
from kaaw_archive.cli.terminal.filter_options import check_days
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row

_DEPARTURES = {
    "pushed_out": "others came in before it and pushed it out",
    "rotating": "entries of this list come and go, as in a box",
    "unclear": "how it left is not known",
}


@click.group(invoke_without_command=True, short_help="List seeds, and what they named from when to when.")
@options.common
@options.as_json
@click.pass_context
def command(context: click.Context, /, *, archive: Path, as_json: bool) -> None:
    """List the feeds, sitemaps and listings of the archive, with the number of articles that each named last.

    \b
    Examples:
      kaaw seeds
      kaaw seeds diff kaaw.de --from 2016-09-20 --to 2016-09-30
    """
    options.pass_on(context, archive)
    if context.invoked_subcommand is not None:
        return
    from kaaw_archive.archive.queries import seed_history

    with options.reading(archive) as connection:
        rows = seed_history.seeds(connection)
    if as_json:
        printing.show_json({"seeds": rows})
    elif rows:
        tables.show_rows(rows, "source", "kind", "named", ("last look", "last_look_at"), "url")
    else:
        printing.show("no seed is known (a release or export as SQLite has none)")


@command.command("diff", short_help="Show what was added to the seeds of a source, and what disappeared.")
@options.common
@options.as_json
@click.option("--from", "from_day", type=options.CalendarDay(), help="From this day (UTC) on.  [default: the first]")
@click.option("--to", "until", type=options.Moment(), help="Until this day or time (UTC).  [default: the last]")
@click.argument("source", type=options.Words())
def diff(archive: Path, as_json: bool, from_day: str | None, until: str | None, source: str) -> None:
    """Show which addresses were added to the feeds, sitemaps and listings of SOURCE, and which disappeared.

    Each change happened between two looks at the seed, which are printed; what it named between them is not known.

    \b
    Examples:
      kaaw seeds diff kaaw.de --from 2016-09-20 --to 2016-09-30
      kaaw seeds diff kaaw.de --json
    """
    from kaaw_archive.archive.queries import seed_history

    check_days(from_day, until and until[:10], ("--from", "--to"))
    since = times.start_of_day(from_day) if from_day else ""
    with options.reading(archive) as connection:
        if source not in {seed["source"] for seed in seed_history.seeds(connection)}:
            raise ArchiveError(f"no seed of {source} is known: `kaaw seeds` lists them")
        report = seed_history.changes(connection, source, since, until or "9999")
    if as_json:
        printing.show_json({"source": source, "seeds": report})
        return
    for seed in report:
        _show(seed)
    if not report:
        printing.show(f"no seed of {source} was looked at in this time")


def _show(seed: Row) -> None:
    looks = printing.count(seed["looks"], "look")
    looked = f"{printing.short_time(seed['first_look_at'])} to {printing.short_time(seed['last_look_at'])}"
    printing.show((f"{seed['kind']} {seed['url']}", "bold"))
    printing.show((f"{looks}, {looked}", "dim"), indent=2)
    if seed["named_at_first"]:
        printing.show(f"the first look at it names {seed['named_at_first']}", indent=2)
    for entry in seed["appeared"]:
        printing.show(("+", "green"), f" {entry['title'] or entry['url']}", indent=2)
        printing.show((entry["url"], "blue"), indent=4)
        printing.show(_how_it_came(entry), indent=4)
    for entry in seed["gone"]:
        printing.show(("-", "red"), f" {entry['title'] or entry['url']}", indent=2)
        printing.show((entry["url"], "blue"), indent=4)
        when = f"named {printing.short_time(entry['last_seen_at'])}, not {printing.short_time(entry['gone_at'])}"
        printing.show(f"{when}: {_how(entry)}", indent=4)
    if not seed["appeared"] and not seed["gone"]:
        printing.show("no change", indent=2)


def _how_it_came(entry: Row) -> str:
    """Return between which looks a seed began to name an entry, and until when it had named it before."""
    first, after, before = (printing.short_time(entry[f"{at}_at"]) for at in ("first_seen", "after", "named_before"))
    if before is None:
        return f"named {first}, not yet {after}"
    return f"named again {first}, not {after}; before that until {before}"


def _how(entry: Row) -> str:
    """Return how an entry left a list, with what shows it."""
    known = {
        "taken_out": f"taken out, others behind it stayed or moved up, such as {entry['stayed_url']}",
        "other_page": f"then on {entry['other_page_url']}",
    }
    how = known.get(entry["departure"]) or _DEPARTURES[entry["departure"]]
    again = entry["named_again_at"]
    return f"{how}; named again {printing.short_time(again)}" if again else how
