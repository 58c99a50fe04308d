"""Lists of teasers with nothing but names and days are lists; an article above such a list, or with days, is none."""

from __future__ import annotations

import pytest

from kaaw_archive import cms
from kaaw_archive.extract import read

URL = "https://www.stadt.example/rathaus/meldungen"
NAMES = ["Neue Öffnungszeiten im Bürgerbüro", "Haushalt 2024 beschlossen", "Kita am Markt wird saniert"]
GREETING = "<p>Hier finden Sie alle aktuellen Meldungen der Stadt.</p>"
ROWS = {
    "line behind a heading": '<h3><a href="/news/{n}">{name}</a></h3><p>0{n}.05.2024</p>',
    "box of heading and day": '<div class="item"><h3><a href="/news/{n}">{name}</a></h3><p>{n}. Mai 2024</p></div>',
    "day in a term": '<dt>0{n}.05.2024</dt><dd><a href="/news/{n}">{name}</a></dd>',
    "day in the line": '<p><strong><a href="/news/{n}">{name}</a></strong><br>0{n}.05.2024</p>',
    "article": '<article><span class="date">0{n}.05.2024</span><h2><a href="/news/{n}">{name}</a></h2></article>',
}


def kind_and_text(main: str) -> tuple[str, str]:
    menu = '<nav><ul><li><a href="/a">Rathaus</a></li><li><a href="/b">Kultur</a></li></ul></nav>'
    page = (
        f'<html lang="de"><head><title>Meldungen</title></head><body>{menu}<main>{main}</main></body></html>'.encode()
    )
    reading = read(page, url=URL, content_type="text/html", system=cms.detect(page, URL))
    return reading.page_kind, reading.articles[0].text if reading.articles else ""


def rows(row: str, address: str = "") -> str:
    text = "".join(row.format(n=n, name=name) for n, name in enumerate(NAMES, 1))
    return text.replace("/news/", address) if address else text


@pytest.mark.parametrize("greeting", ["", GREETING])
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_names_and_days_of_other_articles_are_a_list(row: str, greeting: str) -> None:
    assert kind_and_text(f"<h1>Meldungen</h1>{greeting}{rows(row)}") == ("listing", "")


def test_an_article_above_such_a_list_is_one() -> None:
    article = f"<p>{'Der Rat hat am Montag über den Haushalt beraten und ihn nach zwei Stunden beschlossen. ' * 3}</p>"
    kind, text = kind_and_text(f"<h1>Haushalt</h1>{article}{rows(ROWS['line behind a heading'])}")
    assert (kind, "über den Haushalt beraten" in text) == ("article", True)


def teasers(number: int) -> str:
    text = "Worum es dort geht, steht hier in Worten, und was danach kommt, ist nur auf der Seite selbst zu lesen. "
    box = '<div class="card-{n}"><h2><a href="/news/{n}">Was die Stadt noch plant, Teil {n}</a></h2><p>{text}</p></div>'
    return "".join(box.format(n=n, text=text * 2) for n in range(number))


def test_an_article_above_more_text_of_teasers_is_one_and_has_none_of_them() -> None:
    line = '<p class="date">3. Mai 2024</p>'
    article = "<p>Der Rat hat am Montag über den Haushalt beraten und ihn nach zwei Stunden beschlossen.</p>" * 10
    kind, text = kind_and_text(f"<h1>Haushalt</h1>{line}{article}{teasers(12)}")
    assert (kind, "nur auf der Seite" in text) == ("article", False)
    assert kind_and_text(f"<h1>Meldungen</h1>{GREETING}{teasers(12)}") == ("listing", "")


@pytest.mark.parametrize("address", ["https://www.elsewhere.example/", "#part-"])
def test_links_that_lead_to_no_other_page_of_the_site_make_no_list(address: str) -> None:
    assert kind_and_text(f"<h1>Chronik</h1>{GREETING}{rows(ROWS['day in the line'], address)}")[0] == "article"
