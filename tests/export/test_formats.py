"""Each format is read back by its own readers, holds the same versions, and lets nothing of others act."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from kaaw_archive.export.fields import fields
from tests.archive.queries.builder import AKTE, STRASSE
from tests.cli.conftest import Kaaw, filled_path, one_line_error, run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["filled_path", "run"]
NAMES = [field.name for field in fields()]


def exported(run: Kaaw, archive: Path, to: Path, *options: str) -> bytes:
    result = run(archive, "export", "--to", str(to), *options)
    assert result.exit_code == 0, result.output
    return to.read_bytes()


def test_jsonl(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in exported(run, filled_path, tmp_path / "a.jsonl").splitlines()]
    assert [list(row) for row in rows] == [NAMES, NAMES]
    assert [(row["url"], row["version"]) for row in rows] == [(STRASSE, 3), (AKTE, 1)]
    assert rows[0]["text"].startswith("Die Förderung läuft aus.\n")
    assert rows[1]["published_on"] is None
    assert rows[0]["is_news"] is True


def test_csv_for_programs(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    text = exported(run, filled_path, tmp_path / "a.csv", "--raw", "--versions").decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["url"], row["version"]) for row in rows] == [(STRASSE, str(n)) for n in (1, 2, 3)] + [(AKTE, "1")]
    assert rows[2]["text"] == "Die Förderung läuft aus.\nDer Ausbau der Straße endet im Juni."
    assert (rows[2]["is_news"], rows[3]["published_on"]) == ("true", "")


def test_csv_for_excel(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    written = exported(run, filled_path, tmp_path / "a.csv", "--bom")
    assert written.startswith(b"\xef\xbb\xbfurl,")
    assert not set(written.decode()) & {"\x1b", "\x07", "\u202e"}


def test_parquet_has_types_in_pandas(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed: every command would import it")
    path = tmp_path / "a.parquet"
    exported(run, filled_path, path)
    frame = pandas.read_parquet(path)
    assert list(frame.columns) == NAMES
    assert str(frame["captured_at"].dtype) == "datetime64[ms, UTC]"
    assert frame["captured_at"][0] == datetime(2016, 10, 1, 8, 0, 1, tzinfo=UTC)
    assert frame["published_on"][0] == date(2016, 9, 21)
    assert frame["is_news"].dtype == bool


@pytest.mark.slow
def test_parquet_has_types_in_duckdb(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "a.parquet"
    exported(run, filled_path, path)
    with duckdb.connect() as db:
        described = db.execute(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{path}')").fetchall()
        found = db.execute(f"SELECT count(*) FROM '{path}' WHERE published_on = DATE '2016-09-21'").fetchall()
    types = dict(described)
    assert (types["version"], types["published_on"]) == ("BIGINT", "DATE")
    assert types["captured_at"] == "TIMESTAMP WITH TIME ZONE"
    assert found == [(1,)]


def test_atom(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    feed = ET.fromstring(exported(run, filled_path, tmp_path / "a.atom"))
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.findtext("a:updated", namespaces=atom) == "2016-10-01T08:00:05.000Z"
    entries = feed.findall("a:entry", atom)
    assert [entry.findtext("a:id", namespaces=atom) for entry in entries] == [STRASSE, AKTE]
    assert (
        entries[0].findtext("a:content", namespaces=atom)
        == "Die Förderung läuft aus.\nDer Ausbau der Straße endet im Juni."
    )
    for each in ("a:title", "a:updated", "a:author/a:name"):
        assert all(entry.findtext(each, namespaces=atom) for entry in entries)


def test_markdown_of_others_is_no_markup() -> None:
    from kaaw_archive.export.to_md import _plain

    hostile = [
        "# Titel",
        "1. eins",
        "- Punkt",
        "[a](http://b)",
        "<b>x</b>",
        "`x`",
        "a_b_c *d*",
        "===",
        "| a |",
        "&amp;",
        "~~~",
        "![x](y)",
    ]
    for text in hostile:
        (block, inline, _) = MarkdownIt("commonmark").parse(_plain(text))
        assert block.type == "paragraph_open"
        assert [child.type for child in inline.children or []] in (["text"], ["text_special"]) or all(
            child.type in ("text", "text_special") for child in inline.children or []
        )
        assert "".join(child.content for child in inline.children or []) == text


def test_text_and_markdown(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    for ending in ("txt", "md"):
        text = exported(run, filled_path, tmp_path / f"a.{ending}").decode()
        assert "Der Ausbau der Straße endet im Juni." in text
        assert "published: 2016-09-21" in text
        assert "published: unknown, first seen 2016-09-22" in text
        assert not set(text) & {"\x1b", "\x07", "\u202e"}


@pytest.mark.parametrize("form", ["csv", "jsonl", "txt", "md", "atom", "parquet", "sqlite"])
def test_the_same_archive_gives_the_same_file(run: Kaaw, filled_path: Path, tmp_path: Path, form: str) -> None:
    first = exported(run, filled_path, tmp_path / f"a.{form}")
    assert exported(run, filled_path, tmp_path / f"b.{form}") == first


def test_it_is_said_that_a_query_was_not_widened_and_what_was_not_searched(
    run: Kaaw, filled_path: Path, tmp_path: Path
) -> None:
    none = run(filled_path, "export", "die", "Straße", "nirgends", "--to", str(tmp_path / "none.csv"))
    assert "nothing has all of the words" in none.stderr
    assert "not searched, as most texts have it: die;" in none.stderr
    for words in (["Straße"], ["nirgends"]):
        assert run(filled_path, "export", *words, "--to", str(tmp_path / "other.csv")).stderr == ""


def test_the_filters_are_those_of_the_search(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    def found(*options: str) -> list[tuple[Any, Any]]:
        lines = exported(run, filled_path, tmp_path / "a.jsonl", *options).splitlines()
        return [(row["url"], row["version"]) for row in map(json.loads, lines)]

    assert found("--since", "2016-09-22") == [(AKTE, 1)]
    assert found("Förderung") == [(STRASSE, 3)]
    assert found("--as-of", "2016-09-30") == [(STRASSE, 2), (AKTE, 1)]
    assert found("--author", "müller") == [(STRASSE, 3)]
    assert found("nirgends") == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--to", "a.doc"], "csv, jsonl"),
        (["--to", "a.jsonl", "--bom"], "--bom belongs to CSV"),
        (["--to", "a.sqlite", "--versions"], "every version"),
        (["--to", "no/such/folder/a.csv"], "cannot write"),
    ],
)
def test_what_cannot_be_written_is_one_line(
    run: Kaaw, filled_path: Path, tmp_path: Path, options: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in one_line_error(run(filled_path, "export", *options))
    assert list(tmp_path.iterdir()) == []
