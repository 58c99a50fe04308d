"""Real pages, crawled three times: first, again, and all of them conditionally; bytes, readings and text compared."""

from __future__ import annotations

import argparse
import gzip
import json
import socket
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.data import SHARED
from bench.processes import OURS, Measured, crawl_command, measure
from kaaw_archive import urls
from kaaw_archive.archive import connect

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

Records = dict[str, dict[str, Any]]


@contextmanager
def replayed(folder: Path) -> Iterator[tuple[Path, dict[str, str], Path]]:
    """The corpus behind an HTTP proxy: the list of its addresses, the environment that leads there, the log."""
    corpus, listed, log = SHARED / "corpus", folder / "urls.txt", folder / "requests.jsonl"
    (folder / "pages").symlink_to(corpus / "pages")
    index = [
        sys.executable,
        str(SHARED / "tools" / "corpus_index.py"),
        str(corpus),
        "--out",
        str(folder / "index.json"),
    ]
    listed.write_text(subprocess.run(index, check=True, capture_output=True, text=True).stdout)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    proxy = [
        sys.executable,
        str(SHARED / "tools" / "replay_proxy.py"),
        str(folder),
        "--port",
        str(port),
        "--log",
        str(log),
    ]
    process = subprocess.Popen(proxy, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        process.stdout.readline()
        address = f"http://127.0.0.1:{port}"
        yield listed, {**OURS, "http_proxy": address, "https_proxy": address}, log
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def stored_bytes(archive: Path) -> int:
    """The size of the file once nothing is left in its write-ahead log."""
    # a plain connection: the program under measurement has ended, and a checkpoint needs to write
    with closing(connect.open_for_writing(archive)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return archive.stat().st_size


def count(db: sqlite3.Connection, sql: str) -> int:
    found: int = db.execute(sql).fetchone()[0]
    return found


def report_run(
    name: str, ran: Measured, archive: Path, log: Path, before: tuple[int, int, int]
) -> tuple[int, int, int]:
    """Prints what a run asked, took and stored; returns (requests, captures, bytes) as they stand after it."""
    requests = len(log.read_text().splitlines()) if log.exists() else 0
    lines = [json.loads(line) for line in log.read_text().splitlines()[before[0] :]] if requests else []
    pages = [line for line in lines if not line["url"].endswith(("/robots.txt", "/.well-known/tdmrep.json"))]
    conditional = sum("if-none-match" in line["headers"] for line in pages)
    with closing(connect.open_for_reading(archive)) as db:
        captures = count(db, "SELECT count(*) FROM captures")
        readings = count(db, "SELECT count(*) FROM readings")
        failed = count(db, "SELECT count(*) FROM captures WHERE kind = 'page' AND (error IS NOT NULL OR status >= 400)")
        state = db.execute("SELECT state FROM crawls ORDER BY id DESC").fetchone()[0]
    size = stored_bytes(archive)
    new = captures - before[1]
    print(f"{name}: exit {ran.code}, {state}, {ran.seconds:.1f} s, peak {ran.peak_bytes / 2**20:.0f} MiB")
    print(f"  requests {len(lines)}, of pages {len(pages)} (conditional {conditional},", end=" ")
    print(f"304 {sum(line['status'] == 304 for line in pages)}); captures {new}; readings {readings}; failed {failed}")
    print(f"  archive {size / 1e6:.2f} MB, grew {(size - before[2]) / max(new, 1):.0f} bytes a capture")
    return requests, captures, size


def compare_bytes(db: sqlite3.Connection, truth: Records) -> None:
    """Each payload with the file of the corpus; where two records share an address, the first one was served."""
    kept = {
        urls.key(url): body
        for url, body in db.execute(
            "SELECT url, payload(payload_digest) FROM visits WHERE kind = 'page' AND status = 200 ORDER BY id"
        )
    }
    served: dict[str, str] = {}
    for record in truth.values():
        served.setdefault(record["url"].partition("#")[0].strip(), record["file"])
    same = missing = 0
    for url, file in served.items():
        body = kept.get(urls.key(url))
        missing += body is None
        same += body == gzip.decompress((SHARED / "corpus" / file).read_bytes())
    print(f"payloads: {same} of {len(served)} equal the corpus byte for byte, {missing} missing")


def write_predictions(db: sqlite3.Connection, truth: Records, path: Path) -> None:
    """For tools/score.py: what the archive read of each record; the longest article where a page has several."""
    articles: dict[str, dict[str, Any]] = {}
    columns = ("url", "text", "title", "date", "author")
    for row in db.execute("SELECT captured_url, text, title, published_on, author FROM latest ORDER BY length(text)"):
        article = dict(zip(columns, row, strict=True))
        articles[urls.key(article.pop("url"))] = article
    with path.open("w", encoding="utf-8") as out:
        for identity, record in truth.items():
            found = articles.get(urls.key(record["url"].partition("#")[0]), {"text": ""})
            out.write(json.dumps({"id": identity, **found}) + "\n")


def report_reading(db: sqlite3.Connection) -> None:
    readings = count(db, "SELECT count(*) FROM readings")
    with_article = count(db, "SELECT count(DISTINCT reading_id) FROM snapshots")
    nameless = count(
        db,
        "SELECT count(*) FROM readings r WHERE problem IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM snapshots WHERE reading_id = r.id)",
    )
    print(f"readings {readings}, with an article {with_article} ({with_article / max(readings, 1):.1%}),", end=" ")
    print(f"with neither article nor problem {nameless}")
    for problem, number in db.execute("SELECT problem, count(*) n FROM readings GROUP BY problem ORDER BY n DESC"):
        print(f"  {number:5d} {problem or 'no problem'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave archive and predictions here")
    args = parser.parse_args()
    if not (SHARED / "corpus" / "truth.json").exists():
        print("skipped: ../shared/corpus is not beside this checkout")
        return
    truth: Records = json.loads((SHARED / "corpus" / "truth.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        archive, predictions = folder / "archive.db", folder / "predictions.jsonl"
        with replayed(Path(temporary)) as (listed, env, log):
            state = (0, 0, 0)
            for name, arguments in (("first crawl", ()), ("again", ()), ("all=1", ("-a", "all=1"))):
                ran = measure(crawl_command(listed, archive, *arguments, settings={}), folder, env)
                state = report_run(name, ran, archive, log, state)
        with closing(connect.open_for_reading(archive)) as db:
            compare_bytes(db, truth)
            report_reading(db)
            write_predictions(db, truth, predictions)
        score = [sys.executable, str(SHARED / "tools" / "score.py"), str(SHARED / "corpus"), str(predictions)]
        print(subprocess.run([*score, "--where", "text_by=hand"], check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()
