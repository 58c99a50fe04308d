"""Pairs of articles that may be one text: of one day or page, with one text, or with the same rare words in titles.

Texts are read for these pairs alone, so the pairs must be few: each mark that two articles have in common is rare.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.derive.article_titles import is_file_name, title_words
from kaaw_archive.derive.compared_texts import numbers_of
from kaaw_archive.derive.known_articles import ENTERED_AGAIN, KnownArticle, days_differ
from kaaw_archive.derive.page_addresses import view_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kaaw_archive.derive.compared_texts import ComparedTexts

_RARE_WORDS = 2  # of the title of an article without a day, by which another one with its text is looked for
_RARE_OF_DOCUMENT = 3  # the same of the beginning of a document, whose title is often the name of a file
_MOST_OF_A_DAY = 60  # articles of one day (or with one text) that are all compared; of more, those with one title
_LIKE_WORDS = 0.6  # share of all long words of two titles of other days that both have
_FEWEST_WORDS = 2  # of a title, by which a text of another day is looked for


def pairs_to_judge(
    articles: Mapping[int, KnownArticle],
    undated: Collection[KnownArticle],
    linked: Iterable[frozenset[int]],
    texts: ComparedTexts,
) -> list[tuple[KnownArticle, KnownArticle]]:
    """Return pairs of articles of a source that may be one text, in each the earlier article first.

    ``undated`` are the articles without a day; ``linked`` are further pairs.
    """
    further = _marks_of_undated(articles.values(), undated, texts)
    blocks: dict[tuple[str, str], list[KnownArticle]] = defaultdict(list)
    for article in articles.values():
        days = {article.first.published_on, article.last.published_on} - {None}
        titled = (f"{one} {article.last.title.lower()}" for day in days if day for one in _days_from(day))
        marks = {*article.digests, *map(str, days), view_key(article.url), *further.get(article.id, ()), *titled}
        for mark in marks:
            blocks[article.source, mark].append(article)
    pairs = {pair for block in blocks.values() for pair in _pairs(block)}
    pairs.update(_of_other_days(articles.values()), _of_other_hosts(articles.values()))
    for ids in linked:
        pairs.update(_pairs([articles[article_id] for article_id in ids]))
    return [(articles[old], articles[new]) for old, new in sorted(pairs)]


def _marks_of_undated(
    articles: Collection[KnownArticle], undated: Iterable[KnownArticle], texts: ComparedTexts
) -> dict[int, set[str]]:
    """Return further marks of articles, by id: days that undated ones name, and rare words that their titles share."""
    words = {article.id: set(title_words(article.last.title)) for article in articles}
    counts = Counter(word for own in words.values() for word in own)
    marks: dict[int, set[str]] = {}
    shared: set[str] = set()
    for article in undated:
        is_document = urls.names_document(article.url) or is_file_name(article.last.title)
        if is_document:
            head = title_words(texts.head(article.last)) - words[article.id]
            words[article.id] |= head
            counts.update(head)
        shared.update(_rarest(words[article.id], counts)[: _RARE_OF_DOCUMENT if is_document else _RARE_WORDS])
        marks[article.id] = set(texts.days(article.last))
    for article_id, own in words.items():
        if common := own & shared:
            marks.setdefault(article_id, set()).update(f"title {word}" for word in common)
    return marks


def _of_other_days(articles: Iterable[KnownArticle]) -> Iterator[tuple[int, int]]:
    """Yield pairs of articles of two days with nearly one title: a relaunch may give texts the day of its import."""
    blocks: dict[tuple[str, frozenset[str]], list[KnownArticle]] = defaultdict(list)
    known = [(article, title_words(article.last.title)) for article in articles if article.last.published_on]
    counts = Counter(word for _, own in known for word in own)
    for article, own in known:
        for two in combinations(_rarest(own, counts)[: _FEWEST_WORDS + 1], _FEWEST_WORDS):
            blocks[article.source, frozenset(two)].append(article)
    for old, new in _combined(blocks.values()):
        if days_differ(old.last, new.first) and _have_like_titles(old, new):
            yield old.id, new.id


def _rarest(words: Iterable[str], counts: Mapping[str, int]) -> list[str]:
    """Return the words that several titles have, the rarest first."""
    return sorted((word for word in words if counts[word] > 1), key=lambda word: (counts[word], word))


def _have_like_titles(old: KnownArticle, new: KnownArticle) -> bool:
    if numbers_of(old.last.title) != numbers_of(new.first.title):
        return False
    words = title_words(old.last.title), title_words(new.first.title)
    return len(words[0] & words[1]) >= _LIKE_WORDS * len(words[0] | words[1])


def _of_other_hosts(articles: Iterable[KnownArticle]) -> Iterator[tuple[int, int]]:
    """Yield pairs of articles of one source on two hosts, of days side by side: a portal enters a text a day later."""
    blocks: dict[tuple[str, int], list[KnownArticle]] = defaultdict(list)
    hosts: dict[str, set[str]] = defaultdict(set)
    dated = [article for article in articles if article.first.published_on]
    for article in dated:
        hosts[article.source].add(urls.host(article.url))
    for article in dated:
        if len(hosts[article.source]) > 1:
            for day in _days_from(article.first.published_on or ""):
                blocks[article.source, day].append(article)
    for old, new in _combined(blocks.values()):
        if urls.host(old.url) != urls.host(new.url):
            yield old.id, new.id


def _days_from(day: str) -> Iterator[int]:
    """Yield the numbers of a day and of those behind it on which a text may be entered again."""
    first = date.fromisoformat(day).toordinal()
    yield from range(first, first + ENTERED_AGAIN.days + 1)


def _pairs(block: list[KnownArticle]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block, the article that was there first before the other."""
    groups: Iterable[list[KnownArticle]] = [block]
    if len(block) > _MOST_OF_A_DAY:
        by_title: dict[str, list[KnownArticle]] = defaultdict(list)
        for article in block:
            by_title[article.last.title.lower()].append(article)
        groups = by_title.values()
    for old, new in _combined(groups):
        yield old.id, new.id


def _combined(blocks: Iterable[list[KnownArticle]]) -> Iterator[tuple[KnownArticle, KnownArticle]]:
    """Yield the pairs of each block that is not too large, the article that was there first before the other."""
    for block in blocks:
        if len(block) <= _MOST_OF_A_DAY:
            yield from combinations(sorted(block, key=lambda article: article.order), 2)
