"""Cost of the search: analysis of an article, bytes of the index, first pages over many versions, start of the command.

Makes an archive of invented German articles (words by Zipf's law from the dictionary, compounds among them; a tenth of
the articles has a second version), and asks it for words that are rare, common and in between, phrases and operators.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kaaw_archive.analysis import lexicon
from kaaw_archive.analysis.stop_words import STOP_WORDS
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.queries.search import search
from kaaw_archive.archive.queries.search_excerpts import excerpts
from kaaw_archive.archive.store import search as store
from tests.archive.queries.builder import Builder, article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WORDS = 250  # of an article
FORMS = 60_000  # that texts are made of
_BYTES = "length(CAST(title AS BLOB)) + length(CAST(text AS BLOB))"
FIRST = "https://www.amt.example/presse/1"


def vocabulary(chance: random.Random) -> list[str]:
    """Return forms of the dictionary in a random order, stop words first: the order is that of their frequency."""
    forms = [form for form in lexicon.dictionary("de") if form.isalpha() and 3 < len(form) < 24]
    chance.shuffle(forms)
    stop_words = sorted(STOP_WORDS)
    chance.shuffle(stop_words)
    return [*stop_words, *forms[:FORMS]]


def fill(path: Path, number: int, forms: Sequence[str], chance: random.Random) -> None:
    """Make an archive with so many versions; articles are copied from one that was captured and folded."""
    with closing(open_for_writing(path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z")
        builder.page(FIRST, "2016-09-22T12:00:01.000Z", article(FIRST, "Meldung", "Der Rat tagt.", language="de"))
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("UPDATE _state SET version = 0 WHERE name = 'search'")
        (trigger,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = '_snapshots_fts_inserted'"
        ).fetchone()
        connection.execute("DROP TRIGGER _snapshots_fts_inserted")
        connection.execute("BEGIN")
        connection.execute("PRAGMA defer_foreign_keys = ON")  # a work and its article point to each other
        _copy_first(connection, number, forms, chance)
        connection.execute(trigger)
        connection.execute("INSERT INTO snapshots_fts (snapshots_fts) VALUES ('rebuild')")
        connection.execute("COMMIT")
        _index(connection, number)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copy_first(connection: sqlite3.Connection, number: int, forms: Sequence[str], chance: random.Random) -> None:
    """Copy the first article, its version and its work so many times, each with a text of its own."""
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(forms))))
    first = dict(connection.execute("SELECT * FROM snapshots").fetchone())
    parent = dict(connection.execute("SELECT * FROM articles").fetchone())
    text = dict(connection.execute("SELECT * FROM works").fetchone())
    for n in range(2, number + 2):
        words = chance.choices(forms, cum_weights=weights, k=WORDS + 8)
        is_second = n % 10 == 0
        if not is_second:
            url = f"https://www.amt.example/presse/{n}"
            _insert(connection, "works", text | {"id": n, "key": url, "current_article_id": n})
            of_article = {"id": n, "key": url, "url": url, "source": f"amt{n % 7}", "work_id": n}
            _insert(connection, "articles", parent | of_article)
        day = f"{2005 + n % 20}-{1 + n % 12:02}-{1 + n % 28:02}"
        row = first | {
            "id": n, "article_id": n - is_second, "version": 1 + is_second, "title": " ".join(words[:8]),
            "text": " ".join(words[8:]), "published_on": day, "first_seen_at": f"{day}T12:00:00.000Z",
        }  # fmt: skip
        _insert(connection, "snapshots", row)


def _index(connection: sqlite3.Connection, number: int) -> None:
    """Index all versions, and print the time that each takes."""
    began = time.process_time()
    done, is_whole = 0, False
    while not is_whole:
        connection.execute("BEGIN")
        added = store.make_next(connection)
        connection.execute("COMMIT")
        done, is_whole = done + added, not added
        if done % 20_000 == 0:
            print(f"  {done} after {time.process_time() - began:.0f} s", flush=True)
    print(f"index: {(time.process_time() - began) / number * 1000:.2f} ms a version, analysis and FTS5")


def _insert(connection: sqlite3.Connection, table: str, row: Mapping[str, object]) -> None:
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def queries(forms: Sequence[str], chance: random.Random) -> list[str]:
    """Return queries as people type them, over words of each frequency."""
    common, middle, rare = forms[150:400], forms[400:4_000], forms[4_000:]
    found = []
    for _ in range(20):
        found += [chance.choice(common), chance.choice(middle), chance.choice(rare)]
        found += [
            f"{chance.choice(common)} {chance.choice(middle)}",
            f"{chance.choice(middle)} -{chance.choice(common)}",
        ]
        found += [f"{chance.choice(middle)} OR {chance.choice(middle)}", f"{chance.choice(middle)[:5]}*"]
        found += [f'"{chance.choice(middle)} {chance.choice(middle)}"', f"title:{chance.choice(middle)}"]
        found += [f"{chance.choice(common)} NEAR/5 {chance.choice(middle)}"]
    return found


def measure(path: Path, asked: Sequence[str], *, has_facets: bool = False) -> None:
    """Print the time of first pages, excerpts and totals included, by the clock and of the processor alone."""
    found = []
    with closing(open_for_reading(path)) as connection:
        for query in asked:
            began, worked = time.perf_counter(), time.process_time()
            result = search(connection, query, has_facets=has_facets)
            excerpts(connection, result.node, list(result.hits))
            found.append((time.process_time() - worked, time.perf_counter() - began, query, result.total))
    page = "first page with facets" if has_facets else "first page"
    clock = sorted(took for _, took, _, _ in found)
    for share in (0.5, 0.9, 0.95, 1.0):
        place = min(len(found) - 1, int(share * len(found)))
        worked, _, query, total = sorted(found)[place]
        print(f"{page}, p{share * 100:.0f}: {worked * 1000:.0f} ms of the processor, {clock[place] * 1000:.0f} by the"
              f" clock ({query}, {total} articles)")  # fmt: skip


def last_resort(path: Path, forms: Sequence[str], chance: random.Random) -> None:
    """Print the time of queries for letters within words, for which all forms of the archive are read."""
    took = []
    with closing(open_for_reading(path)) as connection:
        (number,) = connection.execute("SELECT count(*) FROM _word_forms").fetchone()
        for form in chance.sample(forms[4_000:], 20):
            worked = time.process_time()
            search(connection, form.lower()[2:-1] + "x" * (len(form) % 2))
            took.append(time.process_time() - worked)
    print(f"letters within words: {max(took) * 1000:.0f} ms of the processor at most, of {number} forms")


def sizes(path: Path) -> None:
    """Print the bytes of the indexes and of the table of forms beside those of the texts."""
    with closing(sqlite3.connect(path)) as db:
        (texts,) = db.execute(
            "SELECT sum(length(CAST(title AS BLOB)) + length(CAST(text AS BLOB))) FROM snapshots"
        ).fetchone()
        for index in ("search_index", "snapshots_fts"):
            sql = f"SELECT sum(length(block)) FROM {index}_data"
            print(f"{index}: {db.execute(sql).fetchone()[0] / texts:.2f} bytes a byte of text")
        (forms, number) = db.execute("SELECT sum(length(form) + length(terms)), count(*) FROM _word_forms").fetchone()
        print(f"_word_forms: {forms / texts:.2f} bytes a byte of text, {number} forms")
        db.execute("ATTACH '' AS was")
        db.execute("CREATE TABLE was.texts (id INTEGER PRIMARY KEY, title TEXT, text TEXT)")
        db.execute("CREATE VIRTUAL TABLE was.fts USING fts5 (title, text, content='texts', content_rowid='id',"
                   " tokenize='unicode61 remove_diacritics 2')")  # fmt: skip
        newest = "SELECT max(id), title, text FROM snapshots GROUP BY article_id"
        db.execute(f"INSERT INTO was.texts {newest}")
        db.execute("INSERT INTO was.fts (fts) VALUES ('rebuild')")
        stored = f"(SELECT sum(length(block)) FROM was.fts_data) + (SELECT sum({_BYTES}) FROM was.texts)"
        (was,) = db.execute(f"SELECT {stored}").fetchone()
        blocks = " + ".join(
            f"(SELECT sum(length(block)) FROM {index}_data)" for index in ("search_index", "snapshots_fts")
        )
        (now,) = db.execute(f"SELECT {blocks}").fetchone()
        print(f"against a plain index with its copy of the newest texts: {(now + forms) / was:.2f} times")


def start(path: Path) -> None:
    """Print the time of a whole command, the interpreter included."""
    for query in ("Rat", "unbekannteswort"):
        times = []
        for _ in range(5):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-m", "kaaw_archive.cli", "search", query, "--archive", str(path)],
                           check=True, capture_output=True)  # fmt: skip
            times.append(time.perf_counter() - began)
        print(f"kaaw search {query}: {min(times) * 1000:.0f} ms at best")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--versions", type=int, default=20_000)
    parser.add_argument("--archive", type=Path, help="keep the archive there, or take the one that is there")
    arguments = parser.parse_args()
    chance = random.Random(1)
    forms = vocabulary(chance)
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.archive or Path(folder) / "archive.db"
        if not path.exists():
            fill(path, arguments.versions, forms, chance)
        asked = queries(forms, random.Random(2))
        measure(path, asked)
        measure(path, asked, has_facets=True)
        last_resort(path, forms, random.Random(3))
        sizes(path)
        start(path)


if __name__ == "__main__":
    main()
