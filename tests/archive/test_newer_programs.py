"""A newer program comes to an archive that an older one has open: the older one writes no more, and says why."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from kaaw_archive import urls
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.store.derivations import add_page
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.errors import NewerSchema

if TYPE_CHECKING:
    from pathlib import Path


def add(writer: Writer, url: str) -> None:
    writer.submit(lambda connection: connection.execute("INSERT INTO urls (url) VALUES (?)", (url,)).rowcount).result(
        10
    )


def kept(path: Path) -> set[str]:
    with closing(open_for_reading(path)) as connection:
        return {row[0] for row in connection.execute("SELECT url FROM urls")}


def name_page(path: Path, key_version: int) -> None:
    """A page as a program with this version of the url keys adds it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other, patch.object(urls, "KEY_VERSION", key_version):
        url = f"http://www.stadt-a.example/{key_version}"
        add_page(other, url, "stadt-a.example", 1, "2016-09-22T12:00:00.000Z")


def test_an_archive_that_another_program_migrates_is_written_no_more(archive_path: Path) -> None:
    with closing(Writer(archive_path)) as writer:
        add(writer, "before")
        with closing(sqlite3.connect(archive_path)) as other:
            version = other.execute("PRAGMA user_version").fetchone()[0]
            other.execute(f"PRAGMA user_version = {version + 1}")
        with pytest.raises(NewerSchema, match="while it was in use"):
            add(writer, "after")
        with closing(sqlite3.connect(archive_path)) as other:
            other.execute(f"PRAGMA user_version = {version}")
    assert kept(archive_path) == {"before"}


def test_an_archive_whose_pages_have_newer_keys_is_written_no_more(archive_path: Path) -> None:
    with closing(Writer(archive_path)) as writer:
        name_page(archive_path, urls.KEY_VERSION - 1)
        name_page(archive_path, urls.KEY_VERSION)
        add(writer, "before")
        name_page(archive_path, urls.KEY_VERSION + 1)
        with pytest.raises(NewerSchema, match="url keys"):
            add(writer, "after")
    with pytest.raises(NewerSchema, match="update kaaw_archive"):
        open_for_writing(archive_path)
    assert kept(archive_path) == {"before"}
