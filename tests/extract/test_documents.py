"""Documents: small PDFs written by hand, and plain text."""

from __future__ import annotations

from kaaw_archive.extract import read
from kaaw_archive.items import ContentSystem, Reading

PLAIN = ContentSystem(name="plain", evidence="")
URL = "https://www.amt.example/bericht.pdf?__blob=publicationFile"


def pdf(pages: list[str], info: str = "", trailer: str = "") -> bytes:
    """A PDF with one line of text a page; ``info`` is what stands in its information dictionary."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< {info} >>")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R "
    end += f"/Info {len(objects)} 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode("latin-1")


def reading_of(payload: bytes, content_type: str | None = "application/pdf") -> Reading:
    return read(payload, url=URL, content_type=content_type, system=PLAIN)


def test_a_pdf_is_a_document_with_its_pages_and_dates() -> None:
    reading = reading_of(
        pdf(["Bericht zur Lage", "Zweite Seite"], "/Title (Lagebericht) /CreationDate (D:20160922140500+02'00')")
    )
    (article,) = reading.articles
    assert (reading.page_kind, reading.problem) == ("document", None)
    assert (article.title, article.text) == ("Lagebericht", "Bericht zur Lage\n\nZweite Seite")
    assert (article.published_on, article.published_clue) == ("2016-09-22", "pdf-metadata")
    assert [block["text"] for block in article.structure] == ["Bericht zur Lage", "Zweite Seite"]


def test_a_pdf_without_a_title_is_called_by_its_first_line() -> None:
    (article,) = reading_of(
        pdf(["Bericht zur Lage"], "/Title (Microsoft Word - b.docx) /CreationDate (gestern)")
    ).articles
    assert (article.title, article.published_on, article.published_clue) == ("Bericht zur Lage", None, None)


def test_a_pdf_is_known_by_its_bytes_whatever_the_header_says() -> None:
    assert reading_of(pdf(["Bericht"]), "text/html").page_kind == "document"


def test_a_pdf_without_text_and_a_locked_one_have_problems_of_their_own() -> None:
    key = "/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >>"
    locked = pdf(["geheim"], trailer=key + " /ID [<41> <41>]")
    assert [reading_of(body).problem for body in (pdf([""]), locked, pdf(["x"])[:60])] == [
        "no_text",
        "encrypted_pdf",
        "broken_pdf",
    ]


def test_plain_text_is_a_document_called_by_its_first_line() -> None:
    reading = reading_of("Bericht über Straßen\n\nErster Absatz.\n".encode("cp1252"), "text/plain; charset=iso-8859-1")
    (article,) = reading.articles
    assert (reading.page_kind, article.title) == ("document", "Bericht über Straßen")
    assert article.text == "Bericht über Straßen\n\nErster Absatz."
