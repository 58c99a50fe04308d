"""Make a release: the small archive first, the tables from it, then the documents and the checksums."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kaaw_archive import __version__
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.errors import ArchiveError
from kaaw_archive.export import to_csv, to_parquet, to_sqlite
from kaaw_archive.release.about import About, ReleaseFile
from kaaw_archive.release.documents import DOCUMENTS
from kaaw_archive.release.tables import ReleaseTable, tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.export.selection import Selection

ARCHIVE = "archive.sqlite"
_CHECKSUMS = "SHA256SUMS"
_ABOUT = """
SELECT (SELECT substr(min(captured_at), 1, 10) FROM captures), (SELECT substr(max(captured_at), 1, 10) FROM captures),
       (SELECT json_group_array(source) FROM (SELECT DISTINCT source FROM articles ORDER BY source)),
       (SELECT json_group_array(language) FROM (SELECT DISTINCT language FROM snapshots
                                                WHERE language IS NOT NULL ORDER BY language)),
       (SELECT count(*) FROM latest WHERE missing_since_at IS NOT NULL)
"""
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can state: the same release gives the same bytes


def make(selection: Selection, to: Path, *, title: str, publisher: str, licence: str, filters: str) -> About:
    """Write a release into a new folder, or into one file if ``to`` ends in .zip; return what is in it.

    Parquet is written where pyarrow is installed. Raises ArchiveError if there is something at ``to``.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise ArchiveError(f"there is something at {to}: name a folder or file that is not there yet")
    parent = to.absolute().parent
    if not parent.is_dir():
        raise ArchiveError(f"cannot write {to}: no such folder as {parent}")
    with tempfile.TemporaryDirectory(dir=parent, prefix=f".{to.name}.") as name:
        folder = Path(name) / "release"
        folder.mkdir()
        to_sqlite.write(selection, folder / ARCHIVE)
        about = _with_tables(folder, selection, title, publisher, licence, filters)
        for document, write in DOCUMENTS.items():
            (folder / document).write_text(write(about), encoding="utf-8")
        names = sorted(path.name for path in folder.iterdir())
        sums = "".join(f"{_sha256(folder / each)}  {each}\n" for each in names)
        (folder / _CHECKSUMS).write_text(sums, encoding="utf-8")
        if to.suffix.lower() == ".zip":
            _zip(folder, Path(name) / "release.zip").rename(to)
        else:
            if to.exists():
                to.rmdir()
            folder.rename(to)
    return about


def _with_tables(folder: Path, selection: Selection, title: str, publisher: str, licence: str, filters: str) -> About:
    files = [_file(folder / ARCHIVE, "application/vnd.sqlite3")]
    rows: dict[str, int] = {}
    with closing(open_for_reading(folder / ARCHIVE)) as connection:
        for table in tables(connection, selection.profile):
            rows[table.name], made = _write(table, folder)
            files += made
        first_on, last_on, sources, languages, missing = _facts(connection)
    return About(
        title=title,
        publisher=publisher,
        licence=licence,
        profile=selection.profile,
        filters=filters,
        first_on=first_on,
        last_on=last_on,
        languages=languages,
        sources=sources,
        rows=rows,
        missing=missing,
        files=tuple(files),
        software=f"kaaw_archive {__version__}",
    )


def _facts(connection: sqlite3.Connection) -> tuple[str | None, str | None, tuple[str, ...], tuple[str, ...], int]:
    import json

    first_on, last_on, sources, languages, missing = connection.execute(_ABOUT).fetchone()
    return first_on, last_on, tuple(json.loads(sources)), tuple(json.loads(languages)), missing


def _write(table: ReleaseTable, folder: Path) -> tuple[int, list[ReleaseFile]]:
    number = 0

    def rows_with_count() -> Iterator[Row]:
        nonlocal number
        for number, row in enumerate(table.rows(), start=1):  # noqa: B007
            yield row

    path = folder / f"{table.name}.csv"
    with path.open("wb") as file:
        to_csv.write_rows(rows_with_count(), [column.name for column in table.columns], file)
    files = [_file(path, "text/csv", table)]
    if find_spec("pyarrow") is not None:
        path = folder / f"{table.name}.parquet"
        with path.open("wb") as file:
            to_parquet.write_rows(table.rows(), table.columns, file)
        files.append(_file(path, "application/vnd.apache.parquet", table))
    return number, files


def _file(path: Path, media_type: str, table: ReleaseTable | None = None) -> ReleaseFile:
    return ReleaseFile(path.name, media_type, path.stat().st_size, _sha256(path), table)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _zip(folder: Path, to: Path) -> Path:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(path.name, _ZIP_EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with path.open("rb") as file, archive.open(entry, "w", force_zip64=True) as target:
                while block := file.read(1 << 20):
                    target.write(block)
    return to
