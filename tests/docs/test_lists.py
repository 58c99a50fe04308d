"""Lists in the pages are complete: each has all members of what the program enumerates, and none that it has not."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import fields
from typing import TYPE_CHECKING, get_args

import click
import pytest

from kaaw_archive.agents import tools
from kaaw_archive.api import records
from kaaw_archive.cite import FORMATS
from kaaw_archive.cli import export, kaaw
from kaaw_archive.cli._links import report_words
from kaaw_archive.cli.terminal import filter_options
from kaaw_archive.items.article_filter import STATES, ArticleFilter
from kaaw_archive.items.articles import ArticleKind, Role
from kaaw_archive.items.edits import NoEdit
from kaaw_archive.items.events import EVENT_KINDS
from kaaw_archive.items.works import EvidenceRule
from kaaw_archive.linkrot.rules import RULES
from kaaw_archive.verdicts import MEANINGS, LinkHealth
from tests.archive.queries.builder import fill
from tests.docs import command_lines
from tests.docs.pages import Page, rows
from tests.test_words import NOT_AT_THE_BEGINNING

if TYPE_CHECKING:
    from pathlib import Path

EDITS, EVENTS = Page("docs/researchers/edits.md"), Page("docs/researchers/events.md")
CITE, PYTHON = Page("docs/researchers/cite.md"), Page("docs/researchers/python.md")
VERDICTS, WORK_LIST = Page("docs/maintainers/verdicts.md"), Page("docs/maintainers/work-list.md")
GLOSSARY = Page("docs/glossary.md")
EXPORT = Page("docs/researchers/export.md")
SEARCH = Page("docs/researchers/search-and-read.md")

# The words of each advice in the list of the page.
ADVICE = {
    "replace": "replace the link",
    "copy": "point to a copy",
    "own_copy": "show the archive's copy",
    "nothing_known": "look for a new address",
    "compare": "compare the page",
    "place": "the part behind `#`",
    "certificate": "bad certificate",
    "correct": "correct a mistyped address",
    "wait": "wait",
    "none": "nothing: the article is gone",
}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (EDITS.section("What is no edit"), list(NoEdit)),
        (EVENTS.section("Events"), EVENT_KINDS),
        (EVENTS.section("Works"), get_args(EvidenceRule)),
        (CITE.text, list(FORMATS)),
        (VERDICTS.text.partition("\n## Health")[0], list(MEANINGS)),
        (Page("docs/researchers/agents.md").text, list(tools.NAMES)),
    ],
    ids=["reasons of no edit", "kinds of events", "rules of works", "formats of citations", "verdicts", "tools"],
)
def test_a_table_has_a_row_for_each_member(text: str, members: list[str]) -> None:
    named = [name for row in rows(text)[1:] for name in re.findall(r"`(\w[\w-]*)`", row[0])]
    assert sorted(named) == sorted(map(str, members))


def test_verdicts_count_as_the_page_says() -> None:
    shown = {row[0].strip("`"): row[2:] for row in rows(VERDICTS.text.partition("\n## Health")[0])[1:]}
    for verdict, meaning in MEANINGS.items():
        counts = "good" if meaning.answers else "bad" if meaning.strikes else "neither"
        assert shown[verdict] == [counts, f"{meaning.strikes} checks" if meaning.strikes else ""]


def test_each_health_is_explained() -> None:
    named = re.findall(r"^- \*\*([\w ]+)\*\*", VERDICTS.section("Health"), re.MULTILINE)
    assert sorted(named) == sorted(health.replace("_", " ") for health in LinkHealth)


@pytest.mark.parametrize(
    ("word", "members"), [("role", get_args(Role)), ("state", STATES)], ids=["roles", "states of articles"]
)
def test_a_word_of_the_glossary_names_all_its_values(word: str, members: tuple[str, ...]) -> None:
    (meaning,) = [row[1] for row in rows(GLOSSARY.text) if row[0] == word]
    assert [member for member in members if not re.search(rf"\b{member}\b", meaning)] == []


def test_the_page_names_every_advice_of_a_report() -> None:
    assert set(ADVICE) == set(report_words.ENGLISH.actions)
    says = " ".join(WORK_LIST.section("What an entry says").split())
    assert [words for words in ADVICE.values() if words not in says] == []


def test_the_page_names_every_filter_of_the_list_of_links() -> None:
    (line,) = [line for line in WORK_LIST.text.splitlines() if "# filters:" in line]
    command = kaaw.get_command(click.Context(kaaw), "links")
    assert command is not None
    options = {name for parameter in command.params for name in parameter.opts if name.startswith("--")}
    others = {"--archive", "--debug", "--json", "--by", "--fail-on", "--help"}
    assert set(re.findall(r"--[a-z-]+", line.partition("# filters:")[2])) == options - others


def test_the_page_names_every_filter_of_articles() -> None:
    options = {option for command in filter_options._OPTIONS for option in _options_of(command)}
    assert [option for option in sorted(options) if f"`{option}" not in SEARCH.text] == []
    (cell,) = [row[1] for row in rows(PYTHON.section("Questions")) if row[0].startswith("`articles(")]
    assert [name for name in ArticleFilter.__dataclass_fields__ if f"`{name}" not in cell] == []


def _options_of(decorator: object) -> list[str]:
    """Return the names of the option that a decorator of click adds, without those that switch one off."""
    assert callable(decorator)

    def command() -> None:
        """Take an option."""

    (parameter,) = decorator(command).__click_params__
    return list(parameter.opts)


@pytest.mark.parametrize("name", ["Article", "Version", "Work", "Event", "Link", "SearchHit"])
def test_a_record_of_python_has_the_fields_that_its_row_says(name: str, archive_path: Path) -> None:
    (row,) = [row for row in rows(PYTHON.section("Answers")) if row[0] == f"`{name}`"]
    fill(archive_path)
    with closing(sqlite3.connect(archive_path)) as db:
        columns = {
            column
            for code in _codes(row[2])
            for (column,) in db.execute("SELECT name FROM pragma_table_info(?)", (code,))
        }
    own = {field.name for field in fields(getattr(records, name))} - columns
    assert own <= set(_codes(row[3]))


def test_the_page_names_every_ending_of_an_export() -> None:
    endings = {ending for row in rows(EXPORT.text) for ending in re.findall(r"`\.(\w+)`", row[0])}
    assert endings == set(export.FORMATS)


def test_the_page_names_every_file_with_rules_of_links() -> None:
    named = set(re.findall(r"`(\w+)\.py`", Page("docs/developers/link-rule.md").text.partition("\n1. ")[0]))
    assert named == {rule.function.__module__.rpartition(".")[2] for rule in RULES}


def test_the_page_names_every_spider_that_comes_with_the_project() -> None:
    text = Page("docs/operators/first-crawl.md").section("Spiders that come with the project")
    named = set(re.findall(r"`(\w+)`", text.partition("They were written")[0]))
    assert named == set(command_lines.spiders()) - {"site", "cited", "linkcheck", "audit"}


def test_the_page_names_every_word_with_which_no_docstring_begins() -> None:
    text = Page("docs/developers/setup.md").section("Docstrings and names")
    (named,) = re.findall(r"It never begins with ([\w\s,]+)\.", text)
    assert set(re.findall(r"\b[A-Z]\w+", named)) == NOT_AT_THE_BEGINNING


def test_kinds_that_python_names_are_those_of_articles() -> None:
    (cell,) = [row[1] for row in rows(PYTHON.section("Questions")) if row[0].startswith("`articles(")]
    (named,) = re.findall(r"`kinds` \(\[`([\w ]+)`", cell)
    assert named in get_args(ArticleKind)


def _codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)
