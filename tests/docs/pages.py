"""Pages of the documentation, taken apart: fences, code in the text, tables, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from tests.program import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it.token import Token

BESIDE = ("README.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md")


@dataclass(frozen=True)
class Fence:
    """A fenced block, or an indented one: its language ("" for none), its text, the line where it begins."""

    page: str
    language: str
    text: str
    line: int

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Page:
    """A page of Markdown; ``name`` is its path in the project."""

    name: str

    @cached_property
    def path(self) -> Path:
        return PROJECT / self.name

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def _tokens(self) -> list[Token]:
        return MarkdownIt().enable("table").parse(self.text)

    @cached_property
    def fences(self) -> list[Fence]:
        """Return all blocks of code, of every form that Markdown has."""
        return [
            Fence(self.name, token.info.strip(), token.content, (token.map or [0])[0] + 1)
            for token in self._tokens
            if token.type in ("fence", "code_block")
        ]

    @cached_property
    def codes(self) -> list[str]:
        """Return what stands in backticks in the text and in tables."""
        return [child.content.replace("\\|", "|") for child in self._inline() if child.type == "code_inline"]

    @cached_property
    def links(self) -> list[str]:
        """Return the targets of links and pictures."""
        targets = [child.attrs.get("href") or child.attrs.get("src") for child in self._inline()]
        return [str(target) for target in targets if target]

    def _inline(self) -> list[Token]:
        return [child for token in self._tokens for child in token.children or ()]

    def section(self, title: str) -> str:
        """Return the text under a heading of the second level."""
        return self.text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@cache
def pages() -> list[Page]:
    """Return the pages of docs/ and those beside it."""
    listed = [PROJECT / name for name in BESIDE] + sorted((PROJECT / "docs").rglob("*.md"))
    return [Page(path.relative_to(PROJECT).as_posix()) for path in listed if path.exists()]


def fences(language: str) -> list[Fence]:
    """Return the fences of a language on all pages."""
    return [fence for page in pages() for fence in page.fences if fence.language == language]


def rows(table: str) -> list[list[str]]:
    """Return the cells of each line of Markdown that is a row of a table, without the line of dashes."""
    lines = [line.strip() for line in table.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines]
    return [row for row in cells if not set("".join(row)) <= set("-: ")]
