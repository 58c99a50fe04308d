"""The door of the room with bytes that are no well-behaved page: every reading has an article or a named problem."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive import cms
from kaaw_archive.extract import ReadingProblem, read

if TYPE_CHECKING:
    from kaaw_archive.items import ArticleRecord, Reading

URL = "https://www.amt.example/meldung"
TEXT = "<p>Der Rat hat am Montag über den Haushalt beraten und ihn einstimmig beschlossen.</p>"
PAGE = f"<html><body>{TEXT}</body></html>"


def reading_of(payload: bytes, content_type: str | None = "text/html") -> Reading:
    return read(payload, url=URL, content_type=content_type, system=cms.detect(payload, URL))


def article_of(payload: bytes, content_type: str | None = "text/html") -> ArticleRecord:
    (article,) = reading_of(payload, content_type).articles
    return article


@pytest.mark.parametrize(
    ("payload", "content_type", "problem", "kind"),
    [
        (b"", "text/html", "empty", "other"),
        (b" \r\n\x00", None, "empty", "other"),
        (b"<html><body></body></html>", "text/html", "no_text", "other"),
        (b"<!-- nothing -->", "text/html", "unreadable_markup", "other"),
        (b"\x89PNG\r\n\x1a\n....", "text/html", "unsupported_type", "asset"),
        (b"body { color: red }", "text/css", "unsupported_type", "asset"),
        (b'{"a": 1}', None, "unsupported_type", "asset"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "text/html", "feed", "listing"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "application/atom+xml", "feed", "listing"),
        (b'<?xml version="1.0"?><urlset/>', "application/xml", "sitemap", "listing"),
        (b"%PDF-1.7 and nothing more", "application/pdf", "broken_pdf", "document"),
        (b"   ", "text/plain", "empty", "other"),
        (b"<html>" + b"x" * 20_000_001, "text/html", "too_large", "other"),
        (b"<html>" + b"<p>x" * 200_000, "text/html", "too_large", "other"),
    ],
)
def test_what_is_no_article_has_a_named_problem(
    payload: bytes, content_type: str | None, problem: str, kind: str
) -> None:
    reading = reading_of(payload, content_type)
    assert (reading.problem, reading.page_kind, reading.articles) == (problem, kind, ())
    assert problem in set(ReadingProblem)


def test_a_row_whose_text_stands_in_no_cell_is_text() -> None:
    assert article_of(b"<tr>Montag<base href='http://['>").text == "Montag"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("content_type", ["text/html", "text/html; charset=iso-8859-1", None])
def test_wrong_and_missing_charsets_do_not_garble_text(encoding: str, content_type: str | None) -> None:
    assert "über den Haushalt" in article_of(PAGE.encode(encoding), content_type).text


@pytest.mark.parametrize("declared", ["utf-7", "base64", "x-unknown", "rot13"])
def test_charsets_that_are_none_are_ignored(declared: str) -> None:
    page = PAGE.encode("cp1252")
    assert "Haushalt beraten" in article_of(page, f"text/html; charset={declared}").text


def test_text_and_title_have_no_invisible_characters() -> None:
    head = "<html><head><title>Haus\u00adhalt der\u200b Stadt</title></head>"
    page = head + "<body><p>Der Haus&shy;halt ist be&#8203;schlossen.</p>"
    article = article_of(page.encode())
    assert (article.title, article.text) == ("Haushalt der Stadt", "Der Haushalt ist beschlossen.")


@pytest.mark.parametrize(
    "payload",
    [
        b"<html><body>" + b"<div>" * 20_000 + TEXT.encode() + b"</div>" * 20_000,
        b"<html><body><p>" + b"<b>x " * 5_000,
        b"<html><body>" + b"<ul><li>x " * 5_000,
        b"<html><body><p title='" + b"a" * 1_000_000 + b"'>x</p>",
        b"<html>\x00<body>\x00<p>So\x00me text.</p>",
        b"<html><body><p>&#0;&#xD800;&#x110000; text</p>",
        b"<html><head><base href='http://[x'></head><body><p><a href='http://[::1'>so</a>, <a href='//'>so</a>.</p>",
    ],
    ids=["divs", "bold", "lists", "attribute", "nul", "entities", "addresses"],
)
def test_hostile_markup_is_survived(payload: bytes) -> None:
    reading = reading_of(payload)
    assert bool(reading.articles) != (reading.problem is not None)


@pytest.mark.slow
def test_many_links_end_in_bounded_time_and_number() -> None:
    words = (hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()[:8] for number in range(20_000))
    said = "".join(f'<a href="/x">hier</a> steht mehr {word} ' for word in words)  # not the same again and again
    page = f"<html><body><p>{said}</p></body></html>"
    begun = time.thread_time()
    links = article_of(page.encode()).links
    assert time.thread_time() - begun < 20
    assert len(links) == 2_000
    assert links[0].sentence is not None
    assert max(len(link.sentence or "") for link in links) <= 500


@pytest.mark.slow
@pytest.mark.parametrize(
    "part", ['<a href="#x">#</a>', '<span class="sr-only">x</span>', '<button aria-expanded="false">x</button>']
)
def test_thousands_of_marks_in_a_heading_that_never_ends_take_seconds(part: str) -> None:
    page = f"<html><body><h2>{part * 15_000}<p>Die Stadt baut am Weiher elf Bänke auf, sagt das Amt.</p></body></html>"
    begun = time.thread_time()
    reading_of(page.encode())
    assert time.thread_time() - begun < 20


def test_the_same_bytes_give_the_same_reading_whatever_was_read_before() -> None:
    pages = [PAGE.replace("Montag", day).encode() for day in ("Montag", "Dienstag", "Mittwoch")]
    forwards = [reading_of(page) for page in pages]
    assert forwards == [reading_of(page) for page in reversed(pages)][::-1]


def test_links_with_the_same_anchor_are_told_apart_by_what_stands_around_them() -> None:
    page = (
        "<html><body><ul><li><a href='/nav'>hier</a></li></ul><p>Den Bericht gibt es <a href='/a.pdf'>hier</a> zum "
        "Herunterladen. Die Bilder liegen <a href='/b'>hier</a> bereit, so der Sprecher des Rates am Montag.</p>"
    )
    found = [(link.href, link.sentence) for link in article_of(page.encode()).links]
    assert found == [
        ("/a.pdf", "Den Bericht gibt es hier zum Herunterladen."),
        ("/b", "Die Bilder liegen hier bereit, so der Sprecher des Rates am Montag."),
    ]


@pytest.mark.slow
@given(
    st.binary(max_size=1000), st.sampled_from(["text/html", "application/pdf", "text/plain", None, "x; charset=\x00"])
)
def test_any_bytes_give_an_article_or_a_problem(payload: bytes, content_type: str | None) -> None:
    for body in (payload, b"<html><body><p>" + payload, b"%PDF-1.4\n" + payload):
        reading = reading_of(body, content_type)
        assert bool(reading.articles) != (reading.problem is not None)
        assert reading.problem != "extraction_failed"


def test_an_article_of_a_joomla_list_reads_as_it_does_on_its_own_page() -> None:
    body = "<p>Der Rat hat am Montag über den Haushalt beraten.</p><ul><li>Ausgaben</li></ul><p>Er tagt wieder.</p>"
    info = (
        '<dl class="article-info"><dd class="published">Veröffentlicht: Donnerstag, 22. September 2016 14:05</dd></dl>'
    )
    head = '<html lang="de"><head><meta name="generator" content="Joomla! - Open Source Content Management"></head>'
    site = "https://www.amt.example/index.php/aktuelles"
    row = f'<div class="blog"><div class="item"><h2><a href="{site}/7-rat">Rat tagt</a></h2>{info}{body}</div></div>'
    page = f'<div class="item-page"><h1>Aktuelles</h1><h2>Rat tagt</h2>{info}{body}</div><p>Stand: 8. November 2016</p>'
    readings = [
        read(payload, url=url, content_type="text/html", system=cms.detect(payload, url))
        for payload, url in (((head + row).encode(), site), ((head + page).encode(), f"{site}/7-rat"))
    ]
    assert [reading.page_kind for reading in readings] == ["listing", "article"]
    assert readings[0].articles == readings[1].articles
    assert readings[0].articles[0].published_on == "2016-09-22"
