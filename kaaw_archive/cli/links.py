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
    "url verdict health rule reason checked_at final_url candidates health_since_at first_bad_at dead_since_at"
    " last_good_at next_check_at status error title similarity tls_error first_cited_at host incident_id is_watched"
).split()


@click.group(invoke_without_command=True, short_help="List links with their health; report broken ones.")
@options.common
@options.as_json
@filters
@fail_on
@click.pass_context
def command(context: click.Context, /, *, archive: Path, as_json: bool, fail: str | None, **wanted: Any) -> None:
    """List the links of the articles, worst first, with the verdict of the last check and the health.

    \b
    Examples:
      kaaw links --health dead
      kaaw links --source kaaw.de --verdict soft_404 --json
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

    filters = link_list.LinkFilter(**wanted)
    now = options.now()
    with options.reading(archive) as connection:
        check_names(connection, filters)
        rows = with_candidates(connection, filters, now) if as_json else link_list.list_links(connection, filters, now)
        code = fails(connection, rows, fail, now, filters.readers)
    if as_json:
        printing.show_json([{name: _plain(row, name) for name in _KEYS} for row in rows])
    elif rows:
        _show(rows)
    else:
        printing.show("no link is known" if not any(wanted.values()) else "no link is like that")
    context.exit(code)


def _plain(row: Row, name: str) -> Any:
    return bool(row[name]) if name == "is_watched" else row[name]


def _show(rows: list[Row]) -> None:
    tables.show_rows(
        rows,
        "health",
        "verdict",
        ("since", lambda row: (row["health_since_at"] or "")[:10] or None),
        ("checked", "checked_at"),
        "url",
        "reason",
    )
    printing.remark(printing.count(len(rows), "link"))


for _part in (explain, report, audit, watch, unwatch, acknowledge, snooze, ignore):
    command.add_command(_part)
