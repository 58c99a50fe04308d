"""Queries as people type them: each line of tests/archive/search/operators.txt is a case."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive.analysis.query import as_text, parse
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.queries.search import search
from kaaw_archive.archive.queries.search_fallbacks import left_out_words, without_stop_words
from kaaw_archive.archive.queries.search_terms import TermQueries
from kaaw_archive.errors import QueryError
from tests.archive.queries.builder import Builder, article

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

CASES = Path(__file__).parents[1] / "search"


def lines(name: str) -> list[str]:
    return [line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line[:1] != "#"]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("search") / "archive.db"
    with closing(open_for_writing(path)) as connection:
        builder = Builder(connection)
        builder.begin("2025-01-01T00:00:00.000Z")
        for line in lines("texts.txt"):
            number, _, fields = line.partition(": ")
            title, author, text = (field.strip() for field in fields.split("|"))
            url = f"https://www.stadt-{number}.example/meldung/{number}"
            builder.page(url, f"2025-01-0{number}T12:00:00.000Z",
                         article(url, title, text, author=author or None, language="de"))  # fmt: skip
        yield connection


def found(connection: sqlite3.Connection, query: str) -> list[str]:
    """Return the numbers of the texts that the query finds, without what a wider query would find."""
    sql = "SELECT DISTINCT rowid >> 16 FROM search_index WHERE search_index MATCH ? ORDER BY 1"
    fts = TermQueries(connection).query(without_stop_words(parse(query)))
    urls = dict(connection.execute("SELECT id, url FROM articles").fetchall())
    return sorted(urls[row[0]].rsplit("/", 1)[1] for row in connection.execute(sql, (fts,)))


@pytest.mark.parametrize("line", lines("operators.txt"))
def test_a_query_is_understood_or_gets_a_sentence(connection: sqlite3.Connection, line: str) -> None:
    query, _, wanted = line.partition(" =>")
    if wanted.startswith(" !"):
        with pytest.raises(QueryError) as refused:
            search(connection, query)
        assert wanted[3:] in str(refused.value)
        assert refused.value.exit_code == 2
    else:
        assert found(connection, query) == wanted.split()


@pytest.mark.parametrize(
    ("query", "understood", "left_out"),
    [
        ("IT Rahmenvertrag", "IT AND Rahmenvertrag", ""),
        ("WHO Bericht", "WHO AND Bericht", ""),
        ("die Reform der Verwaltung", "Reform AND Verwaltung", "die, der"),
        ("der die", "der AND die", ""),
        ("title:(der Haushalt) OR war", "title:Haushalt OR war", "der"),
    ],
)
def test_stop_words_are_left_out_beside_others_and_named(
    connection: sqlite3.Connection, query: str, understood: str, left_out: str
) -> None:
    node = parse(query)
    assert (as_text(without_stop_words(node)), ", ".join(left_out_words(node))) == (understood, left_out)
    assert any("not searched" in remark for remark in search(connection, query).remarks) == bool(left_out)


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("Häuser -Abriss Bau OR Ausbau", "(Häuser AND Bau NOT Abriss) OR Ausbau"),
        ("a NEAR b c", "(a NEAR/10 b) AND c"),
        ('title:(a OR "b c") d*', 'title:(a OR "b c") AND d*'),
        ("author:a NOT (b OR c)", "author:a NOT (b OR c)"),
    ],
)
def test_it_is_shown_how_a_query_is_understood(query: str, understood: str) -> None:
    assert as_text(parse(query)) == understood
    assert parse(understood) == parse(as_text(parse(understood)))


@given(typed=st.text(max_size=60) | st.text(alphabet='ab "*-()^:+ORNTAEäß\x00\ud800', max_size=40))
def test_no_text_is_ever_an_error_of_the_index(connection: sqlite3.Connection, typed: str) -> None:
    try:
        node = parse(typed)
    except QueryError as refused:
        assert str(refused)
        return
    connection.execute("SELECT count(*) FROM search_index WHERE search_index MATCH ?",
                       (TermQueries(connection).query(node),)).fetchone()  # fmt: skip


def test_thousands_of_words_are_a_query_too(connection: sqlite3.Connection) -> None:
    assert found(connection, "Kohle " * 5000) == ["2"]
    assert found(connection, "Energien " + "-nie " * 5000) == ["2", "3", "4"]
    assert found(connection, "nie OR " * 5000 + "Kohle") == ["2"]


def test_brackets_in_brackets_have_a_bound() -> None:
    with pytest.raises(QueryError, match="brackets in each other"):
        parse("(" * 30 + "a" + ")" * 30)
