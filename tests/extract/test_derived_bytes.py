"""What is derived of one page has a bound by what its payload holds, and what is left out is said."""

from __future__ import annotations

import random

import pytest

from kaaw_archive import urls
from kaaw_archive.derive.reading import read_payload

URL = "https://www.amt.example/presse/1"
SENTENCE = "Die Stadt Moorland teilt mit, dass der Rat den Haushalt des Jahres beschlossen hat."


def page(*paragraphs: str) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><body><article><h1>Der Rat beschließt den Haushalt</h1>{body}</article></body></html>".encode()


def words(number: int, seed: int) -> str:
    """Return a sentence that no compression makes small."""
    choice = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    return " ".join("".join(choice.choices(letters, k=7)) for _ in range(number)).capitalize() + "."


@pytest.mark.slow
def test_the_links_of_a_page_that_repeats_itself_are_counted_and_not_all_kept() -> None:
    address = "https://www.fremd.example/" + "a" * 1_900
    cited = [f"{words(12, n)} Siehe <a href='{address}{n}'>Quelle {n}</a> vom Montag." for n in range(400)]
    reading = read_payload(page(*cited), URL, "text/html")
    (article,) = reading.articles
    kept = len(article.links)
    assert 3 <= kept < 100
    assert kept + int(reading.options["links_left_out"]) == 400
    assert [link.position for link in article.links] == list(range(1, kept + 1))


@pytest.mark.slow
def test_a_page_of_many_different_links_keeps_them_all() -> None:
    anchors = "".join(
        f"<li>{words(4, n)} <a href='https://www.fremd.example/{words(3, n).replace(' ', '-')}'>{words(3, -n)}</a></li>"
        for n in range(900)
    )
    reading = read_payload(page(SENTENCE * 9, f"<ul>{anchors}</ul>", SENTENCE * 3), URL, "text/html")
    assert "links_left_out" not in reading.options
    assert sum(len(article.links) for article in reading.articles) in (0, 900)  # a listing has none


@pytest.mark.slow
def test_a_text_that_is_one_sentence_over_and_over_is_too_large() -> None:
    payload = page(*(f"{n}. {SENTENCE * 10}" for n in range(3_000)))
    reading = read_payload(payload, URL, "text/plain")
    assert (reading.problem, reading.articles) == ("too_large", ())
    assert int(reading.options["text_bytes"]) > 1_000_000


@pytest.mark.slow
def test_a_long_text_is_read() -> None:
    reading = read_payload("\n\n".join(words(60, n) for n in range(2_000)).encode(), URL, "text/plain")
    assert reading.problem is None
    assert len(reading.articles[0].text) > 500_000


@pytest.mark.parametrize("length", [2_000, 2_001, 9_800])
def test_an_address_longer_than_can_be_asked_for_is_kept_as_digest_and_beginning(length: int) -> None:
    address = "https://www.fremd.example/"
    address += "b" * (length - len(address))
    reading = read_payload(page(SENTENCE * 5, f"{SENTENCE} <a href='{address}'>Quelle</a>"), URL, "text/html")
    (link,) = reading.articles[0].links
    assert link.anchor_text == "Quelle"
    if length <= 2_000:
        assert link.url == link.href == address
        return
    assert link.url == link.href == urls.cut_if_long(address)
    assert link.url.startswith("cut:sha256:")
    assert address[:90] in link.url
    assert not urls.is_web(link.url)
