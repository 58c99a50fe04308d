"""``kaaw events``: what happened, as a list, as JSON, or as a feed."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

import click

from kaaw_archive import times
from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.cli.terminal.filter_options import check_days
from kaaw_archive.errors import ArchiveError
from kaaw_archive.items import EditKind
from kaaw_archive.items.events import EVENT_KINDS, EventFilter

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row

_SHOWN = 100


@click.command(short_help="List what happened, also as Atom or JSON Feed.")
@options.common
@click.option(
    "--source", "sources", type=options.Words(), multiple=True, metavar="NAME",
    help="Only of this source; of links: cited by its texts, or watched on its site.",
)  # fmt: skip
@click.option(
    "--kind", "kinds", type=click.Choice(EVENT_KINDS), multiple=True, metavar="KIND",
    help=f"Only of this kind; several times: {', '.join(EVENT_KINDS)}.",
)  # fmt: skip
@click.option(
    "--edit-kind", "edit_kinds", type=click.Choice(tuple(map(str, EditKind))), multiple=True, metavar="KIND",
    help=f"Only edits of this kind; several times: {', '.join(EditKind)}.",
)  # fmt: skip
@click.option(
    "--silent",
    "is_silent",
    is_flag=True,
    default=None,
    help="Only edits with which no day, mark of change or note came.",
)
@click.option("--significance", type=click.FloatRange(0, 1), metavar="MIN", help="No edits of less weight, 0 to 1.")
@click.option(
    "--since",
    type=options.CalendarDay(),
    help="Known on this day (UTC) or later; also: yesterday.",
)
@click.option(
    "--published-since", type=options.CalendarDay(),
    help="Only of articles of this day or later, or of no known day: leaves out what a first crawl brought.",
)  # fmt: skip
@click.option("--until", type=options.Moment(), help="Known on this day or at this time (UTC), or before.")
@click.option(
    "--limit",
    type=options.WholeNumber(1, options.MOST_ROWS),
    default=_SHOWN,
    show_default=True,
    help="At most so many, the last to become known; with --reader the next call prints others.",
)
@click.option("--reader", type=options.Words(), metavar="NAME", help="Only events that were not listed for this name.")
@click.option(
    "--format", "form", type=click.Choice(["list", "json", "atom", "json-feed"]), default="list", show_default=True,
    help="Form of the output.",
)  # fmt: skip
@click.option("--notify", "is_sent", is_flag=True, help="Send the events of --reader to ARCHIVE_NOTIFY (apprise).")
@options.profile_of_feeds
@options.as_json
@click.argument("url", type=options.Words(), required=False)
def command(
    archive: Path,
    as_json: bool,
    sources: tuple[str, ...],
    kinds: tuple[str, ...],
    edit_kinds: tuple[str, ...],
    is_silent: bool | None,
    significance: float | None,
    since: str | None,
    published_since: str | None,
    until: str | None,
    limit: int,
    reader: str | None,
    form: str,
    is_sent: bool,
    profile: str,
    url: str | None,
) -> None:
    """List events of the archive, of a source, or of the page of URL, the last to become known first.

    An event happened after the first of its two times and not later than the second, and may become known later:
    --since and --until choose by the day on which it did. With --reader each event is printed once, also after
    `kaaw derive`; with --notify it is sent by mail or webhook. Feeds and messages leave out what publishers reserved;
    --profile research or internal leaves out less. The list and JSON leave out nothing, unless --profile is given.

    \b
    Examples:
      kaaw events --since 2016-09-01 --kind withdrawn --kind moved
      kaaw events --kind new --since yesterday --published-since yesterday
      kaaw events --silent --edit-kind numbers
      kaaw events --reader morning --significance 0.3
      kaaw events --format atom --source kaaw.de > kaaw.xml
    """
    check_days(since, until and until[:10])
    if significance is not None and math.isnan(significance):
        raise click.BadParameter("say a number from 0 to 1", param_hint="'--significance'")
    since_at = times.start_of_day(since) if since else None
    chosen = EventFilter(
        sources, kinds, significance, since_at, until, url, reader, edit_kinds, is_silent, published_since
    )
    if is_sent and reader is None:
        raise click.UsageError("--notify needs --reader, by which each event is sent once")
    is_for_others = is_sent or (form in ("atom", "json-feed") and not as_json)
    shown_for = profile if is_for_others or _is_typed("profile") else "internal"
    total, events, later = _events(archive, chosen, limit, shown_for)
    if is_sent:
        _send(events)
        _remark_on_others(total - len(events), reader)
    else:
        form = "json" if as_json else form
        _show(form, _title(chosen), events, {"total": total, "known_later": later})
        if reader is not None or form == "list":
            _remark_on_others(total - len(events), reader, shown=len(events))
        if later:
            printing.remark(
                f"{printing.count(later, 'event')} may have happened in this time and became known later:"
                " --until goes by that day"
            )
    if reader is not None and events:
        _keep_read(archive, reader, events)


def _is_typed(option: str) -> bool:
    context = click.get_current_context()
    return context.get_parameter_source(option) is click.core.ParameterSource.COMMANDLINE


def _events(archive: Path, chosen: EventFilter, limit: int, profile: str) -> tuple[int, list[Row], int]:
    """Return the number of chosen events, the last ones without texts that a profile leaves out, how many came later.

    These became known after the time of the filter, in which they may have happened.
    """
    from kaaw_archive.archive.queries.events import count_events, count_known_later, find_events, signals_of_events
    from kaaw_archive.archive.queries.sources import check_sources
    from kaaw_archive.export.profiles import Profile, is_left_out, reservations

    with options.reading(archive) as connection:
        check_sources(connection, chosen.sources)
        events = [event | {"reserved_by": None} for event in find_events(connection, chosen, limit)]
        later = count_known_later(connection, chosen)
        if not events:
            _explain_none(connection, chosen)
        total = count_events(connection, chosen) if len(events) == limit else len(events)
        if profile == Profile.INTERNAL:
            return total, events, later
        signals = signals_of_events(connection, events)
    for event in events:
        reserved = reservations(signals.get(event["uid"], "[]"))
        if (event["sentence"] or event["quotation"]) and is_left_out(Profile(profile), reserved):
            event |= {"sentence": None, "quotation": None, "quotation_form": None, "reserved_by": " ".join(reserved)}
    return total, events, later


def _explain_none(connection: sqlite3.Connection, chosen: EventFilter) -> None:
    """Print of which days captures are, as silence before or after them is none. Raises ArchiveError for no page."""
    from kaaw_archive.archive.queries.looks import captured_days, remarks_on_looks
    from kaaw_archive.archive.queries.pages import history
    from kaaw_archive.cli.terminal.article_lookup import nothing_known

    if chosen.url is not None and not history(connection, chosen.url):
        raise nothing_known(chosen.url)
    days = captured_days(connection)
    if days is not None:
        became = "no event became known in this time; " if chosen.since or chosen.until else ""
        printing.remark(f"{became}captures are of {days[0]} to {days[1]}: what happened at other times is not known")
    if days is not None and (chosen.since or chosen.until):
        since, until = (at and at[:10] for at in (chosen.since, chosen.until))
        for remark in remarks_on_looks(connection, chosen.sources, since, until):
            printing.remark(remark)


def _send(events: list[Row]) -> None:
    """Send events as one message to the addresses of ARCHIVE_NOTIFY. Raises ArchiveError if a service refuses it."""
    from kaaw_archive import feeds, project
    from kaaw_archive.schedule import services

    addresses = project.in_force().notify.split()
    if not addresses:
        raise click.UsageError("--notify needs addresses of apprise in the setting ARCHIVE_NOTIFY")
    services.check_addresses(addresses)
    if not events:
        return
    lines = [f"{feeds.headline(event)}\n{event['url']}\n{feeds.describe(event)}" for event in events]
    title = feeds.headline(events[0]) if len(events) == 1 else f"{len(events)} events"
    problem = services.problem_of(services.deliver(addresses, f"kaaw_archive: {title}", "\n\n".join(lines)))
    if problem is not None:
        raise ArchiveError(f"not sent to all, the next call tries again: {problem}")
    printing.side_note(f"{printing.count(len(events), 'event')} sent")


def _remark_on_others(others: int, reader: str | None, shown: int = 0) -> None:
    """Print how many events were not printed or sent because of --limit, and how to get them."""
    if not others:
        return
    if reader is not None:
        printing.remark(f"{printing.count(others, 'event')} left for {reader}: give the command again")
        return
    total = shown + others
    printing.remark(f"the last {shown:,} of {total:,} events; all of them: --limit {total}")


def _keep_read(archive: Path, reader: str, events: list[Row]) -> None:
    """Store what was printed, once it is printed: an event may come twice after a crash, and is never lost."""
    from kaaw_archive.archive.store.events import keep_read
    from kaaw_archive.archive.store.writer import write_once

    sys.stdout.flush()
    write_once(archive, lambda connection: keep_read(connection, reader, [event["uid"] for event in events]))


def _origin(event: Row) -> str:
    """Return the sources of an event and the day of publication of its article, for the end of a line."""
    from kaaw_archive import feeds

    published = f"published {event['published_on']}" if event["published_on"] else ""
    known = ", ".join(filter(None, (*(feeds.sources(event) or ["cited by no article"]), published)))
    return f" ({known})" if known else ""


def _title(chosen: EventFilter) -> str:
    parts = [*chosen.sources, *chosen.kinds, *([chosen.url] if chosen.url else [])]
    return f"Events: {', '.join(parts)}" if parts else "Events of the archive"


def _show(form: str, title: str, events: list[Row], numbers: dict[str, int]) -> None:
    from kaaw_archive import feeds

    if form == "json":
        printing.show_json(numbers | {"events": events})
    elif form == "json-feed":
        printing.show_json(feeds.json_feed(title, events))
    elif form == "atom":
        sys.stdout.write(feeds.atom_feed(title, title, events).decode())
    elif events:
        for event in events:
            known_at = printing.short_time(event["known_at"]) or ""
            printing.show((known_at, "dim"), "  ", (feeds.headline(event), "bold"), _origin(event))
            printing.show((event["url"], "blue"), indent=4)
            printing.show(feeds.describe(event), indent=4)
    else:
        printing.show("no events")
