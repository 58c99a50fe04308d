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

    ``share_broken`` is that of the links of which a check knows something; None if there is none.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for name in row["sources"] if by == "source" else [row["host"]]:
            groups[name].append(row["health"])
    found = []
    for name, health in sorted(groups.items()):
        working = sum(one in WORKING_HEALTH for one in health)
        broken = sum(one in BROKEN_HEALTH for one in health)
        known = working + broken
        share = broken / known if known else None
        found.append(dict(zip(_COLUMNS, (name, len(health), working, broken, len(health) - known, share), strict=True)))
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
        printing.remark("a link that several sources cite counts for each of them")
