"""kaaw sites: each crawled site has one row, with the numbers of `kaaw status`, and the time when it is due."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive import follows, project
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.store import decisions
from kaaw_archive.project import Project, facts
from kaaw_archive.spider.cited import CitedSpider
from kaaw_archive.spider.site import SiteSpider
from tests.archive.queries.builder import Builder, article
from tests.cli.conftest import Kaaw, document

if TYPE_CHECKING:
    from pathlib import Path

AT = "2026-03-01T04:00:00.000Z"
FOLLOWED, OTHER = "stadt.example", "dorf.example"


@pytest.fixture
def archive(empty_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One site that is followed and one that is not, each with an article and another page."""
    current = Project("kaaw_archive.settings", None, (facts(SiteSpider), facts(CitedSpider)), ())
    monkeypatch.setattr(project, "in_force", lambda: current)
    with closing(open_for_writing(empty_path)) as connection:
        builder = Builder(connection)
        for source in (FOLLOWED, OTHER):
            home = f"https://www.{source}/"
            builder.begin(AT, source=source)
            builder.page(home, AT, body="<p>Aktuelles</p>")
            for name in ("meldung", "impressum"):
                builder.page(f"{home}{name}", AT, article(f"{home}{name}", name, f"{name} von {source}"))
            builder.end("finished", AT)
        connection.execute("UPDATE articles SET news_since_at = NULL WHERE url LIKE '%impressum'")
        follow = follows.Follow(f"https://www.{FOLLOWED}/", FOLLOWED, FOLLOWED, None, None, "anna", AT)
        value = follows.value_of(follow)
        decisions.add(connection, "follow", follow.subject, made_by="anna", made_at=AT, value_json=value)
    return empty_path


def rows(run: Kaaw, archive: Path) -> dict[str, dict[str, Any]]:
    return {row["spider"]: row for row in document(run(archive, "sites", "--json"))}


def test_a_crawled_site_has_a_row_whether_it_is_followed_or_not(run: Kaaw, archive: Path) -> None:
    found = rows(run, archive)
    assert {name: row["is_scheduled"] for name, row in found.items()} == {
        FOLLOWED: True, OTHER: False, "cited": False,
    }  # fmt: skip
    assert {found[name]["last_crawl_at"] for name in (FOLLOWED, OTHER)} == {AT}


def test_articles_are_those_of_status(run: Kaaw, archive: Path) -> None:
    status = {row["source"]: row["articles"] for row in document(run(archive, "status", "--json"))["sources"]}
    assert status == {FOLLOWED: 1, OTHER: 1}
    assert {name: row["articles"] for name, row in rows(run, archive).items() if name in status} == status


def test_the_next_crawl_has_a_time(run: Kaaw, archive: Path) -> None:
    with closing(open_for_writing(archive)) as connection:
        connection.execute("UPDATE pages SET due_at = '2100-01-01T05:06:07.000Z'")
    printed = run(archive, "sites").stdout
    assert "2100-01-01 05:06:07Z" in printed
    assert "not by itself" in printed
    assert "after the sources" in printed
