"""Each promised table, view and column has one line of explanation, and none is empty for ever."""

from __future__ import annotations

import importlib
import inspect
import re
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from kaaw_archive import items
from kaaw_archive.archive import columns
from kaaw_archive.archive.columns import Relation, formats, internal_tables, relations
from kaaw_archive.archive.kinds import SEARCH
from kaaw_archive.errors import Problem
from kaaw_archive.extract import ReadingProblem
from kaaw_archive.verdicts import Verdict
from tests.archive.test_databases import DATABASES
from tests.program import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL = [(relation.name, column) for relation in relations() for column in relation.columns]
LINES = {
    name: list(lines["columns"])
    for file in Path(columns.__file__).parent.glob("*.toml")
    for name, lines in tomllib.loads(file.read_text(encoding="utf-8")).items()
}
VIEWS = ("visits", "latest", "other_pages", "works_view", "edits", "citations", "link_days", "seed_history")
# The constants of the code whose names a column holds, where no CHECK lists them.
ENUMERATIONS: dict[tuple[str, str], set[str]] = {
    ("captures", "error"): set(Problem),
    ("link_checks", "error"): set(Problem),
    ("link_checks", "page_kind"): set(get_args(items.PageKind)),
    ("link_checks", "verdict"): set(Verdict),
    ("readings", "problem"): set(ReadingProblem),
    ("snapshots", "kind"): set(get_args(items.ArticleKind)),
}


@pytest.fixture(scope="module")
def archive() -> Iterator[sqlite3.Connection]:
    """The archive of the present schema: small, and with a value in nearly every column."""
    with closing(sqlite3.connect(f"file:{DATABASES[-1]}?mode=ro", uri=True)) as connection:
        yield connection


def test_every_table_and_view_is_explained_or_internal(archive: sqlite3.Connection) -> None:
    names = {row[0] for row in archive.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    ours = {name for name in names if not name.startswith(("_", "sqlite_", *SEARCH))}
    assert ours == {relation.name for relation in relations()} == set(LINES)
    assert set(internal_tables()) <= names - ours


@pytest.mark.parametrize("table", LINES)
def test_every_column_has_a_line_and_every_line_a_column(archive: sqlite3.Connection, table: str) -> None:
    assert LINES[table] == [row[1] for row in archive.execute(f"PRAGMA table_info({table})")]


@pytest.mark.parametrize("relation", relations(), ids=lambda relation: relation.name)
def test_a_line_is_short_and_a_sentence(relation: Relation) -> None:
    lines = [relation.text, *(column.text for column in relation.columns)]
    assert [line for line in lines if not re.fullmatch(r"[A-Z'0-9].{3,160}\.", line)] == []


@pytest.mark.parametrize("relation", relations(), ids=lambda relation: relation.name)
def test_no_column_is_empty_for_ever(archive: sqlite3.Connection, relation: Relation) -> None:
    """A column has a value in the archive of the tests, or is empty there and names the function that fills it."""
    counts = ", ".join(f'count("{column.name}")' for column in relation.columns)
    filled = archive.execute(f"SELECT {counts} FROM {relation.name}").fetchone()
    assert [c.name for c, number in zip(relation.columns, filled, strict=True) if bool(number) is bool(c.writer)] == []
    assert [c.name for c in relation.columns if c.writer and c.name not in ("id", *words(c.writer))] == []


def words(dotted: str) -> set[str]:
    """The words in the source of a function or class."""
    module, _, name = dotted.rpartition(".")
    return set(re.findall(r"\w+", inspect.getsource(getattr(importlib.import_module(module), name))))


def checked_values(connection: sqlite3.Connection) -> dict[tuple[str, str], set[str]]:
    """The values that a CHECK of a table allows, by table and column."""
    found: dict[tuple[str, str], set[str]] = {}
    for table, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        for column, values in re.findall(r"CHECK \((\w+) IN \(([^)]*)\)\)", sql or ""):
            found[table, column] = set(re.findall(r"'([^']*)'", values))
    return found


def test_every_enumeration_is_listed_with_its_values(archive: sqlite3.Connection) -> None:
    listed = {(table, column.name): set(column.values) for table, column in ALL if column.values}
    tables = {key: values for key, values in listed.items() if key[0] not in VIEWS}
    promised = {key: values for key, values in checked_values(archive).items() if key[0] in LINES}
    assert tables == promised | ENUMERATIONS


def test_a_repeated_line_has_the_values_of_the_first(archive: sqlite3.Connection) -> None:
    by_name = {(table, column.name): column for table, column in ALL}
    assert by_name["citations", "verdict"].values == by_name["link_checks", "verdict"].values
    assert by_name["latest", "text"].text == by_name["snapshots", "text"].text


def test_the_page_of_the_schema_is_made_of_the_lines() -> None:
    assert (PROJECT / "docs" / "schema.md").read_text(encoding="utf-8") == formats.markdown()


def test_datasette_gets_a_line_for_every_column_and_hides_the_rest() -> None:
    tables: dict[str, Any] = formats.datasette("news")["databases"]["news"]["tables"]
    assert {name: list(tables[name]["columns"]) for name in LINES} == LINES
    assert {name for name, told in tables.items() if told.get("hidden")} == set(internal_tables())
    assert "dead: bad checks" in tables["links"]["columns"]["health"]
