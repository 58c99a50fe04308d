"""Links inside the article's element of pages with a known text: which of them the reader has as mentions."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from bench.folding import domain_of
from kaaw_archive import urls
from kaaw_archive.extract.article import links
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lxml.html import HtmlElement

_SHARE = 0.9  # of the words of the text
_WORD = re.compile(r"\w+")
_AROUND = frozenset({"nav", "footer", "form"})
_SHARING = re.compile(r"(?:^|[\s_-])(?:shar(?:e|ing)|social|teilen|sharebar)", re.I)


def show(folder: Path, truth: Mapping[str, Any], done: Mapping[str, Any], wanted: float) -> None:
    """Print how many of the links to other hosts and to PDFs inside the articles' elements were read."""
    count = found = pages = 0
    for name, record in truth.items():
        expected = expected_links(folder / record["file"], record)
        have = {_plain(url) for url in done[name].get("links", ())}
        count += len(expected)
        found += len(expected & have)
        pages += bool(expected)
    share = found / count if count else 0.0
    mark = " " if share >= wanted else "-"
    print(f"links in the article's element: {found} of {count} on {pages} pages, {share:.3f}, wanted {wanted} {mark}")


def expected_links(path: Path, record: Mapping[str, Any]) -> set[str]:
    """Return the links to other domains and to PDFs in the smallest element that holds nine tenths of the text."""
    tree = trees.parse_tree(decode(gzip.decompress(path.read_bytes()), "text/html"))
    if tree is None:
        return set()
    home, base, own = element_of(tree, record["text"]), trees.base_of(tree, record["url"]), domain_of("", record)
    found = set()
    for anchor in home.iter("a"):
        target = links.resolve(base, anchor.get("href") or "")
        if (
            target is None
            or urls.is_print_or_share(target, of=record["url"])
            or any(_is_around(above, home) for above in (anchor, *anchor.iterancestors()))
        ):
            continue
        if domain_of("", {"set": "", "url": target, "host": ""}) != own or urls.names_document(target):
            found.add(_plain(target))
    return found


def element_of(tree: HtmlElement, text: str) -> HtmlElement:
    """Return the smallest element that holds nine tenths of the words of a text."""
    wanted = Counter(_WORD.findall(text))
    enough = _SHARE * sum(wanted.values())
    home: HtmlElement | None = tree
    while home is not None:
        tree = home
        home = next((one for one in tree if sum((wanted & _words(one)).values()) >= enough), None)
    return tree


def _words(element: HtmlElement) -> Counter[str]:
    return Counter(_WORD.findall(" ".join(map(str, element.itertext()))))


def _is_around(element: HtmlElement, home: HtmlElement) -> bool:
    """Return True for navigation, footers, forms and share bars below the article's element."""
    if element is home or element in home.iterancestors():
        return False
    return (
        element.tag in _AROUND or _SHARING.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None
    )


def _plain(url: str) -> str:
    return url.partition("#")[0].rstrip("/")
