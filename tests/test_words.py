"""Words of the code and of `--help`: first words of docstrings, names of classes and functions, docs/glossary.md."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli import kaaw
from tests.program import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = ("kaaw_archive", "kaaw_demo", "spiders")
# A docstring begins with a verb or a noun, so that its first words name what the object does or is.
NOT_AT_THE_BEGINNING = frozenset("What Whether Where How As Of Who Whoever Whose Which Without Why When That".split())
# Names of others that their frameworks call.
OF_FRAMEWORKS = frozenset(
    "failed received scraped dataReceived headerReceived statusReceived addressResolved HostNotResolved PoolClosed "
    "RefoldNeeded".split()
)
NO_VARIABLES = frozenset({"said", "told", "whoever"})
IRREGULAR = frozenset(
    "bound built chosen drawn found given held kept known made met said seen sent shown spoken taken thought told "
    "written".split()
)
GLOSSARY = PROJECT / "docs" / "glossary.md"

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@cache
def all_nodes() -> list[tuple[str, ast.AST]]:
    """Return every node of the packages with the path of its file."""
    files = [file for package in PACKAGES for file in sorted((PROJECT / package).rglob("*.py"))]
    return [
        (file.relative_to(PROJECT).as_posix(), node)
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    ]


@cache
def nodes() -> list[tuple[str, Documented]]:
    """Return every module, class and function of the packages with the path of its file."""
    return [(file, node) for file, node in all_nodes() if isinstance(node, Documented)]


def test_a_docstring_begins_with_a_verb_or_a_noun() -> None:
    wrong = []
    for file, node in nodes():
        words = (ast.get_docstring(node) or "").split()
        is_of_functions = isinstance(node, ast.Module | ast.ClassDef) and words[:1] and words[0] in ("Return", "Yield")
        if words and (re.sub(r"\W", "", words[0]) in NOT_AT_THE_BEGINNING or is_of_functions):
            wrong.append(f"{file}:{getattr(node, 'lineno', 1)} begins with {words[0]}")
    assert wrong == []


def test_help_of_a_command_begins_with_a_verb_and_that_of_an_option_names_it() -> None:
    wrong = []
    for path, command in commands():
        for text in (command.help or "", command.get_short_help_str(200)):
            first = text.split()[0]
            if first in NOT_AT_THE_BEGINNING or first.endswith("s") or not first.istitle():
                wrong.append(f"{path} begins with {first}")
        for parameter in command.params:
            words = (getattr(parameter, "help", None) or "").split()
            if words and re.sub(r"\W", "", words[0]) in NOT_AT_THE_BEGINNING:
                wrong.append(f"{path} {parameter.opts[0]} begins with {words[0]}")
    assert wrong == []


def test_each_command_has_examples() -> None:
    assert [path for path, command in commands() if "Examples:" not in (command.help or "")] == []


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its path, `kaaw links report` for one."""
    waiting: list[tuple[str, click.Command]] = [("kaaw", kaaw)]
    while waiting:
        path, command = waiting.pop()
        yield path, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            named = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
            waiting += [(f"{path} {name}", child) for name, child in named if child]


def test_no_public_name_is_a_past_participle_alone() -> None:
    """`stored` or `Told` names no object: `stored_page`, `TrimmedArticle` do."""
    wrong = [
        f"{file}:{node.lineno} {node.name}"
        for file, node in nodes()
        if not isinstance(node, ast.Module)
        and file.startswith("kaaw_archive/")
        and is_participle(node.name)
        and node.name not in OF_FRAMEWORKS
    ]
    assert wrong == []


def test_no_variable_is_called_said_or_told() -> None:
    """A noun says what it holds: `clues`, `label`, `fields`."""
    wrong = [
        f"{file}:{node.lineno}"
        for file, node in all_nodes()
        if (isinstance(node, ast.Name) and node.id in NO_VARIABLES)
        or (isinstance(node, ast.arg) and node.arg in NO_VARIABLES)
    ]
    assert wrong == []


def is_participle(name: str) -> bool:
    return name.lower() in IRREGULAR or re.fullmatch(r"[A-Z]?[a-z]+[^e]ed", name) is not None


def test_a_class_name_means_one_thing() -> None:
    places = defaultdict(list)
    for file, node in nodes():
        if isinstance(node, ast.ClassDef) and file.startswith("kaaw_archive/"):
            places[node.name].append(f"{file}:{node.lineno}")
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_the_glossary_names_places_that_are_there() -> None:
    names = re.findall(r"`((?:kaaw_archive|kaaw_demo|spiders|tests)[\w/.]*)`", GLOSSARY.read_text(encoding="utf-8"))
    assert len(names) > 20
    assert [name for name in names if not (PROJECT / name).exists()] == []


def test_a_word_of_the_glossary_says_where_it_comes_from() -> None:
    rows = [line.split(" | ") for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert len(rows) > 60
    assert [row for row in rows if len(row) < 4 or not all(map(str.strip, row))] == []


def test_a_word_of_the_glossary_stands_once() -> None:
    rows = re.findall(r"^\| ([^|]+) \|", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    words = [word for row in rows for word in row.split(", ") if not set(row) <= set("-")]
    assert sorted({word for word in words if words.count(word) > 1} - {"word"}) == []
