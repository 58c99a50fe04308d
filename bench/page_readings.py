"""Readings of pages with known truth, by us and by trafilatura with metadata, page by page beside each other."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import trafilatura
from trafilatura.settings import Document

from bench import rules
from bench.folding import fold_of
from bench.perturbation import perturb
from kaaw_archive import cms, extract
from kaaw_archive.extract.article import classifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kaaw_archive.items import Reading

ROOT = Path(__file__).parents[1]
Prediction = dict[str, Any]  # as score.py takes it, and what is said of the reading


class Task(NamedTuple):
    """A page to read.

    ``model`` None is the shipped one; ``memory`` is where trafilatura's reading may be kept; ``change`` one of the ways
    of ``bench/perturbation.py`` to change it first.
    """

    name: str
    path: Path
    url: str
    model: Path | None
    memory: Path | None
    change: str | None = None


def tasks_of(
    folder: Path,
    truth: Mapping[str, Any],
    *,
    is_shipped: bool = False,
    memory: Path | None = None,
    change: str | None = None,
) -> list[Task]:
    """Return the tasks for these records of a corpus."""
    return [
        Task(
            name,
            folder / record["file"],
            record.get("url", ""),
            None if is_shipped else model_of(name, record),
            memory,
            change,
        )
        for name, record in truth.items()
    ]


def model_of(name: str, record: Mapping[str, Any]) -> Path:
    """Return the model that was trained without the domain of a page."""
    return ROOT / "bench" / "folds" / f"judging-{fold_of(name, record)}.json"


def read_all(tasks: Iterable[Task], workers: int, without: Iterable[str] = ()) -> dict[str, Prediction]:
    """Return the readings of all pages by name."""
    with ProcessPoolExecutor(workers, initializer=rules.leave_out, initargs=(tuple(without),)) as pool:
        return dict(pool.map(prediction, tasks, chunksize=16))


def prediction(task: Task) -> tuple[str, Prediction]:
    """Read one page by us and by trafilatura; the file is opened and the model loaded outside the clock."""
    payload = gzip.decompress(task.path.read_bytes())
    if task.change is not None:
        payload = perturb(payload, task.change)
    classifier.use_model(task.model)
    begun = time.process_time()
    system = cms.detect(payload, task.url)
    reading = extract.read(payload, url=task.url, content_type="text/html", system=system)
    seconds = time.process_time() - begun
    about: Prediction = {"cms": system.name, "kind": reading.page_kind, "problem": reading.problem}
    about |= {"has_vote": "vote" in reading.options, "seconds": seconds}
    return task.name, {**said(reading), **about, "trafilatura": by_trafilatura(payload, task.url, task.memory)}


def said(reading: Reading) -> Prediction:
    """Return the fields that the scoring program compares, of the first article; its links beside them."""
    if not reading.articles:
        return {"text": ""}
    article = reading.articles[0]
    return {
        "text": article.text,
        "title": article.title,
        "date": article.published_on,
        "author": article.author,
        "links": [link.url for link in article.links],
    }


def by_trafilatura(payload: bytes, url: str, memory: Path | None) -> Prediction:
    """Return what trafilatura reads with metadata, and the processor time it took (None if it was remembered)."""
    digest = hashlib.sha256(payload + url.encode()).hexdigest()
    file = memory / f"{trafilatura.__version__}-{digest}.json" if memory else None
    if file is not None and file.is_file():
        kept: Prediction = json.loads(file.read_text(encoding="utf-8"))
        return {**kept, "seconds": None}
    begun = time.process_time()
    try:
        document = trafilatura.bare_extraction(payload, url=url or None, with_metadata=True, include_comments=False)
    except Exception as error:  # a defect of the other extractor is no reading, and no end of the measuring
        print(f"trafilatura failed on {url}: {error}", file=sys.stderr)
        document = None
    seconds = time.process_time() - begun
    found: Prediction = {"text": ""}
    if isinstance(document, Document):
        author = (document.author or "").replace("; ", ";").split(";")
        found = {"text": document.text or "", "title": document.title, "date": document.date, "author": author}
    if file is not None:
        file.write_text(json.dumps(found), encoding="utf-8")
    return {**found, "seconds": seconds}
