"""The labelled pairs: kinds, silence and significance are as labelled; noise and bad captures are no edits."""

from __future__ import annotations

import pytest

from kaaw_archive.changes import compare
from kaaw_archive.items import NoEdit
from tests.changes.pairs import Pair, pairs

PAIRS = pairs()
EDITS = [pair for pair in PAIRS if pair.kinds]
# Cut off behind a whole sentence: only the capture itself could tell, and it says nothing.
NOT_REACHED = {"e122"}
# A joke about dogs that may not sing became a rule: taken for an obligation.
TOO_HIGH = {"e283"}
LEVELS = {"low": 0, "middle": 1, "high": 2}


def test_the_set_has_all_kinds_and_enough_that_is_no_edit() -> None:
    assert len(PAIRS) == 307
    assert len({kind for pair in EDITS for kind in pair.kinds}) == 10
    assert sum(not pair.kinds for pair in PAIRS) >= 60


@pytest.mark.parametrize("pair", EDITS, ids=lambda pair: pair.id)
def test_an_edit_has_the_kinds_that_people_gave_it(pair: Pair) -> None:
    edit = compare(pair.before, pair.after).edit
    assert edit is not None
    assert set(edit.kinds) == pair.kinds
    assert edit.is_silent == pair.is_silent


@pytest.mark.parametrize("pair", EDITS, ids=lambda pair: pair.id)
def test_its_significance_is_within_a_step(pair: Pair) -> None:
    edit = compare(pair.before, pair.after).edit
    assert edit is not None
    assert (abs(min(2, int(edit.significance * 3)) - LEVELS[pair.level]) <= 1) == (pair.id not in TOO_HIGH)


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if not pair.kinds], ids=lambda pair: pair.id)
def test_noise_and_bad_captures_are_no_edit(pair: Pair) -> None:
    result = compare(pair.before, pair.after)
    assert (result.edit is None) == (pair.id not in NOT_REACHED)
    assert (result.no_edit is NoEdit.NOISE) == pair.is_noise


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.id)
def test_a_version_is_no_edit_of_itself(pair: Pair) -> None:
    assert compare(pair.after, pair.after).no_edit is NoEdit.NOISE
