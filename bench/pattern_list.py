"""Every regular expression of the package: those compiled at import, and those written in functions."""

from __future__ import annotations

import ast
import functools
import importlib
import pkgutil
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kaaw_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

_FUNCTIONS = {"compile", "match", "search", "fullmatch", "findall", "finditer", "split", "sub", "subn"}
_Pattern = re.Pattern[str] | re.Pattern[bytes]
_ANY = frozenset({"search"})
# Patterns in tables of rules, by the only methods that urls/keys.py calls on them; their paths, which are searched, are
# constants.
_OF_TABLES = {
    "DROPPED": frozenset({"match"}),
    "NOISE": frozenset({"match"}),
    "RENAMED": frozenset({"match"}),
    "NUMBERED": frozenset({"fullmatch"}),
}


@dataclass(frozen=True, slots=True)
class FoundPattern:
    """Pattern, the module that holds it, and its name there; a pattern in a function has the function's name.

    ``methods`` are those that are called on it, ``search`` for all that look at every place of a text.
    """

    module: str
    name: str
    pattern: _Pattern
    methods: frozenset[str] = frozenset({"search"})

    @property
    def place(self) -> str:
        return f"{self.module}:{self.name}"


@functools.cache
def patterns_of_package() -> list[FoundPattern]:
    """Return each pattern once, under the first module that holds it."""
    found: dict[tuple[Any, int], FoundPattern] = {}
    uses = _uses()
    for name in sorted(_module_names()):
        module = importlib.import_module(name)
        written = list(_written(module.__file__ or ""))
        held = [
            (place, pattern, _OF_TABLES.get(place) or uses.get(_scope(place, module.__file__), _ANY))
            for place, pattern in _held(module)
        ]
        for place, pattern, methods in [*held, *written]:
            key = (pattern.pattern, pattern.flags)
            if known := found.get(key):
                found[key] = FoundPattern(known.module, known.name, pattern, known.methods | methods)
            else:
                found[key] = FoundPattern(name, place, pattern, methods)
    return sorted(found.values(), key=lambda one: one.place)


@functools.cache
def _parsed(file: str) -> ast.Module:
    return ast.parse(Path(file).read_text(encoding="utf-8"))


def _uses() -> dict[str, frozenset[str]]:
    """Return the methods that are called on each name in the package; all of them for names in tables and arguments."""
    called: dict[str, set[str]] = {}
    for file in Path(kaaw_archive.__path__[0]).rglob("*.py"):
        tree = _parsed(str(file))
        receivers = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in _FUNCTIONS | {"pattern"}:
                receivers.add(node.value)
                called.setdefault(_scope(_name(node.value), str(file)), set()).add(_kind(node.attr))
        for node in ast.walk(tree):
            is_read = isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
            if is_read and node not in receivers:
                called.setdefault(_scope(_name(node), str(file)), set()).add("search")
    return {name: frozenset(methods) for name, methods in called.items()}


def _scope(name: str, file: str | None) -> str:
    """Return a name that is one in the whole package; private names are one in their file."""
    return f"{file}:{name}" if name.startswith("_") else name


def _name(node: ast.AST) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


def _kind(method: str) -> str:
    return method if method in ("match", "fullmatch") else "search"


def _module_names() -> Iterator[str]:
    for module in pkgutil.walk_packages(kaaw_archive.__path__, "kaaw_archive."):
        if not module.name.endswith("__main__"):
            yield module.name


def _held(module: Any) -> Iterator[tuple[str, _Pattern]]:
    """Yield the patterns among the values of a module, also in tables and objects of the package."""
    for name, value in vars(module).items():
        if not name.startswith("__"):
            for pattern in _inside(value, set()):
                yield name, pattern


def _inside(value: Any, seen: set[int]) -> Iterator[_Pattern]:
    if isinstance(value, re.Pattern):
        yield value
        return
    if isinstance(value, str | bytes | int | float | None) or id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, dict):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        parts = list(value)
    elif type(value).__module__.startswith("kaaw_archive"):
        slots = (getattr(value, slot, None) for one in type(value).__mro__ for slot in getattr(one, "__slots__", ()))
        parts = [*getattr(value, "__dict__", {}).values(), *slots]
    elif isinstance(value, type) and value.__module__.startswith("kaaw_archive"):
        parts = list(vars(value).values())
    else:
        return
    for part in parts:
        yield from _inside(part, seen)


def _written(file: str) -> Iterator[tuple[str, _Pattern, frozenset[str]]]:
    """Yield the patterns that a file writes as constants into calls of ``re``, with the name around the call."""
    for top in _parsed(file).body:
        name = getattr(top, "name", "module")
        for node in ast.walk(top):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            text = node.args[0]
            if (
                of_re
                and node.func.attr in _FUNCTIONS
                and isinstance(text, ast.Constant)
                and isinstance(text.value, str)
                and name != "module"
            ):
                methods = _ANY if node.func.attr == "compile" else frozenset({_kind(node.func.attr)})
                yield name, re.compile(text.value, _flags(node)), methods


def _flags(call: ast.Call) -> int:
    """Return the flags that are written in a call of ``re``."""
    flags = 0
    for argument in [*call.args[1:], *(keyword.value for keyword in call.keywords)]:
        for part in ast.walk(argument):
            if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "re":
                flags |= int(getattr(re, part.attr, 0))
    return flags


def missed(compiled_at_import: set[tuple[Any, int]]) -> set[tuple[Any, int]]:
    """Return the patterns of a record of ``re.compile`` that the list of this module lacks."""
    known = {(one.pattern.pattern, one.pattern.flags) for one in patterns_of_package()}
    return compiled_at_import - known


if __name__ == "__main__":
    for one in patterns_of_package():
        sys.stdout.write(f"{one.place}\t{one.pattern.pattern!r}\n")
