"""The words of the code: what docstrings begin with, what class names mean, and what docs/glossary.md says of both."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache

from tests.program import PROJECT

PACKAGES = ("kaaw_archive", "kaaw_demo", "spiders")
# A docstring begins with a verb or a noun, so that its first words name what the object does or is.
NOT_AT_THE_BEGINNING = frozenset("What Whether Where How As Of Without Whoever".split())
GLOSSARY = PROJECT / "docs" / "glossary.md"

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@cache
def nodes() -> list[tuple[str, Documented]]:
    """Return every module, class and function of the packages with the path of its file."""
    files = [file for package in PACKAGES for file in sorted((PROJECT / package).rglob("*.py"))]
    return [
        (file.relative_to(PROJECT).as_posix(), node)
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, Documented)
    ]


def test_a_docstring_begins_with_a_verb_or_a_noun() -> None:
    wrong = []
    for file, node in nodes():
        words = (ast.get_docstring(node) or "").split()
        if words and re.sub(r"\W", "", words[0]) in NOT_AT_THE_BEGINNING:
            wrong.append(f"{file}:{getattr(node, 'lineno', 1)} begins with {words[0]}")
    assert wrong == []


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


def test_a_word_of_the_glossary_stands_once() -> None:
    rows = re.findall(r"^\| ([^|]+) \|", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    words = [word for row in rows for word in row.split(", ") if not set(row) <= set("-")]
    assert sorted({word for word in words if words.count(word) > 1} - {"word"}) == []
