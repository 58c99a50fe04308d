"""`kaaw search --as-of` on each of the thirty days, against what the world showed to the crawls until then."""

from __future__ import annotations

import re
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import urls
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries.search import search
from kaaw_archive.derive.archive_of_day import show_as_of
from tests.demo.crawled import DAYS, Crawled

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_demo.truth import TrueArticle

pytestmark = pytest.mark.slow

EVERY_TEXT = '"der" OR "die" OR "das" OR "und" OR "in" OR "von" OR "the"'
MOST = 10_000

Shown = list[tuple[int, "TrueArticle | None"]]  # what an address showed on each day it was asked; None: nothing


@pytest.fixture(scope="module")
def archive(demo: Crawled) -> Iterator[sqlite3.Connection]:
    with closing(open_for_reading(demo.path)) as connection:
        yield connection


@pytest.fixture(scope="module")
def shown(demo: Crawled) -> dict[str, Shown]:
    true = {day: {urls.key(one.url): one for one in demo.world.articles(day)} for day in DAYS}
    articles = {key for day in DAYS for key in true[day]}
    found: dict[str, dict[int, TrueArticle | None]] = {}
    for seen in demo.log["seen"]:
        key, day = urls.key(seen["url"]), seen["day"]
        if key in articles and seen["visitor"] != "linkcheck":
            found.setdefault(key, {})[day] = true[day].get(key) if seen["status"] in (200, 304) else None
    return {key: sorted(days.items()) for key, days in found.items()}


def as_of(demo: Crawled, day: int, query: str = EVERY_TEXT) -> dict[str, Row]:
    with closing(open_for_reading(demo.path)) as archive:
        show_as_of(archive, demo.world.days[day - 1].on.isoformat())
        return {urls.key(hit["url"]): hit for hit in search(archive, query, limit=MOST, is_by_address=True).hits}


def test_the_archive_of_a_day_is_what_had_been_shown(
    demo: Crawled, shown: dict[str, Shown], subtests: pytest.Subtests
) -> None:
    for day in range(1, 31):
        with subtests.test(day=day):
            assert_as_shown(demo, shown, day)


def assert_as_shown(demo: Crawled, shown: dict[str, Shown], day: int) -> None:
    today = max(one for one in DAYS if one <= day)
    there = {urls.key(one.url) for one in demo.world.articles(today)}
    withdrawn = {urls.key(one.url) for one in demo.world.withdrawn(today)}
    found = as_of(demo, day)
    expected, gone, never = {}, set(), set()
    for key, days in shown.items():
        past = [article for at, article in days if at <= day]
        contents = [article for article in past if article is not None]
        if not contents:
            never.add(key)
        elif past[-2:] == [None, None] and key in withdrawn:  # one look may have met a fault
            gone.add(key)
        elif past[-1] is not None and key in there:  # not where a relaunch took it away
            versions = 1 + sum(before.version != after.version for before, after in pairwise(contents))
            expected[key] = (versions, contents[-1].title)
    assert len(expected) > 20
    assert {key: (found[key]["version"], found[key]["title"]) for key in expected if key in found} == expected
    assert never & found.keys() == set()
    assert {found[key]["state"] for key in gone} <= {"withdrawn"}


def test_a_word_that_an_edit_deleted_is_found_in_the_versions_that_had_it(
    demo: Crawled, archive: sqlite3.Connection, shown: dict[str, Shown]
) -> None:
    edits = [
        (key, before, after)
        for key, days in shown.items()
        for before, after in pairwise([(day, article) for day, article in days if article is not None])
        if before[1].version != after[1].version
    ]
    assert len(edits) >= 5
    looked_for = 0
    for key, (old_day, old), (new_day, new) in edits:
        for word in deleted_words(old, new)[:3]:
            looked_for += 1
            assert key in as_of(demo, old_day, f'"{word}"'), (word, old_day)
            later = as_of(demo, new_day, f'"{word}"')[key]
            assert later["removed_in"] == later["versions"], (word, new_day)
            (hit,) = (one for one in search(archive, f'"{word}"', limit=MOST, is_by_address=True).hits
                      if urls.key(one["url"]) == key)  # fmt: skip
            assert hit["removed_in"] or hit["versions"] in hit["matching_versions"], word
    assert looked_for >= 5


def deleted_words(old: TrueArticle, new: TrueArticle) -> list[str]:
    """Words of the old text of which the new one has none that begins like them."""
    begin = {word[:5].lower() for word in re.findall(r"\w+", f"{new.title} {new.text}")}
    words = re.findall(r"\b[^\W\d_]{6,}\b", old.text)
    return [word for word in dict.fromkeys(words) if word[:5].lower() not in begin]
