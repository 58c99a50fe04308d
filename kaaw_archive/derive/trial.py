"""Reads a sample of the stored payloads again and says what the present extractor would change; changes nothing."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from kaaw_archive import extract, urls
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import folding, sampling
from kaaw_archive.derive.boilerplate import cut_lines
from kaaw_archive.derive.deriver import submitted
from kaaw_archive.derive.fold import reading_key
from kaaw_archive.derive.workers import ReadingPool

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kaaw_archive.archive.queries.sampling import StoredArticle, StoredReading
    from kaaw_archive.items import ArticleRecord, Reading

_IN_FLIGHT = 32  # payloads with the workers at once


@dataclass(frozen=True, slots=True)
class Change:
    """What would be another in one field; of a text the lines of a unified diff."""

    field: str
    before: str | None
    after: str | None
    diff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A capture that would be read otherwise."""

    url: str
    capture_uid: str
    captured_at: str
    source: str
    read_by: str
    changes: tuple[Change, ...]


@dataclass(slots=True)
class TrialReport:
    """``readings`` are all there are, ``sampled`` those that were made again; ``changed`` counts fields."""

    extractor: str
    readings: int
    sampled: int
    changed: dict[str, int]
    by_source: dict[str, int]
    differences: list[Difference] = field(default_factory=list)


def try_extractor(
    path: Path, *, size: int | None, seed: int, workers: int, progress: Callable[[int, int], None]
) -> TrialReport:
    """Compares what is stored with what would be read now, for ``size`` readings (None: all) of every source alike.

    The same archive, size and seed give the same sample. Raises the named errors of :func:`open_for_reading`.
    """
    pool = ReadingPool(workers)
    try:
        with closing(open_for_reading(path)) as connection:
            everything = sampling.readings(connection)
            sample = _sample(everything, size, seed)
            found = list(_differences(connection, pool, sample, progress))
    finally:
        pool.close()
    return TrialReport(
        extractor=f"{extract.EXTRACTOR} {extract.EXTRACTOR_VERSION}",
        readings=len(everything),
        sampled=len(sample),
        changed=dict(Counter(name for one in found for name in {change.field for change in one.changes})),
        by_source=dict(Counter(one.source for one in sample)),
        differences=found,
    )


def _sample(everything: Sequence[StoredReading], size: int | None, seed: int) -> list[StoredReading]:
    """The sources take turns, each with its readings in an order that the seed and their uids make."""
    if size is None:
        return list(everything)
    sources: dict[str, list[StoredReading]] = defaultdict(list)
    for one in sorted(everything, key=lambda one: blake2b(f"{seed} {one.uid}".encode()).digest()):
        sources[one.source].append(one)
    turns = chain.from_iterable(zip_longest(*(sources[name] for name in sorted(sources))))
    return [one for one in turns if one is not None][:size]


def _differences(
    connection: sqlite3.Connection,
    pool: ReadingPool,
    sample: Sequence[StoredReading],
    progress: Callable[[int, int], None],
) -> Iterator[Difference]:
    for start in range(0, len(sample), _IN_FLIGHT):
        some = sample[start : start + _IN_FLIGHT]
        facts = [folding.capture_fact(connection, one.capture_id) for one in some]
        keys = [reading_key(fact, folding.typed_source(connection, fact)) for fact in facts]
        futures = submitted(connection, pool, keys)
        for number, (stored, fact, key) in enumerate(zip(some, facts, keys, strict=True), start=start + 1):
            articles = sampling.articles(connection, stored.capture_id)
            if changes := tuple(_changes(stored, articles, pool.result(futures[key]))):
                yield Difference(fact.url, stored.uid, fact.captured_at, stored.source, stored.extractor, changes)
            progress(number, len(sample))


def _changes(stored: StoredReading, articles: Sequence[StoredArticle], reading: Reading) -> Iterator[Change]:
    """Of a list of articles only those that this reading made a version of."""
    for name in ("page_kind", "problem"):
        if getattr(stored, name) != getattr(reading, name):
            yield Change(name, getattr(stored, name), getattr(reading, name))
    now = {urls.key(record.url): record for record in reading.articles}
    for article in articles:
        yield from _changes_of_article(article, now.get(article.key))


def _changes_of_article(before: StoredArticle, after: ArticleRecord | None) -> Iterator[Change]:
    for name in ("title", "published_on", "kind"):
        said = getattr(after, name) if after is not None else None
        if said != getattr(before, name):
            yield Change(name, getattr(before, name), said)
    above, below = cut_lines(before.cut_json)
    old = [*above, *before.text.split("\n"), *below]
    new = after.text.split("\n") if after is not None else []
    if old != new:
        diff = difflib.unified_diff(old, new, "stored", "now", lineterm="", n=0)
        yield Change("text", None, None, tuple(diff)[2:])
