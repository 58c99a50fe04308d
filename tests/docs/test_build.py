"""The pages are built without a warning; they load nothing from elsewhere, and their links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

import pytest

from tests.program import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("sphinx") is None, reason="the group docs is not installed"),
]

LOADED = {"src", "srcset", "poster", "data"}
ELSEWHERE = re.compile(r"(?:https?:)?//")
IN_STYLES = re.compile(r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^)'\"]*)")


class Document(HTMLParser):
    """What a page loads, where its links lead, and the ids of its elements."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        self.loads += [value for name, value in given.items() if name in LOADED]
        if "href" in given:
            (self.links if tag == "a" else self.loads).append(given["href"])
        if "id" in given:
            self.ids.add(given["id"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("docs") / "html"
    sphinx = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    done = subprocess.run([*sphinx, str(PROJECT / "docs"), str(out)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return out


@cache
def document(path: Path) -> Document:
    return Document(path)


def test_each_page_is_built(site: Path) -> None:
    written = {path.relative_to(PROJECT / "docs").with_suffix("") for path in (PROJECT / "docs").rglob("*.md")}
    assert written <= {path.relative_to(site).with_suffix("") for path in site.rglob("*.html")}


def test_pages_load_nothing_from_elsewhere(site: Path) -> None:
    loaded = [load for path in site.rglob("*.html") for load in document(path).loads]
    assert loaded
    assert [load for load in loaded if ELSEWHERE.match(load)] == []
    styles = [path.read_text(encoding="utf-8") for kind in ("css", "svg") for path in site.rglob(f"*.{kind}")]
    assert [found for style in styles for found in IN_STYLES.findall(style)] == []


def test_links_between_pages_lead_somewhere(site: Path) -> None:
    lost = []
    for path in site.rglob("*.html"):
        for link in document(path).links + document(path).loads:
            target, fragment = urldefrag(link)
            if re.match(r"[a-z]+:|//", link):
                continue
            file = path.parent / unquote(target.partition("?")[0]) if target else path
            if not file.exists() or (
                fragment and file.suffix == ".html" and fragment not in document(file.resolve()).ids
            ):
                lost.append(f"{path.relative_to(site)}: {link}")
    assert lost == []
