"""The add-on in a stranger's project: everything is archived, and nobody but the archive can tell."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.addon.conftest import ADDON
from tests.addon.stranger import HOST, Outcome
from tests.german_pages import page
from tests.local_site import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import RunCommand
    from tests.local_site import LocalSite

pytestmark = pytest.mark.slow

Stranger = Callable[..., Outcome]
Visits = Callable[..., list[dict[str, Any]]]

ATTEMPTS = [  # method, path, status, error
    ("GET", "/robots.txt", 200, None),
    ("GET", "/start", 200, None),
    ("GET", "/moved", 301, None),
    ("GET", "/target", 200, None),
    ("GET", "/away", 404, None),
    ("GET", "/busy", 503, None),
    ("GET", "/busy", 200, None),
    ("GET", "/silent", None, "connection_lost"),
    ("GET", "/silent", None, "connection_lost"),
    ("GET", "/geheim", None, "robots_denied"),
    ("GET", "/nie", None, "ignored"),
    ("GET", "/broken", 200, "bad_encoding"),
    ("GET", "/etag", 200, None),
    ("POST", "/suche", 200, None),
]


def by_path(visits: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted(((v["method"], urlsplit(v["url"]).path, v["status"], v["error"]) for v in visits), key=str)


@pytest.mark.real_commands
def test_nobody_can_tell_and_everything_is_archived(run_stranger: Stranger, archive_path: Path, visits: Visits) -> None:
    without = run_stranger()
    assert without.ran.code == 0, without.ran.output
    assert len(without.items) == 11
    with_addon = run_stranger(ADDON, f"ARCHIVE={archive_path}")
    assert with_addon.all_but_log == without.all_but_log
    kept = visits()
    assert by_path(kept) == sorted(ATTEMPTS, key=str)
    assert "1 answers came from a middleware" in with_addon.ran.stderr


def test_captures_hold_what_came(run_stranger: Stranger, archive_path: Path, visits: Visits) -> None:
    run_stranger(ADDON, f"ARCHIVE={archive_path}")
    start, target, broken = (visits(f"url = 'http://{HOST}{path}'")[0] for path in ("/start", "/target", "/broken"))
    assert (start["content_encoding"], start["size_bytes"], target["size_bytes"]) == (
        "gzip",
        len(page(1)),
        len(page(2)),
    )
    assert start["wire_bytes"] < len(page(1))
    assert start["elapsed_ms"] is not None
    assert target["via_url"] == f"http://{HOST}/moved"
    assert broken["size_bytes"] == broken["wire_bytes"]
    assert [v["kind"] for v in visits("method = 'POST' OR url LIKE '%/robots.txt'")] == ["robots", "probe"]
    assert visits("error = 'robots_denied'")[0]["robots"] == "denied"


def test_no_secret_of_theirs_is_kept(run_stranger: Stranger, archive_path: Path) -> None:
    run_stranger(ADDON, f"ARCHIVE={archive_path}")
    with closing(sqlite3.connect(archive_path)) as db:
        dump = "\n".join(db.iterdump())
    for secret in ("sid=geheim", "Basic xyz", "set-cookie"):
        assert secret not in dump


def test_articles_are_read_afterwards(run_stranger: Stranger, archive_path: Path, run_kaaw: RunCommand) -> None:
    run_stranger(ADDON, f"ARCHIVE={archive_path}")
    derived = json.loads(run_kaaw("derive", "--json", "--archive", str(archive_path)).stdout)
    # target, busy, etag; neither the answer to the form nor /start, which is the address of a home page
    assert derived["articles"] == 3
    found = json.loads(run_kaaw("status", "--json", "--archive", str(archive_path)).stdout)
    assert (found["counts"]["captures_not_read"], found["crawls"][0]["state"]) == (0, "finished")


def test_the_next_run_adds_to_the_same_archive(run_stranger: Stranger, archive_path: Path, visits: Visits) -> None:
    run_stranger(ADDON, f"ARCHIVE={archive_path}")
    run_stranger(ADDON, env={"KAAW_ARCHIVE": str(archive_path)})
    assert len(visits()) == 2 * len(ATTEMPTS)
    assert [v["revisit"] for v in visits(f"url = 'http://{HOST}/target'")] == [None, "digest"]


def test_their_cache_asks_and_a_304_confirms_what_is_archived(
    run_stranger: Stranger, archive_path: Path, visits: Visits
) -> None:
    cache = ("HTTPCACHE_ENABLED=1", "HTTPCACHE_POLICY=scrapy.extensions.httpcache.RFC2616Policy")
    for _ in range(2):
        outcome = run_stranger(ADDON, f"ARCHIVE={archive_path}", *cache)
        assert outcome.ran.code == 0
    revisits = [v["revisit"] for v in visits(f"url = 'http://{HOST}/etag'")]
    assert revisits == [None, "304"]


def test_it_works_without_asyncio(run_stranger: Stranger, archive_path: Path, visits: Visits) -> None:
    loop = "TWISTED_REACTOR=twisted.internet.selectreactor.SelectReactor"
    assert run_stranger(ADDON, f"ARCHIVE={archive_path}", loop).all_but_log == run_stranger(loop).all_but_log
    assert len(visits()) == len(ATTEMPTS)


# What is in the place of the archive, and what the one line says of it.
UNUSABLE = {"another file": "is not an archive", "no folder": "there is no folder", "no path": "is a folder"}


@pytest.mark.parametrize(("trouble", "says"), UNUSABLE.items())
def test_an_archive_that_cannot_be_used_costs_a_line(
    run_stranger: Stranger, tmp_path: Path, archive_path: Path, trouble: str, says: str
) -> None:
    without = run_stranger()
    path = {"another file": archive_path, "no folder": tmp_path / "fehlt" / "a.db", "no path": tmp_path}[trouble]
    if trouble == "another file":
        archive_path.write_text("Einkaufszettel\n" * 100)
    outcome = run_stranger(ADDON, f"ARCHIVE={path}")
    assert outcome.all_but_log == without.all_but_log
    check_complaint(outcome, says, lost=len(ATTEMPTS), of=len(ATTEMPTS))


@pytest.mark.parametrize(("kilobytes", "kept_first"), [(50, 0), (1500, 3)], ids=["at once", "later"])
def test_a_full_disk_costs_what_comes_then(
    run_stranger: Stranger, archive_path: Path, kilobytes: int, kept_first: int
) -> None:
    large = b"<title>x</title>" + random.Random(1).randbytes(3_000_000)
    without = run_stranger(target=large)
    full = {"RLIMIT_FSIZE": kilobytes * 1024}
    outcome = run_stranger(ADDON, f"ARCHIVE={archive_path}", limits=full, target=large)
    assert outcome.all_but_log == without.all_but_log
    check_complaint(outcome, str(archive_path), lost=len(ATTEMPTS) - kept_first, of=len(ATTEMPTS))


def test_a_locked_archive_is_not_waited_for(run_stranger: Stranger, archive_path: Path, visits: Visits) -> None:
    without = run_stranger()
    run_stranger(ADDON, f"ARCHIVE={archive_path}")
    with closing(sqlite3.connect(archive_path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        outcome = run_stranger(ADDON, f"ARCHIVE={archive_path}")
        assert outcome.all_but_log == without.all_but_log
        assert "is busy: what was fetched last is not archived" in outcome.ran.stderr
    assert len(visits()) == len(ATTEMPTS)


def check_complaint(outcome: Outcome, says: str, *, lost: int, of: int) -> None:
    """One line when it happens, one that sums it up, and no traceback."""
    lines = [line for line in outcome.ran.stderr.splitlines() if "kaaw_archive" in line and "WARNING" in line]
    assert "Traceback" not in outcome.ran.output
    assert [says in line for line in lines] == [True, True], lines
    assert f"{lost} of {of} captures are not archived" in lines[1]


def test_in_our_own_project_nothing_is_kept_twice(
    run_scrapy: RunCommand, local_site: LocalSite, visits: Visits
) -> None:
    url = local_site.add(HOST, "/a", Answer(page(1)))
    settings = (ADDON, "ARCHIVE=archive.db", "ARCHIVE_ALLOW_NETWORKS=127.0.1.0/24", "DOWNLOAD_DELAY=0")
    options = [part for setting in settings for part in ("-s", setting)]
    ran = run_scrapy("site", "-a", f"urls={url}", *options, env={"http_proxy": local_site.proxy})
    assert ran.code == 0, ran.output
    assert len(visits("kind = 'page'")) == 1
