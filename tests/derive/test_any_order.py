"""Derive random histories in order, late, and again from nothing: the tables are the same."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from hypothesis import given

from tests.derive.random_histories import History, happens, histories
from tests.derive.tables import assert_same, assert_sound, derived
from tests.derive.test_order import empty, fresh
from tests.properties import at_most

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["empty"]  # a fixture

SECOND_CRAWL = "20160901T060001Z-000002"


@at_most(10_000)
@given(histories)
def test_what_is_derived_is_the_same_in_whatever_order_captures_are_folded(empty: Path, history: History) -> None:
    live, late = fresh(empty), fresh(empty)
    with closing(live.connection), closing(late.connection):
        happens([live, live.beside(SECOND_CRAWL)], history, is_late=False)
        happens([late, late.beside(SECOND_CRAWL)], history, is_late=True)
        expected = derived(live.connection)
        assert_same(expected, derived(late.connection))
        late.refold_all()
        assert_same(expected, derived(late.connection))
        assert_sound(late.connection)
