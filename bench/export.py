"""Rows a second and memory of exports, beside plain sqlite3: ``python -m bench.export [ARTICLES]``.

Makes an archive of so many articles (200,000) with a text of 1,000 characters each, writes it as JSON Lines, CSV and
Parquet, and writes the same columns with the program ``sqlite3``. Each runs in a process of its own; memory is the most
that the process had. With ``--rows N`` N short rows are written in each of ``--forms``, to see that memory stays flat.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.queries.exports import COLUMNS

_PLAIN = (
    "SELECT {} FROM articles a JOIN snapshots s ON s.article_id = a.id"
    " JOIN cited_captures v ON v.snapshot_id = s.id ORDER BY a.id"
)
_AT = "'2016-09-22T12:00:01.000Z'"
_NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :n)"
_FILL = (
    f"INSERT INTO crawls (id, uid, spider, source, args_json, software, user_agent, started_at, state) VALUES"
    f" (1, '20160922T120000Z-000000', 'site', '*', '{{}}', 'bench', '', {_AT}, 'finished')",
    f"INSERT INTO payloads (digest, size_bytes, media_type, codec, data, first_seen_at) VALUES"
    f" ('sha256:' || lower(hex(zeroblob(32))), 0, 'text/html', 'raw', x'', {_AT})",
    f"{_NUMBERS} INSERT INTO urls (id, url) SELECT i, 'https://www.amt.example/' || i FROM n",
    f"{_NUMBERS} INSERT INTO captures (id, crawl_id, seq, kind, url_id, captured_at, method, status, payload_digest,"
    f" robots) SELECT i, 1, i, 'page', i, {_AT}, 'GET', 200, 'sha256:' || lower(hex(zeroblob(32))), 'allowed' FROM n",
    f"{_NUMBERS} INSERT INTO pages (id, url_key, key_version, url, source, kind, first_seen_at, last_seen_at,"
    f" last_capture_id, state) SELECT i, i, 1, 'https://www.amt.example/' || i, 'amt.example', 'article', {_AT}, {_AT},"
    " i, 'live' FROM n",
    "UPDATE captures SET page_id = id",
    f"{_NUMBERS} INSERT INTO readings (id, capture_id, page_kind, extractor, extractor_version, options_json)"
    " SELECT i, i, 'article', 'bench', '1', '{}' FROM n",
    f"{_NUMBERS} INSERT INTO articles (id, key, page_id, url, source, state, first_seen_at, last_seen_at,"
    " news_since_at) SELECT i, i, i, 'https://www.amt.example/' || i, 'amt.example', 'live',"
    f" {_AT}, {_AT}, {_AT} FROM n",
    f"{_NUMBERS} INSERT INTO snapshots (article_id, version, capture_id, last_capture_id, payload_digest,"
    " first_seen_at, last_seen_at, title, text, structure, kind, text_digest, reading_id) SELECT i, 1, i, i,"
    f" 'sha256:' || lower(hex(zeroblob(32))), {_AT}, {_AT}, 'Meldung ' || i, :text || i, '[]', 'notice', 'x', i FROM n",
)


def fill(path: Path, articles: int, text: str) -> None:
    """Make an archive of synthetic articles; nothing is read or folded."""
    open_for_writing(path).close()
    import sqlite3

    with closing(sqlite3.connect(path)) as db, db:
        for statement in _FILL:
            db.execute(statement, {"n": articles, "text": text} if ":" in statement.replace("sha256:", "") else {})


def run(*command: str, stdout: Path | None = None) -> tuple[float, float]:
    """Return seconds and megabytes of a command."""
    start = time.monotonic()
    with (stdout or Path(os.devnull)).open("wb") as file, subprocess.Popen(command, stdout=file) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[:4]} ended with {process.returncode}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=200_000)
    parser.add_argument("--rows", type=int, nargs="+", help="so many short rows")
    parser.add_argument("--forms", nargs="+", default=["jsonl"], help="formats of --rows")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for number in arguments.rows or [arguments.articles]:
            path = Path(name) / f"{number}.db"
            fill(path, number, "Satz. " if arguments.rows else "Ein Satz steht hier. " * 48)
            for form in arguments.forms if arguments.rows else ("jsonl", "csv", "parquet"):
                to = Path(name) / f"out.{form}"
                seconds, memory = run(
                    sys.executable, "-m", "kaaw_archive.cli", "export", "--archive", str(path), "--to", str(to)
                )
                to.unlink()
                print(f"{number:9,} rows  {form:8} {number / seconds:10,.0f} rows/s  {memory:6,.0f} MB", flush=True)
            if not arguments.rows and (program := shutil.which("sqlite3")):
                columns = ", ".join(f"{expression} AS {column}" for column, expression, _ in COLUMNS)
                for mode in ("json", "csv"):
                    command = (program, "-readonly", f"-{mode}", str(path), _PLAIN.format(columns))
                    seconds, memory = run(*command, stdout=Path(name) / f"plain.{mode}")
                    print(f"{number:9,} rows  sqlite3 -{mode:4} {number / seconds:6,.0f} rows/s  {memory:6,.0f} MB")
            path.unlink()


if __name__ == "__main__":
    main()
