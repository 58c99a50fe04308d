"""Each id that the program prints names what it was printed of."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries.references import Reference, resolve
from kaaw_archive.errors import ArchiveError, WrongArguments
from tests.archive.queries.builder import AKTE, FEHLT, STRASSE, fill

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("references") / "archive.db"
    fill(path)
    with closing(open_for_reading(path)) as connection:
        yield connection


def uid_of(connection: sqlite3.Connection, url: str, at: str) -> str:
    row = connection.execute("SELECT uid FROM visits WHERE url = ? AND captured_at = ?", (url, at)).fetchone()
    return str(row[0])


@pytest.mark.parametrize(
    ("at", "version"),
    [
        ("2016-09-22T12:00:01.000Z", 1),
        ("2016-09-22T12:00:03.000Z", 2),
        ("2016-10-01T08:00:01.000Z", 3),
        ("2016-10-01T08:00:05.000Z", 3),  # a 304 shows the version that it confirms
    ],
)
def test_a_capture_uid_names_the_version_that_it_shows(filled: sqlite3.Connection, at: str, version: int) -> None:
    named = resolve(filled, uid_of(filled, STRASSE, at))
    assert (named.address, named.version) == (STRASSE, version)
    assert named.article_id is not None


def test_a_capture_without_content_names_no_version(filled: sqlite3.Connection) -> None:
    named = resolve(filled, uid_of(filled, FEHLT, "2016-10-01T08:00:02.000Z"))
    assert (named.address, named.article_id, named.version, named.is_exact) == (FEHLT, None, None, True)


@pytest.mark.parametrize("column", ["payload_digest", "text_digest"])
def test_a_digest_or_its_beginning_names_the_version(filled: sqlite3.Connection, column: str) -> None:
    for version, digest in filled.execute(
        f"SELECT s.version, s.{column} FROM snapshots s JOIN articles a ON a.id = s.article_id WHERE a.url = ?",
        (STRASSE,),
    ).fetchall():
        for typed in (digest, digest.removeprefix("sha256:"), digest.removeprefix("sha256:")[:12].upper()):
            assert (resolve(filled, typed).address, resolve(filled, typed).version) == (STRASSE, version)


def test_a_payload_without_an_article_names_its_capture(filled: sqlite3.Connection) -> None:
    (digest,) = filled.execute("SELECT payload_digest FROM visits WHERE media_type = 'image/png'").fetchone()
    named = resolve(filled, digest)
    assert (named.address, named.article_id) == ("https://www.stadt.example/bild.png", None)


def test_rows_and_keys_name_articles(filled: sqlite3.Connection) -> None:
    article_id, key = filled.execute("SELECT id, key FROM articles WHERE url = ?", (AKTE,)).fetchone()
    snapshot_id = filled.execute("SELECT id FROM snapshots WHERE article_id = ?", (article_id,)).fetchone()[0]
    assert resolve(filled, f"article:{article_id}") == Reference(AKTE, article_id)
    assert resolve(filled, f"snapshot:{snapshot_id}").version == 1
    assert resolve(filled, key) == Reference(AKTE, article_id)


@pytest.mark.parametrize("typed", [AKTE, "stadt.example/presse/akte", "kaaw.de", "nonsense", "2016", ""])
def test_all_else_is_an_address(filled: sqlite3.Connection, typed: str) -> None:
    assert resolve(filled, typed) == Reference(typed)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("20160922T120000Z-000000-99", ArchiveError),
        ("20160922T120000Z-ffffff-1", ArchiveError),
        ("20160922T120000Z-000000", WrongArguments),  # a crawl
        ("sha256:00000000", ArchiveError),
        ("article:999", ArchiveError),
        ("snapshot:999", ArchiveError),
    ],
)
def test_an_unknown_id_is_an_error(filled: sqlite3.Connection, typed: str, error: type[ArchiveError]) -> None:
    with pytest.raises(error):
        resolve(filled, typed)


def test_a_digest_that_several_articles_share_is_refused(archive_path: Path) -> None:
    from kaaw_archive.archive.connect import open_for_writing
    from tests.archive.queries.builder import Builder, article

    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z")
        for number in (1, 2):
            url = f"https://www.stadt.example/presse/{number}"
            builder.page(url, f"2016-09-22T12:00:0{number}.000Z", article(url, "Gleich", "Derselbe Text."))
        (digest,) = connection.execute("SELECT DISTINCT text_digest FROM snapshots").fetchone()
        with pytest.raises(WrongArguments, match="2 articles"):
            resolve(connection, digest)
