"""HTML pages: one parse, what the whole page says of itself, then the article element through trafilatura."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import trafilatura

from kaaw_archive import urls
from kaaw_archive.extract import anchors, blocks, dates, kinds, links, listed, titles, trees
from kaaw_archive.extract.decoding import decode, one_line
from kaaw_archive.extract.problems import ReadingProblem
from kaaw_archive.items import ArticleRecord

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.items import ArticleLink, ContentSystem

MOST_BYTES = 20_000_000  # trafilatura's own limit


@dataclass(frozen=True, slots=True)
class PageResult:
    """What a page holds: an article or a problem; and the selector of the part that was read, None: all of it."""

    article: ArticleRecord | None = None
    problem: ReadingProblem | None = None
    selector: str | None = None
    listed: tuple[ArticleRecord, ...] = ()  # of a list page that carries whole articles


@dataclass(frozen=True, slots=True)
class About:
    """What the whole page says of its article, read before the tree is narrowed."""

    title: str | None
    names: tuple[str, ...]  # the title and the headlines: what the page calls itself
    kicker: str | None
    description: str | None
    author: str | None
    issuer: str | None
    language: str | None
    published: dates.Day | None
    modified: dates.Day | None
    base: str  # what its addresses are resolved against
    asks_for_password: bool


def of_html(payload: bytes, url: str, content_type: str | None, system: ContentSystem) -> PageResult:
    """The article of an HTML page, or the name of the problem that kept it from being found."""
    if len(payload) > MOST_BYTES:
        return PageResult(problem=ReadingProblem.TOO_LARGE)
    tree = trees.parsed(decode(payload, content_type))
    if tree is None:
        return PageResult(problem=ReadingProblem.UNREADABLE_MARKUP)
    rows = listed.articles(tree, url, system)
    if rows is not None:
        return PageResult(problem=None if rows else ReadingProblem.LISTING, listed=rows)
    if (own := listed.article_page(tree, url, system)) is not None:
        return PageResult(article=own)
    about = _about(tree, url)
    part = trees.article_part(tree, system)
    body = trees.extracted(part)
    content = titles.without_title(blocks.of_body(body) if body is not None else [], about.title, about.kicker)
    text = blocks.text_of(content)
    places = anchors.places(part.tree, blocks.pieces_of(content))
    problem = kinds.problem_of(about.names, text, places, asks_for_password=about.asks_for_password)
    if problem is None and not text:
        problem = ReadingProblem.NO_TEXT
    if problem is not None:
        return PageResult(problem=problem, selector=part.selector)
    found = links.of_places(places, about.base, url)
    return PageResult(article=_record(url, about, content, found), selector=part.selector)


def _about(tree: HtmlElement, url: str) -> About:
    metadata = trafilatura.extract_metadata(
        tree, url, {"original_date": True, "extensive_search": True, "max_date": dates.LATEST}
    )
    heads = titles.headlines(tree)
    issuer = one_line(metadata.sitename)
    return About(
        title=titles.title(metadata.title, heads),
        names=tuple(name for name in (one_line(metadata.title), *heads) if name),
        kicker=titles.kicker(tree),
        description=one_line(metadata.description),
        author=one_line(metadata.author),
        # trafilatura takes the host where the page names nobody
        issuer=None if issuer and issuer.lower() in (urls.host(url), urls.site(url)) else issuer,
        language=titles.language(tree, metadata.language),
        published=dates.published(metadata.date, tree, url),
        modified=dates.modified(tree),
        base=links.base_of(tree, url),
        asks_for_password=tree.find(".//input[@type='password']") is not None,
    )


def _record(url: str, about: About, content: list[blocks.Block], found: list[ArticleLink]) -> ArticleRecord:
    text = blocks.text_of(content)
    title = about.title or text.splitlines()[0][:120]
    return ArticleRecord(
        url=url,
        title=title,
        text=text,
        kicker=about.kicker,
        lead=titles.lead(content, about.description),
        structure=tuple(content),
        author=about.author,
        issuer=about.issuer,
        place=titles.place(content),
        kind=titles.kind(url, title, about.kicker),
        language=about.language,
        published_on=about.published.on if about.published else None,
        published_clue=about.published.clue if about.published else None,
        modified_on=about.modified.on if about.modified else None,
        modified_clue=about.modified.clue if about.modified else None,
        links=tuple(found),
    )
