"""What differs between an article as it was read and what a case wants of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaaw_archive.items import ArticleRecord

# by what the day of publication was found: where a reader sees it, where machines look, in the address
_CLUES = {
    "shown": ("selector", "time", "itemprop", "text", "dd.", "span.", "td.", "p."),
    "declared": ("meta", "json-ld"),
    "address": ("url",),
    "image": ("image",),
}


def differences(article: ArticleRecord, wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What was read and what was wanted, by name of the field, where they are not the same."""
    found = {
        name: _LOOKS[name](article, value) if name in _LOOKS else getattr(article, name)
        for name, value in wanted.items()
    }
    return {name: (found[name], value) for name, value in wanted.items() if found[name] != value}


def _published_by(article: ArticleRecord, wanted: str) -> str:
    clue = article.published_clue or ""
    return wanted if clue.startswith(_CLUES[wanted]) else clue


def _parts(kind: str, name: str) -> Callable[[ArticleRecord, Any], Any]:
    return lambda article, _: [block[name] for block in article.structure if block["type"] == kind]


# each gives what is to be compared with the wanted value
_LOOKS: dict[str, Callable[[ArticleRecord, Any], Any]] = {
    "text": lambda article, _: article.text.split("\n"),
    "begins": lambda article, wanted: article.text[: len(wanted)],
    "ends": lambda article, wanted: article.text[-len(wanted) :],
    "with": lambda article, wanted: [part for part in wanted if part in article.text],
    "without": lambda article, wanted: [part for part in wanted if part not in article.text],
    "links": lambda article, _: [link.url for link in article.links],
    "links_with": lambda article, wanted: [url for url in wanted if url in {link.url for link in article.links}],
    "links_without": lambda article, wanted: [url for url in wanted if url not in {link.url for link in article.links}],
    "attachments": lambda article, _: [link.url for link in article.links if link.role == "attachment"],
    "headings": _parts("heading", "text"),
    "captions": _parts("image", "caption"),
    "images": _parts("image", "alt"),
    "tables": _parts("table", "rows"),
    "published_by": _published_by,
}
