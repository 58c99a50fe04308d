"""Text of pages, headers and addresses stays data: in Python files, url keys, spreadsheets and Markdown. Cases: cases/."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from kaaw_archive import urls
from kaaw_archive.cli._links.entries import Group
from kaaw_archive.cli._links.formats import write
from kaaw_archive.cli.terminal.printing import show_csv
from kaaw_archive.http import Headers, redirect_target
from kaaw_archive.sites import cases as site_cases
from kaaw_archive.sites.front_pages import FrontPage
from kaaw_archive.sites.making import spider_text
from kaaw_archive.spreadsheets import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

FORMULA = re.compile(r"[\s\x00\"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")
LIVE = re.compile(r"@\w|#\d|gh-\d|www\.|://", re.IGNORECASE)
ENTRY = {
    "url": "https://amt.example/x", "health": "dead", "verdict": "gone", "reason": "410", "rule": "gone", "action": "wait", "article_state": None,
    "first_bad_on": "2016-09-22", "dead_since_on": None, "last_good_on": None, "checked_at": "2016-09-22T12:00:00.000Z", "article_url": None, "article_title": None,
    "anchor_text": "here", "sentence": "See here.", "suggestion": None, "suggestion_confidence": None,
    "suggestion_reason": None, "copy": None, "incident": None, "robust_link": "<a href='https://amt.example/x'>here</a>",
}  # fmt: skip


def cases(name: str) -> list[Any]:
    path = Path(__file__).with_name("cases") / f"{name}.json"
    found: list[Any] = json.loads(path.read_text(encoding="utf-8"))
    assert found
    return [pytest.param(case, id=ascii(case)[:70]) for case in found]


@pytest.mark.parametrize("address", cases("no_host_names"))
def test_an_address_without_a_host_name_is_never_asked_and_forges_no_key(address: str) -> None:
    assert not urls.is_web(address)
    key = urls.key(address)
    assert ")" not in key.partition("/")[0]
    assert key != urls.key("https://www.bmi.bund.de/x")
    target = redirect_target("https://amt.example/", 301, Headers([("Location", address)]))
    assert target is None or not urls.is_web(target) or urls.host(target) == "amt.example"


@pytest.mark.parametrize("case", cases("host_names"))
def test_host_names_are_read_as_browsers_read_them(case: list[str]) -> None:
    address, host = case
    assert urls.host(address) == host
    assert urls.is_web(address) == bool(host)


@pytest.mark.parametrize("case", cases("front_pages"))
def test_a_spider_of_a_hostile_front_page_holds_literals_only(case: dict[str, Any]) -> None:
    front = FrontPage(
        given=case["url"], url=case["url"], seen_on="2016-09-22", title=case.get("title", "Amt"), system=case.get("system", "typo3"),
        evidence=case.get("evidence", "generator"), articles=3, is_listing=False, linked=tuple(case.get("seeds", ())),
        closed=0, sitemaps=(),
    )  # fmt: skip
    text = spider_text("amt", front, "together they name 3 articles")
    assert text.isascii()
    assert all(sign.isprintable() or sign == "\n" for sign in text)
    tree = ast.parse(text)
    kinds = [type(node) for node in tree.body]
    assert kinds == [ast.Expr, ast.ImportFrom, ast.ImportFrom, ast.ClassDef]
    (spider,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    assert all(isinstance(node, ast.Assign) for node in spider.body)
    values = {node.targets[0].id: ast.literal_eval(node.value) for node in spider.body}  # type: ignore[attr-defined]
    assert values["hosts"] == (urls.host(case["url"]),)
    assert values["seeds"] == front.seeds
    assert values["system"] == front.system


def test_a_recorded_case_shows_no_control_character(tmp_path: Path) -> None:
    case = tmp_path / "case"
    url = "https://amt.example/\u202e\u2028\ud800"
    expected = {"page": {"title": "\u202e\x9b \u00fcber"}}
    site_cases.write(case, payload=b"x", url=url, content_type=None, captured_at="x", expected=expected)
    written = (case / "meta.json").read_text("utf-8") + (case / "expected.json").read_text("utf-8")
    assert not set("\u202e\u2028\x9b") & set(written)
    assert "\u00fcber" in written
    loaded = site_cases.load(case)
    assert (loaded.url, loaded.expected) == (url, expected)


def cells_of(text: str, separator: str, *, is_quoted: bool) -> Iterable[str]:
    if not is_quoted:
        return [cell for line in re.split(r"[\r\n]", text) for cell in line.split(separator)]
    return [cell for row in csv.reader(io.StringIO(text), delimiter=separator) for cell in row]


@pytest.mark.parametrize("cell", cases("cells"))
def test_a_spreadsheet_calculates_nothing_however_it_splits(cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    show_csv(["id", "a", "b"], [{"id": 1, "a": cell, "b": "x"}, {"id": 2, "a": "x", "b": cell}])
    text = capsys.readouterr().out
    for separator in (",", ";", "\t"):
        seen = [*cells_of(text, separator, is_quoted=True)]
        # in a line that is split at commas each cell is quoted whole
        seen += cells_of(text, separator, is_quoted=False) if separator != "," else []
        assert [one for one in seen if FORMULA.match(one)] == [], separator


@pytest.mark.parametrize("cell", cases("cells"))
@pytest.mark.parametrize("before", ["", "Amtsblatt\n", "Amtsblatt\r\n"])
def test_no_line_of_an_exported_text_is_calculated(cell: str, before: str) -> None:
    """A reader that splits at semicolons takes quotation marks for text, and each line for a row."""
    text = str(safe_cell(f"{before}{cell}", keep_lines=True))
    seen = [part for line in re.split(r"[\r\n]", text) for part in re.split(r"[;\t]", line)]
    assert [one for one in seen if FORMULA.match(one)] == []


def test_a_report_of_links_is_as_safe_as_its_cells(capsys: pytest.CaptureFixture[str]) -> None:
    group = Group("watched", "g", None, "", [{**ENTRY, "sentence": "Siehe;=1+1"}])
    write("csv", [group], "2016-09-22T12:00:00.000Z")
    assert ";'=1+1" in capsys.readouterr().out


def tokens_of(markdown: str) -> Iterable[Token]:
    for token in MarkdownIt("commonmark").parse(markdown):
        yield token
        yield from token.children or ()


@pytest.mark.parametrize("text", cases("markdown"))
def test_a_report_in_markdown_has_nothing_live_of_a_page(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    fields = ("reason", "anchor_text", "sentence", "suggestion_reason", "copy", "robust_link")
    entry = {
        **ENTRY,
        **dict.fromkeys(fields, text),
        "suggestion": "https://amt.example/y",
        "suggestion_confidence": 0.9,
    }
    write("markdown", [Group("article", text, "https://amt.example/a", text, [entry])], "2016-09-22T12:00:00.000Z")
    addresses: set[object] = set()
    for token in tokens_of(capsys.readouterr().out):
        assert token.type not in ("html_block", "html_inline", "image", "fence", "code_block", "blockquote_open", "hr")
        if token.type == "link_open":
            addresses.add(token.attrs["href"])
        if token.type == "text" and token.content not in addresses:
            assert not LIVE.search(token.content)
    assert addresses == {"https://amt.example/a", "https://amt.example/x", "https://amt.example/y"}


@pytest.mark.parametrize("end", ["\\", "\\>", "\\\\", "\\)", "\n", "<", "> x"])
def test_no_address_ends_its_link_in_markdown(end: str, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"https://amt.example/{end}"
    entry = {
        **ENTRY,
        "url": url,
        "article_url": url,
        "article_title": "t",
        "suggestion": url,
        "suggestion_confidence": 0.9,
    }
    write("markdown", [Group("incident", "t", url, "", [entry])], "2016-09-22T12:00:00.000Z")
    tokens = [*tokens_of(capsys.readouterr().out)]
    links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert len(links) == 4
    shown = [token.content for token in tokens if token.type == "text" and "amt.example" in token.content]
    assert len(shown) == 2  # of the links that show their address


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "mailto:amt@evil.example", "vbscript:x", "data:text/html,x", "@octocat"]
)
def test_a_report_in_markdown_links_to_pages_of_the_web_only(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    write("markdown", [Group("watched", "g", None, "", [{**ENTRY, "url": url}])], "2016-09-22T12:00:00.000Z")
    tokens = [*tokens_of(capsys.readouterr().out)]
    assert not [token for token in tokens if token.type == "link_open"]
    assert url in [token.content for token in tokens if token.type == "code_inline"]
