"""Many links that break together are one incident, which says where each of them went."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.archive.queries import link_checks, links
from kaaw_archive.derive.incidents import find_incidents
from kaaw_archive.derive.rederive import derive_all
from kaaw_archive.derive.successors import candidates
from kaaw_archive.derive.workers import ReadingPool
from tests.derive.live import Live
from tests.linkcheck.linkset import texts

if TYPE_CHECKING:
    from pathlib import Path

OLD = "http://www.amt.example/SharedDocs/Pressemitteilungen/2016"
NEW = "https://www.amt.example/SharedDocs/pressemitteilungen/2016"
DAY = 24
COUNT = 12
LOST = 2  # so many have no page after the relaunch


def story(number: int) -> bytes:
    return texts.article(f"incident{number}", f"{texts.TITLES[number]} im Kreis {number}", paragraphs=6)


def citing(urls: list[str]) -> bytes:
    said = "".join(
        f"<p>{texts.sentences(url, 2)} Siehe die <a href='{url}'>Mitteilung {n}</a> vom Montag.</p>"
        for n, url in enumerate(urls)
    )
    return texts.page("Quellen des Verbands", f"<article><h1>Quellen des Verbands</h1>{said}</article>")


def relaunch(path: Path) -> None:
    """Twelve cited pages; a week later all old addresses answer 404, and ten of them are found under new ones."""
    pool = ReadingPool(1)
    live = Live(path, pool)
    try:
        old = [f"{OLD}/{n}.html" for n in range(COUNT)]
        for n, url in enumerate(old):
            live.look(0, url, story(n))
        live.look(1, "https://www.verband.example/quellen.html", citing(old))
        for hour in (7 * DAY, 8 * DAY - 1):
            for url in old:
                live.look(hour, url, None, status=404)
        for n in range(COUNT - LOST):
            live.look(7 * DAY + 1, f"{NEW}/{n}.html", story(n).replace(b"Thema ", b"Rubrik "))
        live.look(7 * DAY + 1, f"{NEW}/anderes.html", texts.article("anderes", "Ganz andere Sache"))
        live.end()
        live.writer.submit(find_incidents).result(30)
    finally:
        live.close()
        pool.close()


def incidents(path: Path) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute("SELECT source, kind, pattern, mapping_json, ended_at FROM incidents")]


@pytest.mark.slow
def test_a_relaunch_is_one_incident_with_its_mapping(archive_path: Path) -> None:
    relaunch(archive_path)
    (one,) = incidents(archive_path)
    assert (one["source"], one["kind"], one["ended_at"]) == ("amt.example", "relaunch", None)
    assert one["pattern"] == "www.amt.example/SharedDocs/Pressemitteilungen/2016/*"
    mapping = json.loads(one["mapping_json"])
    assert {old: new["url"] for old, new in mapping.items()} == {
        f"{OLD}/{n}.html": f"{NEW}/{n}.html" for n in range(COUNT - LOST)
    }
    assert all(new["confidence"] >= 0.7 for new in mapping.values())


@pytest.mark.slow
def test_each_link_has_its_successor_and_its_own_copy(archive_path: Path) -> None:
    relaunch(archive_path)
    with closing(sqlite3.connect(archive_path)) as db:
        link = links.by_url(db, f"{OLD}/3.html")
        assert link is not None
        found = candidates(db, link, link_checks.row(db, link["last_check_id"]))
        assert link["health"] == "failing"
        lost = links.by_url(db, f"{OLD}/11.html")
        assert lost is not None
        of_lost = candidates(db, lost, link_checks.row(db, lost["last_check_id"]))
    proposed = [one for one in found if one.is_proposed and one.kind != "memento"]
    assert [one.url for one in proposed] == [f"{NEW}/3.html"]
    assert [one.captured_at for one in found if one.kind == "memento"] == ["2016-09-22T00:00:00.000Z"]
    assert [one for one in of_lost if one.is_proposed and one.kind != "memento"] == []


@pytest.mark.slow
def test_made_again_it_is_the_same(archive_path: Path) -> None:
    relaunch(archive_path)
    before = incidents(archive_path)
    derive_all(archive_path, workers=1, progress=lambda done, of: None)
    assert incidents(archive_path) == before


def test_a_few_links_are_no_incident(archive_path: Path) -> None:
    pool = ReadingPool(1)
    live = Live(archive_path, pool)
    try:
        some = [f"{OLD}/{n}.html" for n in range(4)]
        live.look(1, "https://www.verband.example/quellen.html", citing(some))
        for url in some:
            live.look(DAY, url, None, status=404)
        live.writer.submit(find_incidents).result(30)
    finally:
        live.close()
        pool.close()
    assert incidents(archive_path) == []


@pytest.mark.slow
def test_addresses_that_were_never_alive_are_no_incident_and_hide_none(archive_path: Path) -> None:
    """Fifty made-up addresses in one article are a statement about the article, not about the host."""
    pool = ReadingPool(1)
    live = Live(archive_path, pool)
    try:
        made_up = [f"http://www.land.example/erfunden/{n}.html" for n in range(50)]
        live.look(0, "https://www.fremd.example/liste.html", citing(made_up))
        for hour in (1, 2 * DAY):
            for url in made_up:
                live.look(hour, url, None, status=404)
        live.end()
        assert live.writer.submit(find_incidents).result(30) == 0
    finally:
        live.close()
        pool.close()
