"""Thirteen faults of our own side, and lists of links on which they fall: for tests, and for bench/own_fault.py."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kaaw_archive.archive.connect import open_for_writing
from tests.german_pages import page
from tests.local_site import Answer, LocalSite, redirect

PORTAL = "anmeldung.hotel.example"
CONTACT = "archiv@kontrolle.example"
LOGIN = Answer(
    b"<html><head><title>Willkommen im WLAN</title></head><body><p>Nehmen Sie die Bedingungen an.</p></body>"
)
FILTER = Answer(
    b"<html><title>Web Filter</title><body><p>This page was blocked by your network.</p></body>", status=403
)
SQUID = {"Via": "1.1 wall (squid/6.6)", "Content-Type": "text/html"}


@dataclass(frozen=True)
class Fault:
    """A fault of our own side: the environment of the run, what a proxy answers, and words of its sentence."""

    words: str
    environment: Mapping[str, str] = field(default_factory=dict)
    answer: Answer | None = None  # of a proxy, whatever is asked for
    scheme: str = "http"


FAULTS: dict[str, Fault] = {
    "no resolver": Fault("the resolver of this machine gives no answer", {"RESOLVER": "off"}),
    "a resolver that knows no name": Fault("the resolver of this machine knows no name", {"RESOLVER": "nameless"}),
    "no route": Fault("no route to any host", {"RESOLVER": "routeless"}),
    "a proxy forgotten in cron": Fault("every connection is refused", {"RESOLVER": "closed"}),
    "a proxy that refuses": Fault("our proxy fails (Connection was refused", {"http_proxy": "http://127.0.1.99:9"}),
    "a proxy without a name": Fault("our proxy fails (", {"http_proxy": "http://proxy.invalid:3128"}),
    "a proxy without a scheme": Fault(
        "its address must begin with http://", {"https_proxy": "127.0.1.99:9"}, scheme="https"
    ),
    "a proxy that wants a login": Fault("wants a login (407)", answer=Answer(b"<h1>Login</h1>", 407)),
    "a proxy that forbids": Fault(
        "ERR_ACCESS_DENIED",
        answer=Answer(b"<h1>Forbidden</h1>", 403, {**SQUID, "X-Squid-Error": "ERR_ACCESS_DENIED 0"}),
    ),
    "a proxy that reaches nothing": Fault(
        "our proxy fails (it answers 502)", answer=Answer(b"<h1>Bad Gateway</h1>", 502)
    ),
    "a firewall that drops": Fault("no host answers in time", answer=Answer(b"", delay_s=30)),
    "a captive portal": Fault(f"all hosts lead to {PORTAL}", answer=redirect(f"http://{PORTAL}/login")),
    "a filter": Fault("all hosts give the same page", answer=FILTER),
}


def link(number: int, scheme: str = "http") -> str:
    return f"{scheme}://www.quelle-{number}.example/satzung/{number}"


def archive_of(path: Path, size: int, scheme: str = "http") -> None:
    """Make an archive in which so many links are watched, each of a host of its own."""
    with closing(open_for_writing(path)) as connection:
        connection.executemany(
            "INSERT INTO decisions (kind, subject, made_by, made_at) VALUES ('watch', ?, 'test', ?)",
            [(link(number, scheme), "2026-01-01T06:00:00.000Z") for number in range(size)],
        )


LOST: dict[str, Answer] = {
    "Squid": Answer(b"<h1>ERROR</h1><p>Name Error: The domain name does not exist.</p>", 503,
                    {**SQUID, "X-Squid-Error": "ERR_DNS_FAIL 0"}),
    "RFC 9209": Answer(b"", 502, {"Proxy-Status": 'wall; error=dns_error; rcode="NXDOMAIN"'}),
    "Apache": Answer(b"<h1>Proxy Error</h1><p>DNS lookup failure for: www.quelle-2.example</p>", 502),
}  # fmt: skip


def serve(site: LocalSite, size: int, lost: Sequence[Answer] = ()) -> None:
    """Let a site, as a proxy, answer for the links, the control and the portal; ``lost`` for the first links."""
    site.add(PORTAL, "*", LOGIN)
    site.add("kontrolle.example", "/", Answer(b"<html><title>Archiv</title><p>Wir sammeln Nachrichten.</p></html>"))
    for number in range(size):
        site.add(f"www.quelle-{number}.example", f"/satzung/{number}", Answer(page(number)))
    for number, answer in enumerate(lost):
        for path in (f"/satzung/{number}", "/robots.txt"):
            site.add(f"www.quelle-{number}.example", path, answer)


Check = Callable[[Path, float, Mapping[str, str]], int]
"""Runs linkcheck on an archive, so many days ahead, in an environment; returns the exit code."""


def command(archive: Path, *, contact: str = CONTACT) -> list[str]:
    chosen = {
        "ARCHIVE": archive, "ARCHIVE_ALLOW_NETWORKS": "127.0.1.0/24,255.255.255.255/32", "ARCHIVE_CONTACT": contact,
        "DOWNLOAD_DELAY": 0, "ARCHIVE_BACK_OFF_S": 0.1, "ARCHIVE_PROBE_TIMEOUT_S": 2,
        "ARCHIVE_LOOK_BESIDE_PROXY": False,
        "DOWNLOAD_TIMEOUT": 2, "ARCHIVE_FIRST_BYTE_TIMEOUT_S": 1, "RETRY_TIMES": 0, "ARCHIVE_READERS": 1,
    }  # fmt: skip
    options = [part for name, value in chosen.items() for part in ("-s", f"{name}={value}")]
    return [sys.executable, "-m", "scrapy", "crawl", "linkcheck", *options]


def faults_of_run(archive: Path, words: str, code: int, expected_code: int = 9) -> list[str]:
    """Return what is wrong in an archive after a run with a fault of ours; nothing if all is as it must be."""
    with closing(sqlite3.connect(archive)) as db:
        broken = db.execute("SELECT url FROM links WHERE health IN ('failing', 'dead')").fetchall()
        state, reason = db.execute("SELECT state, reason FROM crawls ORDER BY id DESC LIMIT 1").fetchone()
        later = db.execute(
            "SELECT count(*) FROM links l JOIN link_checks k ON k.id = l.last_check_id"
            " WHERE l.next_check_at > k.checked_at"
        ).fetchone()[0]
    wrong = [f"broken: {url}" for (url,) in broken]
    wrong += [] if state == "degraded" else [f"the state is {state}"]
    wrong += [] if words in (reason or "") else [f"the reason is {reason}"]
    wrong += [f"{later} links are due later"] if later else []
    return wrong + ([] if code == expected_code else [f"the exit code is {code}"])


def run_cell(folder: Path, fault: Fault, size: int, *, is_known: bool, check: Check) -> list[str]:
    """Return what is wrong after two runs with a fault on so many links. ``is_known``: three good weeks before."""
    base = folder / f"base-{size}-{is_known}-{fault.scheme}.db"
    archive = folder / "cell.db"
    with LocalSite() as site:
        if not base.exists():
            archive_of(base, size, fault.scheme)
            serve(site, size)
            for good_day in (0, 7, 14) if is_known and fault.scheme == "http" else ():
                check(base, good_day, {"http_proxy": site.proxy})
        for ending in ("", "-wal", "-shm"):
            (folder / f"cell.db{ending}").unlink(missing_ok=True)
        shutil.copy(base, archive)
    wrong = []
    with LocalSite() as site:
        if fault.answer is not None:
            site.add("*", "*", fault.answer)
            site.add("*", "/robots.txt", fault.answer)
            site.add(PORTAL, "/login", LOGIN)
            site.add(PORTAL, "/robots.txt", Answer(status=404))
        environment = dict(fault.environment) or {"http_proxy": site.proxy}
        for day in (22.0, 25.0):
            code = check(archive, day, environment)
            wrong += [f"day {day:g}: {one}" for one in faults_of_run(archive, fault.words, code)]
    return wrong
