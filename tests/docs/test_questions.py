"""The questions of researchers are answered in SQL, in Python and on the command line, each on the same archive."""

from __future__ import annotations

import ast
import re
import shutil
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import kaaw_archive
from kaaw_archive.archive.connect import migrate, open_for_reading, open_for_writing
from supply import notebook
from tests.archive.queries.builder import Builder, article
from tests.cli.conftest import Kaaw, run
from tests.docs import command_lines
from tests.docs.pages import Page
from tests.program import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kaaw_archive.api import Archive

__all__ = ["run"]
PAGE = Page("docs/researchers/questions.md")
HEADINGS = re.findall(r"^## \d+\. (.+)$", PAGE.text, re.MULTILINE)


def blocks(language: str) -> list[Any]:
    found = [fence for fence in PAGE.fences if fence.language == language]
    return [pytest.param(fence.text, id=title) for fence, title in zip(found, HEADINGS, strict=True)]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with every kind of row: the newest of those that migrations are tested with."""
    newest = max((PROJECT / "tests" / "databases").glob("v*.db"), key=lambda path: int(path.stem[1:]))
    path = tmp_path_factory.mktemp("questions") / "archive.db"
    shutil.copy(newest, path)
    migrate(path)
    return path


@pytest.fixture(scope="module")
def archive(asked: Path) -> Iterator[Archive]:
    with kaaw_archive.open(asked) as opened:
        yield opened


def test_there_are_25_and_each_is_answered_three_times() -> None:
    assert len(HEADINGS) >= 25
    assert len(set(HEADINGS)) == len(HEADINGS)
    for language in ("sql", "python", "sh"):
        assert len(blocks(language)) == len(HEADINGS)


@pytest.mark.parametrize("query", blocks("sql"))
def test_in_sql(asked: Path, query: str) -> None:
    with closing(open_for_reading(asked)) as connection:
        assert connection.execute(query).fetchall()


def function_of(text: str) -> Callable[[Archive], object]:
    names: dict[str, Any] = {}
    exec(compile(text, "question", "exec"), names)
    (name,) = re.findall(r"^def (\w+)\(archive\)", text, re.MULTILINE)
    found: Callable[[Archive], object] = names[name]
    return found


@pytest.mark.parametrize("text", blocks("python"))
def test_in_python(archive: Archive, text: str) -> None:
    assert function_of(text)(archive)


def test_a_notebook_of_them_runs_from_top_to_bottom(asked: Path) -> None:
    """Cells share one namespace, so that no name of one may spoil another; `make notebook` runs them in Jupyter."""
    names: dict[str, Any] = {}
    made = notebook.notebook(PAGE.text, str(asked))
    code = [cell["source"] for cell in made["cells"] if cell["cell_type"] == "code"]
    assert len(code) == 1 + 2 * len(HEADINGS)
    for cell in code:
        *statements, last = ast.parse(cell).body
        exec(compile(ast.Module(statements, []), "cell", "exec"), names)
        assert isinstance(last, ast.Expr)
        answer = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        shown = answer._repr_html_() if hasattr(answer, "_repr_html_") else repr(answer)
        assert answer is not None
        assert shown
    names["archive"].close()


def test_a_notebook_is_of_its_format(asked: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed: `make notebook` has it")
    nbformat.validate(nbformat.from_dict(notebook.notebook(PAGE.text, str(asked))))


def test_a_notebook_that_loads_something_is_known() -> None:
    loads = {"data": {"text/html": "<p><img src='https://elsewhere.example/a.png'></p>"}}
    quiet = {"data": {"text/html": "<table></table>"}}
    assert notebook.loading_outputs({"cells": [{"outputs": [loads, quiet]}, {"cell_type": "markdown"}]}) == [
        loads["data"]["text/html"]
    ]


@pytest.mark.parametrize("lines", blocks("sh"))
def test_on_the_command_line(
    run: Kaaw, asked: Path, lines: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for line in lines.splitlines():
        for words in command_lines.words_of(line):
            assert words[0] == "kaaw"
            result = run(asked, words[1], *words[2:])
            assert result.exit_code == 0, result.output
            assert result.stdout not in ("", "[]\n")
            assert ": 0 versions" not in result.stdout


def test_who_said_it_first_takes_the_day_that_a_later_address_states(archive_path: Path) -> None:
    old, new = "https://www.stadt.example/alt", "https://www.stadt.example/neu"
    text = "Die Satzung gilt. " + " ".join(f"Der Satz {number} steht in ihr." for number in range(20))
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-20T06:00:00.000Z")
        builder.page(old, "2016-09-20T06:00:01.000Z", article(old, "Neue Regeln", text))
        builder.begin("2020-09-02T06:00:00.000Z")
        hop = builder.page(old, "2020-09-02T06:00:01.000Z", status=301, headers={"location": [new]})
        shown = article(new, "Neue Regeln", text, published_on="2016-03-19")
        builder.page(new, "2020-09-02T06:00:02.000Z", shown, via_id=hop.id)
    at = HEADINGS.index("Who said it first?")
    query, code = (blocks(language)[at].values[0] for language in ("sql", "python"))
    with kaaw_archive.open(archive_path) as opened:
        assert opened.sql(query).to_dicts() == [{"source": "stadt.example", "said_on": date(2016, 3, 19)}]
        assert function_of(code)(opened) == [(date(2016, 3, 19), "stadt.example")]
