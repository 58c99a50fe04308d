"""Bounds on what is derived of one page, by what its payload holds: markup that repeats itself is sent in few bytes.

Two thousand links of ten thousand characters come in 7 KB and would take 22 MB in the archive. So a page may say only a
few times as much as its payload takes compressed; no page of the corpus reaches a third of it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import zstandard

from kaaw_archive.bounds import LINK_BYTES_A_BYTE, LINK_BYTES_ALWAYS, TEXT_BYTES_A_BYTE, TEXT_BYTES_ALWAYS
from kaaw_archive.extract.results import PageResult, ReadingProblem

if TYPE_CHECKING:
    from kaaw_archive.items import ArticleLink, ArticleRecord

_ROW = 200  # bytes of a link without its texts
_LEVEL = 3  # zstd


def limit_derived_bytes(result: PageResult, payload: bytes) -> PageResult:
    """Return a result without the last links, if all take too much, and with the problem too_large if the texts do.

    The options count ``links_left_out``.
    """
    texts = sum(map(_text_bytes, result.articles))
    links = sum(_link_bytes(link) for article in result.articles for link in article.links)
    if texts <= TEXT_BYTES_ALWAYS and links <= LINK_BYTES_ALWAYS:
        return result
    compressed = len(zstandard.ZstdCompressor(level=_LEVEL).compress(payload))
    if texts > TEXT_BYTES_ALWAYS + TEXT_BYTES_A_BYTE * compressed:
        return PageResult(problem=ReadingProblem.TOO_LARGE, options={**result.options, "text_bytes": str(texts)})
    room = LINK_BYTES_ALWAYS + LINK_BYTES_A_BYTE * compressed
    return result if links <= room else _with_fewer_links(result, room)


def _with_fewer_links(result: PageResult, room: int) -> PageResult:
    articles: list[ArticleRecord] = []
    left_out = 0
    for article in result.articles:
        kept = 0
        while kept < len(article.links) and room >= 0:
            room -= _link_bytes(article.links[kept])
            kept += room >= 0
        left_out += len(article.links) - kept
        articles.append(replace(article, links=article.links[:kept]))
    return replace(result, articles=tuple(articles), options={**result.options, "links_left_out": str(left_out)})


def _text_bytes(article: ArticleRecord) -> int:
    """Return the bytes of the text and its structure; the index for the search takes about as much again."""
    return len(article.text.encode()) + len(json.dumps([*map(dict, article.structure)], ensure_ascii=False).encode())


def _link_bytes(link: ArticleLink) -> int:
    """Return the bytes that a link takes: its address and key stand in a table and in an index of it each."""
    return _ROW + 4 * len(link.url) + len(link.href) + len(link.anchor_text) + len(link.sentence or "")
