"""Decisions of people that are in force, and those that have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import blocks
from kaaw_archive.archive.queries.decisions import blocks_in_force
from kaaw_archive.archive.store import decisions

if TYPE_CHECKING:
    from tests.archive.queries.builder import Builder


def test_blocks_in_force_are_those_that_have_not_ended(builder: Builder) -> None:
    at = "2016-09-22T12:00:00.000Z"
    for subject, until_at in (("a.example", None), ("b.example", at), ("c.example", "2016-09-22T12:00:00.001Z")):
        decisions.add_block(
            builder.connection, subject, reason="Bitte", made_by="test", made_at="2016-09-23T00:00:00.000Z",
            until_at=until_at,
        )  # fmt: skip
    found = blocks_in_force(builder.connection, at)
    assert [one.subject for one in found] == ["a.example", "c.example"]
    assert blocks.block_reason(found, "https://c.example/x") == "blocked (c.example): Bitte"
    assert blocks.block_reason(found, "https://b.example/x") is None

    assert decisions.lift_block(builder.connection, "a.example", made_by="test", made_at=at) == 1
    assert [one.subject for one in blocks_in_force(builder.connection, at)] == ["c.example"]
