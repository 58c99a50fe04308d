"""What a monitor gets from the status: alerts with an exit code, and metrics that Prometheus can read."""

from __future__ import annotations

import re
import stat
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import times
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.queries import status
from kaaw_archive.archive.store.boilerplate import begin_derivation
from tests.archive.queries.builder import STRASSE, Builder, article
from tests.cli.conftest import Kaaw, document, one_line_error

if TYPE_CHECKING:
    from pathlib import Path

LINE = re.compile(
    r'kaaw_[a-z_]+(\{[a-z_]+="(?:[^"\\\n]|\\.)*"(,[a-z_]+="(?:[^"\\\n]|\\.)*")*\})? -?\d+(\.\d+)?(e[+-]?\d+)?'
)


def metrics(path: Path) -> dict[str, float]:
    """Name with labels, and value, of every sample; each line has the form that Prometheus reads."""
    found = {}
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            assert LINE.fullmatch(line), line
            name, _, value = line.rpartition(" ")
            found[name] = float(value)
    return found


def test_metrics_are_written_as_a_whole(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    target = tmp_path / "kaaw.prom"
    target.write_text("old")
    assert (ran := run(filled_path, "status", "--prometheus", str(target))).exit_code == 0
    assert ran.stdout == ""
    found = metrics(target)
    assert found["kaaw_captures"] == 10
    assert found["kaaw_captures_not_read"] == 1
    assert found['kaaw_last_crawl_state{spider="site",source="*",state="degraded"}'] == 1
    assert found['kaaw_last_crawl_state{spider="site",source="*",state="finished"}'] == 0
    last_good = times.from_text("2016-09-22T12:00:00.000Z").timestamp()
    assert found['kaaw_last_good_crawl_timestamp_seconds{source="stadt.example"}'] == last_good
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert [path.name for path in tmp_path.iterdir() if "prom" in path.name] == ["kaaw.prom"]


def test_a_folder_that_is_not_there_is_one_line(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    assert "cannot use" in one_line_error(run(filled_path, "status", "--prometheus", str(tmp_path / "x" / "kaaw.prom")))


def test_a_name_cannot_make_a_line_of_its_own(run: Kaaw, archive_path: Path, tmp_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z", spider='a"}\n\\kaaw_captures 0')
        builder.end("finished", "2016-09-22T12:00:10.500Z")
    run(archive_path, "status", "--prometheus", str(tmp_path / "kaaw.prom"))
    assert metrics(tmp_path / "kaaw.prom")["kaaw_captures"] == 0


def test_a_check_ends_with_3_and_says_why(run: Kaaw, filled_path: Path) -> None:
    ran = run(filled_path, "status", "--check")
    assert ran.exit_code == 3
    assert "the last crawl of site is degraded: one host failed" in ran.stdout
    assert "1 capture not read yet" in ran.stdout


def test_answers_that_a_proxy_decrypts_are_an_alert(run: Kaaw, archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z")
        for host in ("a", "b"):
            url = f"https://{host}.example/robots.txt"
            builder.keep(url, "2016-09-22T12:00:01.000Z", "", kind="robots", tls_error="issuer not known")
        builder.end("finished", "2016-09-22T12:00:10.500Z")
    ran = run(archive_path, "status", "--check")
    assert (ran.exit_code, "SSL_CERT_FILE" in ran.stdout) == (3, True)


def test_a_derive_that_ended_early_is_an_alert(run: Kaaw, archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        begin_derivation(connection)
    assert "kaaw derive is at work, or ended early" in run(archive_path, "status", "--check").stdout
    assert run(archive_path, "derive").exit_code == 0
    assert run(archive_path, "status", "--check").exit_code == 0


def test_an_article_that_is_not_read_any_more_is_an_alert_until_it_is(run: Kaaw, archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-22T12:00:00.000Z")
        builder.page(STRASSE, "2016-09-22T12:00:01.000Z", article(STRASSE, "Straße", "Sie wird gesperrt."))
        builder.page(STRASSE, "2016-09-22T13:00:00.000Z", body="<p>Cookies?</p>")
        builder.end("finished", "2016-09-22T13:00:10.500Z")
        builder.begin("2016-09-29T12:00:00.000Z")
        builder.end("finished", "2016-09-29T12:00:01.000Z", "nothing was due")
    ran = run(archive_path, "status", "--check")
    assert ran.exit_code == 3
    assert f"stadt.example: 1 article not read (no_text) since 2016-09-22, such as {STRASSE}" in ran.stdout
    report = document(run(archive_path, "status", "--json"))
    assert [(row["url"], row["problem"]) for row in report["articles_not_read"]] == [(STRASSE, "no_text")]
    shown = run(archive_path, "status").stdout
    assert "Articles not read" in shown
    assert "Pages that gave an article" in shown


@pytest.mark.slow
def test_a_system_that_gives_articles_no_more_is_an_alert(run: Kaaw, archive_path: Path) -> None:
    now = times.SYSTEM_CLOCK.now()
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        for days in (90, 3):
            at = times.to_text(now - timedelta(days=days))
            builder.begin(at)
            for number in range(12):
                url = f"https://stadt.example/{days}/{number}"
                read = [article(url, "Straße", f"Sie wird gesperrt, Abschnitt {number}.")] if days == 90 else []
                builder.page(url, at, *read, body=None if read else f"<p>{number}</p>")
            builder.end("finished", at)
    alerts = run(archive_path, "status", "--check").stdout
    assert "stadt.example (-): 0 of 12 pages gave an article in the last 30 days, 12 of 12 before" in alerts


def test_a_disk_below_the_reserve_is_an_alert(run: Kaaw, filled_path: Path) -> None:
    report = document(run(filled_path, "status", "--json", "--reserve", "1000000000"))
    assert "no crawl begins" in report["alerts"][0]


def test_an_archive_without_crawls_wants_no_attention(run: Kaaw, archive_path: Path) -> None:
    open_for_writing(archive_path).close()
    assert run(archive_path, "status", "--check").exit_code == 0
    assert run(archive_path, "status").exit_code == 0


def test_a_source_is_silent_after_twice_its_longest_pause(archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-01T06:00:00.000Z")
        for day in (1, 3, 8, 10, 12, 15):  # the longest pause is five days
            url = f"https://www.stadt.example/{day}"
            builder.page(url, f"2016-09-{day:02}T06:00:00.000Z", article(url, "Meldung", f"Vom {day}."))
    with closing(open_for_reading(archive_path)) as connection:
        quiet = {
            day: status.silences(connection, times.from_text(day))["stadt.example"]["is_silent"]
            for day in ("2016-09-16", "2016-09-24", "2016-09-26")
        }
    assert list(quiet.values()) == [False, False, True]


def test_growth_is_what_the_last_month_brought(archive_path: Path) -> None:
    with closing(open_for_writing(archive_path)) as connection:
        builder = Builder(connection)
        builder.begin("2016-09-01T00:00:00.000Z")
        for number in range(20):
            body = bytes(range(256)) * number + number.to_bytes(2, "big") * 1000
            builder.keep(f"https://www.stadt.example/{number}", "2016-09-01T06:00:00.000Z", body)
    with closing(open_for_reading(archive_path)) as connection:
        assert status.growth(connection, times.from_text("2016-09-01T00:10:00"), 1_000_000) is None
        in_ten_days = status.growth(connection, times.from_text("2016-09-11"), 1_000_000)
        later = status.growth(connection, times.from_text("2017-09-11"), 1_000_000)
    assert in_ten_days == 100_000
    assert later == 0
