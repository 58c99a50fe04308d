"""Pages, captures, articles and payloads, found by whatever address is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive import payloads as payload_store
from kaaw_archive.archive.queries import articles, captures, pages
from kaaw_archive.archive.queries.pages import spellings
from tests.archive.queries.builder import AKTE, ALT, BILD, EVIL_TITLE, FEHLT, NEU, STRASSE, article

if TYPE_CHECKING:
    import sqlite3

    from tests.archive.queries.builder import Builder


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://kaaw.de/a", "https://kaaw.de/a"),
        ("kaaw.de/a", "http://kaaw.de/a"),
        ("kaaw.de/a", "https://kaaw.de/a"),
        ("http://kaaw.de/a#b", "https://kaaw.de/a"),
        (" https://kaaw.de/ä b ", "https://kaaw.de/%C3%A4%20b"),
        ("https://kaaw.de/%C3%A4", "https://kaaw.de/%C3%A4"),
        ("ftp://kaaw.de/a", "ftp://kaaw.de/a"),
        ("https://kaaw.de/\ud800", "https://kaaw.de/?"),
    ],
)
def test_spellings(typed: str, url: str) -> None:
    assert url in spellings(typed)


@pytest.mark.parametrize("typed", [STRASSE, "stadt.example/presse/strassenbau#a", ALT])
def test_an_article_is_found_under_its_addresses(filled: sqlite3.Connection, typed: str) -> None:
    found = articles.by_address(filled, typed)
    assert [(row["url"], row["versions"]) for row in found] == [(STRASSE, 3)]


@pytest.mark.parametrize("typed", [FEHLT, NEU, "https://nirgends.example/", "", "'\"\x00\ud800", "https://["])
def test_other_addresses_have_no_article(filled: sqlite3.Connection, typed: str) -> None:
    assert articles.by_address(filled, typed) == []


def test_a_page_with_several_articles_gives_them_all(builder: Builder) -> None:
    listing = "https://verein.example/aktuelles"
    shown = [article(f"{listing}/{number}", f"Meldung {number}", "Text") for number in (1, 2)]
    builder.page(listing, "2016-09-22T12:00:01.000Z", *shown)
    assert [row["url"] for row in articles.by_address(builder.connection, listing)] == [one.url for one in shown]
    assert [row["url"] for row in articles.by_address(builder.connection, shown[1].url)] == [shown[1].url]


def test_versions_and_snapshots(filled: sqlite3.Connection) -> None:
    article_id = articles.by_address(filled, STRASSE)[0]["id"]
    assert [row["version"] for row in articles.versions(filled, article_id)] == [1, 2, 3]
    first = articles.snapshot(filled, article_id, 1)
    assert (first["published_clue"], first["captured_url"]) == ("meta", STRASSE)
    assert [link["link_url"] for link in first["links"]] == ["https://www.bund.example/gesetz"]
    assert first["capture_uid"].endswith("-1")
    with pytest.raises(LookupError):
        articles.snapshot(filled, article_id, 4)


def test_history_has_every_capture_oldest_first(filled: sqlite3.Connection) -> None:
    rows = pages.history(filled, "stadt.example/presse/strassenbau")
    assert [(row["status"], row["revisit"]) for row in rows] == [(200, None), (200, None), (200, None), (304, "304")]
    assert rows[-1]["via_url"] == ALT
    assert [row["problem"] for row in pages.history(filled, BILD)] == ["no_text"]
    assert [row["status"] for row in pages.history(filled, "amt.example/neu")] == [200]
    assert pages.history(filled, "https://nirgends.example/") == []


def test_a_page_is_found_by_its_key(filled: sqlite3.Connection) -> None:
    page = pages.by_address(filled, "amt.example/fehlt")
    assert page is not None
    assert (page["state"], page["kind"]) == ("gone", "error")
    assert pages.by_address(filled, NEU) is None


@pytest.mark.parametrize(
    ("at", "version"),
    [
        (None, 3),
        ("2016-09-22T12:00:02.999Z", 1),
        ("2016-09-22T12:00:03.000Z", 2),
        ("2016-09-22T12:00:00.999Z", None),
    ],
)
def test_the_newest_payload_of_an_instant(filled: sqlite3.Connection, at: str | None, version: int | None) -> None:
    row = pages.newest_payload(filled, STRASSE, at)
    assert (row is None) is (version is None)
    if row is not None and version is not None:
        article_id = articles.by_address(filled, STRASSE)[0]["id"]
        assert row["payload_digest"] == articles.snapshot(filled, article_id, version)["payload_digest"]


def test_payloads_by_the_beginning_of_their_digest(filled: sqlite3.Connection) -> None:
    digest = payload_store.digest(b"<h1>Neues</h1>")
    assert [row["payload_digest"] for row in captures.payloads_by_prefix(filled, digest[:16])] == [digest]
    assert [row["payload_digest"] for row in captures.payloads_by_prefix(filled, digest)] == [digest]
    assert len(captures.payloads_by_prefix(filled, "sha256:")) == 2
    assert captures.payloads_by_prefix(filled, digest[:16] + "zz") == []


def test_titles_come_as_they_were_captured(filled: sqlite3.Connection) -> None:
    article_id = articles.by_address(filled, AKTE)[0]["id"]
    assert articles.snapshot(filled, article_id, 1)["title"] == EVIL_TITLE
