"""Bounds of the memory that an index takes while it is made, be the archive small or large."""

from __future__ import annotations

from typing import Any

import pytest

from kaaw_archive.analysis import compounds, words


@pytest.mark.parametrize("cached", [words.chain_of, words.fold, compounds.split_of])
def test_few_words_are_remembered(cached: Any) -> None:
    assert cached.cache_info().maxsize <= 16_384  # some 5 MB; eight times as many took 40 MB and saved no time
