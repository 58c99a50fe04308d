"""Command lines of the pages, taken apart and checked: each program has a check of its own, an unknown one fails."""

from __future__ import annotations

import re
import shlex
import tomllib
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click
import pytest
from scrapy.settings import Settings, default_settings

from kaaw_archive import setting_table, settings
from kaaw_archive.cli import kaaw
from kaaw_archive.spider.loader import EachSpiderLoader
from tests.program import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Spider

# programs of the system, whose arguments are theirs
OF_THE_SYSTEM = frozenset("cd chown cp crontab git grep mkdir mv ssh tar tr . eval install".split())
UNITS = PROJECT / "kaaw_archive" / "new_project" / "files"
SETTINGS = {setting.name for setting in setting_table.SETTINGS} | set(dir(default_settings))
NEW_SPIDERS = frozenset({"stadt_beispiel"})  # that a page writes with `kaaw sites new`
OPERATORS = frozenset({"&&", "||", "|", ";"})
CRON = re.compile(r"(?:[\d*,/-]+ ){5}\s*(.*)")


def words_of(line: str) -> list[list[str]]:
    """Return the words of each command of a line, without redirections and comments."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = "#"
    commands: list[list[str]] = [[]]
    words = iter(lexer)
    for word in words:
        if word in OPERATORS:
            commands.append([])
        elif word in (">", ">>", "<"):
            next(words)
        else:
            commands[-1].append(word)
    return [command for command in commands if command]


def check(words: list[str]) -> None:
    """Fail the test if a command cannot be what its program understands."""
    program, arguments = words[0].rpartition("/")[2], words[1:]
    if program in OF_THE_SYSTEM:
        return
    if program not in CHECKS:
        pytest.fail(f"no check for {program}: add one to CHECKS of {__name__}, or to OF_THE_SYSTEM")
    CHECKS[program](arguments)


def check_kaaw(arguments: list[str]) -> None:
    """Parse arguments as the program does."""
    command: click.Command = kaaw
    context = None
    name = "kaaw"
    try:
        while True:
            context = command.make_context(name, arguments, parent=context)
            rest = [*context._protected_args, *context.args]
            if not isinstance(command, click.Group) or not rest:
                break
            found, resolved, arguments = command.resolve_command(context, rest)
            assert found and resolved
            name, command = found, resolved
    except click.exceptions.Exit:  # of --help and --version
        return
    except click.UsageError as error:
        if isinstance(error, click.BadParameter) and error.format_message().endswith("does not exist."):
            return  # a file of the reader
        pytest.fail(f"kaaw: {error.format_message()}")
    if name == "crawl":
        check_crawl(list(context.params["arguments"]))


def check_crawl(arguments: list[str]) -> None:
    """Check the spider of a crawl, its arguments and its settings."""
    spider = spiders().get(arguments[0])
    assert spider or arguments[0] in NEW_SPIDERS, f"no such spider: {arguments[0]}"
    for option, value in zip(arguments[1::2], arguments[2::2], strict=True):
        name = value.partition("=")[0]
        known = {"-a": getattr(spider, "known_arguments", set()), "-s": SETTINGS}[option]
        assert name in known, f"{option} {name} is none of {sorted(known)}"


@cache
def spiders() -> dict[str, type[Spider]]:
    """Return the spiders that come with the project, by name."""
    loader = EachSpiderLoader.from_settings(Settings({"SPIDER_MODULES": list(settings.SPIDER_MODULES)}))
    return {name: loader.load(name) for name in loader.list()}


def _check_make(arguments: list[str]) -> None:
    targets = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = arguments[2:] if arguments[:1] == ["-C"] else arguments
    assert set(named) <= set(targets), arguments


def _check_python(arguments: list[str]) -> None:
    assert arguments[0] == "-m", arguments
    assert find_spec(arguments[1]), arguments[1]


def _check_pip(arguments: list[str]) -> None:
    extras = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = re.fullmatch(r"(?:\$\(ls )?dist/kaaw_archive-\*\.whl\)?(?:\[([\w,]+)\])?", arguments[1])
    assert arguments[0] == "install" and named, arguments
    assert set((named[1] or "demo").split(",")) <= set(extras), arguments


def _check_export(arguments: list[str]) -> None:
    (assignment,) = arguments
    assert is_named_in_the_code(assignment.partition("=")[0]), assignment


def _check_systemctl(arguments: list[str]) -> None:
    units = {file.name.removesuffix(".in") for file in UNITS.rglob("*")}
    # a folder that is not called "news" stands in the names of its units
    named = {re.sub(r"\Akaaw-[a-z]+-(?=[a-z]+\.)", "kaaw-", word) for word in arguments if "." in word}
    assert named and named <= units, (named, units)


def _check_sudo(arguments: list[str]) -> None:
    check(arguments[2:] if arguments[0] == "-u" else arguments)


def _check_env(arguments: list[str]) -> None:
    number = sum("=" in word for word in arguments)
    check(arguments[number:])


def _check_sqlite3(arguments: list[str]) -> None:
    assert arguments[-1].upper().startswith(("SELECT", "VACUUM INTO")), arguments


CHECKS: dict[str, Callable[[list[str]], None]] = {
    "kaaw": check_kaaw,
    "make": _check_make,
    "python": _check_python,
    "python3": _check_python,
    "env": _check_env,
    "pip": _check_pip,
    "export": _check_export,
    "systemctl": _check_systemctl,
    "sudo": _check_sudo,
    "sqlite3": _check_sqlite3,
}


@cache
def _code() -> str:
    files = [
        file
        for package in ("kaaw_archive", "kaaw_demo", "tests", "bench")
        for file in (PROJECT / package).rglob("*.py")
    ]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def is_named_in_the_code(name: str) -> bool:
    """Return True if a name stands in a file of Python, as that of an environment variable or of a constant."""
    return re.search(rf"\b{re.escape(name)}\b", _code()) is not None


@cache
def options() -> frozenset[str]:
    """Return the options of all commands and their subcommands."""

    def walk(command: click.Command, parent: click.Context | None) -> set[str]:
        context = click.Context(command, parent=parent, **command.context_settings)  # click keeps the first help option
        found = options_of(command, context)
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                if child := command.get_command(context, name):
                    found |= walk(child, context)
        return found

    return frozenset(walk(kaaw, None))


def options_of(command: click.Command, context: click.Context) -> set[str]:
    """Return the options of a command, also those that switch one off."""
    return {name for parameter in command.get_params(context) for name in (*parameter.opts, *parameter.secondary_opts)}


def is_option_of_a_bench(option: str) -> bool:
    """Return True for an option that a program in bench/ or tests/ declares."""
    return f'"{option}"' in _code()


def check_named(code: str) -> None:
    """Check a command that a text names in part: its subcommands and options exist."""
    command: click.Command = kaaw
    context = click.Context(kaaw, **kaaw.context_settings)
    for word in code.split()[1:]:
        name = word.partition("=")[0]
        if name.startswith("--"):
            assert name in options_of(command, context), code
        elif isinstance(command, click.Group) and (child := command.get_command(context, word)):
            command, context = child, click.Context(child, parent=context, **child.context_settings)
        elif command is kaaw:
            pytest.fail(f"no such command: {code}")
