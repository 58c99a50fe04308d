"""Compare extractors: read a sample of the stored payloads again and report the differences; nothing is stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from kaaw_archive import extract, urls
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import folding
from kaaw_archive.archive.queries.readings import stored_articles, stored_readings
from kaaw_archive.changes.line_differences import unified_diff
from kaaw_archive.derive.boilerplate import cut_lines
from kaaw_archive.derive.deriver import submit_readings
from kaaw_archive.derive.fold import reading_key
from kaaw_archive.derive.workers import ReadingPool

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kaaw_archive.archive.queries.readings import StoredArticle, StoredReading
    from kaaw_archive.items import ArticleRecord, Reading

_IN_FLIGHT = 32  # payloads with the workers at once


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with another value than stored; of a text the lines of a unified diff."""

    field: str
    before: str | None
    after: str | None
    diff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingDifference:
    """A capture with a reading that differs from the stored one."""

    url: str
    capture_uid: str
    captured_at: str
    source: str
    read_by: str
    changes: tuple[FieldChange, ...]


@dataclass(slots=True)
class ExtractorComparison:
    """Numbers of a comparison: ``readings`` in the archive, ``sampled`` made again, ``changed`` by field."""

    extractor: str
    readings: int
    sampled: int
    changed: dict[str, int]
    by_source: dict[str, int]
    differences: list[ReadingDifference] = field(default_factory=list)


def compare_extractors(
    path: Path, *, size: int | None, seed: int, workers: int, progress: Callable[[int, int], None]
) -> ExtractorComparison:
    """Compare stored readings with those of the present extractor: ``size`` readings (None: all), all sources alike.

    The same archive, size and seed give the same sample. Raises the named errors of :func:`open_for_reading`.
    """
    pool = ReadingPool(workers)
    try:
        with closing(open_for_reading(path)) as connection:
            readings = stored_readings(connection)
            sample = _sample(readings, size, seed)
            differences = list(_differences(connection, path, pool, sample, progress))
    finally:
        pool.close()
    return ExtractorComparison(
        extractor=f"{extract.EXTRACTOR} {extract.EXTRACTOR_VERSION}",
        readings=len(readings),
        sampled=len(sample),
        changed=dict(Counter(chain.from_iterable({change.field for change in one.changes} for one in differences))),
        by_source=dict(Counter(stored.source for stored in sample)),
        differences=differences,
    )


def _sample(readings: Sequence[StoredReading], size: int | None, seed: int) -> list[StoredReading]:
    """Take from the sources in turn; the seed and the uids make the order within a source."""
    if size is None:
        return list(readings)
    sources: dict[str, list[StoredReading]] = defaultdict(list)
    for reading in sorted(readings, key=lambda reading: blake2b(f"{seed} {reading.uid}".encode()).digest()):
        sources[reading.source].append(reading)
    turns = chain.from_iterable(zip_longest(*(sources[name] for name in sorted(sources))))
    return [reading for reading in turns if reading is not None][:size]


def _differences(
    connection: sqlite3.Connection,
    path: Path,
    pool: ReadingPool,
    sample: Sequence[StoredReading],
    progress: Callable[[int, int], None],
) -> Iterator[ReadingDifference]:
    for start in range(0, len(sample), _IN_FLIGHT):
        batch = sample[start : start + _IN_FLIGHT]
        facts = [folding.capture_fact(connection, stored.capture_id) for stored in batch]
        keys = [reading_key(fact, folding.capture_with_media_type(connection, fact)) for fact in facts]
        tasks = submit_readings(path, pool, keys)
        for number, (stored, fact, key) in enumerate(zip(batch, facts, keys, strict=True), start=start + 1):
            articles = stored_articles(connection, stored.capture_id)
            if changes := tuple(_changes(stored, articles, pool.result(tasks[key]))):
                yield ReadingDifference(
                    fact.url, stored.uid, fact.captured_at, stored.source, stored.extractor, changes
                )
            progress(number, len(sample))


def _changes(stored: StoredReading, articles: Sequence[StoredArticle], reading: Reading) -> Iterator[FieldChange]:
    """Yield the changes of a reading; of a list of articles only those that it made a version of."""
    for name in ("page_kind", "problem"):
        if getattr(stored, name) != getattr(reading, name):
            yield FieldChange(name, getattr(stored, name), getattr(reading, name))
    now = {urls.key(record.url): record for record in reading.articles}
    for article in articles:
        yield from _changes_of_article(article, now.get(article.key))


def _changes_of_article(before: StoredArticle, after: ArticleRecord | None) -> Iterator[FieldChange]:
    for name in ("title", "published_on", "kind"):
        value = getattr(after, name) if after is not None else None
        if value != getattr(before, name):
            yield FieldChange(name, getattr(before, name), value)
    above, below = cut_lines(before.cut_json)
    old = [*above, *before.text.split("\n"), *below]
    new = after.text.split("\n") if after is not None else []
    if old != new:
        diff = unified_diff(old, new, "stored", "now", context=0)
        yield FieldChange("text", None, None, tuple(diff)[2:])
