"""Spells in which a link was broken, and shares of broken links by source."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from kaaw_archive.cli._links.broken_spells import broken_spells, sentence_of
from kaaw_archive.cli._links.shares import shares
from kaaw_archive.linkrot.health import of_checks
from tests.linkrot.test_health import checks


def spells(history: str) -> list[dict[str, str | None]]:
    """The spells of a table of checks, with days of September 2016 and later."""
    told = checks(history)
    changes = [{"before_at": change.at, "to_health": change.after} for change in of_checks(told).changes]
    found = broken_spells(changes, [{"checked_at": one.checked_at, "verdict": one.verdict} for one in told])
    return [{name: at and at[5:10] for name, at in spell.items()} for spell in found]


def spell(last_good: str | None, first_bad: str, dead: str | None, returned: str | None) -> dict[str, str | None]:
    return {"last_good_at": last_good, "first_bad_at": first_bad, "dead_since_at": dead, "returned_at": returned}


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ("0 ok 7 ok", []),
        ("0 ok 7 gone 8 gone", [spell("09-01", "09-08", "09-09", None)]),
        ("0 ok 7 gone 8 gone 20 ok 26 ok 27 ok", [spell("09-01", "09-08", "09-09", "09-21")]),
        ("0 ok 7 timeout 9 ok", [spell("09-01", "09-08", None, "09-10")]),
        ("0 not_found 3 not_found 6 not_found", [spell(None, "09-01", "09-07", None)]),
        ("0 ok 1 gone 2 blocked 3 gone 9 ok 10 gone",
         [spell("09-01", "09-02", "09-04", "09-10"), spell("09-10", "09-11", None, None)]),
    ],
)  # fmt: skip
def test_each_spell_has_its_four_days(history: str, expected: list[dict[str, str | None]]) -> None:
    assert spells(history) == expected


def test_a_spell_is_one_line() -> None:
    days = {"last_good_at": "2018-02-05T1", "first_bad_at": "2018-02-09T1", "dead_since_at": "2020-09-02T1"}
    came_back = sentence_of(days | {"returned_at": "2023-10-19T1"})
    assert came_back == (
        "broken from 2018-02-09, last good before it 2018-02-05, dead since 2020-09-02, working again on 2023-10-19"
    )
    never = sentence_of({"last_good_at": None, "first_bad_at": "2018-02-09T1", "dead_since_at": None,
                         "returned_at": None})  # fmt: skip
    assert never == "broken from 2018-02-09, never seen working before, never dead, not seen working since"


_NUMBERS = count()


def link(health: str, *sources: str) -> dict[str, Any]:
    return {"health": health, "sources": list(sources), "host": "www.bund.example", "url_key": f"{next(_NUMBERS)}"}


def test_shares_by_source_leave_out_what_only_is_watched_and_what_is_not_known() -> None:
    rows = [link("dead"), link("dead", "a"), link("alive", "a", "b"), link("returned", "a"), link("unchecked", "a"),
            link("not_judged", "b"), link("unchecked", "c")]  # fmt: skip
    assert [tuple(row.values()) for row in shares(rows, "source")] == [
        ("a", 4, 2, 1, 1, 1 / 3),
        ("b", 2, 1, 0, 1, 0.0),
        ("c", 1, 0, 0, 1, None),
    ]
    assert [tuple(row.values())[:4] for row in shares(rows, "host")] == [("www.bund.example", 7, 2, 2)]


def test_spellings_of_one_address_are_one_link_by_the_worst_of_them() -> None:
    rows = [link("alive", "a"), link("dead", "a"), link("unchecked", "a"), link("alive", "a")]
    same, other = {"url_key": "www.bund.example/a.pdf"}, {"url_key": "www.bund.example/b.pdf"}
    rows = [row | key for row, key in zip(rows, (same, same, other, other), strict=True)]
    assert [tuple(row.values()) for row in shares(rows, "source")] == [("a", 2, 1, 1, 0, 0.5)]
