"""Quotations: there whatever the typography, changed, moved, gone, and back."""

from __future__ import annotations

import pytest

from kaaw_archive.changes import quotation_changes
from kaaw_archive.items import VersionContent

QUOTE = "„Das Bad bleibt offen“, sagte die Leiterin am Montag"


def _states(*texts: str) -> list[tuple[int, str, int | None]]:
    versions = [VersionContent("Bad", tuple(text.split("|")), language="de") for text in texts]
    return [(one.version, one.state, one.paragraph) for one in quotation_changes(QUOTE, versions)]


@pytest.mark.parametrize(
    "text",
    [
        '"Das Bad bleibt offen", sagte die Leiterin am Montag.',
        "«Das Bad bleibt offen», sagte die Leiterin am\u00a0Montag. Karten gelten.",
        "Am Rande: „Das Bad bleibt offen“, sagte die Leiterin am Montag, als sie kam.",
    ],
)
def test_typography_and_what_stands_around_count_for_nothing(text: str) -> None:
    assert _states(text) == [(0, "there", 1)]


def test_each_change_is_named_once() -> None:
    there = '"Das Bad bleibt offen", sagte die Leiterin am Montag.'
    changed = '"Das Bad bleibt geschlossen", sagte die Leiterin am Montag.'
    assert _states(there, there, changed, "Karten gelten.", there) == [
        (0, "there", 1), (2, "changed", 1), (3, "gone", None), (4, "there", 1),
    ]  # fmt: skip


def test_a_quotation_that_moves_is_named() -> None:
    there = '"Das Bad bleibt offen", sagte die Leiterin am Montag.'
    assert _states(there, f"Karten gelten.|{there}") == [(0, "there", 1), (1, "there", 2)]


def test_a_changed_quotation_says_how_it_reads_now() -> None:
    versions = [VersionContent("Bad", ("Das Bad bleibt zu, sagte die Leiterin am Montag.",))]
    assert quotation_changes(QUOTE, versions)[0].sentence == "Das Bad bleibt zu, sagte die Leiterin am Montag."


def test_without_versions_nothing_is_known() -> None:
    assert quotation_changes(QUOTE, []) == []
