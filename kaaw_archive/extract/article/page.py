"""HTML pages: one parse, the layout, the segments that are the article, and what is said about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract import language
from kaaw_archive.extract.article import (
    analysis,
    anchors,
    attachments,
    blocks,
    classifier,
    content,
    datelines,
    dates,
    entries,
    kinds,
    leads,
    links,
    listed,
    selection,
    titles,
    trafilatura_vote,
)
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.decoding import decoded
from kaaw_archive.extract.metadata import about
from kaaw_archive.extract.problems import ReadingProblem
from kaaw_archive.extract.results import PageResult
from kaaw_archive.items import ArticleRecord
from kaaw_archive.similarity import line_digest

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.analysis import Layout
    from kaaw_archive.extract.article.blocks import Block
    from kaaw_archive.extract.metadata.about import About
    from kaaw_archive.items import ArticleLink, ContentSystem

_FEWEST_WORDS = 3  # of a line that is remembered beside the text
MOST_BYTES = 20_000_000  # trafilatura's own limit
MOST_TAGS = 200_000  # of opening ones; a tree of as many elements takes 180 to 500 MB, and half a minute


def of_html(payload: bytes, url: str, content_type: str | None, system: ContentSystem) -> PageResult:
    """The article of an HTML page, or the name of the problem that kept it from being found."""
    if len(payload) > MOST_BYTES:
        return PageResult(problem=ReadingProblem.TOO_LARGE)
    text, evidence = decoded(payload, content_type)
    if len(text) > 3 * MOST_TAGS and text.count("<") - text.count("</") > MOST_TAGS:
        return PageResult(problem=ReadingProblem.TOO_LARGE, options=evidence)
    tree = trees.parsed(text)
    if tree is None:
        return PageResult(problem=ReadingProblem.UNREADABLE_MARKUP, options=evidence)
    result = _of_parsed(tree, url, system)
    return replace(result, options={**(result.options or {}), **evidence})


def _of_parsed(tree: HtmlElement, url: str, system: ContentSystem) -> PageResult:
    system = trees.narrowed(system, tree)
    rows = listed.articles(tree, url, system)
    if rows is not None:
        return PageResult(problem=None if rows else ReadingProblem.LISTING, listed=rows)
    if (own := listed.article_page(tree, url, system)) is not None:
        return PageResult(article=own)
    return _of_tree(tree, url, system)


def _of_tree(tree: HtmlElement, url: str, system: ContentSystem) -> PageResult:
    said = about.of_tree(tree, url)  # before the system's lines of particulars are taken out
    page = analysis.of_tree(tree, urls.host(url), system)
    options = {"selector": page.part.selector} if page.part else {}
    numbers, has_vote = _chosen(tree, page)
    if has_vote:
        options["vote"] = "trafilatura"
    names = [*page.declared[:3], *titles.headlines(tree)]
    asks = tree.find(".//input[@type='password']") is not None
    if not numbers or kinds.is_form([page.found.all[number] for number in numbers]):
        return PageResult(problem=kinds.problem_of(names, "", (), asks_for_password=asks) or ReadingProblem.NO_TEXT)
    page = analysis.with_nearest_heading(page, numbers)
    base = trees.base_of(tree, url)
    called = page.headline.title if page.headline else None
    kicker = titles.kicker(tree) or (page.headline.kicker if page.headline else None)
    parts, home = _parts(page, numbers, base, kicker), content.home(page.found, numbers)
    places = anchors.places(home, blocks.pieces_of(parts))
    if called and called not in names:
        names.append(called)
    text = blocks.text_of(parts)
    problem = kinds.problem_of(names, text, places, asks_for_password=asks)
    problem = problem or (None if text else ReadingProblem.NO_TEXT)
    rows = entries.within(home, base, url, system)
    if problem is None and (
        system.is_list_page
        or entries.are_the_text(rows, blocks.pieces_of(parts), url, system)
        or entries.are_rows_of_a_list((page.found.all[number].element for number in numbers), base, url)
    ):
        problem = ReadingProblem.LISTING
    if problem is not None:
        return PageResult(problem=problem, options=options)
    if (rest := entries.without_neighbours(page, numbers, rows)) != numbers:
        numbers, parts = rest, _parts(page, rest, base, kicker)
        home = content.home(page.found, rest)
        places = anchors.places(home, blocks.pieces_of(parts))
    places += attachments.beside(home, rows, base, places)
    found = tuple(links.of_places(places, base, url))
    return PageResult(article=_record(tree, url, page, parts, kicker, found, numbers, said), options=options)


def _parts(page: Layout, numbers: list[int], base: str, kicker: str | None) -> list[Block]:
    """The blocks of the text, without the heading that has a field of its own."""
    head = page.found.all[page.head] if page.head is not None else None
    shown = head.text if head is not None and head.tag in selection.HEADINGS else None
    called = page.headline.title if page.headline else None
    parts = content.of_segments(page.found, numbers, base, head.element if head is not None else None)
    return content.without_names(datelines.without(titles.without_title(parts, called, kicker, shown)))


def _chosen(tree: HtmlElement, page: Layout) -> tuple[list[int], bool]:
    """The segments of the article, and whether trafilatura was asked: only where our own judgement is unsure."""
    boxes = page.part.boxes if page.part else None
    judged = classifier.of_segments(page.found, page.context)
    values = judged.values
    vote = trafilatura_vote.of_trafilatura(tree) if boxes is None and selection.is_unsure(page.found, values) else None
    if vote is not None:
        values = classifier.again(judged, page.found, vote)
    numbers = selection.chosen(page.found, values, boxes, page.head)
    if page.head is not None and page.found.all[page.head].tag == "h1":
        numbers = selection.without_banner(page.found, numbers, page.head)
    return leads.with_lead(page, numbers), vote is not None


def _record(
    tree: HtmlElement,
    url: str,
    page: Layout,
    parts: list[Block],
    kicker: str | None,
    found: tuple[ArticleLink, ...],
    numbers: list[int],
    said: About,
) -> ArticleRecord:
    text = blocks.text_of(parts)
    between = range(page.head + 1, numbers[0]) if page.head is not None else ()
    lines = [*page.dates, *(page.found.all[number].text for number in (*between[:6], *numbers[:4]))]
    title = page.headline.title if page.headline else text.splitlines()[0][:120]
    published, modified = dates.published(tree, page, numbers[0], url), dates.modified(tree)
    return ArticleRecord(
        url=url,
        title=title,
        text=text,
        kicker=kicker if kicker != title else None,
        lead=leads.lead_of(page, parts, said.description),
        structure=tuple(parts),
        author=said.author or next((name for line in lines if (name := datelines.byline(line))), None),
        issuer=said.issuer,
        place=next((place for line in lines if (place := titles.place([{"text": line}]))), None),
        kind=titles.kind(url, title, kicker),
        language=language.spoken(titles.language(tree, said.language), text),
        published_on=published.on if published else None,
        published_clue=published.clue if published else None,
        modified_on=modified.on if modified else None,
        modified_clue=modified.clue if modified else None,
        links=found,
        beside=_beside(page, text),
    )


def _beside(page: Layout, text: str) -> tuple[int, ...]:
    """The lines that the page shows and that are not in the text: where one comes into it later, nobody wrote it."""
    shown = {
        line_digest(line)
        for segment in page.found.all
        if segment.words >= _FEWEST_WORDS
        for line in segment.text.splitlines()
    }
    return tuple(sorted(shown.difference(map(line_digest, text.splitlines()))))
