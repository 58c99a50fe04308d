"""``make check`` runs at least 95 % of the tests, as the Makefile says, and a long test says what it adds."""

from __future__ import annotations

import pytest

from tests.conftest import MARKED

_ALL = 4_000  # fewer tests are not the whole suite


def test_at_most_5_percent_of_the_tests_are_slow(pytestconfig: pytest.Config) -> None:
    slow, collected = pytestconfig.stash[MARKED]["slow"], pytestconfig.stash[MARKED]["all"]
    if collected < _ALL:
        pytest.skip("only some tests were collected")
    assert slow <= 0.05 * collected
