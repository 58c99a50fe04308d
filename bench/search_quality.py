"""How well the search finds: recall at ten, unwanted articles in the first ten, MRR; plain FTS5 and Snowball beside.

Needs a folder with ``queries.json`` (id, kind, query, wanted, unwanted, as_of) and ``corpus_*.jsonl`` (id, url, source,
title, text, date, versions). A third of the queries, by the digest of their ids, is put aside: ``--aside`` measures
these, everything else the others. Snowball is measured where the package snowballstemmer is installed.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import tempfile
from collections import defaultdict
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.thirds import is_aside
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.queries.search import search
from kaaw_archive.derive.archive_of_day import show_as_of
from kaaw_archive.errors import QueryError
from kaaw_archive.wordings.languages import guess
from tests.archive.queries.builder import Builder, article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Query = dict[str, Any]
FIRST = 10


def fill(path: Path, documents: Sequence[dict[str, Any]]) -> None:
    """Make an archive of the documents: each version is a capture of its day."""
    steps = []
    for document in documents:
        versions = document.get("versions") or [{"day": document.get("date") or "2019-06-01"}]
        steps += [(version["day"], number, document | version) for number, version in enumerate(versions)]
    with closing(open_for_writing(path)) as connection:
        builder = Builder(connection)
        builder.begin("2010-01-01T00:00:00.000Z")
        connection.execute("BEGIN")
        for day, _, content in sorted(steps, key=lambda step: (step[0], step[2]["id"], step[1])):
            record = article(
                address(content["id"]), content["title"], content["text"], author=_name(content.get("author")),
                published_on=content.get("date") or None, language=guess(content["text"]) or "de",
            )  # fmt: skip
            builder.page(record.url, f"{day}T12:00:00.000Z", record)
        connection.execute("COMMIT")


def _name(author: str | list[str] | None) -> str | None:
    return ", ".join(author) if isinstance(author, list) else author or None


def address(document_id: str) -> str:
    return f"https://www.{document_id.lower().replace('_', '-').replace('.', '-')}.example/{document_id}"


@contextmanager
def _archive_of(connection: sqlite3.Connection, day: str | None) -> Iterator[sqlite3.Connection]:
    """Yield the archive of a day; the connection itself if there is no day."""
    if day is None:
        yield connection
        return
    path = connection.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    with closing(open_for_reading(Path(path))) as then:
        show_as_of(then, day)
        yield then


def ours(connection: sqlite3.Connection, query: Query) -> list[str]:
    """Return the ids of the first hits; nothing for a query that is refused."""
    try:
        with _archive_of(connection, query.get("as_of")) as then:
            found = search(then, query["query"], limit=FIRST)
    except QueryError:
        return []
    return [hit["url"].rsplit("/", 1)[1] for hit in found.hits]


def plain(documents: Sequence[dict[str, Any]], reduced: Callable[[str], str]) -> Callable[[Query], list[str]]:
    """Return a search by FTS5 with unicode61 over the newest texts; ``reduced`` is applied to texts and queries."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (id UNINDEXED, title, text)")
    rows = [(document["id"], reduced(document["title"]), reduced(document["text"])) for document in documents]
    connection.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)

    def found(query: Query) -> list[str]:
        typed = reduced(query["query"])
        words = " ".join(f'"{word}"' for word in re.findall(r"\w+", typed))
        for one in (typed, words):
            try:
                sql = f"SELECT id FROM t WHERE t MATCH ? ORDER BY bm25(t, 0, 10, 1) LIMIT {FIRST}"
                return [row[0] for row in connection.execute(sql, (one,))]
            except sqlite3.OperationalError:
                continue
        return []

    return found


def snowball() -> Callable[[str], str] | None:
    try:
        import snowballstemmer
    except ImportError:
        return None
    stem = snowballstemmer.stemmer("german").stemWord
    operators = {"AND", "OR", "NOT", "NEAR"}
    return lambda text: re.sub(r"\w+", lambda m: m[0] if m[0] in operators else stem(m[0].lower()), text)


def scores(queries: Iterable[Query], find: Callable[[Query], list[str]], *, is_shown: bool) -> None:
    """Print figures by kind of query; with ``is_shown`` also what was missed and what is wrong."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * 5)
    for query in queries:
        wanted, unwanted = set(query["wanted"]), {*query["unwanted"], *query.get("unwanted_shared", ())}
        hits = find(query)
        recall = len(wanted & set(hits)) / min(FIRST, len(wanted)) if wanted else float(not hits)
        place = next((1 / number for number, hit in enumerate(hits, 1) if hit in wanted), 0.0 if wanted else recall)
        last = max((n for n, hit in enumerate(hits) if hit in wanted), default=-1)
        is_partial = query.get("unwanted_class") == "partial"
        wrong = [hit for n, hit in enumerate(hits) if hit in unwanted and (n < last or not is_partial)]
        for name in (query["kind"], "all"):
            row = sums[name]
            row[0] += 1
            row[1] += recall
            row[2] += place
            row[3] += len(wrong)
            row[4] += len(hits)
        if is_shown and (recall < 1 or wrong):
            print(f"  {query['id']} {query['query']!r}: missed {sorted(wanted - set(hits))}, wrong {wrong}")
    for name, (number, recall, place, wrongs, hits_of) in sorted(sums.items(), key=lambda item: item[0] == "all"):
        share = wrongs / hits_of if hits_of else 0.0
        figures = f"recall {recall / number:.3f}  unwanted {share:.3f}  MRR {place / number:.3f}"
        print(f"  {name:15} {number:4.0f}  {figures}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--aside", action="store_true", help="the third that is put aside, without what was missed")
    parser.add_argument("--archive", type=Path, help="keep the archive there, or take the one that is there")
    arguments = parser.parse_args()
    files = sorted(arguments.folder.glob("corpus_*.jsonl"))
    documents = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    asked = json.loads((arguments.folder / "queries.json").read_text(encoding="utf-8"))
    queries = [query for query in asked if is_aside(str(query["id"])) == arguments.aside]
    with tempfile.TemporaryDirectory() as folder:
        archive = arguments.archive or Path(folder) / "archive.db"
        if not archive.exists():
            fill(archive, documents)
        with closing(open_for_reading(archive)) as connection:
            print(f"kaaw search, {len(documents)} documents, {len(queries)} queries")
            scores(queries, lambda query: ours(connection, query), is_shown=not arguments.aside)
    print("plain FTS5, unicode61")
    scores(queries, plain(documents, str), is_shown=False)
    if stem := snowball():
        print("FTS5 over Snowball stems")
        scores(queries, plain(documents, stem), is_shown=False)


if __name__ == "__main__":
    main()
