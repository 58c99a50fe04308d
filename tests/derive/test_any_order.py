"""Derive random histories in order, late, and again from nothing: the tables are the same."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given

from tests.derive.histories import answers, shows, shows_list
from tests.derive.random_histories import AMT, LISTS, ROWS, History, Visit, body, happens, histories
from tests.derive.tables import assert_same, assert_sound, derived
from tests.derive.test_order import empty, fresh
from tests.properties import at_most

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["empty"]  # a fixture

SECOND_CRAWL = "20160901T060001Z-000002"
SECOND_SOURCE = "verband.example"  # so that pages change their source
LIST, ROW = LISTS[0], ROWS[0]
# A page moves to a list, and then the list's article to another list; or an article comes to the list with a doubt.
MOVED_TO_A_LIST = [
    Visit(0.0, (shows_list({ROWS[1]: body(1)}, LIST),)),
    Visit(1.0, (shows("A", url=AMT[0]),)),
    Visit(1.0, (answers(301, AMT[0], location=LIST), shows_list({ROWS[1]: body(1)}, LIST)), (0, 0)),
]
FROM_LIST_TO_LIST = [*MOVED_TO_A_LIST, Visit(1.0, (shows_list({ROWS[1]: body(1)}, LISTS[1]),))]
WITH_A_DOUBT = [*MOVED_TO_A_LIST, *[Visit(1.0, (shows_list({ROWS[1]: "A", ROW: "A"}, LIST),))] * 2]


@pytest.mark.slow
@at_most(10_000)
@given(histories)
@example(FROM_LIST_TO_LIST)
@example(WITH_A_DOUBT)
def test_what_is_derived_is_the_same_in_whatever_order_captures_are_folded(empty: Path, history: History) -> None:
    live, late = fresh(empty), fresh(empty)
    with closing(live.connection), closing(late.connection):
        happens([live, live.beside(SECOND_CRAWL, SECOND_SOURCE)], history, is_late=False)
        happens([late, late.beside(SECOND_CRAWL, SECOND_SOURCE)], history, is_late=True)
        expected = derived(live.connection)
        assert_same(expected, derived(late.connection))
        late.refold_all()
        assert_same(expected, derived(late.connection))
        assert_sound(late.connection)
