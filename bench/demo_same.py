"""Make demos at once beside a busy loop, then one after another, and derive the last again: are they all the same?"""

from __future__ import annotations

import argparse
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from kaaw_archive.archive.kinds import SEARCH
from kaaw_archive.archive.verify import verify

KAAW = str(Path(sys.executable).parent / "kaaw")
# How a row is called where another one points to it. Ids and uids differ from run to run.
_NAMES = {
    "crawls": "SELECT id, spider || ' ' || started_at FROM crawls",
    "urls": "SELECT id, url FROM urls",
    "headers": "SELECT id, json FROM headers",
    "captures": "SELECT c.id, r.spider || ' ' || r.started_at || ' ' || c.seq FROM captures c"
    " JOIN crawls r ON r.id = c.crawl_id",
    "pages": "SELECT id, url_key FROM pages",
    "seeds": "SELECT p.id, p.url_key FROM seeds s JOIN pages p ON p.id = s.page_id",
    "articles": "SELECT id, key FROM articles",
    "snapshots": "SELECT s.id, a.key || ' v' || s.version FROM snapshots s JOIN articles a ON a.id = s.article_id",
    "readings": "SELECT id, capture_id FROM readings",
    "links": "SELECT id, url FROM links",
    "link_checks": "SELECT id, link_url || ' ' || checked_at FROM link_checks",
    "works": "SELECT id, key FROM works",
    "incidents": "SELECT id, pattern || ' ' || started_at FROM incidents",
}
# What is the machine's own: names, how long it took, its certificates, how bytes are stored, and digests of all that.
_LEFT_OUT = frozenset(
    {"id", "uid", "elapsed_ms", "certificate_id", "cert_sha256", "codec",
     "base_digest", "dictionary_id", "data", "made_at", "row_digest"}
)  # fmt: skip
# What `kaaw derive` notes of itself: only the last archive is derived again.
_NOTED = "name = 'derived_by'"
_NO_ROWS = frozenset({"dictionaries", "certificates", "_last_certificates", "_sqlite_migrations"})
_UID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")
_ELAPSED = re.compile(r'"elapsed_ms":\d+')
_SHOWN = 5  # differences of a table


def rows_of(archive: Path) -> dict[str, Counter[str]]:
    """Return the rows of every table, as texts that name what they point to, and how often each is there."""
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as connection:
        names = {table: dict(connection.execute(sql).fetchall()) for table, sql in _NAMES.items()}
        names["readings"] = {reading: names["captures"][capture] for reading, capture in names["readings"].items()}
        crawls = {
            uid: f"{spider} {at}"
            for uid, spider, at in connection.execute("SELECT uid, spider, started_at FROM crawls")
        }
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        wanted = [table for table in tables if table not in _NO_ROWS and not table.startswith(("sqlite_", *SEARCH))]
        return {table: _rows(connection, table, names, crawls) for table in wanted}


def _rows(
    connection: sqlite3.Connection, table: str, names: dict[str, dict[int, str]], crawls: dict[str, str]
) -> Counter[str]:
    keys = connection.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (table,)).fetchall()
    points_to = {column: names[parent] for column, parent in keys if parent in names}
    noted = f" WHERE NOT {_NOTED}" if table == "_state" else ""
    cursor = connection.execute(f"SELECT * FROM {table}{noted}")
    columns = [column[0] for column in cursor.description]
    found: Counter[str] = Counter()
    for row in cursor:
        named = dict(zip(columns, row, strict=True))
        if table == "events":
            proofs = names["captures" if named["article_id"] is not None else "link_checks"]
            named["proof_json"] = [proofs[int(proof)] for proof in re.findall(r"\d+", named["proof_json"])]
        shown = [
            f"{column}={points_to[column].get(value) if column in points_to else value}"
            for column, value in named.items()
            if column not in _LEFT_OUT
        ]
        text = _ELAPSED.sub("", "; ".join(shown))
        found[_UID.sub(lambda uid: crawls.get(uid[0], uid[0]), text)] += 1
    return found


def differences(one: dict[str, Counter[str]], other: dict[str, Counter[str]]) -> list[str]:
    """Return what differs, a line a row, and a line for each table."""
    lines = []
    for table in sorted(one.keys() | other.keys()):
        gone, new = one.get(table, Counter()) - other.get(table, Counter()), other[table] - one.get(table, Counter())
        if gone or new:
            lines.append(f"{table}: {gone.total()} rows only here, {new.total()} only there")
            lines += [f"  - {row[:300]}" for row in sorted(gone)[:_SHOWN]]
            lines += [f"  + {row[:300]}" for row in sorted(new)[:_SHOWN]]
    return lines


def start_demo(archive: Path, days: int) -> subprocess.Popen[bytes]:
    """Start a demo in a process of its own."""
    command = [KAAW, "demo", "--archive", str(archive), "--days", str(days)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def make_demos(folder: Path, number: int, days: int) -> list[Path]:
    """Make so many demos at once beside a busy loop, and as many one after another."""
    archives = [folder / f"demo{place}.db" for place in range(2 * number)]
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        running = [start_demo(archive, days) for archive in archives[:number]]
        codes = [demo.wait() for demo in running]
    finally:
        busy.kill()
        busy.wait()
    codes += [start_demo(archive, days).wait() for archive in archives[number:]]
    if any(codes):
        sys.exit(f"demos ended with {codes}")
    return archives


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demos", type=int, default=3, help="at once, and as many one after another")
    parser.add_argument("--days", type=int, default=30)
    given = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        archives = make_demos(Path(name), given.demos, given.days)
        first = rows_of(archives[0])
        subprocess.run([KAAW, "derive", "--archive", archives[-1]], stdout=subprocess.DEVNULL, check=True)
        for archive in archives:
            report = verify(archive, is_quick=False, progress=lambda done, of: None)
            lines = [finding.text for finding in report.findings] + differences(first, rows_of(archive))
            faults += bool(lines)
            rows = sum(map(Counter.total, first.values()))
            print(f"{archive.name}: {rows:,} rows,", "the same and sound" if not lines else "NOT the same:")
            print(*lines, sep="\n", end="\n" * bool(lines))
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
