"""``kaaw links``: how the links of the articles fare, why, and what to put in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kaaw_archive.cli._links.audit import audit
from kaaw_archive.cli._links.decide import acknowledge, ignore, snooze, unwatch, watch
from kaaw_archive.cli._links.explain import explain
from kaaw_archive.cli._links.options import check_names, fail_on, fails, filters
from kaaw_archive.cli._links.report import report
from kaaw_archive.cli.terminal import options, printing, tables

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row

_KEYS = (
    "url verdict health rule reason checked_at last_checked_at final_url candidates health_since_at first_bad_at"
    " dead_since_at last_good_at next_check_at status error title similarity tls_error first_cited_at host incident_id"
    " is_watched is_cited sources"
).split()


@click.group(invoke_without_command=True, short_help="List links with their health; report broken ones.")
@options.common
@options.as_json
@filters
@fail_on
@click.option("--by", type=click.Choice(("source", "host")), help="Count them by source that cites, or host cited.")
@click.pass_context
def command(
    context: click.Context, /, *, archive: Path, as_json: bool, fail: str | None, by: str | None, **wanted: Any
) -> None:
    """List links of articles and watched addresses, worst first, with their verdict and health.

    The verdict is that of the newest check that showed something. Watched addresses that no article cites are marked
    so. Only the newest version of each article counts, also of one that was withdrawn. --by counts the links of texts
    that are still there: how many work, are broken, or are not known; two spellings of an address count once.

    \b
    Examples:
      kaaw links --health dead
      kaaw links --source kaaw.de --verdict soft_404 --json
      kaaw links --by source
      kaaw links explain http://www.bmi.bund.de/SharedDocs/Pressemitteilungen/DE/2016/09/modellkommune-e-government.html
      kaaw links report --format html > report.html
      kaaw links audit https://www.kaaw.de/ --archive audit.db
      kaaw links watch addresses.txt
    """
    options.pass_on(context, archive)
    if context.invoked_subcommand is not None:
        return
    from kaaw_archive.archive.queries import link_list
    from kaaw_archive.cli._links.rows import with_candidates

    filters = link_list.LinkFilter(**(wanted | ({"is_cited": True} if by else {})))
    now = options.now()
    with options.reading(archive) as connection:
        check_names(connection, filters)
        rows_of = with_candidates if as_json and by is None else link_list.list_links
        rows = rows_of(connection, filters, now)
        code = fails(connection, rows, fail, now, filters.readers)
        counted = link_list.in_texts_of_now(connection, rows, filters.source) if by else []
    if by is None:
        _print(rows, as_json=as_json, is_filtered=any(wanted.values()))
    else:
        from kaaw_archive.cli._links.shares import show_shares

        show_shares(counted, by, as_json=as_json)
        if former := len(rows) - len(counted):
            printing.remark(f"{printing.count(former, 'link')} of withdrawn texts or left addresses not counted")
    context.exit(code)


def _print(rows: list[Row], *, as_json: bool, is_filtered: bool) -> None:
    if as_json:
        printing.show_json([{name: _plain(row, name) for name in _KEYS} for row in rows])
    elif rows:
        _show(rows)
    else:
        printing.show("no link is like that" if is_filtered else "no link is known")


def _plain(row: Row, name: str) -> Any:
    return bool(row[name]) if name.startswith("is_") else row[name]


def _show(rows: list[Row]) -> None:
    tables.show_rows(
        rows,
        "health",
        "verdict",
        ("health since", lambda row: (row["health_since_at"] or "")[:10] or None),
        ("checked", "checked_at"),
        ("cited by", lambda row: ", ".join(row["sources"]) or "watched only"),
        "url",
        "reason",
    )
    watched = sum(not row["is_cited"] for row in rows)
    remark = f"; {watched:,} of them only watched and cited by no article: --cited leaves those out" if watched else ""
    printing.side_note(printing.count(len(rows), "link") + remark)


for _part in (explain, report, audit, watch, unwatch, acknowledge, snooze, ignore):
    command.add_command(_part)
