"""Words of a page by their places, and pages that hardly anything but their words tell from others."""

from __future__ import annotations

from lxml import html

from kaaw_archive.extract import front_scores
from kaaw_archive.extract.front_parts import read_front
from kaaw_archive.extract.front_words import words_of
from kaaw_archive.extract.page_features import inspect_page

LOGIN = (
    "<h1>Prüfung</h1><p>Geben Sie 30 Zeichen ein.</p><p><a href=/a>Hilfe dazu</a></p>"
    "<form><label>Ihr Code</label><input type=text name=userCode><button>Weiter</button></form>"
)


def _words(body: str) -> frozenset[str]:
    return words_of(read_front(html.fromstring(f"<html><body>{body}</body></html>")), "Zugang")


def test_words_have_their_places_without_endings_and_accents() -> None:
    found = _words(LOGIN)
    assert {"name zugang", "name prufung", "begin zeichen", "label weiter", "link hilfe dazu"} <= found
    assert {"begin 0 zeichen", "field user", "field code", "end ihr code"} <= found
    assert "label prufung" not in found
    assert "name hilfe" not in found


def test_of_a_long_page_only_begin_and_end_count() -> None:
    found = _words(
        "".join(
            f"<p>{sign * 5} steht hier in einer Zeile mit elf Wörtern und Punkt.</p>" for sign in "abcdefghijklmnopq"
        )
    )
    assert "begin aaaaa" in found
    assert "end qqqqq" in found
    assert not {"begin qqqqq", "end aaaaa", "begin kkkkk", "end kkkkk"} & found


def test_words_add_to_the_score_of_a_page() -> None:
    """The same page in words that say nothing of access is a page."""
    head, form = "<title>{0}</title>", '<form method="post"><button>{2}</button></form>'
    frame = f"<html><head>{head}</head><body><h1>{{0}}</h1><p>{{1}}</p>{form}</body></html>"
    url = "https://amt.example/x"
    wall = frame.format("Kurz warten", "Ihr Browser wird geprüft, bevor es weitergeht.", "Ich bin kein Roboter")
    page = frame.format("Kurz notiert", "Der Markt am Rathaus öffnet im Mai schon um sieben.", "Meldung drucken")
    scores = [inspect_page(one.encode(), url=url, content_type="text/html").front_score for one in (wall, page)]
    assert None not in scores
    weights = front_scores.tables()["words"]
    of_words = [
        sum(weights.get(word, 0.0) for word in words_of(read_front(html.fromstring(one)), title))
        for one, title in ((wall, "Kurz warten"), (page, "Kurz notiert"))
    ]
    assert of_words[0] > 0 > of_words[1]
    assert (scores[0] or 0.0) > 0 > (scores[1] or 0.0)
