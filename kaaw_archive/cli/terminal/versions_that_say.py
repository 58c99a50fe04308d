"""Versions of a text that have some words, for the words that a named version does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import articles
from kaaw_archive.cite.quotation import find

if TYPE_CHECKING:
    import sqlite3


def versions_that_say(connection: sqlite3.Connection, article_id: int, words: str) -> list[tuple[str, list[int]]]:
    """Return the addresses of a text, that of an article first, each with the versions there that have some words."""
    own = articles.by_id(connection, article_id)
    found = []
    for article in [*own, *articles.other_addresses(connection, article_id)[::-1]]:
        numbers = [row["version"] for row in articles.versions(connection, article["id"])]
        texts = {number: articles.snapshot(connection, article["id"], number)["text"] for number in numbers}
        if having := [number for number in numbers if find(texts[number], words)]:
            found.append((article["url"], having))
    return found


def in_words(having: tuple[str, list[int]], url: str) -> str:
    """Return which versions have the words, as a part of a sentence about those at ``url``."""
    address, numbers = having
    at = "" if address == url else f" of {address}"
    named = ", ".join(map(str, numbers))
    return f"version {named}{at} does" if len(numbers) == 1 else f"versions {named}{at} do"
