"""Count links by the source that cites them or by the host that they lead to: how many of them are broken."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kaaw_archive.cli.terminal import printing, tables
from kaaw_archive.verdicts import BROKEN_HEALTH, WORKING_HEALTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.archive.queries.rows import Row

_COLUMNS = ("group", "links", "working", "broken", "not_known", "share_broken")


def shares(rows: Sequence[Row], by: str) -> list[Row]:
    """Return the links of each group by their health; a link that several sources cite counts for each of them.

    Links with one url key are one, which is broken if one of them is, and works if another does.
    ``share_broken`` is that of the links of which a check knows something; None if there is none.
    """
    groups: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        for name in row["sources"] if by == "source" else [row["host"]]:
            groups[name][row["url_key"]].add(row["health"])
    found = []
    for name, pages in sorted(groups.items()):
        broken = sum(not health.isdisjoint(BROKEN_HEALTH) for health in pages.values())
        known = sum(not health.isdisjoint(BROKEN_HEALTH | WORKING_HEALTH) for health in pages.values())
        share = broken / known if known else None
        numbers = (len(pages), known - broken, broken, len(pages) - known, share)
        found.append(dict(zip(_COLUMNS, (name, *numbers), strict=True)))
    return found


def show_shares(rows: Sequence[Row], by: str, *, as_json: bool) -> None:
    """Print the shares of these links as a table or as JSON."""
    found = shares(rows, by)
    if as_json:
        printing.show_json(found)
        return
    share = ("share broken", lambda row: None if row["share_broken"] is None else f"{row['share_broken'] * 100:.1f} %")
    tables.show_rows(found, (by, "group"), "links", "working", "broken", "not_known", share)
    if by == "source":
        printing.side_note("a link that several sources cite counts for each of them")
