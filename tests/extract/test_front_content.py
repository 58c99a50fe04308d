"""Words, facts and boxes by which a short page is known as its own, and not as one in front of another."""

from __future__ import annotations

import pytest
from lxml import html

from kaaw_archive.extract.front_content import of_content, own_lines
from kaaw_archive.extract.front_parts import read_front
from kaaw_archive.extract.page_features import inspect_page

LIST = "<h1>Sitzung des Bauausschusses</h1><p>Mittwoch, 12.03., 18:00 Uhr</p><p>1 Eröffnung</p><p>2 Haushalt</p>"
BOX = "<h2>Gremien</h2><form method=post><input name=u><input type=password name=p><button>anmelden</button></form>"
WALL = (
    "<h1>Anmeldung</h1><p>Bitte melden Sie sich mit Ihrem Konto an.</p>"
    "<form method=post><input name=u><input type=password name=p><button>anmelden</button></form>"
)


def signs_of(body: str, url: str = "https://amt.example/a") -> set[str]:
    front = read_front(html.fromstring(f"<html><body>{body}</body></html>"))
    return {name for name, is_there in of_content(front, front.heads[0], url).items() if is_there}


def test_a_box_for_logins_stands_beside_a_list_with_days_and_hours() -> None:
    found = signs_of(LIST + BOX)
    assert {"rows of its own", "two facts", "a secret below another heading", "a secret beside facts"} <= found
    assert "no word of its own" not in found


def test_a_page_that_only_demands_has_no_word_of_its_own() -> None:
    assert signs_of(WALL) == {"no word of its own"}


def test_sentences_to_the_visitor_and_on_access_are_no_words_of_its_own() -> None:
    front = read_front(html.fromstring(f"<html><body>{WALL}<p>Das Haus steht seit 1910.</p></body></html>"))
    assert own_lines(front, "Anmeldung") == ["Das Haus steht seit 1910"]


def test_a_query_that_the_page_is_called_by_is_a_search() -> None:
    assert "query names its page" in signs_of(LIST, "https://amt.example/s?q=Bauausschuss")
    assert "query names its page" not in signs_of(LIST, "https://amt.example/s?u=konto")


def test_one_form_around_a_page_asks_nothing() -> None:
    page = f"<form method=post><input type=hidden name=__VIEWSTATE value=x>{LIST}</form>"
    assert {"one form around the page", "rows of its own", "two facts"} <= signs_of(page)


def test_a_label_that_takes_goods_into_a_basket_is_one_of_a_shop() -> None:
    assert "goods" in signs_of("<h1>Stout</h1><p>3,60 € je Flasche.</p><form><button>In den Warenkorb</button></form>")


@pytest.mark.parametrize(
    "text",
    [
        "Das läuft hier leider nicht. Für das Land, aus dem du zugreifst, haben wir keine Rechte an diesem Video.",
        "The records are not official and no longer complete. By clicking “I Agree” you accept that nothing is owed.",
    ],
)
def test_a_page_for_other_places_or_before_terms_is_not_gone(text: str) -> None:
    page = inspect_page(
        f"<html><head><title>Amt</title></head><body><p>{text}</p></body></html>".encode(),
        url="https://amt.example/x",
        content_type="text/html; charset=utf-8",
    )
    assert [one for one in page.notices if one.kind == "absence"] == []
