"""The table of verdicts is complete, its page is the same, and no other file spells a verdict or a health."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import verdicts
from kaaw_archive.verdicts import MEANINGS, LinkHealth, Meaning, Verdict
from tests.program import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = PROJECT / "kaaw_archive"
# Rooms in which a text that equals a verdict or the health of a link is taken for one.
ROOMS = ("linkrot", "linkcheck", "derive", "archive/queries", "archive/store", "cli/_links")
# The same words with another meaning: problems of readings and of followed sites, states of pages and articles,
# addresses that seeds name no more, SQLite's own answer.
OTHER_WORDS = {
    ("archive/queries", "ok"), ("archive/queries", "timeout"), ("archive/queries", "moved"),
    ("archive/queries", "gone"), ("derive", "moved"), ("derive", "gone"),
    ("linkrot", "empty"), ("derive", "returned"),
    ("archive/store", "moved"), ("archive/store", "returned"), ("cli/_links", "moved"), ("derive", "unreachable"),
}  # fmt: skip
FIRST = frozenset(
    "ok moved drifted fragment_lost soft_404 not_found gone domain_lost parked server_error timeout unreachable"
    " redirect_loop wrong_type empty bad_url blocked login legal robots_denied tls_invalid unknown".split()
)
IN_SQL = re.compile(
    rf"\b(?:verdict|health)\s*(?:=|<>|!=|(?:NOT\s+)?IN\b)\s*\(?\s*'(?:{'|'.join([*Verdict, *LinkHealth])})'",
    re.IGNORECASE,
)


@cache
def texts(path: Path) -> list[str]:
    """Return all texts of a module but its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def counts_as(meaning: Meaning) -> str:
    if meaning.answers:
        return "good | "
    return f"bad | {meaning.strikes} checks" if meaning.strikes else "neither | "


def test_each_verdict_has_a_meaning() -> None:
    assert list(MEANINGS) == list(Verdict)
    for meaning in MEANINGS.values():
        assert meaning.sentence
        assert not (meaning.answers and meaning.strikes)


def test_the_view_of_the_days_of_links_counts_the_same_verdicts_as_good() -> None:
    sql = (PACKAGE / "archive" / "m013" / "link_days.sql").read_text(encoding="utf-8")
    listed = {frozenset(re.findall("'([a-z_0-9]+)'", found)) for found in re.findall(r"IN \(([^)]*)\)", sql)}
    assert listed == {verdicts.ANSWERING, verdicts.BROKEN_HEALTH, verdicts.WORKING_HEALTH}


def test_the_page_has_the_same_table() -> None:
    page = (PROJECT / "docs" / "maintainers" / "verdicts.md").read_text(encoding="utf-8")
    rows = [f"| `{verdict}` | {meaning.sentence} | {counts_as(meaning)} |" for verdict, meaning in MEANINGS.items()]
    assert "|---|---|---|---|\n" + "\n".join(rows) + "\n\n" in page


def test_no_other_file_spells_a_verdict_or_a_health() -> None:
    words = {*Verdict, *LinkHealth}
    spelled = {
        (room, text)
        for room in ROOMS
        for path in sorted((PACKAGE / room).glob("**/*.py"))
        for text in texts(path)
        if text in words
    }
    assert spelled == OTHER_WORDS


def test_no_query_spells_a_verdict_or_a_health() -> None:
    spelling = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.glob("**/*.py"))
        if any(IN_SQL.search(text) for text in texts(path))
    ]
    assert spelling == []


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("ANSWERING", "ok moved drifted fragment_lost"),
        ("INCONCLUSIVE", "blocked login legal robots_denied tls_invalid unknown"),
        ("CLEARLY_BROKEN", "gone domain_lost"),
        ("OUTAGES", "domain_lost server_error timeout unreachable"),
        ("AS_CITED", "ok moved tls_invalid"),
        ("CITED_PAGE", "ok moved tls_invalid fragment_lost"),
        ("ANY_PAGE", "ok moved tls_invalid fragment_lost drifted"),
    ],
)
def test_what_the_table_gives(name: str, members: str) -> None:
    """A later verdict may be in any of the sets; these stay where they are."""
    assert getattr(verdicts, name) & FIRST == set(members.split())


def test_a_page_that_drifted_or_lost_the_place_is_not_as_cited() -> None:
    """Copies from then on do not show what was cited."""
    assert verdicts.BROKEN | {Verdict.DRIFTED, Verdict.FRAGMENT_LOST} <= verdicts.NOT_AS_CITED
    assert not verdicts.NOT_AS_CITED & verdicts.INCONCLUSIVE
