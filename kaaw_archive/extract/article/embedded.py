"""Articles that a page holds only as data for its scripts: ``articleBody`` of JSON-LD, states of Next.js and Nuxt.

Frameworks write the state of a page into it, from which a script makes what readers see. The article is the smallest
object that has a title and most of the prose; paragraphs are its strings in their order.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import lxml.html

from kaaw_archive.extract.article import published as publication
from kaaw_archive.extract.article.page import ArticlePage
from kaaw_archive.extract.metadata.dates import DateClue
from kaaw_archive.extract.written_days import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.extract.metadata.record import Metadata
    from kaaw_archive.items import ContentSystem

FEWEST_CHARACTERS = 300  # of a text that is worth more than what the page shows
_LONGEST_SCRIPT = 3_000_000  # characters
_MOST_DEPTH = 40
_PROSE_WORDS = 8
_SHARE = 0.8  # of all prose, in the object that is the article
_IDS = {
    "__NEXT_DATA__": "next_data",
    "__NUXT_DATA__": "nuxt",
    "ng-state": "script_state",
    "serverApp-state": "script_state",
}
_ASSIGNED = re.compile(r"\A\s*window\.(__NUXT__|__INITIAL_STATE__|__PRELOADED_STATE__)\s*=\s*")
_TITLES = ("headline", "title", "heading", "name")
_LEADS = ("lead", "teaser", "intro", "introduction", "abstract", "summary", "standfirst", "kicker_text")
_DAYS = (
    "datePublished",
    "publishedAt",
    "publishDate",
    "published_at",
    "publicationDate",
    "published",
    "date",
    "createdAt",
)
_TEXTS = frozenset(("text", "content", "html", "body", "value", "paragraph", "copy", "richtext", "markup", "headline"))
_NO_TEXT = re.compile(
    r"related|recommend|teasers?\b|more\b|next|prev|nav|menu|footer|header\b|seo|meta|image|img|media|caption|alt\b|config"
    r"|label|url|href|slug|locale|translations?|comments?",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<(?:p|br|h[1-6]|div|ul|ol|li|strong|em|a)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EmbeddedArticle:
    """An article found in data: its parts are plain text or HTML; ``on`` is its day, None if it names none."""

    source: str
    title: str | None
    parts: tuple[str, ...]
    on: str | None

    @property
    def characters(self) -> int:
        """Return the length of the text, without tags."""
        return sum(len(re.sub(r"<[^<>]{0,200}>", "", part)) for part in self.parts)


class EmbeddedPage(ArticlePage):
    """A page that shows an embedded article alone."""

    def __init__(self, tree: HtmlElement, url: str, system: ContentSystem, article: EmbeddedArticle) -> None:
        _show(tree, article)
        super().__init__(tree, url, system)
        self.article = article

    selected_segments = cached_property(
        lambda page: [n for n, segment in enumerate(page.segments.all) if segment.element.get("class") != "embedded"]
    )
    body = cached_property(lambda page: page.whole)
    published = cached_property(
        lambda page: DateClue(page.article.on, page.article.source) if page.article.on else publication.day(page)
    )

    def options(self) -> dict[str, Any]:
        """Return how the page was read, for ``Reading.options``."""
        return {"text_from": self.article.source}


def find_embedded_article(tree: HtmlElement, metadata: Metadata, *, with_states: bool) -> EmbeddedArticle | None:
    """Return the longest article in the data of a page; None if none has a text of its own.

    States of frameworks are long, and looked into ``with_states`` alone.
    """
    articles = [*_in_json_ld(metadata), *(_in_states(tree) if with_states else ())]
    best = max(articles, key=lambda one: one.characters, default=None)
    return best if best is not None and best.characters >= FEWEST_CHARACTERS else None


def _in_json_ld(metadata: Metadata) -> Iterator[EmbeddedArticle]:
    for entity in metadata.linked:
        text = entity.get("articleBody")
        if isinstance(text, str) and text.strip():
            text = html.unescape(text)
            parts = (text,) if _MARKUP.search(text) else tuple(line for line in text.split("\n") if line.strip())
            title = entity.get("headline")
            yield EmbeddedArticle("json_ld", title if isinstance(title, str) else None, parts, None)


def _in_states(tree: HtmlElement) -> Iterator[EmbeddedArticle]:
    for script in tree.iter("script"):
        text = script.text or ""
        source = _IDS.get(script.get("id") or "")
        if source is None and (assigned := _ASSIGNED.match(text)) is not None:
            source = "nuxt" if assigned[1] == "__NUXT__" else "script_state"
            text = text[assigned.end() :]
        if source is None or len(text) > _LONGEST_SCRIPT:
            continue
        try:
            state, _ = json.JSONDecoder(strict=False).raw_decode(text.strip())
        except (ValueError, RecursionError):
            continue
        if (article := _in_state(state, source)) is not None:
            yield article


def _in_state(state: Any, source: str) -> EmbeddedArticle | None:
    objects = [(one, _prose(one)) for one in _objects(state, 0) if _title(one)]
    most = max((words for _, words in objects), default=0)
    enough = [(words, one) for one, words in objects if words and words >= _SHARE * most]
    if not enough:
        return None
    one = enough[-1][1]  # inner objects stand behind outer ones
    on = next((on for name in _DAYS if isinstance(text := one.get(name), str) and (on := day(text[:40]))), None)
    leads = [text for name in _LEADS if isinstance(text := one.get(name), str) and text.strip()]
    return EmbeddedArticle(source, _title(one), tuple(dict.fromkeys([*leads, *_parts(one, 0)])), on)


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the objects of a state, outer ones first, without those of lists of others."""
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, dict):
        yield value
    for name, inner in _inner(value):
        if not _NO_TEXT.match(name):
            yield from _objects(inner, depth + 1)


def _inner(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from (("", inner) for inner in value)


def _title(one: dict[str, Any]) -> str | None:
    return next(
        (text for name in _TITLES if isinstance(text := one.get(name), str) and 1 < len(text.split()) < 40), None
    )


def _prose(one: dict[str, Any]) -> int:
    return sum(len(part.split()) for part in _parts(one, 0))


def _parts(value: Any, depth: int) -> Iterator[str]:
    """Yield the prose of an object in its order: sentences, markup, and short texts of its blocks."""
    if depth > _MOST_DEPTH or (depth and isinstance(value, dict) and str(value.get("type", "")).startswith("image")):
        return
    is_block = isinstance(value, dict) and "type" in value
    for name, inner in _inner(value):
        if _NO_TEXT.match(name) or name in _LEADS:
            continue
        if isinstance(inner, str):
            is_text = name.lower() in _TEXTS and (depth or name not in _TITLES)
            if _MARKUP.search(inner) or (is_text and (is_block or len(inner.split()) >= _PROSE_WORDS)):
                yield inner
        else:
            yield from _parts(inner, depth + 1)


def _show(tree: HtmlElement, article: EmbeddedArticle) -> None:
    """Make an embedded article the only content of a tree."""
    body = tree.find("body") if tree.tag == "html" else tree
    if body is None:
        return
    for child in list(body):
        body.remove(child)
    body.text = None
    heading = f'<h1 class="embedded">{html.escape(article.title)}</h1>' if article.title else ""
    texts = (part if _MARKUP.search(part) else f"<p>{html.escape(part)}</p>" for part in article.parts)
    shown = lxml.html.fragment_fromstring(f"<article>{heading}{''.join(texts)}</article>")
    body.append(shown)
