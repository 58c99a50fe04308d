"""The dictionary is there at once from its trie, and also where that is damaged or cannot be built."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.analysis import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(lexicon, "_folder", lambda: tmp_path)
    lexicon.dictionary.cache_clear()
    yield tmp_path
    lexicon.dictionary.cache_clear()


@pytest.mark.parametrize("damaged", [None, b"We love Marisa.\x00"])
def test_a_trie_that_is_missing_or_damaged_is_built(folder: Path, damaged: bytes | None) -> None:
    file = folder / "en.dic"
    if damaged is not None:
        file.write_bytes(damaged)
    words = lexicon.dictionary("en")
    assert (words.get("houses"), words.get("housess"), "houses" in words) == ("house", None, True)
    assert file.stat().st_size > 1_000_000
    assert [path.name for path in folder.iterdir()] == ["en.dic"]


def test_where_it_cannot_be_built_the_packed_dictionary_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_build", lambda _language, _folder: False)
    words = lexicon.dictionary("en")
    assert (words.get("houses"), words.get("housess"), "houses" in words) == ("house", None, True)
    assert list(folder.iterdir()) == []


def test_the_folder_has_the_version_of_the_dictionary() -> None:
    assert lexicon._folder().name == f"simplemma-{version('simplemma')}"
