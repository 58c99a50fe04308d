"""Plain text and the files of office programs: known by their bytes, kept and named."""

from __future__ import annotations

import io
import zipfile

import pytest

from kaaw_archive.extract import read
from kaaw_archive.items import ContentSystem, Reading

PLAIN = ContentSystem(name="plain", evidence="")
URL = "https://www.amt.example/presse/pressemitteilung-7.txt"
DIRECTORY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def reading_of(payload: bytes, content_type: str | None) -> Reading:
    return read(payload, url=URL, content_type=content_type, system=PLAIN)


def zipped(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name in names:
            archive.writestr(name, f"<x>{name}</x>" * 50)
    return out.getvalue()


def stream(name: str) -> bytes:
    return DIRECTORY + name.encode("utf-16-le") + bytes(400)


OPEN = "application/vnd.oasis.opendocument."
FORMATS = {
    "doc": stream("WordDocument"),
    "xls": stream("Workbook"),
    "ppt": stream("PowerPoint Document"),
    "ooxml-encrypted": stream("EncryptedPackage"),
    "ole": DIRECTORY,
    "docx": zipped("[Content_Types].xml", "word/document.xml"),
    "docm": zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": zipped("[Content_Types].xml", "ppt/presentation.xml"),
    "odt": zipped("content.xml", mimetype=f"{OPEN}text"),
    "ods": zipped("content.xml", mimetype=f"{OPEN}spreadsheet"),
    "odp": zipped("content.xml", mimetype=f"{OPEN}presentation"),
    "epub": zipped("content.opf", mimetype="application/epub+zip"),
    "rtf": b"{\\rtf1\\ansi Bericht}",
}


@pytest.mark.parametrize("content_type", ["text/html", "application/octet-stream", "application/pdf", None])
@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_an_office_program_is_named_by_its_bytes(name: str, content_type: str | None) -> None:
    reading = reading_of(FORMATS[name], content_type)
    assert (reading.page_kind, reading.problem) == ("document", "office_document")
    assert reading.options == {"format": name}


PARAGRAPHS = ("Neue Bänke am Weiher", "Die Stadt stellt elf Bänke auf, sagt Käthe Jürß – für 4,2 Tausend Euro.")


def test_an_open_document_text_is_read() -> None:
    space = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    first, second = PARAGRAPHS
    content = f"<d {space}><text:h>{first}</text:h><text:p>{second.replace(' auf', '<text:s/>auf')}</text:p></d>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"{OPEN}text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
    (article,) = reading_of(out.getvalue(), None).articles
    assert (article.title, article.text) == (PARAGRAPHS[0], "\n".join(PARAGRAPHS))


def test_an_rtf_file_is_read_without_its_tables_and_pictures() -> None:
    source = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator Word;}{\info{\title Geheim}}\f0 "
        r"Neue B\'e4nke am Weiher\par {\b Die Stadt} stellt elf B\u228 ?nke auf, "
        r"sagt K\'e4the J\u252\'fcr\'df \endash  f\'fcr 4,2 Tausend Euro.{\pict 00ff}}"
    )
    reading = reading_of(source.encode("latin-1"), "application/rtf")
    assert (reading.articles[0].title, reading.articles[0].text) == (PARAGRAPHS[0], "\n".join(PARAGRAPHS))
    assert (reading.page_kind, reading.options) == ("document", {"format": "rtf"})


def test_a_damaged_file_is_named_as_far_as_it_is_there() -> None:
    assert reading_of(FORMATS["docx"][:-60], None).options == {"format": "docx"}


def test_a_table_of_plain_text_is_known_by_the_header_alone() -> None:
    assert reading_of(b"Jahr;Zahl\n2016;7\n", "text/csv; charset=utf-8").options == {"format": "csv"}


def test_an_archive_of_anything_is_no_office_document() -> None:
    assert reading_of(zipped("bild.jpg", "notes on word/document.xml.txt"), None).problem == "unsupported_type"


def test_plain_text_is_a_document_called_by_its_first_line() -> None:
    text = "Bericht über Straßen\n\nDie Stadt hat die Straßen und die Brücken geprüft, und das ist nicht alles.\n"
    reading = reading_of(text.encode("cp1252"), "text/plain; charset=iso-8859-1")
    (article,) = reading.articles
    assert (reading.page_kind, article.title, article.kind) == ("document", "Bericht über Straßen", "press release")
    assert (article.text, article.language) == (text.strip(), "de")
    assert [block["text"] for block in article.structure] == text.strip().split("\n\n")


def test_a_text_of_which_nothing_can_be_seen_has_no_text() -> None:
    reading = reading_of("\u200b\n\x01".encode(), "text/plain; charset=utf-8")
    assert (reading.problem, reading.page_kind, reading.articles) == ("no_text", "document", ())
