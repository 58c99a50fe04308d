"""Pages of the documentation are true: each block is run or checked, and all that is named exists."""

from __future__ import annotations

import configparser
import importlib
import json
import re
import shutil
import sqlite3
import tomllib
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from kaaw_archive.cli import kaaw
from kaaw_archive.exit_codes import ExitCode
from kaaw_archive.spider import NewsSpider
from tests.archive.queries.builder import STRASSE, fill
from tests.docs import command_lines
from tests.docs.pages import Fence, Page, fences, pages
from tests.program import PROJECT, kaaw_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.program import Program

LINK = "https://www.bund.example/gesetz"  # of the archive that `fill` makes
ADDRESS = re.compile(r"https?://[^\s'\"]+")
# these need a network, a project, a service or the demo's world: their arguments are parsed, and they are not run
QUICK_LINES = 5
IN_A_PROCESS_OF_THEIR_OWN = frozenset({"crawl", "run", "derive", "mcp", "links", "sites"})  # have workers or a reactor
NOT_RUN = frozenset("crawl demo notify run sites".split())


def check_crontab(text: str) -> None:
    """Check the five fields and the commands of a crontab."""
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            entry = command_lines.CRON.fullmatch(line)
            assert entry, line
            for words in command_lines.words_of(entry[1]):
                command_lines.check(words)


PARSERS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "toml": tomllib.loads,
    "ini": lambda text: configparser.ConfigParser(interpolation=None, strict=False).read_string(text),
    "crontab": check_crontab,
}
RUN = frozenset({"sh", "sql", "python"})
NAMED = [(page, code) for page in pages() for code in page.codes]


def named(pattern: str) -> list[tuple[str, re.Match[str]]]:
    """Return what stands in backticks and matches as a whole, with its page."""
    found = [(page.name, re.fullmatch(pattern, code)) for page, code in NAMED]
    return [(name, match) for name, match in found if match]


def by_page(found: list[tuple[str, re.Match[str]]]) -> list[pytest.param]:  # type: ignore[valid-type]
    return [pytest.param(match, id=f"{name}: {match[0]}") for name, match in found]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_each_block_has_a_language_that_is_run_or_checked(page: Page) -> None:
    known = RUN | set(PARSERS)
    others = [fence for fence in page.fences if fence.language not in known and not _is_directive(fence)]
    assert [f"{fence}: {fence.language or 'indented, or without a language'}" for fence in others] == []


def _is_directive(fence: Fence) -> bool:
    """Return True for a directive of MyST, which the build of the pages checks."""
    return fence.page.startswith("docs/") and fence.language.startswith(("{toctree}", "{include}", "{note}"))


def with_slow_marked(fence: Fence) -> Any:
    """Return a parameter, marked slow if its commands ask sites or are many."""
    is_slow = "links audit" in fence.text or len(fence.text.splitlines()) > QUICK_LINES
    return pytest.param(fence, marks=pytest.mark.slow if is_slow else (), id=str(fence))


@pytest.mark.parametrize("fence", [with_slow_marked(fence) for fence in fences("sh")])
def test_command_lines(fence: Fence, program: Program) -> None:
    archive = program.folder / "archive.db"
    fill(archive)
    (program.folder / "addresses.txt").write_text(f"{LINK}\n", encoding="utf-8")
    if "kaaw links" in fence.text:
        run(program, archive, ["links", "watch", LINK], {ExitCode.DONE})
    codes = {ExitCode.DONE, *exit_codes(Page(fence.page))}
    for line in fence.text.splitlines():
        for words in command_lines.words_of(line):
            command_lines.check(words)
            if words[0].endswith("kaaw") and words[1] not in NOT_RUN:
                run(program, archive, words[1:], codes)


def run(program: Program, archive: Path, words: list[str], codes: set[int]) -> None:
    """Run a command in the filled archive: its addresses and sources are replaced by one that is there.

    It may end with a code that its page names.
    """
    address = LINK if words[0] == "links" else STRASSE
    arguments = [ADDRESS.sub(address, word) for word in words]
    for position, word in enumerate(arguments):
        if word.startswith("/"):  # nothing is written outside of the test
            path = program.folder / word.lstrip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            arguments[position] = str(path)
        if arguments[position - 1] == "--article":
            arguments[position] = STRASSE
        if arguments[position - 1] == "--source":
            arguments[position] = "stadt.example"
        if arguments[position - 1] == "--archive":
            place = program.folder / arguments[position]
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                shutil.copy(archive, place)
    wanted = codes - {ExitCode.WRONG_ARGUMENTS}
    if "--no-crawl" in words:  # the filled archive has no audit
        wanted.add(ExitCode.FAILED)
    if words[0] in IN_A_PROCESS_OF_THEIR_OWN:
        ran = program.run(*kaaw_command(*arguments))
        assert ran.code in wanted, (arguments, ran.output)
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(program.folder)
        patch.delenv("KAAW_ARCHIVE", raising=False)
        result = CliRunner(env=program.environment()).invoke(kaaw, arguments, prog_name="kaaw")
    assert result.exit_code in wanted, (arguments, result.output)


@pytest.mark.parametrize("fence", fences("python"), ids=str)
def test_python(fence: Fence) -> None:
    names: dict[str, object] = {}
    exec(compile(fence.text, str(fence), "exec"), names)
    assert set(names) - {"__builtins__"}
    spiders = [one for one in names.values() if isinstance(one, type) and issubclass(one, NewsSpider)]
    own = [one for one in spiders if one.__module__ == "builtins"]  # written on the page, not imported
    assert [name for one in own for name in vars(one) if name not in {*dir(one.__base__), "name"}] == []
    for name in re.findall(r'"(kaaw_archive(?:\.\w+)+)"', fence.text):
        module, _, attribute = name.rpartition(".")
        assert hasattr(importlib.import_module(module), attribute), name


@pytest.mark.parametrize("fence", [fence for language in PARSERS for fence in fences(language)], ids=str)
def test_files_are_understood(fence: Fence) -> None:
    assert fence.text.strip()
    PARSERS[fence.language](fence.text)


@pytest.mark.parametrize("command", by_page(named(r"kaaw(?: .+)?")))
def test_commands_in_the_text(command: re.Match[str]) -> None:
    command_lines.check_named(command[0])


@pytest.mark.parametrize("option", by_page(named(r"(--[a-z-]+)(?:[ =].*)?")))
def test_options_in_the_text(option: re.Match[str]) -> None:
    assert option[1] in command_lines.options() or command_lines.is_option_of_a_bench(option[1])


@pytest.mark.parametrize("target", by_page(named(r"make ([a-z]+)")))
def test_targets_of_make_in_the_text(target: re.Match[str]) -> None:
    command_lines.check(target[0].split())


@pytest.mark.parametrize("setting", by_page(named(r"((?:ARCHIVE|LINK)_[A-Z_]+)(?:=.*)?")))
def test_settings_in_the_text(setting: re.Match[str]) -> None:
    assert setting[1] in command_lines.SETTINGS


@pytest.mark.parametrize("name", by_page(named(r"[A-Z]+(?:_[A-Z]+)+")))
def test_variables_and_constants_in_the_text(name: re.Match[str]) -> None:
    assert name[0] in command_lines.SETTINGS or command_lines.is_named_in_the_code(name[0])


@pytest.mark.parametrize(
    "path", by_page(named(r"(?:kaaw_archive|kaaw_demo|spiders|tests|bench|docs|supply)/[\w./-]*[a-z_/]"))
)
def test_paths_in_the_text(path: re.Match[str]) -> None:
    assert (PROJECT / path[0]).exists() or path[0] == "spiders/stadt_beispiel.py"


@pytest.mark.parametrize("module", by_page(named(r"(?:kaaw_archive|kaaw_demo|bench|tests)(?:\.\w+)+")))
def test_modules_in_the_text(module: re.Match[str]) -> None:
    parent, _, name = module[0].rpartition(".")
    assert hasattr(importlib.import_module(parent), name) or importlib.import_module(module[0])


@pytest.mark.parametrize("column", by_page(named(r"([a-z_]+)\.(?!py)([a-z_]+)")))
def test_columns_in_the_text(column: re.Match[str], archive_path: Path) -> None:
    """A word with a point is a column if its first half is a table or a view."""
    fill(archive_path)
    with closing(sqlite3.connect(archive_path)) as db:
        columns = {row[0] for row in db.execute("SELECT name FROM pragma_table_info(?)", (column[1],))}
    assert not columns or column[2] in columns


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_exit_codes_in_the_text(page: Page) -> None:
    assert exit_codes(page) <= set(ExitCode)


def exit_codes(page: Page) -> set[int]:
    """Return the exit codes that a text names as such."""
    named = re.findall(r"\bexit codes? (\d+(?:(?:,| and| or) \d+)*)", page.text)
    return {int(number) for numbers in named for number in re.findall(r"\d+", numbers)}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_links_between_pages(page: Page) -> None:
    """Headings of links are checked by the build of the pages."""
    files = [link.partition("#")[0] for link in page.links if not re.match(r"[a-z]+:", link)]
    assert [file for file in files if file and not (page.path.parent / file).exists()] == []
