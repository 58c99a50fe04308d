"""PDF: order, headings, broken words, running heads, what the file says of itself, and the names of its problems."""

from __future__ import annotations

import hashlib

import pytest

from kaaw_archive.extract import read
from kaaw_archive.items import ArticleRecord, ContentSystem, Reading
from tests.extract.pdf_writer import Line, flow, pdf

PLAIN = ContentSystem(name="plain", evidence="")
URL = "https://www.amt.example/service/bericht-2016.pdf?__blob=publicationFile"
LEFT = (
    "Die Landesregierung hat am Dienstag beschlossen, die Förderung der Digitalisierung in den Kommunen zu verlän-|"
    "gern. Das E-Government-|Gesetz bleibt. Haupt-|und Nebenräume werden saniert, sagt die VERWAL-|TUNG der EU-|DSGVO "
    "wegen, und zwar ef\ufb01zient und ohne Verzug."
)
LEFT_JOINED = (
    "Die Landesregierung hat am Dienstag beschlossen, die Förderung der Digitalisierung in den Kommunen zu verlängern. "
    "Das E-Government-Gesetz bleibt. Haupt- und Nebenräume werden saniert, sagt die VERWALTUNG der EU-DSGVO wegen, und "
    "zwar effizient und ohne Verzug."
)
RIGHT = (
    "Rechts davon steht, was die Kommunen sagen: Sie rechnen mit mehr Personal und mit weniger Papier, und das noch in "
    "diesem Jahr; so hat es der Städtetag nach seiner Sitzung in Lübeck erklärt."
)


def reading_of(payload: bytes, url: str = URL) -> Reading:
    return read(payload, url=url, content_type="application/pdf", system=PLAIN)


def article_of(payload: bytes, url: str = URL) -> ArticleRecord:
    reading = reading_of(payload, url)
    assert reading.page_kind == "document"
    (article,) = reading.articles
    return article


def test_texts_at_another_angle_are_cut_and_named() -> None:
    turned = [Line("ENTWURF", 250, x=120, size=80, angle=45), Line("wird noch geprüft", 200, x=30, angle=90)]
    reading = reading_of(pdf([[*turned, *flow(LEFT.replace("|", ""), 700)]]))
    assert "ENTWURF" not in reading.articles[0].text
    assert reading.options["cut_margins"] == "ENTWURF | wird noch geprüft"


def test_a_page_that_lies_on_its_side_is_read() -> None:
    text = "Die Brücke am Weiher wird im Herbst erneuert."
    assert article_of(pdf([[Line(text, 100, x=300, angle=90)]])).text == text


def test_a_headline_that_the_file_has_last_comes_first() -> None:
    page = [*flow(RIGHT, 690), Line("Lübeck, 12. März 2024", 766), Line("Städtetag rechnet mit Papier", 736, size=16)]
    article = article_of(pdf([page]))
    assert article.title == "Städtetag rechnet mit Papier"
    assert article.text.index("Städtetag rechnet") < article.text.index("Rechts davon")


def test_text_is_read_page_by_page_with_its_headings_lists_and_tables() -> None:
    first = [
        Line("Bericht zur Lage", 780, size=22, is_bold=True),
        *flow(
            "Der Rat hat den Bericht am Montag beraten und zur Kenntnis genommen; er liegt bis Mai aus.", 740, width=60
        ),
        Line("Was folgt", 690, size=14, is_bold=True),
        Line("• Die Brücke wird gesperrt und", 665),
        Line("bis Herbst erneuert.", 652, x=80),
        Line("• Der Radweg wird breiter.", 639),
        *[
            Line(said, y, x)
            for y, row in ((600, ("Jahr", "Zahl")), (587, ("2015", "7")))
            for x, said in zip((70, 200), row, strict=True)
        ],
    ]
    article = article_of(pdf([first, [Line("Zweite Seite", 700)]]))
    assert list(article.structure) == [
        {"type": "heading", "level": 1, "text": "Bericht zur Lage", "page": 1},
        {
            "type": "paragraph",
            "text": "Der Rat hat den Bericht am Montag beraten und zur Kenntnis genommen; er liegt bis Mai aus.",
            "page": 1,
        },
        {"type": "heading", "level": 2, "text": "Was folgt", "page": 1},
        {
            "type": "list",
            "is_ordered": False,
            "items": ["Die Brücke wird gesperrt und bis Herbst erneuert.", "Der Radweg wird breiter."],
            "page": 1,
        },
        {"type": "table", "rows": [["Jahr", "Zahl"], ["2015", "7"]], "page": 1},
        {"type": "paragraph", "text": "Zweite Seite", "page": 2},
    ]
    assert article.text.endswith("Jahr | Zahl\n2015 | 7\n\nZweite Seite")
    assert (article.title, article.language) == ("Bericht zur Lage", "de")


@pytest.mark.parametrize("is_woven", [False, True], ids=["column after column", "line by line across both"])
def test_two_columns_are_read_one_after_the_other(is_woven: bool) -> None:
    lines = [*flow(LEFT, 740, width=40), *flow(RIGHT, 740, x=320, width=40)]
    page = [Line("Überschrift über beide", 780, size=20, is_bold=True), *lines]
    article = article_of(pdf([sorted(page, key=lambda line: -line.y) if is_woven else page]))
    assert article.text == f"Überschrift über beide\n{LEFT_JOINED}\n{RIGHT}"


def test_a_word_broken_at_the_end_of_a_page_is_whole_on_the_first() -> None:
    pages = [[Line("Der Rat hat über den Haus-", 100)], [Line("halt beraten und ihn beschlossen.", 780)]]
    article = article_of(pdf(pages))
    assert article.text == "Der Rat hat über den Haushalt\n\nberaten und ihn beschlossen."


def test_running_heads_and_page_numbers_are_cut_and_kept_as_evidence() -> None:
    pages = [
        [
            Line("Statistischer Bericht" if number % 2 else "Amt für Zahlen", 810, size=9),
            *flow(f"Auf Blatt {number} steht, was im Jahr {2000 + number} gezählt wurde, und mehr nicht.", 700),
            Line(f"Heft 3 / {number}" if number % 2 else f"{number} - Heft 3", 30, size=9),
        ]
        for number in range(1, 7)
    ]
    reading = reading_of(pdf(pages))
    (article,) = reading.articles
    assert article.text == "\n\n".join(
        f"Auf Blatt {number} steht, was im Jahr {2000 + number} gezählt wurde, und mehr nicht."
        for number in range(1, 7)
    )
    assert reading.options["cut_margins"] == "Statistischer Bericht | Heft 3 / 1 | Amt für Zahlen | 2 - Heft 3"
    assert (reading.options["pages"], "pages_read" in reading.options) == ("6", False)


@pytest.mark.parametrize(
    "declared",
    [
        "Microsoft Word - bericht_final.docx",
        "untitled",
        "Dokument1",
        "bericht-2016",
        "2016_09_Bericht",
        "PowerPoint-Präsentation",
        "Layout 1",
    ],
)
def test_what_a_program_wrote_is_no_title(declared: str) -> None:
    page = [Line("Kleiner Vorspann", 800), Line("Haushalt der Stadt", 760, size=20), Line("Er ist beschlossen.", 720)]
    assert article_of(pdf([page], {"Title": declared})).title == "Haushalt der Stadt"


def test_a_declared_title_and_author_are_taken_and_a_login_is_no_author() -> None:
    page = [[Line("Große Schrift", 780, size=30), Line("Text", 700)]]
    article = article_of(pdf(page, {"Title": "Microsoft Word - Bericht über Brücken", "Author": "Dr. Jördis Kühl"}))
    assert (article.title, article.author) == ("Bericht über Brücken", "Dr. Jördis Kühl")
    assert article.author_clue == "pdf-metadata"
    assert [article_of(pdf(page, {"Author": name})).author for name in ("admin", "kuehl03", "Windows-Benutzer")] == [
        None
    ] * 3


@pytest.mark.parametrize(
    ("stored", "title"),
    [
        ("Bericht 2016 – Teil 1".encode("cp1252"), "Bericht 2016 – Teil 1"),
        ("Die Aktion „Baum“ — ‚jetzt’ für 5 €".encode("cp1252"), "Die Aktion „Baum“ — ‚jetzt’ für 5 €"),
        ("The City’s Plan".encode("cp1252"), "The City’s Plan"),
        (b"Les \x96uvres \x85 choix", "Les Œuvres – choix"),
    ],
)
def test_a_title_in_windows_1252_is_read_in_it(stored: bytes, title: str) -> None:
    payload = pdf([[Line("Erste Zeile", 700)]], {"Title": "Ein Bericht mit vielen Worten"})
    there = b"<feff" + "Ein Bericht mit vielen Worten".encode("utf-16-be").hex().encode() + b">"
    assert there in payload
    stated = b"<" + stored.hex().encode()
    assert article_of(payload.replace(there, stated.ljust(len(there) - 1) + b">")).title == title


XMP = (
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Bericht über Bäume</rdf:li></rdf:Alt></dc:title>'
    "<dc:creator><rdf:Seq><rdf:li>Jördis Kühl</rdf:li><rdf:li>Arne Ost</rdf:li></rdf:Seq></dc:creator>"
    "<dc:publisher><rdf:Bag><rdf:li>Amt für Bäume</rdf:li></rdf:Bag></dc:publisher>"
    "<xmp:CreateDate>2016-09-22T23:30:00+02:00</xmp:CreateDate><dc:language><rdf:Bag><rdf:li>de-DE</rdf:li></rdf:Bag></dc:language>"
)


def test_xmp_says_what_the_information_does_not() -> None:
    article = article_of(pdf([[Line("Text", 700)]], {"Title": "Dokument1"}, xmp=XMP))
    assert (article.title, article.author, article.issuer) == (
        "Bericht über Bäume",
        "Jördis Kühl, Arne Ost",
        "Amt für Bäume",
    )
    assert (article.published_on, article.published_clue, article.language) == ("2016-09-22", "xmp", "de")


def test_a_title_in_broken_utf_16_loses_no_text() -> None:
    payload = pdf([[Line("Erste Zeile", 700)]], {"Title": "Bericht"}).replace(b"<feff0042", b"<feffd842")
    assert article_of(payload).text == "Erste Zeile"


def test_the_xmp_of_a_picture_is_not_the_document_s() -> None:
    article = article_of(pdf([[Line("Text", 700)]], xmp=XMP + "<tiff:Make xmlns:tiff='x'>Kamera</tiff:Make>"))
    assert (article.title, article.author, article.published_on) == ("Text", None, None)


@pytest.mark.parametrize(
    ("made", "first_line", "expected"),
    [
        ("D:20160922233000+02'00'", "Bericht", ("2016-09-22", "pdf-metadata")),
        ("D:20160922233000Z", "Bericht", ("2016-09-23", "pdf-metadata")),
        ("D:20160922", "Bericht", ("2016-09-22", "pdf-metadata")),
        ("D:20160231", "Bericht", (None, None)),
        ("gestern", "Bericht", (None, None)),
        ("D:20180101120000Z", "Müßenbüttel, den 22. September 2016", ("2016-09-22", "date-line")),
        ("D:20180101120000Z", "Pressemitteilung Nr. 7 vom 22.09.2016", ("2016-09-22", "date-line")),
        ("D:20160901120000Z", "Donnerstag, 22. September 2016", ("2016-09-01", "pdf-metadata")),
        ("D:20180101120000Z", "Das Gesetz vom 22. September 2016 gilt", ("2018-01-01", "pdf-metadata")),
    ],
)
def test_the_day_is_the_date_line_s_or_the_file_s(
    made: str, first_line: str, expected: tuple[str | None, str | None]
) -> None:
    page = [Line(first_line, 780), Line("Darunter steht der Text, in dem vom 3. Mai 2011 die Rede ist.", 740)]
    article = article_of(pdf([page], {"CreationDate": made, "ModDate": "D:20190304050607+01'00'"}))
    assert (article.published_on, article.published_clue) == expected
    assert (article.modified_on, article.modified_clue) == ("2019-03-04", "pdf-metadata")


def test_the_language_is_what_the_catalog_says_before_what_the_words_say() -> None:
    page = [flow("Der Rat hat das und die Brücke ist nicht mit dem Geld für den Weg bezahlt.", 700)]
    assert article_of(pdf(page, catalog="/Lang (nds-DE)")).language == "nds"
    assert article_of(pdf(page)).language == "de"


def test_the_kind_is_what_the_address_says() -> None:
    article = article_of(pdf([[Line("Text", 700)]]), "https://www.amt.example/Pressemitteilungen/7.pdf")
    assert article.kind == "press release"


def test_a_pdf_is_known_by_its_bytes_whatever_the_header_says() -> None:
    payload = b"\r\n" + pdf([[Line("Bericht", 700)]])
    assert read(payload, url=URL, content_type="text/html", system=PLAIN).page_kind == "document"


def test_an_empty_password_locks_nobody_out_and_another_does() -> None:
    page = [[Line("Geheim ist es nicht.", 700)]]
    assert article_of(pdf(page, {"Title": "Größe der Bäume"}, password="")).title == "Größe der Bäume"
    assert reading_of(pdf(page, password="1234")).problem == "encrypted_pdf"


def test_a_scan_without_text_is_named_and_one_with_a_text_layer_is_read() -> None:
    assert reading_of(pdf([[], []], with_picture=True)).problem == "scanned_pdf"
    assert reading_of(pdf([[]])).problem == "no_text"
    assert (
        article_of(pdf([[Line("Was darunter liegt", 700, is_hidden=True)]], with_picture=True)).text
        == "Was darunter liegt"
    )


def test_a_damaged_file_is_named_and_one_that_can_be_mended_is_read() -> None:
    whole = pdf([[Line("Erste Seite", 700)], [Line("Zweite Seite", 700)]])
    assert reading_of(whole[:60]).problem == "broken_pdf"
    assert (
        article_of(whole[: whole.index(b"xref\n")] + b"trailer\n<< /Root 1 0 R >>\n").text
        == "Erste Seite\n\nZweite Seite"
    )


@pytest.mark.slow
def test_of_a_long_file_the_beginning_is_read_and_said_to_be() -> None:
    reading = reading_of(pdf([[Line(f"Blatt {number}", 400)] for number in range(1, 601)]))
    (article,) = reading.articles
    assert (reading.options["pages"], reading.options["pages_read"]) == ("600", "500")
    assert article.text.endswith("Blatt 500")
    assert reading_of(b"%PDF-1.4\n" + bytes(64 * 1024 * 1024)).problem == "too_large"


@pytest.mark.slow
def test_many_words_on_one_page_end_in_time() -> None:
    words = [hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()[:4] for number in range(120_000)]
    lines = [" ".join(words[40 * number : 40 * number + 40]) + " " for number in range(3_000)]
    page = [Line(line, 800 - 0.01 * number, x=number % 500, size=1 + number % 30) for number, line in enumerate(lines)]
    assert len(article_of(pdf([page])).text) > 500_000
