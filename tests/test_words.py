"""Words of the code and of `--help`: first words of docstrings, names of classes and functions, docs/glossary.md."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

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

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


class Named(NamedTuple):
    """A module, class or function of the packages, or a variable whose name may not be."""

    file: str
    line: int
    kind: type[ast.AST]
    name: str  # empty for a module
    docstring: str


class Scope(NamedTuple):
    """Names of a module, with those that it imports, or those of the methods of one of its classes."""

    file: str
    names: frozenset[str]


@cache
def _found() -> tuple[list[Named], list[Scope]]:
    """Return what has a name. The trees are not kept: garbage collection takes longer for each object that is left."""
    named, scopes = [], []
    for path in (path for package in PACKAGES for path in sorted((PROJECT / package).rglob("*.py"))):
        file, tree = path.relative_to(PROJECT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
        named += [one for node in ast.walk(tree) if (one := _named(file, node))]
        bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
        scopes += [Scope(file, frozenset(name for node in body for name in _names_of(node))) for body in bodies]
    return named, scopes


def names() -> list[Named]:
    """Return every module, class and function, and the variables whose name may not be."""
    return _found()[0]


def _names_of(node: ast.stmt) -> list[str]:
    """Return the names that a statement gives."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).partition(".")[0] for alias in node.names]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _named(file: str, node: ast.AST) -> Named | None:
    line = getattr(node, "lineno", 1)
    if isinstance(node, DOCUMENTED):
        return Named(file, line, type(node), getattr(node, "name", ""), ast.get_docstring(node) or "")
    name = node.id if isinstance(node, ast.Name) else node.arg if isinstance(node, ast.arg) else None
    return Named(file, line, type(node), name, "") if name in NO_VARIABLES else None


def test_a_docstring_begins_with_a_verb_or_a_noun() -> None:
    wrong = []
    for one in names():
        words = one.docstring.split()
        is_of_functions = one.kind in (ast.Module, ast.ClassDef) and words[:1] and words[0] in ("Return", "Yield")
        if words and (re.sub(r"\W", "", words[0]) in NOT_AT_THE_BEGINNING or is_of_functions):
            wrong.append(f"{one.file}:{one.line} begins with {words[0]}")
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
        f"{one.file}:{one.line} {one.name}"
        for one in names()
        if one.kind in DOCUMENTED
        and one.file.startswith("kaaw_archive/")
        and is_participle(one.name)
        and one.name not in OF_FRAMEWORKS
    ]
    assert wrong == []


def test_no_variable_is_called_said_or_told() -> None:
    """A noun says what it holds: `clues`, `label`, `fields`."""
    assert [f"{one.file}:{one.line}" for one in names() if one.kind in (ast.Name, ast.arg)] == []


def is_participle(name: str) -> bool:
    return name.lower() in IRREGULAR or re.fullmatch(r"[A-Z]?[a-z]+[^e]ed", name) is not None


def test_a_class_name_means_one_thing() -> None:
    places = defaultdict(list)
    for one in names():
        if one.kind is ast.ClassDef and one.file.startswith("kaaw_archive/"):
            places[one.name].append(f"{one.file}:{one.line}")
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_private_name_is_a_public_one_behind_an_underscore() -> None:
    """`_end` beside `end` says nothing of how they differ."""
    wrong = [
        f"{scope.file}: {name}"
        for scope in _found()[1]
        for name in sorted(scope.names)
        if name.startswith("_") and name[1:] in scope.names
    ]
    assert wrong == []


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
