"""Spells in which a link was broken, from the changes of its health: also those that it came back from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.verdicts import ANSWERING, WORKING_HEALTH, LinkHealth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaaw_archive.archive.queries.rows import Row


def broken_spells(changes: Iterable[Row], checks: Sequence[Row]) -> list[Row]:
    """Return the spells in which a link was failing or dead, oldest first; ``changes`` and ``checks`` likewise.

    A spell has the last good check before it (None: no check had found the link working), the first bad one, the time
    since which it was dead (None: it never was), and the first check that found it working again (None: none did).
    """
    spells: list[Row] = []
    for change in changes:
        at, health = change["before_at"], change["to_health"]
        is_open = bool(spells) and spells[-1]["returned_at"] is None
        if health in WORKING_HEALTH and is_open:
            spells[-1]["returned_at"] = at
        elif health == LinkHealth.DEAD and is_open:
            spells[-1]["dead_since_at"] = at
        elif health in (LinkHealth.FAILING, LinkHealth.DEAD):
            good = [
                check["checked_at"] for check in checks if check["verdict"] in ANSWERING and check["checked_at"] < at
            ]
            spells.append(
                {
                    "last_good_at": max(good, default=None),
                    "first_bad_at": at,
                    "dead_since_at": at if health == LinkHealth.DEAD else None,
                    "returned_at": None,
                }
            )
    return spells


def sentence_of(spell: Row) -> str:
    """Return one line about a spell, with its days."""
    day = {name: at[:10] for name, at in spell.items() if at}
    parts = [f"broken from {day['first_bad_at']}"]
    parts.append(f"last good before it {day['last_good_at']}" if "last_good_at" in day else "never seen working before")
    parts.append(f"dead since {day['dead_since_at']}" if "dead_since_at" in day else "never dead")
    parts.append(f"working again on {day['returned_at']}" if "returned_at" in day else "not seen working since")
    return ", ".join(parts)
