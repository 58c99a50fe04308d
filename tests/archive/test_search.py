"""The analysis of words, and queries that FTS5 always takes."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive.archive import search

TEXTS = {
    1: "Die Förderung der Straße wurde vom Ministerium beschlossen.",
    2: "Foerderung erneuerbarer Energien: Kohle läuft aus.",
    3: "Erneuerbare Energien und Klimaschutz im Café Zürich",
    4: "Energien, erneuerbare und andere; Covid-19",
}


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize='unicode61 remove_diacritics 2')")
    for number, text in TEXTS.items():
        connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, search.analyse(text)))
    return connection


def found(index: sqlite3.Connection, typed: str) -> list[int]:
    rows = index.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid", (search.fts_query(typed),))
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("förderung", [1, 2]),
        ("FOERDERUNG", [1, 2]),
        ("Fo\u0308rderung", [1, 2]),
        ("För\u00adder\u200bung", [1, 2]),
        ("strasse", [1]),
        ("STRAẞE", [1]),
        ("cafe zuerich", [3]),
        ('"erneuerbare Energien"', [3]),
        ("„erneuerbare Energien“", [3]),
        ("erneuerbare Energien", [3, 4]),
        ("minist*", [1]),
        ("minist", []),
        ('"erneuerbarer Ener"*', [2]),
        ("Energien -Kohle", [3, 4]),
        ('Energien -"erneuerbare Energien"', [2, 4]),
        ("Energien -Kohle -Covid", [3]),
        ("Straße OR Kohle", [1, 2]),
        ("Straße OR Energien -Kohle", [1, 3, 4]),
        ("OR Kohle OR", [2]),
        ("covid-19", [4]),
        ("19 covid", [4]),
        ('"19 covid"', []),
        ("kohle NEAR", []),
        ("text:kohle", []),
        ("-Kohle", []),
        ("!!! -Kohle", []),
        ("", []),
        ("  \t ", []),
        ('"', []),
        ('"Kohle', [2]),
        ('""', []),
        ("*", []),
        ("Kohle AUS\x00", [2]),
        ("Kohle \ud800", [2]),
    ],
)
def test_finds_what_was_asked_for(index: sqlite3.Connection, typed: str, numbers: list[int]) -> None:
    assert found(index, typed) == numbers


@given(typed=st.text(max_size=60) | st.text(alphabet='ab "*-()^:+ORNTAEäß\x00\ud800', max_size=40))
def test_no_text_is_ever_a_syntax_error(index: sqlite3.Connection, typed: str) -> None:
    assert set(found(index, typed)) <= set(TEXTS)


@given(text=st.text(max_size=80))
def test_analysed_text_stays_as_it_is(text: str) -> None:
    once = search.analyse(text)
    assert search.analyse(once) == once


def test_thousands_of_words_are_a_query_too(index: sqlite3.Connection) -> None:
    assert found(index, "Kohle " * 5000) == [2]
    assert found(index, "Energien " + "-nie " * 5000) == [2, 3, 4]
    assert found(index, "nie OR " * 5000 + "Kohle") == [2]


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Die För\u00adderung läuft", "foerderung", "Die [För\u00adderung] läuft"),
        ("Erneuerbare Energien, Energien", '"erneuerbare energien"', "[Erneuerbare Energien], Energien"),
        ("Im CAFÉ", "cafe", "Im [CAFÉ]"),
        ("Minister im Ministerium", "minist*", "[Minister] im [Ministerium]"),
        ("nichts davon", "-nichts", "nichts davon"),
        ("a b c", '"a b" OR "b c"', "[a b][ c]"),
        ("", "a", ""),
    ],
)
def test_marks_the_hits_in_the_original(text: str, typed: str, marked: str) -> None:
    pieces = search.mark(text, typed)
    assert "".join(f"[{piece}]" if is_hit else piece for piece, is_hit in pieces) == marked


def test_an_excerpt_is_one_line_around_the_first_hit() -> None:
    text = "Vorher steht etwas.\n\n" * 30 + "Dann kommt die Förderung.\n" + "Nachher noch mehr.\n" * 30
    pieces = search.excerpt(text, "foerderung", 120)
    line = "".join(piece for piece, _ in pieces)
    assert ("Förderung", True) in pieces
    assert "\n" not in line
    assert line.startswith("… ")
    assert line.endswith(" …")
    assert len(line) <= 124


def test_an_excerpt_without_a_hit_is_the_beginning() -> None:
    assert search.excerpt("Ein kurzer Text", "anderes") == (("Ein kurzer Text", False),)
    assert search.excerpt("x" * 500, "anderes", 100) == (("x" * 100, False), (" …", False))
    assert search.excerpt("", "anderes") == ()


@given(text=st.text(max_size=120), typed=st.text(max_size=20))
def test_marked_pieces_together_are_the_text(text: str, typed: str) -> None:
    assert "".join(piece for piece, _ in search.mark(text, typed)) == text
