"""``kaaw links report``: the work list of maintainers, by article or by incident, in four formats."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

import click

from kaaw_archive import times
from kaaw_archive.cli._links.formats import FORMATS, Group, to_csv
from kaaw_archive.cli._links.options import fail_on, fails, filters
from kaaw_archive.cli.terminal import options

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row

_COPIES = frozenset({"memento", "archive"})


@click.command(short_help="Write the work list of broken links.")
@options.common
@filters
@fail_on
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="markdown", show_default=True)
@click.option(
    "--by",
    type=click.Choice(("article", "incident")),
    default="article",
    show_default=True,
    help="Group entries by this.",
)
@click.option("--all", "is_all", is_flag=True, help="Include links that were reported before or silenced.")
@click.option("--raw", "is_raw", is_flag=True, help="With CSV: write exact cells; not safe for spreadsheets.")
@click.option("--keep-new", is_flag=True, help="Do not record what was reported: the next report repeats it.")
@click.option(
    "--mementos", metavar="URL", type=options.Words(), help="Address in front of copies: URL/20160922120500/ADDRESS."
)
@click.pass_context
def report(
    context: click.Context,
    /,
    *,
    archive: Path,
    form: str,
    by: str,
    is_all: bool,
    is_raw: bool,
    keep_new: bool,
    mementos: str | None,
    fail: str | None,
    **wanted: Any,
) -> None:
    """Write the links that are broken or lead to other content, with sentence, first bad day, suggestion, robust link.

    What was reported once is left out until something changes (--all shows it). What was acknowledged, snoozed or
    ignored is left out, too.

    \b
    Examples:
      kaaw links report
      kaaw links report --format html --by incident > report.html
      kaaw links report --source kaaw --format csv --all > links.csv
      kaaw links report --fail-on new-broken
    """
    from kaaw_archive.archive.queries import link_list

    if is_raw and form != "csv":
        raise click.UsageError("--raw belongs to --format csv")
    now = options.now()
    with options.reading(archive) as connection:
        rows = _wanted(connection, link_list.LinkFilter(**wanted), now, is_all=is_all)
        code = fails(connection, rows, fail, now)
        groups = _grouped(connection, rows, by, mementos)
    write = partial(to_csv, is_raw=True) if is_raw else FORMATS[form]
    write(groups, now)
    if rows and not keep_new:
        _note_as_reported(archive, rows, now)
    context.exit(code)


def _note_as_reported(archive: Path, rows: list[Row], now: str) -> None:
    from kaaw_archive.archive.store import checks, writer
    from kaaw_archive.cli._links.rows import said_of

    states = {row["url"]: said_of(row) for row in rows}
    writer.write_once(archive, lambda connection: checks.set_reported(connection, states, now))


def _wanted(connection: sqlite3.Connection, wanted: Any, now: str, *, is_all: bool) -> list[Row]:
    from kaaw_archive.archive.queries import link_list
    from kaaw_archive.cli._links.rows import candidates_of, is_silenced, is_worth_a_line, said_of

    reported, decided = link_list.last_reports(connection), link_list.decisions(connection, now)
    rows = []
    for row in link_list.list_links(connection, wanted, now):
        if not is_worth_a_line(row):
            continue
        if not is_all and (reported.get(row["url"]) == said_of(row) or is_silenced(row, decided)):
            continue
        row["candidates"] = candidates_of(connection, row)
        rows.append(row)
    return rows


def _grouped(connection: sqlite3.Connection, rows: list[Row], by: str, mementos: str | None) -> list[Group]:
    from kaaw_archive.archive.queries import link_list

    incidents = link_list.incidents(connection, {row["incident_id"] for row in rows if row["incident_id"]})
    groups: dict[tuple[int, str], Group] = {}
    for row in rows:
        mentions: list[Row | None] = [*link_list.mentions(connection, row["link_id"])]
        for mention in mentions or [None]:
            key, group = _group_of(row, mention, incidents if by == "incident" else {})
            groups.setdefault(key, group).entries.append(_entry(row, mention, incidents, mementos))
    return [groups[key] for key in sorted(groups)]


def _group_of(row: Row, mention: Row | None, incidents: dict[int, Row]) -> tuple[tuple[int, str], Group]:
    incident = incidents.get(row["incident_id"] or 0)
    if incident is not None:
        began = f"{incident['links']} links broke together after {incident['started_at'][:10]}"
        return (0, incident["pattern"]), Group(f"{incident['kind']}: {incident['pattern']}", None, began, [])
    if mention is None:
        return (2, ""), Group("Watched addresses", None, "cited by no article", [])
    about = f"{mention['source']}, version {mention['version']}"
    return (1, mention["article_url"]), Group(mention["article_title"], mention["article_url"], about, [])


def _entry(row: Row, mention: Row | None, incidents: dict[int, Row], mementos: str | None) -> dict[str, Any]:
    proposed = next((one for one in row["candidates"] if one["is_proposed"] and one["kind"] not in _COPIES), None)
    copies = {one["kind"]: one for one in reversed(row["candidates"]) if one["capture"] and one["is_proposed"]}
    # our own copy can be pointed to where somebody serves it
    copy = (copies.get("memento") if mementos else None) or copies.get("archive") or copies.get("memento")
    incident = incidents.get(row["incident_id"] or 0)
    return {
        "url": row["url"],
        "health": row["health"],
        "verdict": row["verdict"],
        "reason": row["reason"],
        "rule": row["rule"],
        "first_bad_on": _day(row["first_bad_at"]),
        "dead_since_on": _day(row["dead_since_at"]),
        "last_good_on": _day(row["last_good_at"]),
        "checked_at": row["checked_at"],
        "article_url": mention["article_url"] if mention else None,
        "article_title": mention["article_title"] if mention else None,
        "anchor_text": mention["anchor_text"] if mention else None,
        "sentence": mention["sentence"] if mention else None,
        "suggestion": proposed["url"] if proposed else None,
        "suggestion_confidence": proposed["confidence"] if proposed else None,
        "suggestion_reason": proposed["reason"] if proposed else None,
        "copy": _copy(copy) if copy else None,
        "incident": incident["pattern"] if incident is not None else None,
        "robust_link": _robust_link(row, mention, proposed, copy, mementos),
    }


def _day(at: str | None) -> str | None:
    return at[:10] if at else None


def _copy(copy: dict[str, Any]) -> str:
    place = copy["url"] if copy["kind"] == "archive" else copy["capture"]
    return f"{copy['captured_at'][:10]} ({place})"


def _robust_link(
    row: Row, mention: Row | None, proposed: dict[str, Any] | None, copy: dict[str, Any] | None, mementos: str | None
) -> str:
    """Return an anchor with the attributes of Robust Links (robustlinks.mementoweb.org/spec), ready to paste."""
    version = ""
    day = (copy["captured_at"] if copy else row["first_cited_at"])[:10]
    if copy is not None and copy["kind"] == "archive":
        version = copy["url"]
    elif copy is not None and mementos:
        version = f"{mementos.rstrip('/')}/{times.digits(copy['captured_at'])}/{row['url']}"
    attributes = {
        "href": proposed["url"] if proposed else row["url"],
        "data-originalurl": row["url"] if proposed else "",
        "data-versionurl": version,
        "data-versiondate": day,
    }
    text = (mention["anchor_text"] if mention else None) or row["url"]
    written = " ".join(f'{name}="{escape(value, quote=True)}"' for name, value in attributes.items() if value)
    return f"<a {written}>{escape(text)}</a>"
